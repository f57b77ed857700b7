"""More time: asked for with a reason, granted once, by the leader and never by whoever asked."""

import pytest

from heli.access.actors import resident
from heli.cases.models import Clock
from heli.notices.models import Notice
from heli.organizations.models import Category
from heli.service_requests import actions
from heli.service_requests.tests.district import reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(district):
    case = reported(district).case
    actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    actions.accept(case, by=district.actor("ma"), member=district.people["ma"])
    return case


def test_a_member_cannot_grant_it(district, case):
    actions.request_extension(case, by=district.actor("ma"), amount=2, reason="等配件")
    assert not actions.grant_extension(case, by=district.actor("ma"))
    assert not actions.grant_extension(case, by=district.actor("waterlead"))


def test_nothing_is_granted_that_nobody_asked_for(district, case):
    assert not actions.grant_extension(case, by=district.actor("lead"))


def test_whoever_asked_does_not_grant(district, case):
    assert actions.request_extension(case, by=district.actor("lead"), amount=2, reason="等配件")
    assert not actions.grant_extension(case, by=district.actor("lead"))


def test_the_leader_grants_it_once_and_the_resident_is_told_why(district, case):
    before = case.due_at
    assert actions.request_extension(case, by=district.actor("ma"), amount=2, reason="等配件")
    assert not actions.request_extension(case, by=district.actor("ma"), amount=3, reason="再等")
    assert actions.grant_extension(case, by=district.actor("lead"))
    assert case.due_at > before
    assert Clock.objects.get(case=case, limit="answering").extensions[0]["reason"] == "等配件"
    notice = Notice.objects.get(kind="service_request.grant_extension.applicant")
    assert notice.values["note"] == "等配件"
    assert not actions.request_extension(case, by=district.actor("ma"), amount=1, reason="还要")


def test_a_refusal_leaves_the_date_and_lets_ask_again(district, case):
    before = case.due_at
    actions.request_extension(case, by=district.actor("ma"), amount=2, reason="等配件")
    assert actions.refuse_extension(case, by=district.actor("lead"), reason="抓紧")
    assert case.due_at == before
    assert actions.request_extension(case, by=district.actor("ma"), amount=1, reason="确需")


def test_what_was_asked_for_before_the_result_cannot_be_granted_on_the_new_limit(district, case):
    assert actions.request_extension(case, by=district.actor("ma"), amount=2, reason="等配件")
    assert actions.complete(case, by=district.actor("ma"), outcome="explained", answer="等配件")
    assert actions.verify(case, by=district.actor("east"))
    assert actions.reject(case, by=resident(case.reference), reason="还是不亮")
    assert not actions.grant_extension(case, by=district.actor("lead"))


def test_time_is_granted_in_the_unit_of_the_running_limit(district, case):
    actions.request_extension(case, by=district.actor("ma"), amount=2, reason="等配件")
    Category.objects.filter(pk=case.category_id).update(amount=24, unit="hours")
    assert actions.grant_extension(case, by=district.actor("lead"))
    assert Clock.objects.get(case=case, limit="answering").extensions[0]["unit"] == "working_days"
