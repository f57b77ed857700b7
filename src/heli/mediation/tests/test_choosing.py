"""Who mediates: chosen by the sides, proposed by rule, replaced, stepping aside, kept from the dispute."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heli.access.context import acting_as
from heli.cases.acts import Act
from heli.cases.models import Case
from heli.cases.submitting import offered
from heli.kernel.decisions import Denied
from heli.mediation import arrangements, choosing
from heli.mediation.kind import KIND
from heli.mediation.models import Committee, Mediating
from heli.mediation.roster import asked_away, mediators_for, proposals
from heli.mediation.roster_models import Absence, Choice, Mediator, Seat
from heli.mediation.sides import mediates
from heli.mediation.tests.people import MediationDistrict, first, invited, mediated, other
from heli.organizations.models import Duty
from heli.service_requests.tests.district import add_person

pytestmark = pytest.mark.django_db


def take(case: Case, name: str, who, **facts):
    return KIND.actions[name](case, by=who, act=Act(), **facts)


def refused(outcome: object) -> bool:
    return isinstance(outcome, Denied)


def now(case: Case) -> set[str]:
    return set(Mediating.objects.filter(case=case, until__isnull=True).values_list("user__username", flat=True))


def test_strangers_and_staff_choose_for_nobody(district: MediationDistrict) -> None:
    case = invited(district)
    cai = district.small.people["cai"]
    for who in (district.actor("cai"), district.actor("su"), district.actor("ma")):
        assert refused(take(case, "wish_mediator", who, mediator=cai))
        assert refused(take(case, "ask_replacement", who, mediator=cai))
    assert not Choice.objects.exists()


def test_who_is_not_of_the_committee_cannot_be_chosen(district: MediationDistrict) -> None:
    case = invited(district)
    for name in ("su", "zu", "ma"):
        assert refused(take(case, "wish_mediator", first(case), mediator=district.small.people[name])), name


def test_whom_both_choose_is_named_by_it_and_neither_reads_the_others_wish(district: MediationDistrict) -> None:
    case = invited(district)
    cai, chu = (district.small.people[name] for name in ("cai", "chu"))
    assert take(case, "wish_mediator", first(case), mediator=cai)
    assert take(case, "wish_mediator", other(case), mediator=chu)
    assert now(case) == set()
    for who, seen in ((first(case), [cai.pk]), (other(case), [chu.pk]), (district.actor("ma"), [])):
        with acting_as(who):
            assert list(Choice.objects.values_list("user_id", flat=True)) == seen
    assert take(case, "wish_mediator", other(case), mediator=cai)
    assert now(case) == {"cai"}
    assert Mediating.objects.get(case=case).chosen == Mediating.Chosen.BY_PARTIES


def test_one_replacement_is_as_of_right_the_next_is_for_the_committee(district: MediationDistrict) -> None:
    case = mediated(district)
    cai, chu = (district.small.people[name] for name in ("cai", "chu"))
    assert take(case, "ask_replacement", other(case), mediator=cai)
    assert now(case) == set()
    assert not mediates(case, district.actor("cai"))
    case.refresh_from_db()
    assert case.handler_id is None
    assert take(case, "appoint", district.actor("chu"), mediators=[chu])
    assert refused(take(case, "ask_replacement", other(case), mediator=chu))
    assert take(case, "ask_replacement", other(case), mediator=chu, reason="偏袒对方。")
    assert now(case) == {"chu"}
    with acting_as(district.actor("cai")):
        assert [each.reason for each in asked_away(case)] == ["偏袒对方。"]
    with acting_as(first(case)):
        assert not Choice.objects.exists()
    assert refused(take(case, "keep_mediator", first(case), reason="x"))
    assert take(case, "keep_mediator", district.actor("chu"), reason="没有偏袒。")
    with acting_as(district.actor("cai")):
        assert not asked_away(case)


def test_the_district_may_grant_none_without_a_reason(district: MediationDistrict) -> None:
    case = mediated(district)
    arrangements.save({"free_replacements": 0})
    cai = district.small.people["cai"]
    assert refused(take(case, "ask_replacement", first(case), mediator=cai))
    assert take(case, "ask_replacement", first(case), mediator=cai, reason="认识对方。")
    assert now(case) == {"cai"}


def test_only_a_mediator_steps_aside_and_others_do_not_read_why(district: MediationDistrict) -> None:
    case = mediated(district)
    assert "step_aside" not in {each.name for each in offered(case, district.actor("chu"))}
    assert refused(take(case, "step_aside", district.actor("chu"), reason="x"))
    assert take(case, "step_aside", district.actor("cai"), reason="吴先生是我表弟。")
    assert now(case) == set()
    assert not case.events.filter(note__contains="表弟").exists()


@pytest.mark.parametrize("who", ["first", "other"])
def test_each_side_alike_keeps_a_mediator_from_the_dispute(district: MediationDistrict, who: str) -> None:
    case = mediated(district)
    side = first(case) if who == "first" else other(case)
    cai = district.small.people["cai"]
    assert take(case, "declare_conflict", side, people=[cai.pk], reason="亲戚")
    assert now(case) == set()
    assert not mediates(case, district.actor("cai"))
    assert cai not in mediators_for(case)


def test_the_roster_counts_where_there_is_one_and_absences_on_their_days(district: MediationDistrict) -> None:
    case = invited(district)
    cai, chu = (district.small.people[name] for name in ("cai", "chu"))
    assert mediators_for(case) == sorted([cai, chu], key=lambda each: each.name)
    today = timezone.localdate()
    seat = Seat.objects.create(
        committee=Committee.objects.get(unit=district.community), user=cai, role="member", since=today
    )
    assert mediators_for(case) == [cai]
    away = Absence.objects.create(user=cai, since=today, until=today + timedelta(days=1))
    assert mediators_for(case) == []
    away.since, away.until = today - timedelta(days=1), today
    away.save()
    assert mediators_for(case) == [cai]
    seat.until = today
    seat.save()
    assert mediators_for(case) == sorted([cai, chu], key=lambda each: each.name)


def test_the_rule_proposes_by_field_and_place_then_by_load_and_says_why(district: MediationDistrict) -> None:
    case = invited(district)
    dai = district.small.people["dai"] = add_person("dai", district.community, Duty.MEMBER)
    mediated(district)
    names = [each.user.username for each in proposals(case)]
    assert set(names) == {"cai", "chu", "dai"}
    assert names[-1] == "cai"
    Mediator.objects.create(user=dai, fields=["med.neighbour"], area=district.small.grid)
    [best, *_rest] = proposals(case)
    assert best.user == dai
    assert len(best.reasons) == 3
    assert take(case, "appoint", district.actor("chu"), mediators=[dai])
    assert dai not in [each.user for each in proposals(case)]


def test_free_ones_are_counted_for_each_side_by_itself(district: MediationDistrict) -> None:
    case = mediated(district)
    assert take(case, "ask_replacement", first(case), mediator=district.small.people["cai"])
    for who, left in ((first(case), 0), (other(case), 1), (district.actor("cai"), 0)):
        with acting_as(who):
            assert choosing.free_left(case, who) == left
