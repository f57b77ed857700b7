"""Circuit courts, mediators' and advice days: who plans them, how they are booked, moved and found by everybody."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from heli.kernel.decisions import Denied
from heli.places.models import Area
from heli.places.revisions import bump
from heli.reception.booking import Details, Wish, book, hold, sweep
from heli.reception.known import REVISION
from heli.reception.models import Appointment, ReceptionDay, Window
from heli.reception.queueing import check_in
from heli.reception.reception_days import Reason, cancel_day, days_for, move_day, plan, publish, report
from heli.reception.slots import day_times
from heli.reception.telling import MOVED, words_of
from heli.reception.tests.hall import MONDAY, SUNDAY, at, on, reception_day

COURT = {
    "kind": "court", "host": "区人民法院", "host_en": "District court", "leader_name": "何法官", "post": "审判员",
    "post_en": "Judge", "topics": "房屋租赁", "topics_en": "A lease", "place": "东社区活动室", "place_en": "East hall",
}  # fmt: skip


@pytest.fixture
def desk(hall) -> Window:
    """Return a desk of the unit for roads that goes out."""
    window = Window.objects.create(centre=hall.centre, number=8, unit=hall.district.roads, for_leaders=True)
    window.services.set([hall.advice])
    bump(REVISION)
    return window


def court(hall, seats=2, **more):
    return reception_day(hall, **{**COURT, "audience": "open", "seats": seats, "service": hall.advice, **more})


def seated(hall, day, phone="13900000003"):
    held = hold(Wish(service=hall.advice, begins=on(time(10)), reception_day=day), key=uuid4())
    return held if isinstance(held, Denied) else book(held, Details(name="钱", phone=phone))


@pytest.mark.parametrize("name", ["hot", "ma", "wang", "waterlead", "admin", "audit"])
def test_a_mediators_day_is_planned_by_nobody_else(hall, desk, name):
    draft = reception_day(hall, kind="mediators", window=desk, service=hall.advice, place="东社区", published=False)
    with at(SUNDAY):
        assert isinstance(plan(draft, by=hall.actor(name)), Denied)
        assert isinstance(publish(draft, by=hall.actor(name)), Denied)
    assert not days_for(hall.actor(name)).exists()


def test_the_unit_whose_desk_goes_out_plans_its_days_and_no_leaders_day(hall, desk):
    lead = hall.actor("lead")
    draft = reception_day(hall, kind="mediators", window=desk, service=hall.advice, place="东社区", published=False)
    leaders = reception_day(hall, window=desk, published=False)
    with at(SUNDAY):
        assert publish(draft, by=lead).published_at is not None
        assert isinstance(publish(leaders, by=lead), Denied)
    assert [each.pk for each in days_for(lead)] == [draft.pk]


def test_two_days_never_have_one_desk_at_one_time(hall, desk):
    first, touching, crossing = (
        reception_day(
            hall, kind="mediators", window=desk, service=hall.advice, place="东社区", published=False, begins=begins,
            ends=ends,
        )
        for begins, ends in ((time(9), time(11)), (time(11), time(12)), (time(10, 55), time(12)))
    )  # fmt: skip
    with at(SUNDAY):
        assert not isinstance(publish(first, by=hall.actor("chen")), Denied)
        assert not isinstance(publish(touching, by=hall.actor("chen")), Denied)
        assert isinstance(publish(crossing, by=hall.actor("chen")), Denied)


def test_a_seat_in_an_open_court_is_never_promised_twice(hall):
    day = court(hall)
    with at(SUNDAY):
        rows = [seated(hall, day), seated(hall, day)]
        assert isinstance(seated(hall, day), Denied)
    assert sorted(row.seat for row in rows) == [1, 2]
    with pytest.raises(IntegrityError, match="reception_never_twice"), transaction.atomic():
        Appointment.objects.filter(seat=1).update(seat=2)


def test_messages_lead_to_the_place_of_the_day(hall):
    with at(SUNDAY):
        row = seated(hall, court(hall))
        assert "东社区活动室" in words_of(row, MOVED)
        assert "9 号窗口" not in words_of(row, MOVED)


def test_a_listener_gets_no_number_and_nobody_asks_who_came(hall):
    day = court(hall)
    with at(SUNDAY):
        row = seated(hall, day)
    with at(MONDAY, time(9, 30)):
        assert isinstance(check_in(row, by=hall.actor("hot")), Denied)
    with at(MONDAY + timedelta(days=1), time(0, 0)):
        sweep()
    assert Appointment.objects.get().state == "done"


def test_only_the_parties_means_that_nobody_books(hall):
    day = court(hall, seats=0, audience="parties", window=None, service=None)
    with at(SUNDAY):
        assert day_times(day, on(time(8), SUNDAY)) == []
    with pytest.raises(IntegrityError, match="reception_day_seats"), transaction.atomic():
        court(hall, seats=3, audience="parties")


def test_nobody_books_a_psychological_advice_day_and_nobody_is_counted(hall):
    day = reception_day(hall, kind="psych", window=None, service=None, place="东社区")
    assert not day.booked
    with at(MONDAY):
        held = report(day, met=7, words="已举办", by=hall.actor("chen"))
    assert held.met is None
    for wrong in ({"met": 3}, {"window": hall.room, "service": hall.advice}):
        with pytest.raises(IntegrityError, match="reception_day_without_names"), transaction.atomic():
            ReceptionDay.objects.filter(pk=day.pk).update(**wrong)


def test_a_day_that_is_moved_takes_along_whoever_has_booked(hall):
    day = reception_day(hall)
    with at(SUNDAY):
        held = hold(Wish(service=hall.petitions, begins=on(time(10, 30)), reception_day=day), key=uuid4())
        row = book(held, Details(name="钱", phone="13900000003", email="qian@example.org"))
        moved = move_day(day, MONDAY + timedelta(days=2), time(14), Reason("会议", "A meeting"), by=hall.actor("chen"))
        assert isinstance(
            move_day(day, MONDAY + timedelta(days=3), time(9), Reason("x"), by=hall.actor("chen")), Denied
        )
    row.refresh_from_db()
    assert (row.reception_day_id, row.state) == (moved.pk, "booked")
    assert row.span.lower == on(time(14, 30), MONDAY + timedelta(days=2))
    day.refresh_from_db()
    assert (day.moved_to_id, day.why, day.cancelled_at is not None) == (moved.pk, "会议", True)
    assert (moved.ends, moved.published_at is not None, moved.cancelled_at) == (time(16), True, None)


@pytest.mark.parametrize(("to", "begins"), [(SUNDAY, time(10)), (MONDAY + timedelta(days=1), time(23))])
def test_a_day_is_not_moved_to_today_nor_over_midnight(hall, to, begins):
    day = reception_day(hall)
    with at(SUNDAY):
        assert isinstance(move_day(day, to, begins, Reason("x"), by=hall.actor("chen")), Denied)
        assert isinstance(
            move_day(day, MONDAY + timedelta(days=1), time(9), Reason("x"), by=hall.actor("lead")), Denied
        )
    assert ReceptionDay.objects.count() == 1


def test_a_time_that_was_kept_is_not_booked_once_the_day_is_cancelled(hall):
    day = reception_day(hall)
    with at(SUNDAY):
        held = hold(Wish(service=hall.petitions, begins=on(time(10)), reception_day=day), key=uuid4())
        cancel_day(day, "会议", by=hall.actor("chen"))
        assert isinstance(book(held, Details(name="钱", phone="13900000003")), Denied)


def test_everybody_finds_days_by_kind_and_place_and_in_a_calendar(client, hall):
    town = Area.objects.filter(level="town").order_by("path").first()
    other = Area.objects.filter(level="town").exclude(pk=town.pk).first()
    court(hall, area=Area.objects.filter(path__startswith=town.path, level="community").first() or town)
    reception_day(hall, kind="legal", service=hall.advice, place="西社区", topics="劳动", area=other)
    reception_day(hall, topics="草案", published=False)
    with at(SUNDAY):
        everything = client.get(reverse("reception:days")).content.decode()
        courts = client.get(reverse("reception:days"), {"kind": "court"}).content.decode()
        there = client.get(reverse("reception:days"), {"place": other.path}).content.decode()
        file = client.get(reverse("reception:days_calendar"), {"place": town.path})
    assert "何法官" in everything
    assert "劳动" in everything
    assert "草案" not in everything
    assert "何法官" in courts
    assert "劳动" not in courts
    assert "劳动" in there
    assert "何法官" not in there
    assert file["Content-Type"].startswith("text/calendar")
    assert file.content.count(b"BEGIN:VEVENT") == 1
    assert "东社区活动室" in file.content.decode().replace("\r\n ", "")


def test_a_cancelled_day_says_so_in_the_calendar(client, hall):
    day = court(hall)
    with at(SUNDAY):
        cancel_day(day, "改期审理", by=hall.actor("chen"))
        file = client.get(reverse("reception:days_calendar")).content.decode()
    assert "STATUS:CANCELLED" in file
    assert "SEQUENCE:1" in file
    assert "改期审理" in file


def test_the_form_asks_for_what_the_kind_needs(client, hall):
    client.force_login(hall.district.people["chen"])
    address = reverse("reception_desk:day_new") + "?kind=court"
    page = client.get(address).content.decode()
    assert 'name="court_case"' in page
    assert 'name="minutes"' not in page
    values = {**COURT, "centre": hall.centre.pk, "day": "2099-06-01", "begins": "10:00", "ends": "12:00"}
    refused = client.post(address, {**values, "audience": "parties", "seats": 5})
    assert refused.status_code == 422
    made = client.post(address, {**values, "audience": "open", "seats": 0})
    assert made.status_code == 302, made.context["form"].errors
    assert ReceptionDay.objects.get().kind == "court"
