"""How the audit record proves itself.

``HELI_AUDIT_KEY``  seed of the Ed25519 key that signs checkpoints, 64 hexadecimal digits; made once under
                    ``HELI_HOME`` likewise.
``HELI_WITNESS``    folder to which checkpoints are written, best on a machine where the district's administrators
                    cannot write. Default ``HELI_HOME/witness``.
``HELI_WITNESS_HOURS``  after how many hours the heads of all chains are written there again. Default 24.
"""

import os
from datetime import timedelta
from pathlib import Path

from heli.project.settings.environment import HELI_HOME, kept_secret

__all__ = ["AUDIT_KEY", "HELI_WITNESS", "HELI_WITNESS_INTERVAL"]

AUDIT_KEY = os.environ.get("HELI_AUDIT_KEY") or kept_secret(HELI_HOME, "audit.key")
HELI_WITNESS = Path(os.environ.get("HELI_WITNESS") or HELI_HOME / "witness")
HELI_WITNESS_INTERVAL = timedelta(hours=float(os.environ.get("HELI_WITNESS_HOURS", "24")))
