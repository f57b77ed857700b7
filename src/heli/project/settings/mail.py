"""Letters by e-mail, and text messages.

``HELI_SMTP``       ``smtp://user:password@host:25`` or ``smtps://…:465``; without it letters are printed, not sent.
``HELI_MAIL_FROM``  sender's address.
``HELI_SMS``        the class that sends text messages, as a dotted path; see ``heli.notices.sms``. Without it, in
                    production, codes go by e-mail only; in development they are printed by the worker.
"""

import os
from urllib.parse import unquote, urlsplit

from heli.project.settings.environment import PRODUCTION

__all__ = [
    "DEFAULT_FROM_EMAIL",
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST_USER",
    "EMAIL_PORT",
    "EMAIL_TIMEOUT",
    "EMAIL_USE_SSL",
    "LETTER_PAGES",
    "SMS_PROVIDER",
]

_smtp = urlsplit(os.environ.get("HELI_SMTP", ""))

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _smtp.hostname else 'console'}.EmailBackend"
EMAIL_HOST = _smtp.hostname or "localhost"
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_PORT = _smtp.port or (465 if EMAIL_USE_SSL else 25)
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HELI_MAIL_FROM", "heli@localhost")

SMS_PROVIDER = os.environ.get("HELI_SMS") or ("" if PRODUCTION else "heli.notices.sms.Console")

# The page of a case, or of a report, that a letter links to, by its audience.
LETTER_PAGES = {
    "applicant": "portal:case",
    "staff": "workbench:case",
    "escalation": "workbench:case",
    "confirm": "portal:confirm_news",
    "stop": "portal:stop_news",
    "all": "portal:my_news",
    "entry": "portal:entry",
    "register": "portal:register",
    "report": "workbench:report",
}
