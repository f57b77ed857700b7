"""From an application to the end of the talks: who may do what, what the law asks for, who owns the dispute."""

from uuid import uuid4

import pytest

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.acts import Act
from heli.cases.models import Assignment, Case, Clock, Paper
from heli.cases.parties import parties_of
from heli.cases.people_models import LAST_SIDE, Party
from heli.cases.submitting import offered
from heli.cases.tests.test_row_security import forget_what_was_written
from heli.cases.visibility import visible_filter
from heli.kernel.decisions import Denied
from heli.mediation import actions
from heli.mediation.kind import KIND
from heli.mediation.models import Level, Mediating, Satisfaction
from heli.mediation.sides import all_agree
from heli.mediation.tests.people import MediationDistrict, applied, first, invited, mediated, other, step
from heli.notices.models import Notice

pytestmark = pytest.mark.django_db


def refused(outcome: object) -> bool:
    return isinstance(outcome, Denied)


def names(case: Case, who) -> set[str]:
    return {each.name for each in offered(case, who)}


def test_others_neither_see_nor_move_a_dispute(district: MediationDistrict) -> None:
    case = applied(district).case
    for name in ("su", "zu", "lao", "ma", "chen"):
        actor = district.actor(name)
        assert not Case.objects.filter(visible_filter(actor), pk=case.pk).exists(), name
        assert refused(step(case, "accept", actor)), name


def test_the_other_side_has_no_way_in_before_it_is_invited(district: MediationDistrict) -> None:
    case = applied(district).case
    with acting_as(district.actor("cai")):
        assert [each.side for each in parties_of(case)] == [None]


def test_an_invitation_that_is_refused_leaves_the_code_of_the_side_as_it_was(district: MediationDistrict) -> None:
    case, cai = invited(district), district.actor("cai")
    with acting_as(cai):
        [wu] = parties_of(case)
        before = Party.objects.get(pk=wu.pk).query_code
    stale = actions.invite(case, by=cai, act=Act(key=uuid4(), seen=case.version - 1), party=wu)
    assert step(case, "refuse", other(case))
    late = step(case, "invite", cai, party=wu)
    assert [refused(each) for each in (stale, late)] == [True, True]
    forget_what_was_written()
    with acting_as(SYSTEM):
        assert Party.objects.get(pk=wu.pk).query_code == before


def test_of_too_many_sides_the_last_is_refused_in_words(district: MediationDistrict) -> None:
    case, cai = applied(district).case, district.actor("cai")
    assert step(case, "accept", cai)
    for number in range(LAST_SIDE - 1):
        assert step(case, "name_side", cai, role="third", name=f"邻居{number}")
    with acting_as(cai):
        people = parties_of(case)
    outcomes = [bool(step(case, "invite", cai, party=each)) for each in people]
    assert outcomes == [True] * (LAST_SIDE - 1) + [False]


def test_it_comes_to_the_committee_of_its_place_or_sector(district: MediationDistrict) -> None:
    assert applied(district).case.unit == district.community
    assert applied(district, category=district.wages).case.unit == district.labour
    assert applied(district, area=None).case.unit == district.centre


def test_nobody_is_mediated_without_agreeing(district: MediationDistrict) -> None:
    case = invited(district)
    assert step(case, "appoint", district.actor("chu"), mediators=[district.small.people["cai"]])
    assert not all_agree(case)
    assert refused(step(case, "begin", district.actor("cai")))
    assert step(case, "agree", other(case))
    assert step(case, "begin", district.actor("cai"))
    assert case.state == "in_mediation"


def test_a_refusal_ends_it_and_the_refusing_side_alone_takes_it_back(district: MediationDistrict) -> None:
    case = invited(district)
    assert step(case, "refuse", other(case))
    assert (case.state, case.closed_at is not None) == ("refused", True)
    assert refused(step(case, "begin", district.actor("cai")))
    assert "agree" not in names(case, first(case))
    assert "apply_anew" in names(case, first(case))
    assert step(case, "agree", other(case))
    assert case.state == "inviting"


def test_asking_once_more_asks_the_other_side_again_and_not_without_end(district: MediationDistrict) -> None:
    case = invited(district)
    for _round in range(2):
        assert step(case, "refuse", other(case))
        assert step(case, "apply_anew", first(case), reason="他现在愿意谈。")
        assert step(case, "accept", district.actor("cai"))
        assert refused(step(case, "begin", district.actor("cai")))
    assert step(case, "refuse", other(case))
    assert refused(step(case, "apply_anew", first(case), reason="再试一次。"))


