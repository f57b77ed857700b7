"""Keeping, booking, moving and cancelling a time; what is told; what stays unread."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, ProgrammingError, connection, transaction

from heli.access.actors import NOBODY
from heli.access.context import acting_as
from heli.audit.models import Entry
from heli.audit.tests.tampering import as_owner
from heli.kernel.decisions import Denied
from heli.notices.sms import Memory
from heli.people.models import User
from heli.reception import booking, tasks, telling
from heli.reception.booking import Details, Wish, book, cancel, hold, move
from heli.reception.codes import VISITOR, code_of, is_code, reference_by, token_of
from heli.reception.models import Appointment, Booking, Visitor
from heli.reception.slots import Needs
from heli.reception.tests.hall import MONDAY, SUNDAY, at, booked, on, reception_day

NINE = time(9)


def wish(hall, clock=NINE, **more):
    return Wish(service=hall.requests, begins=on(clock), **more)


def state(row):
    return Appointment.objects.get(pk=row.pk).state


def test_a_time_that_is_not_offered_is_not_kept(hall):
    with at(SUNDAY):
        assert isinstance(hold(wish(hall, time(9, 10)), key=uuid4()), Denied)
        assert isinstance(hold(wish(hall, time(12)), key=uuid4()), Denied)
    with at(MONDAY, time(8, 31)):
        assert isinstance(hold(wish(hall), key=uuid4()), Denied)
    assert not Appointment.objects.exists()


def test_three_windows_take_three_and_no_more(hall):
    with at(SUNDAY):
        found = [hold(wish(hall), key=uuid4()) for _each in range(4)]
    assert len({each.window_id for each in found[:3]}) == 3
    assert isinstance(found[3], Denied)


def test_the_same_submission_keeps_one_time(hall):
    key = uuid4()
    with at(SUNDAY):
        first, second = hold(wish(hall), key=key), hold(wish(hall), key=key)
    assert first == second
    assert Appointment.objects.count() == 1


def test_choosing_another_time_gives_the_first_one_back(hall):
    first, second = uuid4(), uuid4()
    with at(SUNDAY):
        hold(wish(hall), key=first)
        hold(wish(hall, time(10)), key=second, instead_of=first)
    assert Appointment.objects.get(key=first).state == Booking.LAPSED


def test_the_database_itself_refuses_two_at_one_window(hall):
    with at(SUNDAY):
        row = booked(hall, on(NINE))
    twin = Appointment.objects.get(pk=row.pk)
    twin.pk, twin.reference, twin.key, twin.visitor, twin.state = None, "AAAA-AAAA-A", uuid4(), None, "held"
    twin.held_until = on(NINE)
    twin._state.adding = True
    with pytest.raises(IntegrityError, match="reception_never_twice"), transaction.atomic():
        twin.save()


def test_a_hold_ends_with_its_minutes(hall):
    with at(SUNDAY) as now:
        rows = [hold(wish(hall), key=uuid4()) for _each in range(3)]
        booking.sweep(now + timedelta(minutes=10, seconds=-1))
        assert {state(each) for each in rows} == {"held"}
        booking.sweep(now + timedelta(minutes=10))
        assert {state(each) for each in rows} == {"lapsed"}


def test_who_asks_after_the_end_of_a_hold_gets_the_time(hall):
    with at(SUNDAY):
        rows = [hold(wish(hall), key=uuid4()) for _each in range(3)]
    with at(SUNDAY, time(8, 9)):
        assert isinstance(hold(wish(hall), key=uuid4()), Denied)
    with at(SUNDAY, time(8, 10)):
        assert isinstance(hold(wish(hall), key=uuid4()), Appointment)
    assert sorted(state(each) for each in rows) == ["held", "held", "lapsed"]


def test_a_late_form_still_books_while_nobody_else_has_the_time(hall):
    with at(SUNDAY):
        held = hold(wish(hall), key=uuid4())
    booking.sweep(on(NINE, SUNDAY))
    with at(SUNDAY, time(9, 30)):
        assert isinstance(book(held, Details(name="周", phone="13900000002")), Appointment)


def test_a_late_form_is_told_when_somebody_else_has_the_time(hall):
    with at(SUNDAY):
        held = [hold(wish(hall), key=uuid4()) for _each in range(3)]
    booking.sweep(on(NINE, SUNDAY))
    with at(SUNDAY, time(9, 30)):
        for _each in range(3):
            booked(hall, on(NINE))
        outcome = book(held[0], Details(name="周", phone="13900000002"))
    assert isinstance(outcome, Denied)
    assert Visitor.objects.count() == 3


def test_booking_twice_is_one_appointment(hall):
    with at(SUNDAY):
        row = booked(hall, on(NINE))
        again = book(row, Details(name="李", phone="1"))
    assert again == row
    assert Visitor.objects.get().name == "周女士"


def test_the_code_is_told_by_nothing_in_the_database(hall):
    with at(SUNDAY):
        row, other = booked(hall, on(NINE)), booked(hall, on(NINE))
    assert is_code(row, code_of(row).lower())
    assert not is_code(row, code_of(other))
    assert not is_code(None, code_of(row))
    assert reference_by(token_of(row.reference, "visit"), "visit") == row.reference
    assert reference_by(token_of(row.reference, "ticket"), "visit") == ""


def test_a_moved_time_is_free_again_and_what_is_booked_stays_if_the_new_one_is_taken(hall):
    with at(SUNDAY):
        for _each in range(3):
            booked(hall, on(time(10)))
        row = booked(hall, on(NINE))
        assert isinstance(move(row, on(time(10))), Denied)
        assert Appointment.objects.get(pk=row.pk).span.lower == on(NINE)
        moved = move(row, on(time(11)))
    assert isinstance(moved, Appointment)
    assert Appointment.objects.get(pk=row.pk).span.lower == on(time(11))
    assert Visitor.objects.get(reference=row.reference).at == on(time(11))


def test_a_move_within_its_own_time_is_possible_at_another_window(hall):
    with at(SUNDAY):
        row = booked(hall, on(NINE))
        moved = move(row, on(time(9)))
    assert isinstance(moved, Appointment)
    assert moved.window_id != row.window_id


def test_what_is_cancelled_is_free_at_once_and_not_cancelled_twice(hall):
    with at(SUNDAY):
        rows = [booked(hall, on(NINE)) for _each in range(3)]
        assert isinstance(cancel(rows[0]), Appointment)
        assert isinstance(cancel(rows[0]), Denied)
        assert isinstance(move(rows[0], on(time(10))), Denied)
        assert isinstance(hold(wish(hall), key=uuid4()), Appointment)


def test_who_has_not_come_by_midnight_has_missed_it(hall):
    with at(SUNDAY):
        row = booked(hall, on(NINE))
    booking.sweep(on(time(23, 59)))
    assert state(row) == "booked"
    booking.sweep(on(time(0), MONDAY + timedelta(days=1)))
    assert state(row) == "missed"


def test_name_number_and_words_are_sealed_and_shown_to_those_who_receive(hall):
    with at(SUNDAY):
        row = booked(hall, on(NINE), wish="关于搬迁")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute('SET LOCAL heli.actor = \'{"key":"system"}\'')
        cursor.execute("SELECT name, phone, wish FROM reception_visitor")
        raw = b"".join(bytes(each) for each in cursor.fetchone())
    assert "周女士".encode() not in raw
    assert b"13900000002" not in raw
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('heli.written_reception_visitor', '', true)")
    sees = {}
    for name in ("hot", "ma", "chen", "wang", "grid", "admin", "audit", "east"):
        with acting_as(hall.actor(name)):
            sees[name] = Visitor.objects.filter(reference=row.reference).exists()
    assert {name for name, seen in sees.items() if seen} == {"hot", "ma", "chen"}
    with acting_as(NOBODY):
        assert not Visitor.objects.exists()
    with acting_as(VISITOR, on=[row.reference]):
        assert Visitor.objects.get().name == "周女士"


@pytest.mark.parametrize("described", ["", '{"key":"nobody","posts":[],"references":["AAAA-AAAA-A"]}'])
def test_nobody_named_and_a_stranger_see_nothing_of_a_visitor(hall, described):
    with at(SUNDAY):
        booked(hall, on(NINE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('heli.written_reception_visitor', '', true)")
        cursor.execute("SELECT set_config('heli.actor', %s, true)", [described])
        # By way of the driver, so that nobody is named a second time.
        assert cursor.cursor.execute("SELECT count(*) FROM reception_visitor").fetchone()[0] == 0
        changed = cursor.cursor.execute("UPDATE reception_visitor SET units = '{}'").rowcount
    assert changed == 0


def test_nothing_is_deleted(hall):
    with at(SUNDAY):
        row = booked(hall, on(NINE))
    for table in ("reception_appointment", "reception_visitor", "reception_ticket", "reception_receptionday"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"DELETE FROM {table}")
    assert state(row) == "booked"


def test_every_change_is_on_record_without_a_name(hall):
    with at(SUNDAY):
        row = booked(hall, on(NINE))
        move(row, on(time(10)))
        cancel(row)
    entries = list(Entry.objects.filter(chain=row.reference).order_by("seq"))
    assert [each.verb for each in entries] == ["appointment.booked", "appointment.moved", "appointment.cancelled"]
    assert not any("周" in each.content or "1390" in each.content for each in entries)


def test_a_leaders_day_is_booked_like_a_service(hall):
    day = reception_day(hall)
    with at(SUNDAY):
        row = booked(hall, on(time(10)), service=hall.petitions, needs=Needs()) and hold(
            Wish(service=hall.petitions, begins=on(time(10)), reception_day=day), key=uuid4()
        )
        assert isinstance(row, Appointment)
        assert (row.window, row.reception_day) == (hall.room, day)
        again = hold(Wish(service=hall.petitions, begins=on(time(10)), reception_day=day), key=uuid4())
    assert isinstance(again, Denied)


@pytest.fixture
def sms(settings):
    settings.SMS_PROVIDER = "heli.notices.sms.Memory"
    Memory.sent.clear()
    return Memory.sent


def test_a_reminder_goes_out_once_a_day_before_and_names_no_concern(hall, sms):
    with at(SUNDAY - timedelta(days=5)):
        row = booked(hall, on(NINE), wish="关于搬迁", email="zhou@example.test")
    assert telling.remind(on(time(8, 59), SUNDAY)) == 0
    assert telling.remind(on(NINE, SUNDAY)) == 1
    assert telling.remind(on(time(9, 1), SUNDAY)) == 0
    (phone, text), letter = sms[0], mail.outbox[0]
    assert (phone, letter.to) == ("13900000002", ["zhou@example.test"])
    assert row.reference in text
    assert "搬迁" not in text + letter.body + letter.subject


def test_who_books_within_a_day_is_not_reminded(hall, sms):
    with at(SUNDAY, time(9, 1)):
        booked(hall, on(NINE))
    assert telling.remind(on(time(8), MONDAY)) == 0


@pytest.mark.parametrize(("what", "change"), [("booked", lambda row: row), ("cancelled", cancel)])
def test_what_is_told_is_what_still_holds(hall, sms, what, change):
    with at(SUNDAY):
        row = booked(hall, on(NINE))
        change(row)
    telling.send(row.reference, what)
    telling.send(row.reference, {"booked": "cancelled", "cancelled": "booked"}[what])
    assert len(sms) == 1


def test_data_are_made_unreadable_when_their_time_is_over(hall):
    with at(SUNDAY):
        row = booked(hall, on(NINE))
    assert tasks.forget(on(NINE) + timedelta(days=180)) == 0
    assert tasks.forget(on(NINE) + timedelta(days=180, seconds=1)) == 1
    visitor = Visitor.objects.get(reference=row.reference)
    assert (visitor.name, visitor.phone, visitor.key) == ("", "", None)
    assert User.objects.count() > 0
