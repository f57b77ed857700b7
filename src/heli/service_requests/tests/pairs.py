"""Two people on one case at the same moment: every ordered pair of steps that a state offers, and what must hold after.

Works in real transactions, each act in a thread of its own.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from heli.access.actors import Actor, resident
from heli.access.roles import Role
from heli.audit.models import Entry
from heli.cases.acts import Act
from heli.cases.engine import may
from heli.cases.kinds import kind_of
from heli.cases.models import Assignment, Case, Event
from heli.cases.recomputing import date_faults
from heli.cases.verifying import event_faults
from heli.kernel.chains import Entry as Link
from heli.kernel.chains import verify
from heli.kernel.decisions import Denied
from heli.papers.models import StoredFile
from heli.referrals.models import Partner, PartnerKind
from heli.referrals.referring import open_referrals
from heli.service_requests.procedure import ServiceRequestProcedure as P
from heli.service_requests.tests.district import District, reported

RESIDENT = "resident"
PEOPLE = ("east", "chen", "hot", "lead", "ma", "mo", "wang", "grid", RESIDENT)
RETURNED = (("east", "dispatch"), ("ma", "send_back"))
#: How a case comes into each state: who takes which step.
WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "registered": (),
    "dispatched": (("east", "dispatch"),),
    "contested": (*RETURNED, ("east", "dispatch"), ("ma", "contest")),
    "imposed": (
        *(("east", "dispatch"), ("ma", "send_back")),
        *(("east", "dispatch"), ("ma", "contest")),
        ("chen", "impose"),
    ),
    "in_hand": (
        *(("east", "dispatch"), ("ma", "accept"), ("ma", "request_extension"), ("east", "ask_assistance")),
        ("ma", "refer"),
    ),
    "awaiting_information": (("east", "dispatch"), ("ma", "accept"), ("ma", "ask_information")),
    "completed": (("east", "dispatch"), ("ma", "accept"), ("ma", "complete")),
    "verified": (("east", "dispatch"), ("ma", "accept"), ("ma", "complete"), ("east", "verify")),
    "closed": (("east", "dispatch"), ("ma", "accept"), ("ma", "complete"), ("east", "verify"), (RESIDENT, "confirm")),
    "declined": (("east", "decline"),),
    "merged": (("east", "merge"),),
    "withdrawn": ((RESIDENT, "withdraw"),),
}


AGREED = {"consent": "in_writing", "consent_by": "双方"}


def referred_to(case: Case) -> str:
    """Return the reference of the referral of ``case`` that still waits; "" where none does."""
    waiting = open_referrals(Case.objects.get(pk=case.pk))
    return waiting[0].case.reference if waiting else ""


@dataclass(frozen=True)
class Pair:
    """The state, and who takes which step first and second."""

    state: str
    first: tuple[str, str]
    second: tuple[str, str]


class Stage:
    """The district in which the pairs act."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.staff = {name: district.actor(name) for name in PEOPLE if name != RESIDENT}
        self.court = Partner.objects.create(kind=PartnerKind.COURT, name="区人民法院", reached="0571-5550199")

    def actor(self, who: str, case: Case) -> Actor:
        """Return the person called ``who``; the resident is that of ``case``."""
        return resident(case.reference) if who == RESIDENT else self.staff[who]

    def facts(self, step: str, case: Case, other: Case) -> dict[str, Any]:
        """Return what ``step`` of ``case`` is taken with."""
        district = self.district
        photos = [self.photo()] if step in ("complete", "solve_on_the_spot") else []
        known: dict[str, dict[str, Any]] = {
            "solve_on_the_spot": {"answer": "已处理", "before": photos, "after": [self.photo()]},
            "dispatch": {"unit": district.roads},
            "decline": {"ground": "不属本区"},
            "merge": {"into": other},
            "send_back": {"reason": "不属我处"},
            "contest": {"reason": "仍不属我处"},
            "impose": {"unit": district.roads, "reason": "由市政所办理"},
            "assign": {"member": district.people["mo"]},
            "ask_assistance": {"unit": district.water, "task": "查水管"},
            "report_assistance": {"result": "已查"},
            "record_work": {"note": "已到现场"},
            "ask_information": {"question": "哪一盏？"},
            "give_information": {"text": "第三盏"},
            "add_information": {"text": "还有一盏"},
            "supervise": {"note": "请抓紧"},
            "request_extension": {"amount": 1, "reason": "等配件"},
            "refuse_extension": {"reason": "不需要"},
            "complete": {"outcome": "solved", "answer": "已修好", "photos": photos},
            "send_back_to_work": {"reason": "未修好"},
            "reject": {"reason": "没有修好"},
            "object": {"reason": "不同意"},
            "rate": {"process": 4, "result": 5},
            "correct_contact": {"phone": "13900000000"},
            "ask_correction": {"text": "地点不对"},
            "withdraw_consent": {"contact": True, "publication": True},
            "refer": {"partner": self.court, "question": "请组织调解", **AGREED, "consent_on": timezone.localdate()},
            "recall_referral": {"referral": referred_to(case), "reason": "已和解"},
        }
        return known.get(step, {})

    def photo(self) -> StoredFile:
        """Return a file that nobody has claimed."""
        return StoredFile.objects.create(
            digest="0" * 64,
            name="p.jpg",
            content_type="image/jpeg",
            size=1,
            uploaded_by="t",
            uploaded_at=timezone.now(),
        )

    def case_in(self, state: str) -> tuple[Case, Case]:
        """Return a case in ``state``, and another one to merge with."""
        case, other = reported(self.district).case, reported(self.district).case
        for who, step in WAYS[state]:
            outcome = self.act(case, other, who, step)()
            assert outcome, outcome.reason
        return Case.objects.get(pk=case.pk), other

    def act(self, case: Case, other: Case, who: str, step: str, seen: int | None = None) -> Callable[[], Any]:
        """Return the act, ready to be taken; the files it needs are stored already."""
        facts, by, taken = self.facts(step, case, other), self.actor(who, case), kind_of(case).actions[step]
        return lambda: taken(Case.objects.get(pk=case.pk), by=by, act=Act(key=uuid4(), seen=seen), **facts)

    def offered(self, state: str) -> list[tuple[str, str]]:
        """Return for each step that ``state`` offers everybody's first to whom it is offered."""
        case, _other = self.case_in(state)
        found = []
        for step in P.leaving(P.state(state)):
            who = next((each for each in PEOPLE if may(case, step, by=self.actor(each, case))), None)
            if who and Role.SYSTEM not in step.by:
                found.append((who, step.name))
        return found

    def pairs(self) -> Iterator[Pair]:
        """Yield every ordered pair of every state."""
        for state in WAYS:
            for first, second in itertools.product(self.offered(state), repeat=2):
                yield Pair(state, first, second)

    def play(self, pair: Pair, *, blind: bool = False) -> list[str]:
        """Let both act at the same moment and return what does not hold; ``blind``: they name no version."""
        case, other = self.case_in(pair.state)
        before = Event.objects.filter(case=case).count()
        seen = None if blind else case.version
        acts = [self.act(case, other, *each, seen=seen) for each in (pair.first, pair.second)]
        return [f"{pair}: {text}" for text in self.faults(case, before, at_once(*acts))]

    def faults(self, case: Case, before: int, outcomes: list[Any]) -> Iterator[str]:
        """Yield what does not hold after two acts with ``outcomes``."""
        yield from (f"raised {each!r}" for each in outcomes if isinstance(each, Exception))
        won = [each for each in outcomes if isinstance(each, Event)]
        if not won:
            yield f"nobody won: {[str(getattr(each, 'reason', each)) for each in outcomes]}"
        if not all(isinstance(each, Event | Denied | Exception) for each in outcomes):
            yield f"unknown outcomes {outcomes}"
        events = list(Event.objects.filter(case=case).order_by("pk"))
        if len(events) != before + len(won):
            yield f"{len(events) - before} events of {len(won)} acts that won"
        yield from whole(case.pk)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run ``acts`` in threads that start together and return what each returned or raised."""
    barrier = Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            found[number] = act()
        except Exception as error:  # noqa: BLE001 - it is what the caller wants to see
            found[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def whole(pk: int) -> Iterator[str]:
    """Yield what is wrong with a case by its history: legal order, chain, dates, version, the domain's own counts."""
    case = Case.objects.select_related("service_request").get(pk=pk)
    events = list(Event.objects.filter(case=case).order_by("pk"))
    moves = 1
    for earlier, later in itertools.pairwise(events):
        step = P.step(later.step)
        if later.from_state != earlier.to_state or not step.leaves(P.state(later.from_state)):
            yield f"{later.step} from {later.from_state} after {earlier.step} to {earlier.to_state}"
        moves += later.from_state != later.to_state or later.step in CHANGING
    if case.state != events[-1].to_state:
        yield f"state {case.state}, by the history {events[-1].to_state}"
    if case.version != moves:
        yield f"version {case.version}, by the history {moves}"
    yield from (str(fault) for fault in event_faults(case) if fault)
    yield from date_faults(case)
    links = Entry.objects.filter(chain=case.reference).order_by("seq")
    if broken := verify(Link(each.seq, each.content, bytes(each.digest)) for each in links):
        yield f"chain: {broken}"
    yield from _rows(case, [each.step for each in events])


#: Steps that stay in their state and yet change fields of the case.
CHANGING = {"assign", "ask_assistance", "report_assistance", "withdraw_consent"}


def _rows(case: Case, steps: list[str]) -> Iterator[str]:
    """Yield where rows beside the case say otherwise than the history."""
    request = case.service_request
    if len(request.returned_by) != steps.count("send_back") + steps.count("contest"):
        yield f"returned by {request.returned_by}, by the history {steps}"
    if request.rejections != steps.count("reject"):
        yield f"{request.rejections} rejections, by the history {steps.count('reject')}"
    if request.extended != ("grant_extension" in steps) or steps.count("grant_extension") > 1:
        yield f"extended {request.extended}, by the history {steps.count('grant_extension')} times"
    assisting = Assignment.objects.filter(case=case, kind=Assignment.Kind.ASSISTING, until=None)
    if sorted(case.assisting) != sorted(assisting.values_list("unit_id", flat=True)):
        yield f"assisting {case.assisting}, by the tasks {list(assisting.values_list('unit_id', flat=True))}"
    if Assignment.objects.filter(case=case, kind=Assignment.Kind.HANDLING, until=None).count() > 1:
        yield "two units handle it"
