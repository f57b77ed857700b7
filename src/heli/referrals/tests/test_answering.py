"""Accepting, refusing, returning: by the right side, in time by the law's count, told to the matter behind."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone, translation

from heli.access.actors import SYSTEM
from heli.cases.acts import Act
from heli.cases.kinds import kind_called
from heli.cases.models import Attachment, Case, Clock, Event
from heli.cases.parties import parties_of
from heli.kernel.periods import Unit
from heli.petitions.tests.people import accepted
from heli.referrals import actions, arrangements
from heli.referrals.law import invited
from heli.referrals.models import Referral, Way
from heli.referrals.passable import items_of
from heli.referrals.procedure import ReferralProcedure as P
from heli.referrals.tests.people import from_court, refer, referred
from heli.service_requests.tests.district import reported

pytestmark = pytest.mark.django_db
FACTS = Path(__file__).parent / "facts" / "deadlines.csv"
LIMITS = {P.appointed_working: ("TJ06", 30), P.entrusted_working: ("TJ07", 15), P.summary_working: ("TJ07", 7)}


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def again(case):
    return Case.objects.select_related("referral__partner", "referral__source", "referral__work", "contact").get(
        pk=case.pk
    )


def news(source):
    rows = Event.objects.filter(case=source, step="note_referral").order_by("id")
    return list(rows.values_list("facts__happened", flat=True))


# ── who ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["ma", "lead", "wang", "xu", "chen", "audit", "hot"])
def test_nobody_but_the_receiver_answers(district, name):
    case = referred(district, accepted(district.petitions), "helpers", by="ma")
    by = district.actor(name)
    assert not actions.accept(case, by=by)
    assert not actions.refuse(case, by=by, reason="无")
    assert not actions.note_acceptance(case, by=by)
    assert not actions.recall(case, by=by, reason="无")
    assert case.state == "offered"


def test_a_receiver_does_not_write_down_what_an_outside_body_said(district):
    case = referred(district, accepted(district.petitions), "helpers", by="ma")
    assert not actions.note_acceptance(case, by=district.actor("hu"))
    assert not actions.note_refusal(case, by=district.actor("hu"), reason="无")


def test_nobody_answers_in_place_of_an_outside_body(district):
    case = referred(district, accepted(district.petitions), "court", by="ma")
    assert not actions.accept(case, by=district.actor("ma"))
    assert not actions.refuse(case, by=district.actor("ma"), reason="无")
    assert not actions.note_acceptance(case, by=district.actor("wang"))
    assert actions.note_acceptance(case, by=district.actor("ma"))


# ── the way there and back ────────────────────────────────────────────────────────────────────────


def test_accepted_worked_and_returned(district):
    source = accepted(district.petitions)
    state, due = source.state, source.due_at
    case = referred(district, source, "helpers", by="ma")
    assert actions.accept(case, by=district.actor("hu"))
    assert actions.give_result(case, by=district.actor("hu"), outcome="settled", result="双方达成一致。")
    case = again(case)
    assert (case.state, case.referral.outcome, case.referral.in_time) == ("returned", "settled", True)
    source.refresh_from_db()
    assert (source.state, source.due_at, news(source)) == (state, due, ["accepted", "returned"])
    last = Event.objects.filter(case=source, step="note_referral").latest("id")
    assert "双方达成一致。" in last.internal_note
    assert "双方达成一致。" not in last.note, "what the person is told holds no result of talks"
    kinds = set(case.papers.values_list("paper__kind", flat=True))
    assert kinds == {"referral_letter", "referral_receipt", "referral_result"}


def test_a_refusal_says_why_and_leads_back(district):
    source = accepted(district.petitions)
    case = referred(district, source, "helpers", by="ma")
    assert actions.refuse(case, by=district.actor("hu"), reason="一方明确拒绝。")
    assert news(source) == ["refused"]
    assert again(case).referral.reason == "一方明确拒绝。"
    assert refer(district, source, "helpers", by="ma"), "the matter can be referred again, there or elsewhere"


def test_two_who_accept_at_once_are_one(district):
    case = referred(district, accepted(district.petitions), "helpers", by="ma")
    first, second = again(case), again(case)
    act = Act(seen=first.version)
    assert actions.accept(first, by=district.actor("hu"), act=act)
    assert not actions.accept(second, by=district.actor("han"), act=act)
    assert Event.objects.filter(case=case, step="accept").count() == 1


def test_every_referral_has_one_owner_and_every_end_leads_on(district):
    source = accepted(district.petitions)
    case = referred(district, source, "helpers", by="ma")
    for step in (actions.accept, actions.give_result):
        facts = {"outcome": "not_settled", "result": "未成。"} if step is actions.give_result else {}
        assert case.unit_id == district.helpers.pk
        assert step(case, by=district.actor("hu"), **facts)
    with translation.override("en"):
        ends = [str(state.says) for state in P.states() if state.final]
    assert all("whoever referred the matter goes on" in says for says in ends)
    source.refresh_from_db()
    assert source.unit_id == district.petitions.roads.pk
    assert Clock.objects.filter(case=source, stopped_at__isnull=True).exists()


# ── limits ────────────────────────────────────────────────────────────────────────────────────────


def rows():
    lines = FACTS.read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in csv.DictReader(line for line in lines if not line.startswith("#"))}


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_limits_of_courts_are_those_of_the_law(limit):
    row, amount = LIMITS[limit]
    fact = rows()[row]
    assert str(amount) in fact["value"].split("/")
    assert (fact["unit"], fact["article"], fact["statute"]) == ("日", "27", "特邀调解规定")
    assert (limit.period.amount, limit.period.unit, limit.row) == (amount, Unit.DAYS, row)
    assert str(limit.basis) == str(invited(27))


@pytest.mark.parametrize(
    ("way", "step", "days"),
    [
        (Way.APPOINTED, "accept_appointed", 30),
        (Way.ENTRUSTED, "accept_entrusted", 15),
        (Way.SUMMARY, "accept_summary", 7),
    ],
)
def test_a_court_s_days_count_from_the_signed_receipt(district, way, step, days):
    case = from_court(district, way=way, at=at("2026-06-01 10:00"))
    for other in ("accept", "accept_appointed", "accept_entrusted", "accept_summary"):
        if other != step:
            assert not getattr(actions, other)(case, by=district.actor("hu"))
    act = Act(at=at("2026-06-04 09:00"))
    assert getattr(actions, step)(case, by=district.actor("hu"), act=act, received_on=date(2026, 6, 2))
    clock = Clock.objects.get(case=case, stopped_at__isnull=True)
    last = timezone.localdate(clock.plain_due_at - timedelta(seconds=1))
    assert last == date(2026, 6, 2) + timedelta(days=days)


@pytest.mark.parametrize(
    ("moment", "last"), [("2026-06-04 23:59:59", "2026-06-09"), ("2026-06-05 00:00:00", "2026-06-10")]
)
def test_an_online_assignment_is_answered_within_three_working_days(district, moment, last):
    case = from_court(district, online=True, at=at(moment))
    assert case.state == "assigned"
    clock = Clock.objects.get(case=case)
    assert timezone.localdate(clock.due_at - timedelta(seconds=1)) == date.fromisoformat(last)


@pytest.mark.parametrize(("late", "in_time"), [(-1, True), (0, False)])
def test_both_sides_of_the_last_midnight(district, late, in_time):
    case = from_court(district, at=at("2026-06-01 10:00"))
    assert actions.accept_appointed(case, by=district.actor("hu"), act=Act(at=at("2026-06-01 11:00")))
    moment = case.due_at + timedelta(seconds=late)
    facts = {"outcome": "not_settled", "result": "未达成协议。"}
    assert actions.give_result(case, by=district.actor("hu"), act=Act(at=moment), **facts)
    assert again(case).referral.in_time is in_time


def test_both_parties_lengthen_a_court_s_time(district):
    case = from_court(district, way=Way.SUMMARY, at=at("2026-06-01 10:00"))
    assert actions.accept_summary(case, by=district.actor("hu"), act=Act(at=at("2026-06-01 11:00")))
    act = Act(at=at("2026-06-03 11:00"))
    assert not actions.extend(case, by=district.actor("hu"), act=act, days=5, agreed="无")
    assert actions.extend_summary(case, by=district.actor("hu"), act=act, days=5, agreed="双方当事人6月3日书面同意。")
    clock = Clock.objects.get(case=case, stopped_at__isnull=True)
    assert timezone.localdate(clock.plain_due_at - timedelta(seconds=1)) == date(2026, 6, 13)


def test_where_no_national_text_is_the_district_s_lengths_hold(district):
    arrangements.save({"other.out": {"respond": 2, "work": 10}})
    source = accepted(district.petitions)
    case = referred(district, source, "helpers", by="ma")
    assert Clock.objects.get(case=case).amount == 2
    assert actions.accept(case, by=district.actor("hu"))
    assert Clock.objects.get(case=case, stopped_at__isnull=True).amount == 10
    partner = district.partners["court"]
    partner.respond_days, partner.work_days = 4, 20
    partner.save()
    case = referred(district, source, "court", by="ma")
    assert Clock.objects.get(case=case).amount == 4


# ── units of Heli ─────────────────────────────────────────────────────────────────────────────────


def test_accepting_opens_the_matter_with_all_that_was_passed(district):
    source = reported(district.petitions.small)
    source = Case.objects.select_related("category", "contact").get(pk=source.case.pk)
    items = [each for each in items_of(source) if each.key in ("told", "contact")]
    case = referred(district, source, "office", by="chen", items=items)
    wages = district.petitions.wages
    assert not actions.accept(case, by=district.actor("chen"), category=wages)
    assert actions.accept(case, by=district.actor("xu"), category=wages), "the office coordinates what it received"
    work = again(case).referral.work
    assert (work.procedure, work.unit_id) == ("petition_claim", district.petitions.office.pk)
    assert source.text in work.text
    assert work.contact.name == source.contact.name
    assert work.petition.request == case.referral.question
    assert news(source) == ["accepted"]
    assert not Case.objects.visible_to(district.actor("east")).filter(pk=work.pk).exists()


def test_a_petition_goes_to_the_request_desk_and_its_end_comes_back(district):
    source = accepted(district.petitions)
    case = referred(district, source, "desk", by="ma")
    assert actions.accept(case, by=district.actor("chen"), category=district.petitions.small.lamps)
    work = again(case).referral.work
    assert work.procedure == "service_request"
    desk = kind_called("service_request")
    assert desk is not None
    assert desk.actions["decline"](work, by=district.actor("chen"), act=Act(), ground="不属于受理范围。")
    assert actions.note_end(again(case), by=SYSTEM)
    assert again(case).referral.ended_at is not None


def test_without_the_matter_there_is_no_acceptance(district, monkeypatch):
    case = referred(district, accepted(district.petitions), "desk", by="ma")
    receiver = actions.receiver_of(case)
    monkeypatch.setattr(actions, "receiver_of", lambda case: refusing(receiver))
    assert not actions.accept(case, by=district.actor("chen"), category=district.petitions.small.lamps)
    case = again(case)
    assert (case.state, case.referral.responded_at) == ("offered", None)


def refusing(receiver):
    return receiver.__class__(receiver.kind, receiver.family, receiver.label, lambda *args: actions.Denied("nein"))


def test_with_discipline_no_file_comes_back(district):
    source = accepted(district.petitions)
    case = referred(district, source, "discipline", by="ma", summary="")
    assert actions.note_acceptance(case, by=district.actor("ma"))
    assert not Attachment.objects.filter(case=case).exists()
    assert not parties_of(case)
    assert actions.note_result(case, by=district.actor("ma"), outcome="settled", result="已按规定处理。")
    assert Referral.objects.get(pk=case.pk).result == "已按规定处理。"
