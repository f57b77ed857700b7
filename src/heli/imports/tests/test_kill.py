"""An import that is killed in the middle goes on where it stopped: no row lost, none doubled."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection

from heli.audit.models import Entry
from heli.cases.models import Case, Clock, Event
from heli.cases.tallies import Tally
from heli.imports.models import ImportedRow, ImportRun
from heli.imports.tests.samples import csv_of, layout_in
from heli.service_requests.models import ServiceRequest
from heli.service_requests.tests.district import build

ROWS, CHUNK = 2000, 50
PATIENCE = 60.0


def started(path: Path, layout: Path) -> subprocess.Popen[bytes]:
    """Start an import of ``path`` into this test's database in another process."""
    at = connection.settings_dict
    address = (
        f"postgres://{quote(at['USER'])}:{quote(at['PASSWORD'])}@{quote(at['HOST'], safe='')}:{at['PORT']}/{at['NAME']}"
    )
    command = [sys.executable, "-m", "heli.project", "import", "requests", str(path), "--layout", str(layout)]
    return subprocess.Popen(
        [*command, "--create-categories", f"--chunk={CHUNK}"],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "heli.project.settings.testing"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed_in_the_middle(process: subprocess.Popen[bytes]) -> None:
    """Wait until some chunks are in, then kill."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the import ended before it could be killed"
        if ImportRun.objects.filter(rows__gte=4 * CHUNK).exists():
            process.send_signal(signal.SIGKILL)
            process.wait()
            return
        time.sleep(0.01)
    process.kill()
    pytest.fail("the import did not come on")


@pytest.mark.django_db(transaction=True)
def test_kill_and_resume(tmp_path: Path) -> None:
    build()
    path, layout = tmp_path / "ledger.csv", tmp_path / "ledger.toml"
    path.write_text(csv_of(*({"编号": str(number % (ROWS - 10))} for number in range(ROWS))), encoding="utf-8")
    layout_in(tmp_path)
    killed_in_the_middle(started(path, layout))
    before = ImportRun.objects.get()
    assert 0 < before.accepted < ROWS - 10
    assert Case.objects.count() == before.accepted == ImportedRow.objects.count()

    call_command("import_requests", path, layout=str(layout), create_categories=True, resume=True)
    run = ImportRun.objects.get()
    assert (run.rows, run.accepted, run.already_there, run.rejected) == (ROWS, ROWS - 10, 0, 10)
    assert Case.objects.count() == ServiceRequest.objects.count() == Clock.objects.count() == ROWS - 10
    assert Event.objects.count() == Entry.objects.exclude(chain="imports").count() == 2 * (ROWS - 10)
    assert sum(Tally.objects.values_list("count", flat=True)) == ROWS - 10
