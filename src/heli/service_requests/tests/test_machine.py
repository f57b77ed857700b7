"""Every legal and illegal move that anybody could try, tried at random; what must always hold is checked each time."""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from heli.access.actors import NOBODY, SYSTEM, resident
from heli.access.roles import Role, holds
from heli.audit.models import Entry
from heli.cases.acts import Act
from heli.cases.kinds import kind_of
from heli.cases.models import Assignment, Case, Clock, Event
from heli.kernel.chains import Entry as Link
from heli.kernel.chains import verify
from heli.papers.models import StoredFile
from heli.referrals.models import Partner, PartnerKind
from heli.referrals.referring import forget_referrals, open_referrals
from heli.service_requests.procedure import ServiceRequestProcedure as P
from heli.service_requests.tests.district import build, reported

PEOPLE = ["east", "chen", "west", "hot", "lead", "ma", "mo", "wang", "waterlead", "grid", "admin", "audit"]
ACTORS = [*PEOPLE, "resident", "stranger", "nobody", "system"]
INVARIANTS = ["the_clocks_are_those_of_the_state", "somebody_answers_for_every_open_case"]
STEPS = [step for step in P.steps() if not step.opening]
EXAMPLES = int(os.environ.get("HELI_MACHINE_EXAMPLES", "10"))


#: How many events, entries and open tasks the request has, and how many notices there are; by one statement.
COUNTS = """
    SELECT (SELECT count(*) FROM cases_event WHERE case_id = %(case)s),
           (SELECT count(*) FROM audit_entry WHERE chain = %(chain)s),
           (SELECT count(*) FROM notices_notice),
           (SELECT count(*) FROM cases_assignment WHERE case_id = %(case)s AND until IS NULL)
"""


