"""A backup restored elsewhere is the same, or it is refused and nothing was changed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings as configured
from django.db import connection
from psycopg import sql

from heli.cases.models import Case
from heli.papers import shelf
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.project.backup import BackupError, Place, back_up, backups, prune, root_of, rows_of
from heli.project.checks import check_restored
from heli.project.places import present_place
from heli.project.restoring import MARK, restore
from heli.retention.erasing import erase
from heli.retention.journal import note
from heli.retention.models import Kind
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(settings, tmp_path) -> Place:
    """Return an installation with two cases, one with a photo, and keys."""
    home = tmp_path / "home"
    settings.HELI_HOME, settings.MEDIA_ROOT = home, home / "files"
    (home / "keys").mkdir(parents=True)
    (home / "audit.key").write_text("secret a")
    (home / "keys" / "master-1.key").write_text("secret m")
    district = build()
    reported(district)
    reported(district, photos=[store(upload(picture(), "a.jpg"))])
    return present_place()


@pytest.fixture
def empty(place, tmp_path) -> Iterator[Place]:
    """Return an empty installation on the same server."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with psycopg.connect(place.conninfo, autocommit=True) as database:
        database.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield Place(psycopg.conninfo.make_conninfo(place.conninfo, dbname=name), tmp_path / "other")
        database.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def nothing() -> int:
    return 0


def state(place: Place) -> tuple[dict[str, int], str, dict[str, bytes]]:
    with psycopg.connect(place.conninfo) as database:
        files = {path.name: path.read_bytes() for path in place.files.glob("??/*")}
        return rows_of(database), root_of(database), files


def test_a_restored_backup_is_the_same(place, empty, tmp_path):
    made = back_up(place, tmp_path / "backups", keys=tmp_path / "keys")
    assert not [path for path in (tmp_path / "backups").rglob("*") if path.suffix == ".key"]
    restore(made, empty, keys=tmp_path / "keys", replay=nothing)
    assert state(empty) == state(place)
    assert state(empty)[2]
    assert (empty.home / "keys" / "master-1.key").read_text() == "secret m"
    assert not (empty.home / MARK).exists()
    with pytest.raises(BackupError, match="not empty"):
        restore(made, empty, keys=tmp_path / "keys", replay=nothing)


def test_what_was_interrupted_goes_on_and_erases_again(place, empty, tmp_path) -> None:
    made = back_up(place, tmp_path / "backups")
    with pytest.raises(RuntimeError, match="killed"):
        restore(made, empty, replay=killed)
    assert (empty.home / MARK).exists()
    called = iter([0])
    restore(made, empty, replay=lambda: next(called))
    assert list(called) == []
    assert state(empty) == state(place)


def heli(place: Place, *words: str | Path) -> str:
    """Run the program on the installation ``place``, and return what it says; it must succeed."""
    to = psycopg.conninfo.conninfo_to_dict(place.conninfo)
    url = f"postgres://{to['user']}@{quote(str(to['host']), safe='')}:{to['port']}/{to['dbname']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "HELI_HOME": str(place.home),
        "DJANGO_SETTINGS_MODULE": "heli.project.settings",
    }
    command = [sys.executable, "-m", "heli.project", *map(str, words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_who_was_erased_after_the_backup_stays_erased_and_the_record_is_whole(place, empty, settings, tmp_path):
    settings.HELI_WITNESS, settings.HELI_BACKUP = tmp_path / "witness", tmp_path / "backups"
    erased, kept = Case.objects.order_by("pk")
    made = back_up(place, settings.HELI_BACKUP)
    assert erase(erased, Kind.CONTACT, by="system", basis="period", first=note)
    assert "1 erasures since the backup were done again" in heli(empty, "restore", made)
    with psycopg.connect(empty.conninfo) as database:
        people = dict(
            database.execute(
                "SELECT c.reference, p.key_id FROM cases_case c JOIN people_contact p ON p.id = c.contact_id"
            )
        )
        destroyed = database.execute("SELECT wrapped FROM people_subjectkey WHERE destroyed_at IS NOT NULL").fetchall()
    assert people == {erased.reference: None, kept.reference: kept.contact.key_id}
    assert destroyed == [(b"",)]
    assert "The audit record is whole" in heli(empty, "audit", "verify")


def test_nothing_is_served_while_a_restore_is_unfinished(settings, tmp_path):
    settings.HELI_HOME = tmp_path
    assert check_restored() == []
    (tmp_path / MARK).write_text("{}")
    assert [problem.id for problem in check_restored()] == ["heli.E103"]


def killed() -> int:
    msg = "killed"
    raise RuntimeError(msg)


def test_a_damaged_backup_changes_nothing(place, empty, tmp_path):
    made = back_up(place, tmp_path / "backups")
    whole = (made / "database.dump").read_bytes()
    (made / "database.dump").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(BackupError, match="not as it was written"):
        restore(made, empty, replay=nothing)
    (made / "database.dump").write_bytes(whole)
    file = next((tmp_path / "backups" / "files").glob("??/*"))
    kept = file.read_bytes()
    file.write_bytes(b"other")
    with pytest.raises(BackupError, match="not as it was written"):
        restore(made, empty, replay=nothing)
    file.write_bytes(kept)
    with psycopg.connect(empty.conninfo) as database:
        assert rows_of(database) == {}
    assert not empty.home.exists()


def test_files_of_another_installation_are_not_overwritten(place, empty, tmp_path):
    made = back_up(place, tmp_path / "backups")
    strange = empty.files / "ab" / ("ab" * 32)
    strange.parent.mkdir(parents=True)
    strange.write_bytes(b"x")
    with pytest.raises(BackupError, match="not of this backup"):
        restore(made, empty, replay=nothing)
    assert strange.read_bytes() == b"x"


@pytest.mark.parametrize("keys", ["backups", "backups/keys", "."])
def test_keys_never_lie_beside_the_data(place, tmp_path, keys):
    with pytest.raises(BackupError, match="beside the data"):
        back_up(place, tmp_path / "backups", keys=tmp_path / keys)
    assert backups(tmp_path / "backups") == []


def test_the_manifest_counts_and_says_what_was_gone(place, tmp_path):
    digest = next(place.files.glob("??/*")).name.partition(".")[0]
    shelf.remove(digest)
    made = back_up(place, tmp_path / "backups")
    manifest = json.loads((made / "manifest.json").read_text())
    assert manifest["rows"]["cases_case"] == 2
    assert manifest["files"]["missing"] == [digest]
    assert "secret" not in (made / "manifest.json").read_text()


def test_old_backups_go_with_the_files_that_only_they_name(place, tmp_path):
    folder = tmp_path / "backups"
    first = back_up(place, folder)
    second = first.rename(folder / "heli-20200101T000000Z")
    (folder / "files" / "ab").mkdir(exist_ok=True)
    (folder / "files" / "ab" / ("ab" * 32)).write_bytes(b"erased since")
    with (second / "files.txt").open("a") as names:
        names.write(f"{'ab' * 32} {'ab' * 32}\n")
    made = back_up(place, folder, keep=1)
    assert backups(folder) == [made]
    kept = {path.name for path in Path(folder / "files").glob("??/*")}
    assert kept == {line.split()[1] for line in (made / "files.txt").read_text().splitlines()}
    prune(folder, 0)
    assert backups(folder) == [made]


def test_the_nightly_backup_is_off_until_a_folder_is_named():
    assert configured.HELI_BACKUP is None
