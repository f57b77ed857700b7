"""All kinds of petitions, moved at random by everybody who might try; what must always hold is checked each time."""

import os
import random
from collections import Counter
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from heli.access.actors import NOBODY, SYSTEM, resident
from heli.access.roles import Role, holds
from heli.audit.models import Entry
from heli.cases.acts import Act
from heli.cases.conflicts import Concerned
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock, Event, Paper, Service
from heli.cases.recomputing import date_faults
from heli.cases.serving import Delivery, give_consent
from heli.kernel.chains import Entry as Link
from heli.kernel.chains import verify
from heli.papers.kinds import known
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.claims import ClaimProcedure
from heli.petitions.overview_models import BacklogReason, ClosingPath
from heli.petitions.suggestions import SuggestionProcedure
from heli.petitions.tests.people import OPINION, build_for_petitions, filed
from heli.referrals.models import Partner, PartnerKind
from heli.referrals.referring import forget_referrals, open_referrals

PEOPLE = ["xu", "xia", "zhou", "qi", "lead", "ma", "mo", "wang", "waterlead", "guan", "gu", "chen", "east", "audit"]
ACTORS = [*PEOPLE, "resident", "stranger", "nobody", "system"]
KINDS = {kind.code: kind for kind in (ClaimProcedure, SuggestionProcedure, AccusationProcedure)}
STEPS = sorted({step.name for kind in KINDS.values() for step in kind.steps() if not step.opening})
EXAMPLES = int(os.environ.get("HELI_MACHINE_EXAMPLES", "5"))
CHECKS = ("the_clocks_are_those_of_the_state", "the_dates_follow_from_the_history", "the_accused_read_nothing")


SERVED = {
    "serve_opinion": "opinion",
    "serve_review": "review_opinion",
    "serve_re_review": "re_review_opinion",
    "serve_paper": "",
}
#: How many events, entries, papers and services the petition has, and how many cases there are; by one statement.
COUNTS = """
    SELECT (SELECT count(*) FROM cases_event WHERE case_id = %(case)s),
           (SELECT count(*) FROM audit_entry WHERE chain = %(chain)s),
           (SELECT count(*) FROM cases_paper WHERE case_id = %(case)s),
           (SELECT count(*) FROM cases_service WHERE case_id = %(case)s),
           (SELECT count(*) FROM cases_case)
"""


