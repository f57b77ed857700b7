"""Class 19, races: what two requests do at the same moment is what they would do one after the other."""

from uuid import uuid4

import pytest

from heli.access.actors import resident
from heli.cases.acts import Act
from heli.cases.models import Attachment, Case, Event
from heli.cases.usual import actions as usual
from heli.organizations.models import Post
from heli.papers.issuing import FileTaken
from heli.service_requests import actions
from heli.service_requests.tests.district import build, reported
from heli.service_requests.tests.pairs import Stage, at_once, whole

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_file_that_two_cases_claim_belongs_to_one():
    district = build()
    cases, photo = [reported(district).case for _each in range(2)], Stage(district).photo()
    outcomes = at_once(
        *(
            lambda case=case: usual.add_information(
                fresh(case), by=resident(case.reference), act=Act(key=uuid4()), text="照片", photos=[photo]
            )
            for case in cases
        )
    )
    assert {type(each) for each in outcomes} == {Event, FileTaken}
    assert Attachment.objects.filter(file=photo).count() == 1
    assert Event.objects.filter(step="add_information").count() == 1


def test_an_extension_is_granted_once():
    stage = Stage(build())
    case, _other = stage.case_in("in_hand")
    lead = stage.staff["lead"]
    outcomes = at_once(*[lambda: actions.grant_extension(fresh(case), by=lead, act=Act(key=uuid4()))] * 3)
    assert sorted(bool(each) for each in outcomes) == [False, False, True]
    assert list(whole(case.pk)) == []


def test_the_end_of_a_merge_and_a_merge_back_do_not_hold_each_other_up():
    """Both change both cases; they take them in one order, so neither waits for the other for ever."""
    stage = Stage(build())
    district, east = stage.district, stage.staff["east"]
    for _each in range(4):
        into, case = reported(district).case, reported(district).case
        assert actions.merge(case, by=east, into=into)
        outcomes = at_once(
            lambda case=case: actions.separate(fresh(case), by=east),
            lambda case=case, into=into: actions.merge(fresh(into), by=east, into=fresh(case)),
        )
        assert not [each for each in outcomes if isinstance(each, Exception)]
        assert fresh(into).followers == 0


def test_who_has_lost_the_post_takes_no_further_step():
    stage = Stage(build())
    case, _other = stage.case_in("in_hand")
    ma = stage.district.people["ma"]

    def revoke() -> int:
        return Post.objects.filter(user=ma).delete()[0]

    def act() -> object:
        return usual.record_work(fresh(case), by=stage.district.actor("ma"), act=Act(key=uuid4()), note="到场")

    outcomes = at_once(revoke, act)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert not act()
    assert list(whole(case.pk)) == []


def test_a_withdrawal_and_a_result_at_the_same_moment_are_one_of_the_two():
    stage = Stage(build())
    case, other = stage.case_in("in_hand")
    outcomes = at_once(
        stage.act(case, other, "resident", "withdraw", seen=case.version),
        stage.act(case, other, "ma", "complete", seen=case.version),
    )
    assert sorted(bool(each) for each in outcomes) == [False, True]
    assert fresh(case).state in ("withdrawn", "completed")
    assert list(whole(case.pk)) == []
