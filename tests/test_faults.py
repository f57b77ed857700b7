"""Web servers and workers are killed at the fault points while people report and act: nothing is lost or doubled.

The short form of `make faults`, on the database of the tests.
"""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.db import connection

from faults import cast, checking
from faults.load import Load
from faults.scene import WEB_POINTS, WORKER_POINTS, Scene
from heli.notices.sending import send_overdue
from heli.people.keyring import keyring

KILLS, PATIENCE = 8, 120.0


@pytest.fixture
def scene(transactional_db, settings, tmp_path: Path) -> Iterator[Scene]:
    """An installation on this test's database whose servers die."""
    at = connection.settings_dict
    url = f"postgres://{configured.HELI_APPLICATION_ROLE}@{quote(at['HOST'], safe='')}:{at['PORT']}/{at['NAME']}"
    keys = {
        "HELI_SECRET_KEY": configured.SECRET_KEY,
        "HELI_AUDIT_KEY": configured.AUDIT_KEY,
        "HELI_DATA_KEY": configured.DATA_KEY.decode(),
        "HELI_MASTER_KEYS": ",".join(f"{number}:{key.secret.hex()}" for number, key in keyring().keys.items()),
    }
    made = Scene(tmp_path / "scene", database=url, **keys)
    settings.MEDIA_ROOT, settings.HELI_WITNESS = made.home / "files", made.home / "witness"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = made.sink.server_address[:2]
    yield made
    made.end()


def test_nothing_is_lost_or_doubled(scene: Scene) -> None:
    scene.cast = cast.run()
    scene.raise_nursery(web_points=WEB_POINTS, worker_points=WORKER_POINTS, most=2)
    load = Load(scene.port, scene.cast, scene.folder, threads=2, seed=random.Random(3).randrange(100))
    load.start()
    deadline = time.monotonic() + PATIENCE
    while scene.deaths().total() < KILLS and time.monotonic() < deadline:
        time.sleep(0.1)
    load.stop()
    scene.halt()
    checking.pass_ten_minutes()
    send_overdue()
    found = checking.run(str(scene.folder), dict(scene.sink.letters))
    assert scene.deaths().total() >= KILLS
    assert found["acknowledged"]["report"] > 0
    assert (found["lost"], found["doubled"], found["wrong"]) == ([], [], [])
