"""What the environment says: where the data lie, and whether this is production.

``HELI_HOME``         folder of everything that is kept: database, uploads, keys. Default ``var``, in the source tree
                      when Heli runs from one, else in the working folder.
``HELI_MODE``         ``development`` (default) or ``production``.
``HELI_BASE_URL``    address that letters link to. Default ``http://127.0.0.1:8000``.
``HELI_SECRET_KEY``   signs sessions and links; without it a key is made once under ``HELI_HOME``.
``HELI_DATA_KEY``     secret behind query codes and encrypted fields; made once under ``HELI_HOME`` likewise.
"""

import os
import secrets
from pathlib import Path

__all__ = ["DATA_KEY", "DEBUG", "HELI_BASE_URL", "HELI_HOME", "HELI_REVISION_SECONDS", "PRODUCTION", "SECRET_KEY"]


def kept_secret(home: Path, name: str) -> str:
    """Return the secret kept in ``home/name``, made on first use; readable by its owner only.

    Processes that start at once agree: the first link to the name wins.
    """
    path = home / name
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f"{name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def default_home() -> Path:
    """Return ``var`` of the source tree, or of the working folder where Heli is installed as a package."""
    tree = Path(__file__).resolve().parents[4]
    return (tree if (tree / "pyproject.toml").exists() else Path.cwd()) / "var"


HELI_HOME = Path(os.environ.get("HELI_HOME") or default_home()).resolve()
HELI_BASE_URL = os.environ.get("HELI_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
PRODUCTION = os.environ.get("HELI_MODE", "development") == "production"
DEBUG = os.environ.get("HELI_DEBUG", "") == "1" and not PRODUCTION
SECRET_KEY = os.environ.get("HELI_SECRET_KEY") or kept_secret(HELI_HOME, "secret.key")
DATA_KEY = (os.environ.get("HELI_DATA_KEY") or kept_secret(HELI_HOME, "data.key")).encode()

# How long, in seconds, a process may go on with reference data that another process has changed.
HELI_REVISION_SECONDS = 2.0
