"""Kinds of cases: what a domain registers so that the generic pages, the API and the worker can serve its cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from django.core.checks import CheckMessage, Error
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.roles import Role
from heli.cases.acts import Act, Opened
from heli.cases.finding import read_together
from heli.cases.models import Case, Event
from heli.cases.step_forms import StepForm, SubmissionForm
from heli.kernel.decisions import Decision, Denied
from heli.kernel.procedures import Procedure, State, Step, Text

Guard = Callable[[Case, Actor, Mapping[str, Any]], Decision]
Outcome = Event | Denied


#: Who may reach the person of a case unless its kind says otherwise: those who work on it, direct it, or took it in.
WORKING: Final = (Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.COORDINATOR, Role.INTAKE)


class Action(Protocol):
    """One act on a case; ``facts`` are the cleaned values of the step's form, ``act`` says how it was submitted."""

    def __call__(self, case: Case, *, by: Actor, act: Act, **facts: Any) -> Outcome: ...


@dataclass(frozen=True)
class PublicFacts:
    """What anybody may read of a public case beyond its state, topic, place at grid level, unit and dates.

    ``summary`` is written by staff; ``words`` are the person's own, and empty without their consent. ``outcome`` and
    ``answer`` are empty until the result holds.
    """

    summary: str = ""
    words: str = ""
    outcome: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Milestone:
    """One mark on the way of a case, as the person sees it: reached when the case enters one of ``states``."""

    label: Text
    states: tuple[State, ...]


class Stage(TextChoices):
    """Whose turn it is, in words that serve every procedure; queues are sorted by it."""

    DISPATCH = "dispatch", _("To dispatch")
    ACCEPT = "accept", _("To accept")
    WORK = "work", _("In hand")
    VERIFY = "verify", _("To verify")
    PERSON = "person", _("Waiting for the resident")


@dataclass(frozen=True)
class Reading:
    """A page on how cases of a kind are dealt with, beyond its procedure; ``url_name`` needs no arguments."""

    label: Text
    hint: Text
    url_name: str


@dataclass(frozen=True)
class Door:
    """Where residents begin a case of a kind: a tile of the start page; ``url_name`` leads to the domain's form.

    ``topic`` is the name in the address by which the form begins with a topic; empty where it cannot.
    """

    label: Text
    hint: Text
    icon: str
    url_name: str
    topic: str = ""


@dataclass(frozen=True)
class Entrance:
    """How a case of a kind is opened by a form: the pages' own form, and what opens the case from a valid one.

    ``open`` takes the form and whether a person should look at the case before it is sent on.
    """

    form: type[SubmissionForm]
    open: Callable[[Any, bool], Opened]


@dataclass(frozen=True)
class Counter:
    """How staff at a window open a case of a kind for the person before them (``Channel.VISIT``).

    ``form`` takes data, files and keywords, ``actor`` among them; its fields ``name`` and ``phone``, where it has them,
    are filled in from an appointment; its attribute ``came_by`` may be set to another way. ``open`` opens the case from
    a valid form, on behalf of the actor. ``fields`` is a template that shows the form with what ``context`` returns of
    it; without one all fields are shown in order.
    """

    label: Text
    hint: Text
    icon: str
    form: Callable[..., SubmissionForm]
    open: Callable[[Any, Actor], Opened]
    fields: str = ""
    context: Callable[[Any], dict[str, Any]] = lambda form: {}


@dataclass(frozen=True)
class Measures:
    """What indicators read of a kind of case beyond the case itself.

    ``process``, ``result`` (1 to 5) and ``rated_at`` are fields as seen from the case. The steps are those by which a
    person rejects a result, a closed case is opened again, and a unit returns a case for the second time.
    """

    process: str
    result: str
    rated_at: str
    rejecting: tuple[Step, ...] = ()
    reopening: tuple[Step, ...] = ()
    contesting: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Family:
    """Kinds that people take for one, such as the ways of one statute; a kind by itself is a family of its own.

    Lists, searches and topics ask for the family: its kinds are one choice there, and states of one name are one state.
    ``code`` stands in addresses, saved views and topics, at most 40 characters.
    """

    code: str
    title: Text


