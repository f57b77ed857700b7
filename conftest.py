"""What every test may use."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from playwright.sync_api import Browser, BrowserType, expect, sync_playwright

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.audit.tests.tampering import as_owner
from heli.places.revisions import forget
from heli.project.postgres import cluster_at
from heli.project.suite import migrated_template

ROOT = Path(__file__).resolve().parent

# Playwright runs an event loop in the test's thread; Django must not mistake that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# What is waited for comes at once or not at all; on a machine that does much else "at once" takes longer.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Copy a migrated database instead of migrating once per process."""
    database = settings.DATABASES["default"]
    if "CLUSTER" in database:
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template(cluster_at(**database["CLUSTER"]))


@pytest.fixture(scope="session", autouse=True)
def system() -> Iterator[None]:
    """Let tests themselves ask the database as the system; requests, acts and jobs name their own actor."""
    with acting_as(SYSTEM):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    system: None,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Make the databases as their owner, then act in them as the role that serves."""
    options = connection.settings_dict["OPTIONS"]
    operations = type(connection.ops)

    def emptied_by_owner(_self: Any, statements: list[str]) -> None:
        with as_owner(), transaction.atomic():
            empty(statements)

    with django_db_blocker.unblock():
        connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(options, "assume_role", settings.HELI_APPLICATION_ROLE)
        patch.setattr(operations, "execute_sql_flush", emptied_by_owner)
        yield
    with django_db_blocker.unblock():
        connection.close()


def empty(statements: list[str]) -> None:
    """Do what ``statements``, each a TRUNCATE of all tables, would do, in those that hold rows: a tenth of the work.

    As with TRUNCATE, whoever still writes is waited for.
    """
    tables = sorted({name for each in statements for name in re.findall(r'"(\w+)"', each)})
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE".format(", ".join(f'"{name}"' for name in tables)))
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables))
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in filled:
            cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture(scope="session", autouse=True)
def reference_data() -> Iterator[None]:
    """Look for changed reference data where they may have changed, which is a quarter of all statements otherwise.

    What is declared changed is seen at once; what is rolled back is asked about again.
    """

    def taking_back(roll_back: Callable[..., Any]) -> Callable[..., Any]:
        def rolled_back(*args: Any) -> Any:
            answer = roll_back(*args)
            forget()
            return answer

        return rolled_back

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "HELI_REVISION_SECONDS", 3600.0)
        for name in ("rollback", "savepoint_rollback"):
            patch.setattr(BaseDatabaseWrapper, name, taking_back(getattr(BaseDatabaseWrapper, name)))
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real input files: ``HELI_SHARED``, or ``shared`` beside the source tree."""
    folder = Path(os.environ.get("HELI_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip("no real input files: set HELI_SHARED to the folder that holds data/")
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[BrowserType]:
    """Return the Chromium that ``CHROMIUM`` names, or the system's, to be started.

    Playwright ends with the file: while it is there its event loop runs in the thread of all tests.
    """
    with sync_playwright() as playwright:
        yield playwright.chromium


def _started(chromium: BrowserType, *arguments: str) -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("no Chromium on this machine: install it or set CHROMIUM")
    browser = chromium.launch(executable_path=program, args=["--no-sandbox", *arguments])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """Return a browser that draws no map, as on a machine without WebGL: pages say the same in words.

    Drawing maps in software would take half the time of every walk.
    """
    yield from _started(chromium, "--disable-gpu", "--disable-3d-apis")


@pytest.fixture(scope="module")
def drawing_browser(chromium: BrowserType) -> Iterator[Browser]:
    """Return a browser that draws maps, in software."""
    yield from _started(chromium, "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    """Begin and leave each test in the default language, which a request changes for its thread, and read anew."""
    forget()
    translation.deactivate()
    yield
    translation.deactivate()
