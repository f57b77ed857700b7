"""Styles, scripts and pictures: built by `make assets`, collected under ``HELI_HOME`` with hashed names."""

from heli.project.settings.environment import HELI_HOME

__all__ = ["STATIC_ROOT", "STATIC_URL", "STORAGES", "WHITENOISE_MIMETYPES"]

STATIC_URL = "/static/"
STATIC_ROOT = HELI_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MIMETYPES = {".mjs": "text/javascript"}
