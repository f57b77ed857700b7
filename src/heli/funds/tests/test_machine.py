"""Every move that anybody could try on an application, at random: money and case never part, and nobody acts alone."""

import os
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from heli.access.actors import SYSTEM, resident
from heli.access.roles import Role, holds
from heli.cases.acts import Act
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.funds import ledger
from heli.funds.models import BudgetLine, Entry, FundApplication
from heli.funds.procedure import FundApplicationProcedure as P
from heli.funds.tests.office import YUAN, applied, open_office
from heli.papers.models import StoredFile

OFFICE = ["clerk", "liu", "zhao", "sun", "head"]
OTHERS = ["ma", "chen", "hot", "audit"]
ACTORS = [*OFFICE, *OTHERS, "person", "system"]
STEPS = [step for step in P.steps() if not step.opening]
EXAMPLES = int(os.environ.get("HELI_MACHINE_EXAMPLES", "6"))
FEN = 30_000 * YUAN


class FundMachine(RuleBasedStateMachine):
    """Two applications to one fund that can serve only some of what they ask for."""

    office = None
    staff = None
    reached: set[str] = set()

    @initialize()
    def begin(self):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.cases = [applied(self.office, fen=FEN).case for _ in range(4)]
        self.now = timezone.now()

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def actor(self, who, case):
        specials = {"person": resident(case.reference), "system": SYSTEM}
        return specials.get(who) or self.staff[who]

    @rule(which=st.integers(0, 3), step=st.sampled_from(STEPS), who=st.sampled_from(ACTORS), days=st.integers(0, 70))
    def try_step(self, which, step, who, days):
        self.now += timedelta(days=days)
        case = Case.objects.get(pk=self.cases[which].pk)
        actor, state = self.actor(who, case), P.state(case.state)
        allowed = step.leaves(state) and holds(actor, [Role(role) for role in step.by], case)
        before = self.snapshot(case)
        outcome = kind_of(case).actions[step.name](case, by=actor, act=Act(at=self.now), **self.facts(step.name))
        if not outcome:
            assert str(outcome.reason)
            assert self.snapshot(case) == before, f"a refusal of {step.name} changed something"
            return
        assert allowed, f"{who} took {step.name} in {state.name}"
        FundMachine.reached.add(Case.objects.get(pk=case.pk).state)

    @rule(which=st.integers(0, 3), turns=st.lists(st.integers(0, 10_000), min_size=6, max_size=14))
    def walk(self, which, turns):
        """Random tries are mostly refused, so whole walks are drawn from what somebody may do."""
        for turn in turns:
            case = Case.objects.get(pk=self.cases[which].pk)
            state = P.state(case.state)
            pairs = [
                (step, who)
                for step in P.leaving(state)
                if step.move.target and (turn % 4 == 0 or not step.quiet)
                for who in ACTORS
                if holds(self.actor(who, case), [Role(role) for role in step.by], case)
            ]
            if pairs:
                step, who = pairs[turn % len(pairs)]
                self.try_step(which, step, who, turn % 3)
                self.nothing_is_overdrawn_and_balances_are_sums()
                self.nobody_acts_alone()

    def facts(self, step):
        return {
            "assess": {"findings": "属实"},
            "ask_back": {"question": "何时住院？"},
            "answer_back": {"text": "六月"},
            "assess_again": {"reason": "再核"},
            "approve_first": {"line": self.office.line, "amount": FEN, "reason": "同意"},
            "hand_back": {"reason": "再核"},
            "refuse": {"ground": "不符合"},
            "name_account": {"holder": "李某", "bank": "工行", "number": "6222020200112233445"},
            "order_payment": {"amount": FEN},
            "record_payment": {"amount": FEN, "bank_reference": "T", "receipt": [self.file()]},
            "stop_payment": {"reason": "账号不符"},
            "record_return": {"amount": FEN // 3, "bank_reference": "R", "reason": "退"},
            "ask_reconsideration": {"reason": "不服"},
            "set_aside": {"reason": "重办"},
            "uphold": {"ground": "维持"},
            "apply_again": {"text": "新情况"},
            "assign": {"member": self.office.district.people["clerk"]},
            "record_work": {"note": "已核"},
            "add_information": {"text": "补充"},
            "correct_contact": {"phone": "13900000000"},
            "ask_correction": {"text": "不对"},
            "withdraw_consent": {"contact": True},
        }.get(step, {})

    def file(self):
        return StoredFile.objects.create(
            digest="0" * 64, name="r.pdf", content_type="application/pdf", size=1, uploaded_by="t", uploaded_at=self.now
        )

    def snapshot(self, case):
        return (
            Case.objects.filter(pk=case.pk).values("state", "version", "closed_at").get(),
            FundApplication.objects.filter(pk=case.pk).values().get(),
            Entry.objects.count(),
            case.events.count(),
            BudgetLine.objects.filter(pk=self.office.line.pk).values().get(),
        )

    @invariant()
    def nothing_is_overdrawn_and_balances_are_sums(self):
        if hasattr(self, "cases"):
            line = BudgetLine.objects.get(pk=self.office.line.pk)
            assert line.balances.sound
            assert ledger.differences(line) == {}

    @invariant()
    def the_money_stands_where_the_cases_do(self):
        if not hasattr(self, "cases"):
            return
        bound = {"reserved": 0, "granted": 0, "paid": 0}
        where = {
            P.half_approved.name: "reserved", P.granted.name: "granted", P.payable.name: "granted",
            P.ordered.name: "granted", P.paid_out.name: "paid",
        }  # fmt: skip
        for case in Case.objects.filter(pk__in=[each.pk for each in self.cases]).select_related("fund_application"):
            if case.state in where:
                bound[where[case.state]] += case.fund_application.approved
        line = BudgetLine.objects.get(pk=self.office.line.pk)
        assert {name: getattr(line, name) for name in bound} == bound

    @invariant()
    def nobody_acts_alone(self):
        if not hasattr(self, "cases"):
            return
        for found in FundApplication.objects.filter(pk__in=[each.pk for each in self.cases]):
            if found.second_by:
                assert len({found.first_by, found.second_by, found.verified_by}) == 3
                assert found.leader_approved or found.second_by == self.office.district.people["head"].pk
            if found.paid_at:
                assert found.second_by
                assert found.ordered_by != found.paid_by
                assert {found.ordered_by, found.paid_by}.isdisjoint({found.first_by, found.second_by})

    @invariant()
    def whoever_was_refused_has_a_next_step(self):
        for case in getattr(self, "cases", ()):
            state = P.state(Case.objects.get(pk=case.pk).state)
            if state.adverse:
                assert [step for step in P.leaving(state) if Role.APPLICANT in step.by and step.move.target]


@pytest.mark.django_db
def test_no_sequence_of_moves_parts_money_and_case():
    FundMachine.office = office = open_office()
    FundMachine.staff = {name: office.actor(name) for name in (*OFFICE, *OTHERS)}
    FundMachine.reached = set()
    limits = settings(
        max_examples=EXAMPLES,
        stateful_step_count=6,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(FundMachine, settings=limits)
    assert connection.in_atomic_block
    assert {"half_approved", "granted", "refused"} <= FundMachine.reached, "too little was reached to mean anything"