class RequestMachine(RuleBasedStateMachine):
    """One request and everybody who might touch it."""

    district = None
    staff = None
    court = None
    taken: Counter[str] = Counter()

    @initialize(channel=st.sampled_from(["web", "phone", "grid"]), about=st.booleans())
    def begin(self, channel, about):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        more = {"about": self.district.roads} if about else {}
        self.case = reported(self.district, channel=channel, **more).case
        self.other = reported(self.district).case
        self.now = timezone.now()
        self.version = self.case.version

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @rule(step=st.sampled_from(STEPS), who=st.sampled_from(ACTORS), hours=st.integers(0, 400))
    def try_step(self, step, who, hours):
        self.now += timedelta(hours=hours)
        actor = self.actor(who)
        before, counts = self.snapshot(), self.counts()
        state = P.state(self.case.state)
        allowed = step.leaves(state) and holds(actor, [Role(role) for role in step.by], self.case)
        action = kind_of(self.case).actions[step.name]
        outcome = action(self.case, by=actor, act=Act(at=self.now), **self.facts(step.name))
        if not outcome:
            assert str(outcome.reason)
            assert (self.snapshot(), self.counts()) == (before, counts), "a refusal changed something"
            return
        assert allowed, f"{who} took {step.name} in {state.name}"
        assert self.case.state == step.target_from(state).name
        assert self.counts()["events"] == counts["events"] + 1
        RequestMachine.taken[step.name] += 1

    @rule(numbers=st.lists(st.integers(0, 10_000), min_size=4, max_size=12), hours=st.integers(0, 60))
    def walk(self, numbers, hours):
        """Random tries are mostly refused, so whole walks are drawn from what somebody may do."""
        for number in numbers:
            self.take_what_is_offered(number, hours)
            for holding in INVARIANTS:
                getattr(self, holding)()

    def take_what_is_offered(self, number, hours):
        state = P.state(self.case.state)
        pairs = [
            (step, who)
            for step in P.leaving(state)
            for who in ACTORS
            if holds(self.actor(who), [Role(role) for role in step.by], self.case)
            and (number % 5 == 0 or not step.target_from(state).final)
        ]
        moving = [pair for pair in pairs if pair[0].move.target]
        pairs = moving if moving and number % 3 else pairs
        if pairs:
            step, who = pairs[number // 15 % len(pairs)]
            self.try_step(step, who, hours)

    @rule(days=st.integers(1, 40))
    def let_time_pass(self, days):
        self.now += timedelta(days=days)

    def actor(self, who):
        specials = {
            "resident": resident(self.case.reference),
            "stranger": resident(self.other.reference),
            "nobody": NOBODY,
            "system": SYSTEM,
        }
        return specials.get(who) or self.staff[who]

    def referral(self):
        forget_referrals(self.case)
        waiting = open_referrals(self.case)
        return waiting[0].case.reference if waiting else ""

    def facts(self, step):
        member, water = self.district.people["ma"], self.district.water
        if step == "solve_on_the_spot":
            return {"answer": "已处理", "before": [self.photo()], "after": [self.photo()]}
        return {
            "dispatch": {"unit": self.district.roads},
            "decline": {"ground": "不属本区"},
            "merge": {"into": self.other},
            "send_back": {"reason": "不属我处"},
            "contest": {"reason": "仍不属我处"},
            "impose": {"unit": self.district.roads, "reason": "由市政所办理"},
            "assign": {"member": member},
            "ask_assistance": {"unit": water, "task": "查水管"},
            "report_assistance": {"result": "已查"},
            "record_work": {"note": "已到现场"},
            "ask_information": {"question": "哪一盏？"},
            "give_information": {"text": "第三盏"},
            "add_information": {"text": "还有一盏"},
            "supervise": {"note": "请抓紧"},
            "refer": {
                "partner": self.court,
                "question": "请组织调解",
                "consent": "in_writing",
                "consent_by": "双方",
                "consent_on": timezone.localdate(),
            },
            "recall_referral": {"referral": self.referral(), "reason": "已和解"},
            "request_extension": {"amount": 2, "reason": "等配件"},
            "refuse_extension": {"reason": "不需要"},
            "complete": {"outcome": "solved", "answer": "已修好"},
            "send_back_to_work": {"reason": "未修好"},
            "reject": {"reason": "没有修好"},
            "object": {"reason": "不同意"},
            "rate": {"process": 4, "result": 5},
            "correct_contact": {"phone": "13900000000"},
            "ask_correction": {"text": "地点不对"},
            "withdraw_consent": {"contact": True, "publication": True},
        }.get(step, {})

    def photo(self):
        return StoredFile.objects.create(
            digest="0" * 64, name="p.jpg", content_type="image/jpeg", size=1, uploaded_by="test", uploaded_at=self.now
        )

    def snapshot(self):
        return Case.objects.filter(pk=self.case.pk).values().get()

    def counts(self):
        clocks = Clock.objects.filter(case=self.case).order_by("id").values_list("id", "due_at", "stopped_at")
        with connection.cursor() as cursor:
            cursor.execute(COUNTS, {"case": self.case.pk, "chain": self.case.reference})
            counted = zip(("events", "entries", "notices", "tasks"), cursor.fetchone(), strict=True)
        return {**dict(counted), "clocks": list(clocks)}

    @invariant()
    def the_clocks_are_those_of_the_state(self):
        if not hasattr(self, "case"):
            return
        state = P.state(self.case.state)
        running = Clock.objects.filter(case=self.case, stopped_at__isnull=True)
        assert {c.limit for c in running if not c.paused_at} == {limit.name for limit in state.runs}
        assert {c.limit for c in running if c.paused_at} <= {limit.name for limit in state.pauses}

    @invariant()
    def somebody_answers_for_every_open_case(self):
        if not hasattr(self, "case"):
            return
        state = P.state(self.case.state)
        assert self.case.unit_id is not None
        assert (self.case.closed_at is not None) == state.final
        handling = Assignment.objects.filter(case=self.case, kind="handling", until__isnull=True).count()
        assert handling <= 1

    @invariant()
    def the_person_has_a_next_step_after_every_adverse_state(self):
        if hasattr(self, "case") and P.state(self.case.state).adverse:
            person = resident(self.case.reference)
            assert [s for s in P.leaving(P.state(self.case.state)) if holds(person, [Role(r) for r in s.by], self.case)]

    @invariant()
    def the_history_is_whole(self):
        if not hasattr(self, "case"):
            return
        entries = Entry.objects.filter(chain=self.case.reference).order_by("seq")
        assert verify(Link(e.seq, e.content, bytes(e.digest)) for e in entries) is None
        assert entries.count() == Event.objects.filter(case=self.case).count()

    @invariant()
    def the_unit_complained_about_sees_nothing(self):
        if hasattr(self, "case") and self.case.excluded_units:
            for name in ("ma", "lead"):
                assert not Case.objects.visible_to(self.staff[name]).filter(pk=self.case.pk).exists()


@pytest.mark.django_db
def test_no_sequence_of_moves_breaks_the_procedure():
    RequestMachine.district = district = build()
    RequestMachine.court = Partner.objects.create(kind=PartnerKind.COURT, name="区人民法院")
    RequestMachine.staff = {name: district.actor(name) for name in PEOPLE}
    limits = settings(
        max_examples=EXAMPLES,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(RequestMachine, settings=limits)
    assert connection.in_atomic_block


@pytest.mark.django_db
def test_walks_of_what_is_offered_take_most_steps():
    """What the machine draws its walks with reaches the procedure; the walks are the same in every run."""
    RequestMachine.district = district = build()
    RequestMachine.staff = {name: district.actor(name) for name in PEOPLE}
    RequestMachine.taken = Counter()
    RequestMachine.court = Partner.objects.create(kind=PartnerKind.COURT, name="区人民法院")
    dice = random.Random(4)
    for turn in range(22):
        machine = RequestMachine()
        machine.begin(channel=("web", "phone", "grid")[turn % 3], about=turn % 4 == 0)
        try:
            machine.walk(numbers=[dice.randrange(10_000) for _ in range(14)], hours=dice.randrange(40))
        finally:
            machine.teardown()
    assert len(RequestMachine.taken) >= len(STEPS) * 3 / 4, "too few kinds of steps were taken to mean anything"


def test_the_declaration_is_sound():
    assert P.problems() == []
