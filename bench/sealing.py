"""What sealing personal data costs, on a database of its own.

    DJANGO_SETTINGS_MODULE=heli.project.settings.testing python -m bench.stage sealing '{"count": 10000}'

A report with a contact is made sealed and readable by turns, so that the machine's load meets both alike; the middle
times are compared. Then ``count`` contacts are sealed anew under a new master key.
"""

import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.test.utils import setup_databases, teardown_databases

from heli.kernel.sealing import Cipher, Key, new_secret, open_sealed, seal
from heli.people import keyed, keys, sealed_fields
from heli.people.models import Contact
from heli.people.sealed_fields import Sealed, SealedMixin
from heli.service_requests import actions
from heli.service_requests.tests.district import District, build, reported

TURNS = 60
PLACE = ("people_contact", "row", "phone")


def timed(work: Callable[[], Any]) -> float:
    """Return how many milliseconds ``work`` took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def readable() -> Any:
    """Return a patch under which nothing is sealed and no key is made."""
    plain = patch.object(SealedMixin, "sealed", lambda _self, _row, value: Sealed((value or "").encode()))
    return (
        plain,
        patch.object(keyed, "give_key", lambda _row: None),
        patch.object(sealed_fields, "index_of", lambda _text, _kind: b""),
    )


def report_readable(district: District) -> Any:
    """Report without sealing."""
    one, two, three = readable()
    with one, two, three:
        return reported(district)


def of_steps(district: District) -> None:
    """Print what a report and a step cost with and without sealing."""
    reported(district), report_readable(district)
    with_it, without, steps = [], [], []
    for _turn in range(TURNS):
        without.append(timed(lambda: report_readable(district)))
        with_it.append(timed(lambda: reported(district)))
        case = reported(district).case
        steps.append(timed(lambda case=case: actions.dispatch(case, by=district.actor("east"), unit=district.roads)))
    plain, sealed = median(without), median(with_it)
    print(f"report with a contact: {plain:.2f} ms readable, {sealed:.2f} ms sealed, {sealed / plain - 1:+.1%}")
    print(f"a step that shows no contact: {median(steps):.2f} ms; nothing is opened or sealed")


def of_values() -> None:
    """Print what sealing and opening one value costs."""
    key = Key(1, new_secret())
    for cipher in Cipher:
        value = seal(b"13800005678", key, *PLACE, cipher=cipher)
        sealing = timed(lambda cipher=cipher: [seal(b"13800005678", key, *PLACE, cipher=cipher) for _ in range(2000)])
        opening = timed(lambda value=value: [open_sealed(value, key, *PLACE) for _ in range(2000)])
        print(f"{cipher.name}: seal {sealing / 2:.1f} µs, open {opening / 2:.1f} µs, {len(value)} bytes for 11")


def of_rotation(count: int) -> None:
    """Print how fast contacts are sealed anew."""
    Contact.objects.bulk_create(
        [Contact(name=f"人{n}", phone=f"138{n:08}", email=f"{n}@example.test") for n in range(count)], batch_size=2000
    )
    began = time.perf_counter()
    done = keys.renew(lambda _done, _total: None)
    seconds = time.perf_counter() - began
    broken = sum(1 for _row in keys.unreadable_rows())
    print(
        f"rotation: {done.rows} rows, {done.values} values, {seconds:.1f} s, {done.rows / seconds:.0f} rows/s", end=""
    )
    print(f", {broken} unreadable")


def run(count: int = 10_000) -> dict[str, int]:
    """Measure and print; answer how many contacts were sealed anew."""
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        of_values()
        with transaction.atomic():
            of_steps(build())
            transaction.set_rollback(True)
        of_rotation(count)
    finally:
        teardown_databases(databases, verbosity=0)
    return {"contacts": count}