class PetitionMachine(RuleBasedStateMachine):
    """One petition and everybody who might touch it. ``about``: roads is accused."""

    district: Any = None
    court: Any = None
    staff: dict[str, Any] = {}
    taken: Counter[str] = Counter()

    @initialize(kind=st.sampled_from(sorted(KINDS)), about=st.booleans(), direct=st.booleans())
    def begin(self, kind, about, direct):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now = timezone.now()
        more = {"concerned": Concerned(units=frozenset({self.district.roads.pk}))} if about else {}
        organ = {"organ": self.district.water} if direct else {}
        self.case = filed(self.district, procedure=KINDS[kind], **more, **organ).case
        self.other = filed(self.district).case
        give_consent(self.case, how="with_the_case", by=self.staff["xu"], at=self.case.opened_at)

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @property
    def procedure(self):
        return kind_of(self.case).procedure

    @rule(step=st.sampled_from(STEPS), who=st.sampled_from(ACTORS), hours=st.integers(0, 300))
    def try_step(self, step, who, hours):
        self.now += timedelta(hours=hours)
        kind = kind_of(self.case)
        if step not in kind.actions:
            return
        declared, actor = kind.procedure.step(step), self.actor(who)
        state = kind.procedure.state(self.case.state)
        before, traces = self.snapshot(), self.traces()
        allowed = declared.leaves(state) and holds(actor, [Role(role) for role in declared.by], self.case)
        with patch.object(timezone, "now", lambda: self.now):
            outcome = kind.actions[step](self.case, by=actor, act=Act(at=self.now, key=uuid4()), **self.facts(step))
        if not outcome:
            assert str(outcome.reason)
            assert (self.snapshot(), self.traces()) == (before, traces), f"the refusal of {step} changed something"
            return
        assert allowed, f"{who} took {step} in {state.name}"
        assert self.case.state == declared.target_from(state).name
        assert self.traces()[0] == traces[0] + 1
        PetitionMachine.taken[step] += 1

    @rule(numbers=st.lists(st.integers(0, 10_000), min_size=4, max_size=14), hours=st.integers(0, 60))
    def walk(self, numbers, hours):
        """Random tries are mostly refused, so whole walks are drawn from what somebody may do."""
        for number in numbers:
            self.take_what_is_offered(number, hours)
            for check in CHECKS:
                getattr(self, check)()

    def take_what_is_offered(self, number, hours):
        state = self.procedure.state(self.case.state)
        pairs = [
            (step, who)
            for step in self.procedure.leaving(state)
            for who in ACTORS
            if holds(self.actor(who), [Role(role) for role in step.by], self.case) and self.goes_on(step, state, number)
        ]
        moving = [pair for pair in pairs if pair[0].move.target and not pair[0].move.reach]
        pairs = moving if moving and number % 5 else pairs
        if pairs:
            step, who = pairs[number // 15 % len(pairs)]
            self.try_step(step.name, who, hours)

    def goes_on(self, step, state, number):
        """Ends by which little can follow are taken seldom."""
        seldom = ("withdrawn", "declined", "redirected", "guided", "disputed", "objected")
        return number % 6 == 0 or step.move.target is None or step.move.target.name not in seldom

    def actor(self, who):
        specials = {
            "resident": resident(self.case.reference),
            "stranger": resident(self.other.reference),
            "nobody": NOBODY,
            "system": SYSTEM,
        }
        return specials.get(who) or self.staff[who]

    def facts(self, step):
        if step in SERVED:
            return self.service(SERVED[step])
        later = timezone.localdate() + timedelta(days=20)
        heard = {"at": self.now + timedelta(days=2), "place": "听证室", "chair": "周", "topic": "工资"}
        heard["participants"] = "李"
        said = {"participants": "李", "record": "陈述", "conclusion": "属实"}
        review = {**OPINION, "outcome": "upheld"}
        water = self.district.water
        unit = water if self.case.excluded_units else self.district.roads
        given = {
            "classify": {"kind": sorted(KINDS)[self.now.day % 3], "reason": "甄别"},
            "forward": {"unit": unit}, "pass_down": {"unit": unit},
            "entrust": {"unit": unit, "report_by": later},
            "settle_competence": {"unit": unit, "settled_by": "superior", "reason": "由其受理"},
            "report_upward": {"told": "区委", "reason": "紧急"},
            "redirect": {"body": "区仲裁委", "reason": "不属本级"},
            "decline_same": {"other": self.other, "reason": "同一事项"},
            "supervise": {"note": "请抓紧", "manner": "发函督办", "answer_by": later},
            "bring_new_facts": {"text": "新证据", "request": "重新处理"},
            "rate": {"unit": 3, "office": 5},
            "guide": {"way": 2, "path": "仲裁", "body": "区仲裁委", "reason": "劳动争议"},
            "answer_duty": {"findings": "已查", "opinion": "已处罚", "ground": "某法第一条", "remedy": ""},
            "request_extension": {"amount": 10, "reason": "复杂"}, "grant_extension": {"amount": 10, "reason": "复杂"},
            "call_hearing": heard, "open_hearing": heard, "record_hearing": said, "close_hearing": said,
            "publish_outcome": {"text": "复核维持"},
            "settle": {"parties": "甲乙", "manner": "调解", "terms": "付清", "execute_by": later},
            "decide": {**OPINION, "outcome": "supported", "execute_by": later},
            "decide_review": review, "decide_re_review": review,
            "reply": {"adopted": "采纳", "reply": "已采纳"}, "feed_back": {"answer": "已查实"},
            "assign": {"member": self.district.small.people["ma"]},
            "ask_assistance": {"unit": self.district.government, "task": "协助"},
            "report_assistance": {"result": "已办"}, "record_work": {"note": "已到现场"},
            "add_information": {"text": "补充"}, "correct_contact": {"phone": "13900000000"},
            "ask_correction": {"text": "地点不对"}, "withdraw_consent": {"contact": True, "publication": False},
            "answer_supervision": {"text": "已办"}, "report_back": {"text": "已办结"},
            "report_execution": {"text": "已付"},
            "plan_closing": {"reason": min(BacklogReason), "words": "多年未决", "path": min(ClosingPath),
                             "leader": self.district.small.people["zhou"], "next_on": later},
            "offer_care": {"note": "已告知救助渠道"},
            "refer": {"partner": self.court, "question": "请组织调解", "consent": "in_writing", "consent_by": "双方",
                      "consent_on": timezone.localdate()},
            "recall_referral": {"referral": self.referral(), "reason": "已和解"},
        }  # fmt: skip
        reasons = ("contest_ending", "contest_path", "disown", "refuse_objection", "dispute", "ask_review",
                   "ask_re_review", "say_not_kept")  # fmt: skip
        return given.get(step, {"reason": "不同意"} if step in reasons else {})

    def referral(self):
        forget_referrals(self.case)
        waiting = open_referrals(self.case)
        return waiting[0].case.reference if waiting else ""

    def service(self, code):
        papers = Paper.objects.filter(case=self.case).select_related("paper").order_by("-id")
        served = [row for row in papers if (row.paper.kind == code if code else known(row.paper.kind).served)]
        paper = served[0] if served else papers[0]
        day = timezone.localdate()
        delivery = Delivery(method=Service.Method.ELECTRONIC, sent_on=day, received_on=day, note="系统显示到达")
        return {"paper": paper, "delivery": delivery}

    def snapshot(self):
        return Case.objects.filter(pk=self.case.pk).values().get()

    def traces(self):
        dates = (
            Clock.objects.filter(case=self.case).order_by("id").values_list("id", "due_at", "stopped_at", "paused_at")
        )
        with connection.cursor() as cursor:
            cursor.execute(COUNTS, {"case": self.case.pk, "chain": self.case.reference})
            return (*cursor.fetchone(), list(dates))

    @invariant()
    def the_clocks_are_those_of_the_state(self):
        if not hasattr(self, "case"):
            return
        state = self.procedure.state(self.case.state)
        running = list(Clock.objects.filter(case=self.case, stopped_at__isnull=True))
        counting = {clock.limit for clock in running if not clock.paused_at}
        always = {limit.name for limit in state.runs if not limit.on_demand}
        assert always <= counting <= {limit.name for limit in state.runs}
        assert {clock.limit for clock in running if clock.paused_at} <= {limit.name for limit in state.pauses}

    @invariant()
    def the_dates_follow_from_the_history(self):
        """No clock moves silently: every date is what the recorded steps make it."""
        if hasattr(self, "case"):
            assert list(date_faults(self.case)) == []

    @invariant()
    def it_was_registered_before_anything_else(self):
        if hasattr(self, "case"):
            assert Event.objects.filter(case=self.case).order_by("id")[0].step in ("register", "receive")
            assert Paper.objects.filter(case=self.case, paper__kind="petition_registration").exists()

    @invariant()
    def the_person_has_a_next_step_after_every_adverse_state(self):
        if hasattr(self, "case") and self.procedure.state(self.case.state).adverse:
            person, state = resident(self.case.reference), self.procedure.state(self.case.state)
            steps = [step for step in self.procedure.leaving(state) if step.move.target or step.begins_case]
            assert [step for step in steps if holds(person, [Role(role) for role in step.by], self.case)]

    @invariant()
    def the_history_is_whole(self):
        if hasattr(self, "case"):
            entries = Entry.objects.filter(chain=self.case.reference).order_by("seq")
            assert verify(Link(entry.seq, entry.content, bytes(entry.digest)) for entry in entries) is None

    @invariant()
    def it_is_never_public(self):
        if hasattr(self, "case"):
            assert not self.case.public
            assert self.case.confidential

    @invariant()
    def the_accused_read_nothing(self):
        if hasattr(self, "case") and self.case.excluded_units:
            for name in ("ma", "mo", "lead"):
                assert not Case.objects.visible_to(self.staff[name]).filter(pk=self.case.pk).exists()
            assert self.case.unit_id != self.district.roads.pk


def prepare():
    PetitionMachine.district = district = build_for_petitions()
    PetitionMachine.staff = {name: district.actor(name) for name in PEOPLE}
    PetitionMachine.court = Partner.objects.create(kind=PartnerKind.COURT, name="区人民法院")
    PetitionMachine.taken = Counter()


@pytest.mark.django_db
def test_no_sequence_of_moves_breaks_a_petition():
    prepare()
    limits = settings(
        max_examples=EXAMPLES,
        stateful_step_count=10,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.generate,),
    )
    run_state_machine_as_test(PetitionMachine, settings=limits)
    assert connection.in_atomic_block


@pytest.mark.django_db
def test_walks_of_what_is_offered_take_most_steps():
    """What the machine draws its walks with reaches the procedures; the walks are the same in every run."""
    prepare()
    dice = random.Random(7)
    for turn in range(16):
        machine = PetitionMachine()
        machine.begin(kind=sorted(KINDS)[(0, 0, 1, 0, 2)[turn % 5]], about=turn % 7 == 0, direct=turn % 4 == 0)
        try:
            machine.walk(numbers=[dice.randrange(10_000) for _ in range(18)], hours=dice.randrange(30))
        finally:
            machine.teardown()
    missing = sorted(set(STEPS) - set(PetitionMachine.taken))
    assert len(missing) <= len(STEPS) / 3, f"never taken: {missing}"


@pytest.mark.parametrize("kind", list(KINDS.values()))
def test_the_declarations_are_sound(kind):
    assert kind.problems() == []
