"""Logs go to standard error, one line each; a supervisor keeps them.

``HELI_LOG``  level of Heli's own loggers, default ``INFO``.
"""

import os

__all__ = ["LOGGING"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"heli": {"level": os.environ.get("HELI_LOG", "INFO")}},
}
