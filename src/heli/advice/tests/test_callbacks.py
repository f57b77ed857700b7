"""Callbacks: a number for a window, called by the desk alone, destroyed as soon as it is not needed."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.access.reads import reads_of
from heli.advice.callbacks import (
    Asked,
    ask,
    cancel,
    due,
    free_windows,
    give_up,
    not_reached,
    number_of,
    of_submission,
    reached,
)
from heli.advice.models import Callback
from heli.advice.tests.desk import MONDAY, PHONE, asked, at, later
from heli.kernel.decisions import Denied
from heli.people.keyed import SubjectKey

OTHERS = ("ma", "lead", "wang", "east", "grid", "admin", "audit", "inspector")


def state_of(row: Callback) -> Callback:
    with acting_as(SYSTEM):
        return Callback.objects.get(pk=row.pk)


@pytest.mark.parametrize("name", OTHERS)
def test_others_read_no_number_and_note_no_call(desk, name):
    with at(MONDAY):
        row = asked(desk)
        for act in (number_of, reached, not_reached):
            assert isinstance(act(row, by=desk.actor(name)), Denied)
    later()
    with acting_as(desk.actor(name)), transaction.atomic():
        assert not due([desk.row]).exists()


def test_the_desk_reads_the_number_and_it_is_on_record(desk):
    with at(MONDAY):
        row = asked(desk)
        assert number_of(row, by=desk.actor("hot")) == PHONE
    with acting_as(SYSTEM):
        assert reads_of(row.reference).count() == 1
    with connection.cursor() as cursor, acting_as(SYSTEM):
        cursor.execute("SELECT phone::text FROM advice_callback")
        assert PHONE not in cursor.fetchone()[0]


def test_a_window_takes_as_many_as_it_says_and_the_database_agrees(desk):
    with at(MONDAY):
        window = free_windows(desk.row, timezone.now())[0]
        first, second = asked(desk), asked(desk)
        assert timezone.localtime(free_windows(desk.row, timezone.now())[0].begins).hour == 14
        assert isinstance(ask(Asked(phone=PHONE, free=window), key=uuid4()), Denied)
    with pytest.raises(IntegrityError, match="advice_place_once"), acting_as(SYSTEM), transaction.atomic():
        Callback.objects.filter(pk=second.pk).update(place=first.place)


def test_the_same_submission_again_is_one_callback(desk):
    key = uuid4()
    with at(MONDAY):
        wanted = Asked(phone=PHONE, free=free_windows(desk.row, timezone.now())[0])
        assert ask(wanted, key=key) == ask(wanted, key=key)
    with acting_as(SYSTEM):
        assert Callback.objects.count() == 1


def test_the_key_of_another_s_callback_opens_nothing(desk):
    with at(MONDAY):
        row = asked(desk)
        wanted = Asked(phone="13900000011", free=free_windows(desk.row, timezone.now())[0])
        assert isinstance(ask(wanted, key=row.key_of), Denied)
        assert of_submission(row.key_of, wanted.phone) is None
        assert of_submission(row.key_of, "") is None
        assert of_submission(row.key_of, PHONE) == row
        cancel(row)
        assert isinstance(ask(Asked(phone=PHONE, free=wanted.free), key=row.key_of), Denied)


@pytest.mark.parametrize(("clock", "first"), [(time(8, 59), 9), (time(9, 0), 14), (time(13, 59), 14), (time(14, 0), 9)])
def test_a_window_is_offered_until_it_begins(desk, clock, first):
    with at(MONDAY, clock):
        assert timezone.localtime(free_windows(desk.row, timezone.now())[0].begins).hour == first


@pytest.mark.parametrize(
    ("day", "next_one"),
    [(date(2026, 5, 29), date(2026, 5, 29)), (date(2026, 5, 30), MONDAY), (date(2026, 6, 19), date(2026, 6, 22))],
)
def test_no_window_is_offered_on_days_off(desk, day, next_one):
    with at(day):  # a Friday; a Saturday; the Dragon Boat Festival of 2026, a Friday
        assert free_windows(desk.row, timezone.now())[0].day == next_one


@pytest.mark.parametrize("end", ["reached", "cancel", "tries", "days"])
def test_at_its_end_the_number_is_destroyed(desk, end):
    hot = desk.actor("hot")
    with at(MONDAY):
        row = asked(desk)
        key = row.key_id
        if end == "reached":
            reached(row, by=hot)
        elif end == "cancel":
            cancel(row)
        elif end == "tries":
            for _number in range(3):
                row = not_reached(row, by=hot)
                assert not isinstance(row, Denied)
    if end == "days":
        with at(MONDAY + timedelta(days=3), time(23, 59)), acting_as(SYSTEM):
            assert give_up() == 0
        with at(MONDAY + timedelta(days=4), time(0, 0)), acting_as(SYSTEM):
            assert give_up() == 1
    ended = state_of(row)
    assert (ended.key_id, ended.phone) == (None, "")
    assert bytes(SubjectKey.objects.get(pk=key).wrapped) == b""
    with pytest.raises(IntegrityError, match="advice_number_destroyed"), acting_as(SYSTEM), transaction.atomic():
        Callback.objects.filter(pk=row.pk).update(ended_at=None)


def test_of_two_who_call_one_is_second(desk):
    with at(MONDAY):
        row = asked(desk)
        assert not isinstance(not_reached(row, by=desk.actor("hot")), Denied)
        assert isinstance(reached(row, by=desk.actor("chen")), Denied)
    assert state_of(row).state == "again"


def test_a_cancelled_place_is_free_again(desk):
    with at(MONDAY):
        rows = [asked(desk), asked(desk)]
        cancel(rows[0])
        assert free_windows(desk.row, timezone.now())[0].left == 1
        assert isinstance(cancel(rows[0]), Denied)
