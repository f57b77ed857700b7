"""Settings of a rehearsal of faults: those of an ordinary installation, with the fault points armed.

``HELI_FAULT_AT``   points, as ``heli.kernel.faults.arm`` takes them.
``HELI_FAULT_LOG``  file that takes the name of each fault as a line.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from heli.kernel.faults import arm
from heli.project.settings import *
from heli.project.settings.environment import PRODUCTION

if PRODUCTION:
    raise ImproperlyConfigured("Faults are rehearsed on an installation of their own, never in production.")

MIDDLEWARE = ["heli.project.faults.Faults", *MIDDLEWARE]
FILE_UPLOAD_HANDLERS = ["heli.project.faults.BreakingUpload", *FILE_UPLOAD_HANDLERS]
# A rehearsal sends and takes more from one machine than people do.
HELI_REPORTS_AN_HOUR = HELI_EXPORTS_A_DAY = 1_000_000
_log = os.environ.get("HELI_FAULT_LOG")
arm(os.environ.get("HELI_FAULT_AT", ""), Path(_log) if _log else None)
