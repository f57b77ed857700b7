"""Random courses of a dispute: one owner at any moment, and nobody is mediated against a refusal."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.models import Assignment, Case, Event
from heli.mediation.kind import KIND
from heli.mediation.models import Mediating
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.sides import all_agree, mediates, sides_of
from heli.mediation.tests.people import MediationDistrict, first, invited, other

pytestmark = pytest.mark.django_db
STAFF = ("cai", "chu", "su", "zu", "guo", "geng", "ma")
#: Courses that hypothesis draws, and acts in each; cheap, for every act is one in the database.
COURSES, ACTS = 10, 14

acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["agree", "refuse", "accept", "pass_up", "pass_down", "appoint", "begin", "suspend", "resume", "end",
             "apply_anew", "ask_replacement", "step_aside", "wish_mediator", "close_unsettled", "declare_conflict"]
        ),
        st.sampled_from(["first", "other", *STAFF]),
        st.sampled_from(STAFF),
    ),
    min_size=6,
    max_size=ACTS,
)  # fmt: skip


def facts_for(name: str, district: MediationDistrict, whom: str) -> dict[str, Any]:
    user = district.small.people[whom]
    units = (district.community, district.street, district.group, district.centre, district.small.roads)
    facts: dict[str, dict[str, Any]] = {
        "pass_up": {"reason": "x"},
        "pass_down": {"unit": units[STAFF.index(whom) % len(units)], "reason": "x"},
        "appoint": {"mediators": [user]},
        "suspend": {"reason": "x"},
        "end": {"reason": "x"},
        "apply_anew": {"reason": "x"},
        "ask_replacement": {"mediator": user, "reason": "x"},
        "step_aside": {"reason": "x"},
        "wish_mediator": {"mediator": user},
        "close_unsettled": {"reason": "x", "ways": "y"},
        "declare_conflict": {"people": [user.pk], "reason": "x"},
    }
    return facts.get(name, {})


def actor_called(district: MediationDistrict, case: Case, who: str) -> Actor:
    if who in ("first", "other"):
        return first(case) if who == "first" else other(case)
    return district.actor(who)


def holds(case: Case, district: MediationDistrict, before: str) -> None:
    """What must be true after every act."""
    case.refresh_from_db()
    owners = Assignment.objects.filter(case=case, kind="handling", until__isnull=True)
    assert case.unit_id is not None
    # The first committee has it by its opening; from the first passing on there is one row, and never two.
    assert [each.unit_id for each in owners] in ([], [case.unit_id])
    assert owners.exists() or not case.dispute.passed
    if case.state == P.in_mediation.name and before == P.inviting.name:
        assert all_agree(case)
    if case.state in (P.in_mediation.name, P.suspended.name):
        assert not any(side.agrees is False for side in sides_of(case))
    barred = set(case.excluded_people)
    for row in Mediating.objects.filter(case=case, until__isnull=True):
        assert row.user_id not in barred
    for name in STAFF:
        if district.small.people[name].pk in barred:
            assert not mediates(case, district.actor(name))


@settings(
    max_examples=COURSES,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(course=acts)
def test_one_owner_and_nobody_mediated_against_a_refusal(district: MediationDistrict, course: list[Any]) -> None:
    with transaction.atomic():
        _run(district, invited(district), course)
        # The next course begins from the same district.
        transaction.set_rollback(True)


def _run(district: MediationDistrict, case: Case, course: list[Any]) -> None:
    for name, who, whom in course:
        before = case.state
        actor = actor_called(district, case, who)
        KIND.actions[name](case, by=actor, act=Act(), **facts_for(name, district, whom))
        holds(case, district, before)


def test_courses_reach_the_talks_and_are_refused_there(district: MediationDistrict) -> None:
    case = invited(district)
    course = [
        ("agree", "other", "cai"), ("appoint", "chu", "cai"), ("begin", "cai", "cai"), ("pass_up", "cai", "cai"),
        ("ask_replacement", "other", "cai"), ("end", "other", "cai"), ("begin", "su", "cai"),
        ("apply_anew", "first", "cai"), ("accept", "su", "cai"), ("begin", "su", "cai"),
    ]  # fmt: skip
    _run(district, case, course)
    assert (case.state, case.unit) == ("inviting", district.street)
    assert Event.objects.filter(case=case, step="begin").count() == 1


def test_who_asks_once_more_asks_every_other_side_again(district: MediationDistrict) -> None:
    case = invited(district)
    course = [
        ("agree", "other", "cai"), ("appoint", "chu", "cai"), ("begin", "cai", "cai"), ("end", "first", "cai"),
        ("apply_anew", "first", "cai"), ("accept", "cai", "cai"), ("appoint", "chu", "cai"), ("begin", "cai", "cai"),
    ]  # fmt: skip
    _run(district, case, course)
    assert case.state == "inviting"
    _run(district, case, [("agree", "other", "cai"), ("begin", "cai", "cai")])
    assert case.state == "in_mediation"
