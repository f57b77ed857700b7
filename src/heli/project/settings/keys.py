"""Keys that seal personal data, and the one that finds it again. None of them is ever in the database.

``HELI_MASTER_KEYS``  ``1:hex,2:hex``: all master keys by number, 64 hexadecimal digits each; the highest seals.
                      Without it they lie under ``HELI_HOME/keys`` as ``master-1.key`` and so on; one is made first.
``HELI_INDEX_KEY``    64 hexadecimal digits: finds contacts by phone or e-mail. Without it ``HELI_HOME/keys/index.key``.
``HELI_CIPHER``       ``aes-256-gcm`` (default) or ``sm4-gcm``; values sealed before stay readable.
"""

import os

from heli.project.settings.environment import HELI_HOME, kept_secret

__all__ = ["FIELD_CIPHER", "INDEX_KEY", "KEY_FOLDER", "MASTER_KEYS"]

KEY_FOLDER = HELI_HOME / "keys"
MASTER_KEYS = os.environ.get("HELI_MASTER_KEYS", "")
INDEX_KEY = bytes.fromhex(os.environ.get("HELI_INDEX_KEY") or kept_secret(KEY_FOLDER, "index.key"))
FIELD_CIPHER = os.environ.get("HELI_CIPHER", "aes-256-gcm")