@dataclass(frozen=True)
class Kind:
    """A domain's procedure with the functions and forms that belong to its steps, by the step's name.

    ``actions`` holds every step that a person or the clock may take on an open case. ``forms`` holds the steps that
    ask for something; the others take a plain confirmation. ``related`` are the domain's own rows, one for each case,
    that are read together with it. ``family`` joins it with kinds that people take for one.

    ``reaching`` are the roles that may see how the person can be reached, on record and for a purpose.
    ``joint_papers`` are the kinds of papers that every side of a case reads; the others are for its person alone.

    ``kept_for_nobody``: a case that concerns everybody who could answer stays registered all the same, hidden from
    them; else whoever brings or declares it is told so and nothing changes.

    What leaders and the public read: ``on_wall``, whether its cases are counted in the figures of the wall and of
    reports where nobody asks for one family; ``in_public``, whether they can stand in the public register, on the
    public map and in public figures. Neither unless the domain says so.

    For the pages of officers: ``stages`` places every open state. ``asked`` names the steps that somebody asks another
    to take, with the condition on cases under which that is so. ``in_bulk`` names the steps that may be taken in many
    cases at once, each with the fields of its form that are then asked once. ``coming_back`` are the steps that bring a
    case back to whoever had done with it. ``panel`` is a template that the case page includes; ``context`` returns what
    it shows.

    For the pages of residents: ``door`` is where they begin, ``entrance`` the form behind it; ``milestones`` from the
    first to the last; ``main_date`` is what the due date of the main limit is called, if it is not that of an answer;
    ``public_facts`` reads the ``related`` rows; ``public_search`` is the condition under which the public texts of a
    case hold a word; ``resident_panel`` is a template, included with what ``resident_context`` returns; ``receipt`` is
    one for the receipt, which says what else follows; ``reading`` are the public pages that the page of the procedure
    leads to.
    """

    procedure: type[Procedure]
    actions: Mapping[str, Action]
    family: Family | None = None
    on_wall: bool = False
    in_public: bool = False
    forms: Mapping[str, type[StepForm]] = field(default_factory=dict)
    guards: Mapping[str, Guard] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    reaching: tuple[Role, ...] = WORKING
    joint_papers: frozenset[str] = frozenset()
    kept_for_nobody: bool = False
    stages: Mapping[Stage, tuple[State, ...]] = field(default_factory=dict)
    asked: Mapping[str, Q] = field(default_factory=dict)
    in_bulk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    coming_back: tuple[Step, ...] = ()
    panel: str = ""
    context: Callable[[Case, Actor], dict[str, Any]] = lambda case, actor: {}
    door: Door | None = None
    entrance: Entrance | None = None
    counter: Counter | None = None
    milestones: tuple[Milestone, ...] = ()
    public_facts: Callable[[Case], PublicFacts] = lambda case: PublicFacts()
    public_search: Callable[[str], Q] = lambda word: Q(pk__in=[])
    resident_panel: str = ""
    receipt: str = ""
    main_date: Text = ""
    resident_context: Callable[[Case, Actor], dict[str, Any]] = lambda case, actor: {}
    measures: Measures | None = None
    reading: tuple[Reading, ...] = ()

    @property
    def belongs_to(self) -> Family:
        """The family of the kind; one of its own where none is declared."""
        return self.family or Family(self.procedure.code, self.procedure.title)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Register ``kind``; called once from the domain's AppConfig."""
    _kinds[kind.procedure.code] = kind
    read_together(kind.related)


def kind_of(case: Case) -> Kind:
    """Return the kind of ``case``."""
    return _kinds[case.procedure]


def kinds() -> list[Kind]:
    """Return all registered kinds."""
    return list(_kinds.values())


def kind_called(code: str) -> Kind | None:
    """Return the kind whose procedure has this code; None where there is none."""
    return _kinds.get(code)


def may_read(kind: Kind, paper: str, actor: Actor) -> bool:
    """Whether papers of the kind ``paper`` are for ``actor``'s side to read; whether it is served is another matter."""
    return not actor.side or paper in kind.joint_papers


def procedure_of(case: Case) -> type[Procedure]:
    """Return the procedure under which ``case`` runs."""
    return kind_of(case).procedure


def check_kinds(**options: Any) -> list[CheckMessage]:
    """Django system check: every procedure is sound, every step has its action, every open state its stage."""
    found: list[CheckMessage] = []
    for kind in kinds():
        found += [Error(str(problem), id="heli.E001") for problem in kind.procedure.problems()]
        found += [
            Error(f"{kind.procedure.code}.{step.name} has no action", id="heli.E002")
            for step in kind.procedure.steps()
            if not step.opening and step.name not in kind.actions
        ]
        placed = [state for states in kind.stages.values() for state in states]
        found += [
            Error(f"{kind.procedure.code}.{state.name} needs exactly one stage", id="heli.E003")
            for state in kind.procedure.states()
            if placed.count(state) != (not state.final)
        ]
    return found