def test_each_side_may_end_it_and_both_are_told_the_other_ways(district: MediationDistrict) -> None:
    for who in (first, other):
        case = mediated(district)
        assert step(case, "end", who(case), reason="不想再谈了。")
        assert case.state == "ended"
        assert "mediation_ended" in set(Paper.objects.filter(case=case).values_list("paper__kind", flat=True))
        told = Notice.objects.filter(kind="mediation.end.applicant").values_list("reference", flat=True)
        assert {case.reference, f"{case.reference}-2"} <= set(told)


def test_it_goes_up_with_the_whole_file_and_has_one_owner(district: MediationDistrict) -> None:
    case = mediated(district)
    before = Clock.objects.get(case=case, limit="mediating")
    assert step(case, "pass_up", district.actor("cai"), reason="双方分歧太大。")
    assert case.unit == district.street
    assert case.dispute.level == Level.STREET
    assert refused(step(case, "close_unsettled", district.actor("cai"), reason="x", ways="y"))
    assert not Mediating.objects.filter(case=case, until__isnull=True).exists()
    assert Clock.objects.get(case=case, limit="mediating").due_at == before.due_at
    assert step(case, "pass_up", district.actor("su"), reason="需要区里调解。")
    assert refused(step(case, "pass_up", district.actor("guo"), reason="还要往上。"))
    assert step(case, "pass_down", district.actor("guo"), unit=district.community, reason="就地调解更好。")
    owners = Assignment.objects.filter(case=case, kind="handling", until__isnull=True)
    assert [each.unit for each in owners] == [district.community]
    assert case.dispute.passed == 3


def test_a_break_stops_the_clock_and_both_may_have_it_longer(district: MediationDistrict) -> None:
    case = mediated(district)
    due = Clock.objects.filter(case=case, limit="mediating").values_list("due_at", flat=True)
    before = due.get()
    assert step(case, "suspend", district.actor("cai"), reason="等评估结果。")
    assert Clock.objects.get(case=case, limit="mediating").paused_at
    assert step(case, "resume", other(case))
    assert refused(step(case, "extend", district.actor("cai"), amount=31, how="on_record"))
    assert step(case, "extend", district.actor("cai"), amount=30, how="on_record")
    assert due.get() > before
    assert refused(step(case, "extend", district.actor("cai"), amount=1, how="on_record"))


def test_each_side_rates_once_and_does_not_read_the_other(district: MediationDistrict) -> None:
    case = mediated(district)
    assert step(case, "close_unsettled", district.actor("cai"), reason="谈不拢。", ways="可以起诉。")
    assert step(case, "rate", first(case), score=4)
    assert refused(step(case, "rate", first(case), score=1))
    assert step(case, "rate", other(case), score=2, comment="太慢")
    seen = {}
    for who in (first(case), other(case), district.actor("cai"), district.actor("ma")):
        with acting_as(who):
            seen[who.key] = sorted(Satisfaction.objects.filter(case=case).values_list("score", flat=True))
    assert list(seen.values()) == [[4], [2], [2, 4], []]


def test_who_is_turned_away_can_ask_once_more(district: MediationDistrict) -> None:
    case = applied(district).case
    assert step(case, "turn_away", district.actor("cai"), reason="属于行政争议。", where="可以申请行政复议。")
    assert step(case, "apply_anew", first(case), reason="也有民事部分。")
    assert case.state == "applied"


def test_the_first_side_withdraws_before_it_begins(district: MediationDistrict) -> None:
    case = applied(district).case
    assert KIND.actions["withdraw"](case, by=first(case), act=Act())
    assert case.state == "withdrawn"


def test_each_side_corrects_and_takes_back_its_own_contact(district: MediationDistrict) -> None:
    case = invited(district)
    assert KIND.actions["correct_contact"](case, by=other(case), act=Act(), phone="13900000099")
    assert KIND.actions["withdraw_consent"](case, by=first(case), act=Act(), contact=True)
    with acting_as(SYSTEM):
        case.refresh_from_db()
        [wu] = parties_of(case)
        assert (wu.contact.phone, wu.contact.name) == ("13900000099", "吴先生")
        assert case.contact is not None
        assert case.contact.phone == ""
