"""The demo's advice desk: texts with grounds, talks, callbacks and days near the people."""

from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.advice.doors import address_of
from heli.advice.models import AdvicePath, Callback, Talk
from heli.demo.advice import advise, days_near
from heli.organizations.models import Duty, Post
from heli.reception.models import ReceptionDay
from heli.reception.tests.hall import build_hall
from heli.service_requests.tests.district import build


def test_the_desk_has_texts_talks_and_callbacks(db):
    build()
    with acting_as(SYSTEM):
        advise(timezone.now())
        assert Talk.objects.count() == 6
        assert Callback.objects.filter(state="reached").count() == 1
        assert Callback.objects.filter(state="due").count() == 3
    assert not AdvicePath.objects.filter(ground="").exists()
    assert all(address_of(each.door) for each in AdvicePath.objects.exclude(door=""))


def test_days_near_the_people_are_published(db):
    hall = build_hall(build())
    days_near(hall.centre, timezone.now())
    kinds = set(ReceptionDay.objects.filter(day__gt=timezone.localdate()).values_list("kind", flat=True))
    assert kinds == {"court", "mediators", "legal", "psych"}


def test_without_anybody_to_take_calls_there_is_no_desk(db):
    district = build()
    Post.objects.filter(unit=district.centre, duty=Duty.INTAKE).delete()
    with acting_as(SYSTEM):
        assert advise(timezone.now()) is None
