"""The acts of an application: the forbidden person first, then what each of them moves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heli.access.actors import SYSTEM, resident
from heli.cases.ladder import take_ended
from heli.cases.models import Case, Clock, Link
from heli.funds.models import BudgetLine, Entry, FundApplication
from heli.funds.procedure import FundApplicationProcedure as P
from heli.funds.tests.office import YUAN, applied, brought_to, take
from heli.kernel.ledgers import Balances
from heli.service_requests.tests.district import reported

FEN = 8_000 * YUAN


def balances(office) -> Balances:
    return BudgetLine.objects.get(pk=office.line.pk).balances


def application(case) -> FundApplication:
    return FundApplication.objects.get(pk=case.pk)


def state(case) -> str:
    return Case.objects.get(pk=case.pk).state


def approve_first(office, case, who, **more):
    facts = {"line": office.line, "amount": FEN, "reason": "属实", **more}
    return take(case, "approve_first", office.actor(who), **facts)


def test_the_declaration_is_sound():
    assert P.problems() == []


@pytest.mark.parametrize("who", ["ma", "lead", "chen", "hot", "east", "grid", "admin", "audit", "waterlead"])
def test_nobody_outside_of_the_office_decides_or_pays(office, who):
    case = brought_to(office, "assessed")
    assert not approve_first(office, case, who)
    ordered = brought_to(office, "ordered")
    facts = {"amount": FEN, "bank_reference": "1", "receipt": ["x"]}
    assert not take(ordered, "record_payment", office.actor(who), **facts)
    assert Case.objects.visible_to(office.actor(who)).filter(pk=case.pk).exists() is (who == "audit")


@pytest.mark.parametrize("who", ["clerk", "liu", "head"])
def test_those_who_keep_the_fund_see_its_applications(office, who):
    case = applied(office).case
    assert Case.objects.visible_to(office.actor(who)).filter(pk=case.pk).exists()


def test_whoever_verified_does_not_decide(office):
    case = brought_to(office, "assessed")
    for step, facts in (("approve_first", {"line": office.line, "amount": FEN}), ("refuse", {"ground": "x"})):
        assert not take(case, step, office.actor("clerk"), **facts)
    half = brought_to(office, "half_approved")
    assert not take(half, "approve_second", office.actor("clerk"))


def test_one_person_does_not_approve_twice(office):
    case = brought_to(office, "half_approved")
    assert not take(case, "approve_second", office.actor("liu"))
    assert take(case, "approve_second", office.actor("head"))


def test_an_officer_who_wrote_the_application_neither_verifies_nor_decides(office):
    liu = office.actor("liu")
    case = applied(office, by=liu, by_officer=True).case
    assert not take(case, "assess", liu, findings="属实")
    assert take(case, "assess", office.actor("clerk"), findings="属实")
    assert not approve_first(office, case, "liu")
    assert approve_first(office, case, "zhao")


def test_an_officer_applies_for_nobody_who_has_not_agreed(office):
    with pytest.raises(ValueError, match="consent"):
        applied(office, by=office.actor("liu"), by_officer=True, consent=False)


def test_a_large_amount_needs_the_leader(office):
    large = 30_000 * YUAN
    case = brought_to(office, "assessed", fen=large)
    assert approve_first(office, case, "liu", amount=large)
    refused = take(case, "approve_second", office.actor("zhao"))
    assert not refused
    assert "负责人" in str(refused)
    assert take(case, "approve_second", office.actor("head"))
    by_leader = brought_to(office, "assessed", fen=large)
    assert approve_first(office, by_leader, "head", amount=large)
    assert take(by_leader, "approve_second", office.actor("zhao"))


@pytest.mark.parametrize(("fen", "may"), [(20_000 * YUAN, True), (20_000 * YUAN + 1, False)])
def test_the_amount_itself_does_not_yet_need_the_leader(office, fen, may):
    case = brought_to(office, "assessed", fen=fen)
    assert approve_first(office, case, "liu", amount=fen)
    assert bool(take(case, "approve_second", office.actor("zhao"))) is may


def test_the_first_approval_reserves_and_the_second_grants(office):
    case = brought_to(office, "half_approved")
    assert balances(office) == Balances(source=-100_000 * YUAN, free=92_000 * YUAN, reserved=FEN)
    assert take(case, "approve_second", office.actor("head"), reason="同意")
    assert balances(office) == Balances(source=-100_000 * YUAN, free=92_000 * YUAN, granted=FEN)
    found = application(case)
    assert (found.approved, found.first_by, found.second_by) == (
        FEN, office.district.people["liu"].pk, office.district.people["head"].pk,
    )  # fmt: skip
    entry = Entry.objects.get(movement="grant")
    assert (entry.case, entry.event.step, entry.actor) == (case, "approve_second", office.actor("head").key)
    assert (entry.reason, "同意" in entry.audit.content) == ("批准", False), "why so stands with the case alone"


def test_what_is_not_there_is_not_reserved(office):
    case = brought_to(office, "assessed", fen=40_000 * YUAN)
    others = [brought_to(office, "assessed", fen=40_000 * YUAN) for _ in range(2)]
    assert all(approve_first(office, each, "liu", amount=40_000 * YUAN) for each in others)
    refused = approve_first(office, case, "liu", amount=40_000 * YUAN)
    assert not refused
    assert state(case) == "assessed"
    assert case.events.count() == 2
    assert application(case).line is None


def test_no_more_than_the_most_and_from_no_other_fund(office):
    case = brought_to(office, "assessed")
    assert not approve_first(office, case, "liu", amount=50_000 * YUAN + 1)
    BudgetLine.objects.filter(pk=office.line.pk).update(open=False)
    office.line.refresh_from_db()
    assert not approve_first(office, case, "liu")


def test_the_second_may_hand_it_back_and_the_money_is_free_again(office):
    case = brought_to(office, "half_approved")
    assert not take(case, "hand_back", office.actor("liu"), reason="x")
    assert take(case, "hand_back", office.actor("zhao"), reason="再核实")
    assert state(case) == "assessed"
    assert balances(office).free == 100_000 * YUAN
    assert application(case).first_by is None


def test_a_refusal_frees_what_was_reserved(office):
    case = brought_to(office, "half_approved")
    assert take(case, "refuse", office.actor("zhao"), ground="不符合条件")
    assert (balances(office).free, balances(office).reserved) == (100_000 * YUAN, 0)


def test_an_unused_reservation_is_released_after_twenty_working_days(office):
    case = brought_to(office, "half_approved")
    due = Clock.objects.get(case=case, limit="reserving").due_at
    take_ended(due - timedelta(seconds=1))
    assert state(case) == "half_approved"
    take_ended(due)
    assert state(case) == "assessed"
    assert balances(office) == Balances(source=-100_000 * YUAN, free=100_000 * YUAN)
    assert approve_first(office, case, "zhao")


def test_a_grant_without_an_account_lapses_and_can_be_asked_for_again(office):
    case = brought_to(office, "granted")
    due = Clock.objects.get(case=case, limit="naming").due_at
    take_ended(due - timedelta(seconds=1))
    assert state(case) == "granted"
    take_ended(due)
    assert state(case) == "lapsed"
    assert balances(office).free == 100_000 * YUAN
    person = resident(case.reference)
    assert not take(case, "ask_anew", resident("another"), text="")
    assert take(case, "ask_anew", person, text="刚出院")
    assert state(case) == "assessed"


def test_a_payment_takes_two_others_the_exact_amount_and_the_receipt(office, receipt):
    case = brought_to(office, "payable")
    for who in ("liu", "head"):
        assert not take(case, "order_payment", office.actor(who), amount=FEN), "whoever approved does not pay"
    assert not take(case, "order_payment", office.actor("clerk"), amount=FEN - 1)
    assert take(case, "order_payment", office.actor("clerk"), amount=FEN)
    paid = {"amount": FEN, "bank_reference": "T1", "receipt": [receipt()]}
    assert not take(case, "record_payment", office.actor("clerk"), **paid), "a second person records it"
    assert not take(case, "record_payment", office.actor("liu"), **paid)
    assert not take(case, "record_payment", office.actor("sun"), **{**paid, "amount": FEN + 1})
    assert not take(case, "record_payment", office.actor("sun"), **{**paid, "receipt": []})
    assert balances(office).granted == FEN
    assert take(case, "record_payment", office.actor("sun"), **paid)
    assert balances(office) == Balances(source=-100_000 * YUAN, free=92_000 * YUAN, paid=FEN)
    assert Entry.objects.get(movement="pay").reference == "T1"


def test_a_payment_that_did_not_go_through_waits_for_another_account(office):
    case = brought_to(office, "ordered")
    assert take(case, "stop_payment", office.actor("sun"), reason="账号不符")
    assert state(case) == "granted"
    assert balances(office).granted == FEN


def test_no_more_comes_back_than_was_paid(office, receipt):
    case = brought_to(office, "ordered")
    assert take(case, "record_payment", office.actor("sun"), amount=FEN, bank_reference="T1", receipt=[receipt()])
    back = {"bank_reference": "T2", "reason": "退款"}
    clerk = office.actor("clerk")
    assert not take(case, "record_return", clerk, amount=FEN + 1, **back)
    assert take(case, "record_return", clerk, amount=3_000 * YUAN, **back)
    assert not take(case, "record_return", clerk, amount=5_000 * YUAN + 1, **back)
    assert take(case, "record_return", clerk, amount=5_000 * YUAN, **back)
    assert balances(office).free == 100_000 * YUAN
    assert application(case).returned == FEN


def test_reconsideration_is_asked_for_once_in_time_and_made_by_others(office):
    case = brought_to(office, "refused")
    person, due = resident(case.reference), Clock.objects.get(case=case, limit="reconsidering").due_at
    assert not take(case, "ask_reconsideration", person, reason="x", at=due)
    assert take(case, "ask_reconsideration", person, reason="x", at=due - timedelta(seconds=1))
    assert not take(case, "uphold", office.actor("liu"), ground="x"), "whoever declined does not reconsider"
    assert not take(case, "set_aside", office.actor("clerk"), reason="x"), "nor whoever verified"
    assert take(case, "set_aside", office.actor("zhao"), reason="应予重新审批")
    assert not approve_first(office, case, "liu"), "whoever declined takes no part in the new decision"
    assert take(case, "refuse", office.actor("sun"), ground="仍不符合")
    assert not take(case, "ask_reconsideration", person, reason="x")


def test_after_the_last_word_new_facts_begin_anew(office):
    case = brought_to(office, "refused_for_good")
    person = resident(case.reference)
    assert not take(case, "ask_reconsideration", person, reason="x")
    assert take(case, "apply_again", person, text="又住院了")
    assert state(case) == "applied"
    assert not application(case).reconsidered


@pytest.mark.parametrize("where", ["half_approved", "granted", "payable"])
def test_whoever_withdraws_leaves_the_money_to_others(office, where):
    case = brought_to(office, where)
    assert not take(case, "withdraw", office.actor("liu"))
    assert take(case, "withdraw", resident(case.reference))
    assert balances(office) == Balances(source=-100_000 * YUAN, free=100_000 * YUAN)


def test_the_clock_of_the_system_alone_takes_what_time_brings(office):
    case = brought_to(office, "half_approved")
    assert not take(case, "release_unused", office.actor("liu"), at=timezone.now() + timedelta(days=99))
    assert not take(case, "release_unused", SYSTEM)


def test_an_application_is_tied_to_the_matter_it_comes_from(office):
    matter = reported(office.district).case
    case = applied(office, by=office.actor("clerk"), by_officer=True, matter=matter).case
    assert Link.objects.get(case=case).other == matter
    assert "住院" not in case.title
