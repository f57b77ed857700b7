"""What browsers are told.

``HELI_HOSTS``    names under which the site is reached, separated by commas; needed in production.
``HELI_HTTPS``    ``1``: cookies only over HTTPS, HSTS, redirects. Default on in production.
``HELI_PROXIES``  number of trusted proxies in front, default 0.
``HELI_FILES_HOST``  another name, with its port if it has one, under which uploads and papers are given out and nothing
                     else; empty: under the name of the site.

``HELI_EGRESS_HOSTS``  the hosts that Heli itself may call over HTTPS, separated by commas; none by default.
``HELI_EGRESS_HTTP``   ``1``: also without encryption. For tests of a network of one's own.
"""

import os

from django.core.exceptions import ImproperlyConfigured

from heli.project.settings.environment import PRODUCTION

__all__ = [
    "ALLAUTH_TRUSTED_PROXY_COUNT",
    "ALLOWED_HOSTS",
    "CONTENT_SECURITY_POLICY",
    "CSRF_COOKIE_HTTPONLY",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SAMESITE",
    "CSRF_COOKIE_SECURE",
    "CSRF_TRUSTED_ORIGINS",
    "HELI_EGRESS_HOSTS",
    "HELI_EGRESS_HTTP",
    "HELI_FILES_HOST",
    "LANGUAGE_COOKIE_HTTPONLY",
    "LANGUAGE_COOKIE_NAME",
    "LANGUAGE_COOKIE_SAMESITE",
    "LANGUAGE_COOKIE_SECURE",
    "PERMISSIONS_POLICY",
    "SECURE_CONTENT_TYPE_NOSNIFF",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_SECONDS",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_REFERRER_POLICY",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "X_FRAME_OPTIONS",
]

_hosts = [name.strip() for name in os.environ.get("HELI_HOSTS", "").split(",") if name.strip()]
_https = os.environ.get("HELI_HTTPS", "1" if PRODUCTION else "0") == "1"

HELI_FILES_HOST = os.environ.get("HELI_FILES_HOST", "").strip().lower()
ALLOWED_HOSTS = _hosts or ([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
if HELI_FILES_HOST.partition(":")[0] in _hosts:
    raise ImproperlyConfigured("HELI_FILES_HOST must be another name than those in HELI_HOSTS.")
if HELI_FILES_HOST:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, HELI_FILES_HOST.partition(":")[0]]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in _hosts] if _https else []
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("HELI_PROXIES", "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None

# Nothing inline, nothing from elsewhere, every kind named. Maps decode their tiles in a worker and draw pictures from
# blobs; the two policies of Trusted Types are in frontend/js/heli/trusted.js.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        f"img-src 'self' data: blob: {HELI_FILES_HOST}".strip(),
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "media-src 'none'",
        "object-src 'none'",
        "frame-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types heli default",
    )
)
#: Reports may say where one stands and bring a photo; nothing else of the device is ever asked for.
PERMISSIONS_POLICY = ", ".join(
    (
        "geolocation=(self)",
        "camera=(self)",
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer", "autoplay", "browsing-topics", "display-capture", "encrypted-media",
                "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
                "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
            )
        ),
    )
)  # fmt: skip

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if _https else None
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
# A name with this prefix is taken by browsers only over HTTPS, for this very host and all of its addresses.
_prefix = "__Host-" if _https else ""
SESSION_COOKIE_NAME = f"{_prefix}heli_session"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_NAME = f"{_prefix}heli_csrf"
LANGUAGE_COOKIE_NAME = f"{_prefix}heli_language"
LANGUAGE_COOKIE_SECURE = _https
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

HELI_EGRESS_HOSTS = frozenset(
    name.strip().lower() for name in os.environ.get("HELI_EGRESS_HOSTS", "").split(",") if name.strip()
)
HELI_EGRESS_HTTP = os.environ.get("HELI_EGRESS_HTTP", "0") == "1"
