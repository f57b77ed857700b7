"""Merging: every reporter is told, it can be undone, and the detour costs the resident no time."""

import pytest

from heli.access.actors import resident
from heli.cases.models import Case, Link
from heli.cases.usual import actions as usual
from heli.notices.models import Notice
from heli.service_requests import actions
from heli.service_requests.tests.district import reported

pytestmark = pytest.mark.django_db


def test_a_unit_cannot_merge(district):
    case, other = reported(district).case, reported(district).case
    assert not actions.merge(case, by=district.actor("ma"), into=other)


def test_neither_itself_nor_a_closed_case_can_be_merged_with(district):
    case, other = reported(district).case, reported(district).case
    east = district.actor("east")
    assert not actions.merge(case, by=east, into=case)
    assert usual.withdraw(other, by=resident(other.reference))
    assert not actions.merge(case, by=east, into=Case.objects.get(pk=other.pk))


def test_the_merged_reporter_hears_of_every_step(district):
    main = reported(district, email="main@example.test").case
    merged = reported(district, email="merged@example.test").case
    assert actions.merge(merged, by=district.actor("hot"), into=main)
    main.refresh_from_db()
    assert main.followers == 1
    assert actions.dispatch(main, by=district.actor("east"), unit=district.roads)
    told = Notice.objects.filter(kind="service_request.dispatch.applicant")
    assert {notice.to_contact.email for notice in told} == {"main@example.test", "merged@example.test"}


def test_cases_merged_before_move_on_with_it(district):
    first, second, third = (reported(district).case for _number in range(3))
    east = district.actor("east")
    actions.merge(first, by=east, into=second)
    assert actions.merge(second, by=east, into=third)
    assert set(Link.objects.filter(other=third).values_list("case_id", flat=True)) == {first.pk, second.pk}
    third.refresh_from_db()
    assert third.followers == 2


def test_undone_it_keeps_its_own_due_date(district):
    main, merged = reported(district).case, reported(district).case
    due = merged.due_at
    actions.merge(merged, by=district.actor("east"), into=main)
    assert merged.due_at is None
    assert actions.separate(merged, by=resident(merged.reference))
    assert merged.state == "registered"
    assert merged.due_at == due
    main.refresh_from_db()
    assert main.followers == 0
