"""One request from the report to the rating, and what each act leaves behind."""

import pytest

from heli.access.actors import resident
from heli.cases.models import Clock, Event
from heli.notices.models import Notice
from heli.service_requests import actions
from heli.service_requests.tests.district import District, reported

pytestmark = pytest.mark.django_db


def walk(district: District):
    opened = reported(district)
    case = opened.case
    assert actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    assert actions.accept(case, by=district.actor("ma"), member=district.people["ma"])
    done = actions.complete(case, by=district.actor("ma"), outcome="solved", answer="已更换灯泡")
    assert done
    assert actions.verify(case, by=district.actor("east"))
    return case


def test_from_report_to_rating(district):
    case = walk(district)
    person = resident(case.reference)
    assert actions.confirm(case, by=person)
    assert case.state == "closed"
    assert actions.rate(case, by=person, process=5, result=4)
    assert list(Event.objects.values_list("step", flat=True)) == [
        "report", "dispatch", "accept", "complete", "verify", "confirm", "rate",
    ]  # fmt: skip
    assert not Clock.objects.filter(limit="answering", stopped_at__isnull=True).exists()
    assert Notice.objects.filter(channel="email").count() >= 4


def test_rejection_returns_to_the_handler_with_a_new_clock(district):
    case = walk(district)
    assert actions.reject(case, by=resident(case.reference), reason="还是不亮")
    assert case.state == "in_hand"
    assert case.handler_id == district.people["ma"].pk
    assert case.due_at is not None
    assert Clock.objects.filter(case=case, limit="answering").count() == 2


def test_same_submission_twice_is_one_case(district):
    first = reported(district)
    again = reported(district, key=first.event.key)
    assert (again.case.pk, again.code) == (first.case.pk, first.code)
