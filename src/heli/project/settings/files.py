"""Uploads: kept under ``HELI_HOME``, outside anything a web server shows, and read only through checked views.

``HELI_CLAMAV``  the district's virus scanner (clamd): ``host:port`` or the path of its socket. While it does not
                 answer, documents wait unseen. Without it they are examined, but not scanned for known viruses.
"""

import os

from heli.project.settings.environment import HELI_HOME

__all__ = [
    "DATA_UPLOAD_MAX_MEMORY_SIZE",
    "DATA_UPLOAD_MAX_NUMBER_FIELDS",
    "DATA_UPLOAD_MAX_NUMBER_FILES",
    "FILE_UPLOAD_DIRECTORY_PERMISSIONS",
    "FILE_UPLOAD_HANDLERS",
    "FILE_UPLOAD_MAX_MEMORY_SIZE",
    "FILE_UPLOAD_PERMISSIONS",
    "HELI_CLAMAV",
    "MEDIA_ROOT",
]

MEDIA_ROOT = HELI_HOME / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = [
    "heli.papers.quota.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 12
HELI_CLAMAV = os.environ.get("HELI_CLAMAV", "")
