"""A submission key repeats one act of one actor; in anybody's hands it opens nothing else."""

from uuid import uuid4

import pytest

from heli.cases.acts import Act
from heli.cases.engine import KeyTaken
from heli.cases.models import Case, Event
from heli.service_requests import actions
from heli.service_requests.opening import Report, report
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import filled, stranger

pytestmark = pytest.mark.django_db


def test_an_officers_key_sent_as_a_report_does_not_make_them_the_resident(district):
    case, key = reported(district).case, uuid4()
    assert actions.dispatch(case, by=district.actor("east"), act=Act(key=key), unit=district.roads)
    browser = stranger()
    assert browser.post("/report/", filled(district, key=str(key))).status_code == 400
    assert browser.get(f"/track/{case.reference}/").status_code == 404
    assert Case.objects.count() == 1


def test_an_officers_report_sent_again_by_a_stranger_opens_nothing(district):
    taken = report(Report(text="路灯不亮", category=district.lamps), by=district.actor("hot"), key=uuid4())
    with pytest.raises(KeyTaken):
        reported(district, key=taken.event.key)
    assert Case.objects.count() == 1


def test_the_key_of_another_case_takes_no_step_and_returns_no_foreign_event(district):
    one, two, key = reported(district).case, reported(district).case, uuid4()
    east = district.actor("east")
    assert actions.dispatch(one, by=east, act=Act(key=key), unit=district.roads)
    with pytest.raises(KeyTaken):
        actions.dispatch(two, by=east, act=Act(key=key), unit=district.roads)
    two.refresh_from_db()
    assert two.state == "registered"


def test_a_refusal_is_not_covered_by_the_key_of_another_act(district):
    case, key = reported(district).case, uuid4()
    east = district.actor("east")
    assert actions.dispatch(case, by=east, act=Act(key=key), unit=district.roads)
    assert not actions.accept(case, by=district.actor("wang"), act=Act(key=key))
    assert Event.objects.filter(key=key).count() == 1
