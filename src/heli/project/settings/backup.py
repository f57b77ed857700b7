"""The nightly backup; off until a folder is named.

``HELI_BACKUP``       folder of the backups, best on another machine.
``HELI_BACKUP_KEYS``  folder to which the keys are copied: elsewhere, never beside the data. Without it they are not.
``HELI_BACKUP_KEEP``  how many backups are kept, default 30; what was erased is gone from all after as many nights.
``HELI_BACKUP_AT``    when, as a cron line, default ``30 2 * * *``.
"""

import os
from pathlib import Path

__all__ = ["HELI_BACKUP", "HELI_BACKUP_AT", "HELI_BACKUP_KEEP", "HELI_BACKUP_KEYS"]

_folder, _keys = os.environ.get("HELI_BACKUP"), os.environ.get("HELI_BACKUP_KEYS")

HELI_BACKUP = Path(_folder) if _folder else None
HELI_BACKUP_KEYS = Path(_keys) if _keys else None
HELI_BACKUP_KEEP = int(os.environ.get("HELI_BACKUP_KEEP", "30"))
HELI_BACKUP_AT = os.environ.get("HELI_BACKUP_AT", "30 2 * * *")
