"""Migrations run one at a time."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from heli.project.management.commands.migrate import LOCK

pytestmark = pytest.mark.django_db


def test_a_second_one_waits_for_the_first() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            call_command("migrate", verbosity=0)
    finally:
        other.close()


def test_it_lets_the_next_one_begin() -> None:
    call_command("migrate", "--check")
    with connection.copy().cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        assert cursor.fetchone() == (True,)
        cursor.connection.close()
