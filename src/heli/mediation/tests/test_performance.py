"""Performance, urging, visits, breach: who may say what of which instalment, and where it leads; exact on the day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Case, Clock, Event, Paper
from heli.cases.submitting import offered
from heli.mediation.agreeing import Due
from heli.mediation.figures_kept import Kept, kept_after
from heli.mediation.reminding import remind
from heli.mediation.tests.agreed import concluded, do, owed, refused
from heli.mediation.tests.people import MediationDistrict, first, other
from heli.notices.models import Notice
from heli.organizations.days import midnight

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def day(number: int):
    return TODAY() + timedelta(days=number)


def in_two(district: MediationDistrict) -> Case:
    return concluded(district, TODAY(), dues=[Due(day(2), 100_000), Due(day(32), 200_000)])


def noon(number: int):
    return midnight(day(number)) + timedelta(hours=12)


def names(case: Case, who) -> set[str]:
    return {each.name for each in offered(case, who)}


def test_who_owes_cannot_confirm_and_who_is_owed_cannot_report(district: MediationDistrict) -> None:
    case = in_two(district)
    [part, _second] = owed(case)
    for who in (first(case), other(case, 3), district.actor("su")):
        assert refused(do(case, "report_performance", who, instalment=part.key, on=TODAY())), who
    for who in (other(case), other(case, 3), district.actor("su")):
        assert refused(do(case, "confirm_performance", who, instalment=part.key, on=TODAY())), who
        assert refused(do(case, "report_breach", who, at=noon(3), reason="没付。")), who
    assert names(case, first(case)) >= {"confirm_performance"}
    assert not names(case, first(case)) & {"report_performance", "contest_performance", "report_breach"}
    assert names(case, other(case)) >= {"report_performance"}
    assert not names(case, other(case)) & {"confirm_performance", "report_breach"}


def test_what_is_reported_is_contested_or_confirmed_and_all_of_it_ends_the_matter(district: MediationDistrict) -> None:
    case = in_two(district)
    [one, two] = owed(case)
    assert refused(do(case, "contest_performance", first(case), instalment=one.key, reason="没收到"))
    assert do(case, "report_performance", other(case), instalment=one.key, on=TODAY(), note="已转账")
    assert do(case, "contest_performance", first(case), instalment=one.key, reason="没收到")
    assert [each.said for each in owed(case)] == ["contested", ""]
    assert do(case, "confirm_performance", first(case), instalment=one.key, on=TODAY())
    assert refused(do(case, "report_performance", other(case), instalment=one.key, on=TODAY()))
    assert case.state == "in_force"
    assert do(case, "confirm_performance", first(case), instalment=two.key, on=TODAY())
    assert (case.state, case.closed_at is not None) == ("fulfilled", True)


def test_a_performance_is_dated_between_effect_and_today(district: MediationDistrict) -> None:
    case = in_two(district)
    [one, _two] = owed(case)
    for on in (day(-1), day(1)):
        assert refused(do(case, "confirm_performance", first(case), instalment=one.key, on=on))


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, True)])
def test_it_is_late_when_the_day_is_over(district: MediationDistrict, seconds: int, late: bool) -> None:
    case = in_two(district)
    at = midnight(day(3)) + timedelta(seconds=seconds)
    assert bool(do(case, "report_breach", first(case), at=at, reason="没付。")) is late
    assert (case.state == "not_kept") is late


def test_a_breach_says_what_is_owed_and_ends_when_it_is_performed(district: MediationDistrict) -> None:
    case = in_two(district)
    assert do(case, "report_breach", first(case), at=noon(3), reason="没付。")
    paper = Paper.objects.get(case=case, paper__kind="mediation_not_kept")
    with acting_as(other(case)):
        text = "\n".join(each["text"] for each in paper.paper.content["paragraphs"])
    assert "1,000.00元" in text
    assert "2,000.00" not in text
    assert "人民法院提起诉讼" in text
    [one, two] = owed(case)
    assert do(case, "confirm_performance", first(case), at=noon(4), instalment=one.key, on=day(4))
    assert case.state == "in_force"
    assert do(case, "confirm_performance", first(case), at=noon(5), instalment=two.key, on=day(5))
    assert case.state == "fulfilled"


def test_who_is_not_paid_can_talk_again_or_go_to_court(district: MediationDistrict) -> None:
    case = in_two(district)
    assert do(case, "report_breach", first(case), at=noon(3), reason="没付。")
    assert {"talk_again", "go_to_court", "ask_confirmation"} <= names(case, first(case))
    assert do(case, "go_to_court", first(case), at=noon(4), reason="起诉。")
    assert case.state == "in_court"
    with acting_as(SYSTEM):
        last = Paper.objects.filter(case=case, paper__kind="mediation_not_kept").latest("id").paper
    assert "3,000.00元" in str(last.content)


def test_both_are_reminded_before_the_day_and_on_it_once_each(district: MediationDistrict) -> None:
    case = in_two(district)
    [one, _two] = owed(case)
    at = Event.objects.filter(case=case, step="remind_performance")
    assert remind(day(-2)) == 0
    assert remind(day(0)) == 1
    assert remind(day(1)) == 0
    assert remind(day(2)) == 1
    assert remind(day(2)) == 0
    assert at.count() == 2
    told = set(Notice.objects.filter(kind="mediation.remind_performance.applicant").values_list("reference", flat=True))
    assert {case.reference, f"{case.reference}-2"} <= told
    assert do(case, "confirm_performance", first(case), instalment=one.key, on=TODAY())
    assert remind(day(2)) == 0
    assert refused(do(case, "remind_performance", district.actor("cai"), instalment=one.key))


def test_the_committee_looks_how_it_goes_and_the_time_begins_anew(district: MediationDistrict) -> None:
    case = in_two(district)
    assert refused(do(case, "follow_up", first(case), on=TODAY(), found="kept", text="好"))
    assert refused(do(case, "follow_up", district.actor("cai"), on=day(1), found="kept", text="好"))
    before = Clock.objects.get(case=case, limit="visiting", stopped_at__isnull=True).due_at
    assert do(case, "follow_up", district.actor("cai"), at=noon(5), on=day(5), found="partly", text="已付一期。")
    assert Clock.objects.get(case=case, limit="visiting", stopped_at__isnull=True).due_at > before
    assert do(case, "urge_performance", district.actor("cai"), text="请按期付款。")


def test_the_figure_counts_what_was_performed_ninety_days_after_effect(district: MediationDistrict) -> None:
    kept, late, young = in_two(district), in_two(district), in_two(district)
    with acting_as(SYSTEM):
        for part in owed(kept):
            assert do(kept, "confirm_performance", first(kept), instalment=part.key, on=TODAY())
        assert kept_after(on=day(89)) == Kept(agreements=0, performed=0)
        assert kept_after(on=day(90)) == Kept(agreements=3, performed=1)
    assert late.state == young.state == "in_force"
