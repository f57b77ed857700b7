"""Logs go to standard error, one line each; a supervisor keeps them. What people wrote is left out of every line.

Errors are not sent by mail: Django's mails would hold the whole request.

``HELI_LOG``  level of Heli's own loggers, default ``INFO``.
"""

import os

__all__ = ["LOGGING"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "heli.kernel.scrubbing.ScrubbingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "heli": {"level": os.environ.get("HELI_LOG", "INFO")},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
