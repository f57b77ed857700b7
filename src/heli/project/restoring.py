"""Restoring a backup into an empty installation: checked before, whole or not at all, proved afterwards.

Files come first, since what is there already is only compared; then the database in one transaction; then what was
erased since the backup is erased again. A mark in the home says that this is not done: until then nothing is served.
Started again after an interruption, it goes on.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from heli.project.backup import (
    DUMP,
    FILES,
    LIST,
    MANIFEST,
    VERSION,
    BackupError,
    Place,
    copy_whole,
    digest_of,
    listed,
    root_of,
    rows_of,
    run,
    without_password,
)

MARK = "restoring.json"


def restore(backup: Path, place: Place, *, keys: Path | None = None, replay: Callable[[], int]) -> dict[str, Any]:
    """Restore ``backup`` into ``place``, which must be empty, and return its manifest.

    ``replay`` erases again what was erased since. Raises BackupError, having changed nothing that was there before.
    """
    manifest = checked(backup)
    begun = _begun(place)
    if begun not in (None, backup.name):
        raise BackupError(f"The restoring of {begun} is not finished here; finish it or take an empty home.")
    filled = _filled(place.conninfo)
    if filled and begun is None:
        raise BackupError("The database is not empty. A backup is restored into an empty one only.")
    _put_files(backup, place)
    _put_keys(place, keys, manifest)
    _mark(place, backup.name)
    if not filled:
        words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        run("pg_restore", [*words, f"--dbname={without_password(place.conninfo)}", str(backup / DUMP)], place.conninfo)
    if begun is None or not filled:
        _prove(place, manifest)
    replay()
    (place.home / MARK).unlink()
    return manifest


def checked(backup: Path) -> dict[str, Any]:
    """Return the manifest of ``backup`` after every part was read and compared."""
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        if manifest["version"] != VERSION:
            raise BackupError(f"{backup} was written by another version of Heli.")
        for name, part in ((DUMP, "database"), (LIST, "files")):
            if digest_of(backup / name) != manifest[part]["sha256"]:
                raise BackupError(f"{backup / name} is not as it was written.")
        for digest, file in listed(backup):
            if digest_of(_shared(backup, file)) != digest:
                raise BackupError(f"The file {file} of the backup is not as it was written.")
    except (OSError, ValueError, KeyError) as unreadable:
        raise BackupError(f"{backup} cannot be read as a backup: {unreadable}") from unreadable
    return manifest


def _shared(backup: Path, name: str) -> Path:
    return backup.parent / FILES / name[:2] / name


def _begun(place: Place) -> str | None:
    """Return the backup whose restoring was begun in ``place`` and not finished."""
    path = place.home / MARK
    return json.loads(path.read_text())["backup"] if path.exists() else None


def _mark(place: Place, name: str) -> None:
    place.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (place.home / MARK).write_text(json.dumps({"backup": name, "at": datetime.now(UTC).isoformat()}))


def _filled(conninfo: str) -> bool:
    with psycopg.connect(conninfo) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return bool(row and row[0])


def _put_files(backup: Path, place: Place) -> None:
    """Copy the files; one that lies there must be the same."""
    names = list(listed(backup))
    present = {path.name for path in place.files.glob("[0-9a-f][0-9a-f]/*")}
    if strange := present - {name for _digest, name in names}:
        raise BackupError(f"{place.files} holds {len(strange)} files that are not of this backup.")
    for digest, name in names:
        copy_whole(_shared(backup, name), place.files / name[:2] / name)
        if digest_of(place.files / name[:2] / name) != digest:
            raise BackupError(f"{place.files} holds the file {name} with other bytes.")


def _put_keys(place: Place, folder: Path | None, manifest: dict[str, Any]) -> None:
    """Copy the keys; one that the empty home has made for itself is kept beside it."""
    if folder is None:
        return
    if missing := [name for name in manifest["keys"] if not (folder / name).is_file()]:
        raise BackupError(f"{folder} does not hold {', '.join(missing)}.")
    for name in manifest["keys"]:
        target = place.home / name
        if target.exists() and target.read_bytes() != (folder / name).read_bytes():
            target.replace(target.with_name(f"{target.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"))
        copy_whole(folder / name, target)


def _prove(place: Place, manifest: dict[str, Any]) -> None:
    """Compare what is there now with what the manifest says."""
    with psycopg.connect(place.conninfo) as connection:
        counts, found = rows_of(connection), root_of(connection)
    differing = sorted(name for name, count in manifest["rows"].items() if counts.get(name) != count)
    if differing:
        raise BackupError(f"These tables have another number of rows than the backup: {', '.join(differing)}.")
    if found != manifest["audit_root"]:
        raise BackupError("The audit record is another than that of the backup.")
