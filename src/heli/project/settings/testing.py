"""Settings of the test suite: a careless server of its own, or the one that ``DATABASE_URL`` names.

``HELI_TEST_HOME``  folder of uploads and keys during the run; made and removed by the run itself.
``HELI_TEST_RUN``   number of the process that began the run.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Set before the other settings read it; pytest's own workers inherit it and share one server.
if "HELI_TEST_HOME" not in os.environ:
    os.environ["HELI_TEST_HOME"] = tempfile.mkdtemp(prefix="heli-test-")
    Path(os.environ["HELI_TEST_HOME"]).chmod(0o755)
    atexit.register(shutil.rmtree, os.environ["HELI_TEST_HOME"], ignore_errors=True)
os.environ.setdefault("HELI_TEST_RUN", str(os.getpid()))
os.environ["HELI_HOME"] = os.environ["HELI_TEST_HOME"]

from heli.project.settings import *
from heli.project.settings.database import embedded
from heli.project.settings.environment import default_home
from heli.project.suite import database_of

if not os.environ.get("DATABASE_URL"):
    DATABASES["default"] = embedded(default_home() / "cache" / "test-pg", careless=True, owner=True)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
DATABASES["default"]["TEST"] = {"NAME": database_of(int(os.environ["HELI_TEST_RUN"]))}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_PROVIDER = "heli.notices.sms.Memory"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
HELI_REVISION_SECONDS = 0.0
# Browsers of the tests would fetch the kept pages with every new profile; the tests of it switch it on.
HELI_OFFLINE = False
