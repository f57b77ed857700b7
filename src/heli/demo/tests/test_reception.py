"""The reception centre of the demo district: open, with a day in progress, leaders' days and a hard case."""

from django.utils import timezone

from heli.cases.charge_models import HardCase
from heli.demo.reception import receive
from heli.organizations.models import Duty, Post
from heli.people.models import User
from heli.reception.models import Appointment, ReceptionDay, Ticket
from heli.reception.reception_days import numbers_of
from heli.service_requests.tests.district import build, petition_office, reported


def test_a_day_is_in_progress(db):
    district = build()
    reported(district)
    head = User.objects.create_user("head", name="主任")
    Post.objects.create(user=head, unit=district.centre, duty=Duty.LEADER, since="2020-01-01")
    centre = receive(timezone.now())
    assert centre is not None
    states = sorted(Ticket.objects.values_list("state", flat=True))
    assert states == ["called", *["served"] * 10, "serving", *["waiting"] * 7]
    assert Appointment.objects.filter(state="booked").count() == 10
    assert ReceptionDay.objects.filter(day__gt=timezone.localdate()).count() == 2
    held = ReceptionDay.objects.get(kind="at_centre", held_at__isnull=False)
    numbers = numbers_of([held])[held.pk]
    assert (numbers.booked, numbers.came, numbers.missed, numbers.matters + numbers.advice) == (4, 4, 0, 4)
    assert HardCase.objects.get().diary.count() == 1


def test_the_petition_office_has_a_window(db):
    district = build()
    office = petition_office(district)
    head = User.objects.create_user("head", name="主任")
    Post.objects.create(user=head, unit=district.centre, duty=Duty.LEADER, since="2020-01-01")
    centre = receive(timezone.now())
    assert centre is not None
    own = centre.windows.filter(unit=office, for_leaders=False)
    assert set(own.values_list("number", flat=True)) == {1, 2}


def test_without_anybody_to_receive_there_is_no_centre(db):
    district = build()
    Post.objects.filter(unit=district.centre, duty=Duty.INTAKE).delete()
    assert receive(timezone.now()) is None
