"""The way of a case as its person sees it: marks, history without what is internal, clocks told honestly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.roles import Role
from heli.cases.explaining import NextStep, explain, period_text, what_next
from heli.cases.kinds import Kind, Milestone, kind_of, kinds
from heli.cases.models import Attachment, Case, Clock, Event, Paper
from heli.cases.submitting import offered
from heli.kernel.procedures import State, Step
from heli.organizations.models import Category, Unit
from heli.organizations.responsibility import registry
from heli.portal.register import TONES, place_text

ICONS = {Role.APPLICANT: "user", Role.SYSTEM: "clock"}
MOST_PHOTOS = 4
MOST_RECENT = 6
LAST_INSTANT = timedelta(microseconds=1)
EVENT_TONES = {"adverse": "bad", "waiting": "warn", "closed": "good"}


@dataclass(frozen=True)
class Journey:
    """One case with its history, as its person may read it. Loaded by ``journey``; costs no further statements."""

    case: Case
    actor: Actor
    events: Sequence[Event]
    clocks: Sequence[Clock]
    attachments: Sequence[Attachment]
    papers: Sequence[Paper]

    @property
    def kind(self) -> Kind:
        """The kind of the case."""
        return kind_of(self.case)

    @property
    def url(self) -> str:
        """The address of the page that shows it."""
        return reverse("portal:case", args=[self.case.reference])

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.kind.procedure.state(self.case.state)

    @property
    def tone(self) -> str:
        """The tone of the state's chip."""
        return TONES.get(self.state.tone, "neutral")

    @property
    def unit(self) -> Unit | None:
        """The unit that must answer."""
        return registry().units.get(self.case.unit_id or 0)

    @property
    def category(self) -> Category:
        """The topic."""
        return registry().categories[self.case.category_id]

    @property
    def place(self) -> str:
        """The names of the place down to the grid."""
        return place_text(self.case.area_path)

    @property
    def next(self) -> NextStep:
        """What happens next, by when and on what ground."""
        return what_next(self.case, self.running)

    @property
    def running(self) -> list[Clock]:
        """The clocks that have not stopped."""
        return [clock for clock in self.clocks if clock.stopped_at is None]

    @cached_property
    def times(self) -> list["Time"]:
        """The running limits, the main one first."""
        return [Time(self.kind, clock) for clock in sorted(self.running, key=lambda clock: not clock.main)]

    @property
    def main(self) -> "Time | None":
        """The main limit while the case is open, and after its regular end; a case that ended otherwise met none."""
        mains = [clock for clock in self.clocks if clock.main]
        regular = [mark.states[0] for mark in self.kind.milestones[-1:]]
        return Time(self.kind, mains[-1]) if mains and (self.case.is_open or self.state in regular) else None

    @property
    def asked(self) -> str:
        """What the person was asked or told when their turn came; empty when it is somebody else's turn."""
        last = next((event for event in reversed(self.events) if event.from_state != event.to_state), None)
        return last.note if last and self.state.tone == "waiting" else ""

    @property
    def seen_event(self) -> int:
        """The last thing that this page shows."""
        return max((event.pk for event in self.events), default=0)

    @cached_property
    def steps(self) -> list[Step]:
        """What the person can do now; a right whose time has ended is not offered."""
        moment = timezone.now()
        running = {clock.limit: clock for clock in self.running}
        return [
            step
            for step in offered(self.case, self.actor)
            if step.within is None or (step.within.name in running and moment < running[step.within.name].due_at)
        ]

    @property
    def milestones(self) -> list[dict[str, Any]]:
        """The marks on the way, for the stepper."""
        return list(_marks(self.kind.milestones, self.state, self.events))

    @property
    def timeline(self) -> list[dict[str, Any]]:
        """What happened lately, the newest first, with what is due as the first line."""
        return [*self._future, *self._past[:MOST_RECENT]]

    @property
    def earlier(self) -> list[dict[str, Any]]:
        """What happened before that."""
        return self._past[MOST_RECENT:]

    @cached_property
    def _past(self) -> list[dict[str, Any]]:
        files: dict[int, list[dict[str, str]]] = {}
        for each in self.shown_files:
            files.setdefault(each.event_id, []).append(
                {"url": reverse("cases:file", args=[each.file_id]), "name": each.file.name}
            )
        return [told(self.kind, event, files.get(event.pk, [])) for event in reversed(self.events)]

    @property
    def _future(self) -> list[dict[str, Any]]:
        """The due date to come, as the last minute that is still in time."""
        return [
            {
                "title": _("%(limit)s: at the latest") % {"limit": time.label},
                "at": time.clock.due_at - LAST_INSTANT,
                "future": True,
                "icon": "clock",
            }
            for time in self.times
            if time.clock.main and not time.clock.paused_at
        ]

    @property
    def shown_files(self) -> list[Attachment]:
        """The files that the person may see: evidence only where the unit wrote something for them to read."""
        told_about = {event.pk for event in self.events if event.note}
        private = (Attachment.Purpose.INTERNAL,)
        return [
            each
            for each in self.attachments
            if each.purpose not in private
            and (each.purpose != Attachment.Purpose.EVIDENCE or each.event_id in told_about)
        ]

    @property
    def photos(self) -> dict[str, list[dict[str, str]]]:
        """The newest pictures by purpose: report, before, after, evidence; empty where there is none at all.

        The others hang on the events they came with.
        """
        found: dict[str, list[dict[str, str]]] = {purpose: [] for purpose in Attachment.Purpose}
        for each in self.shown_files:
            if each.file.is_image:
                found[each.purpose].append(photo(each))
        return {purpose: few[-MOST_PHOTOS:] for purpose, few in found.items()} if any(found.values()) else {}

    @property
    def receipts(self) -> list[dict[str, str]]:
        """The papers issued in the case."""
        return [{"url": reverse("cases:paper", args=[each.paper_id]), "kind": each.paper.kind} for each in self.papers]

    def since(self, event_id: int) -> list[dict[str, Any]]:
        """Return what happened after event ``event_id``, the newest first."""
        return [told(self.kind, event, []) for event in reversed(self.events) if event.pk > event_id]


@dataclass(frozen=True)
class Time:
    """One limit of a case, told honestly: what it is, when it ends, whether it stands still or is provisional."""

    kind: Kind
    clock: Clock

    @property
    def label(self) -> str:
        """What must be done by then."""
        return str(self.kind.procedure.limit(self.clock.limit).label)

    @property
    def period(self) -> str:
        """How long it is, without extensions."""
        return period_text(self.clock.amount, self.clock.unit)

    @property
    def why(self) -> list[str]:
        """How the date was reckoned."""
        return explain(self.clock)

    @property
    def basis(self) -> str:
        """The ground."""
        return str(self.kind.procedure.limit(self.clock.limit).basis or self.clock.basis)

    @property
    def paused_since(self) -> datetime | None:
        """Since when it stands still."""
        return self.clock.paused_at

    @property
    def extensions(self) -> list[dict[str, str]]:
        """What was added to it, and why."""
        return [
            {"period": period_text(each["amount"], each["unit"]), "reason": each.get("reason", "")}
            for each in self.clock.extensions
        ]


def journey(reference: str, actor: Actor) -> Journey | None:
    """Return the case ``reference`` as ``actor`` may read it, or None; five statements."""
    related = sorted({name for kind in kinds() for name in kind.related})
    case = Case.objects.visible_to(actor).select_related(*related).filter(reference=reference).first()
    if case is None:
        return None
    return Journey(
        case,
        actor,
        list(Event.objects.filter(case=case, internal=False).order_by("id")),
        list(Clock.objects.filter(case=case).order_by("id")),
        list(Attachment.objects.filter(case=case).select_related("file").order_by("id")),
        list(Paper.objects.filter(case=case).select_related("paper").order_by("id")),
    )


def photo(attachment: Attachment) -> dict[str, str]:
    """Return a picture as the photo component shows it."""
    pk = attachment.file_id
    return {
        "url": reverse("cases:file", args=[pk]),
        "thumb": reverse("cases:thumbnail", args=[pk]),
        "alt": attachment.get_purpose_display(),
    }


def public_photos(case: Case) -> dict[str, list[dict[str, str]]]:
    """Return the published pictures of a public case: from before and after, once it is closed; one statement."""
    found: dict[str, list[dict[str, str]]] = {"before": [], "after": []}
    if not case.is_open:
        shown = Attachment.objects.filter(case=case, purpose__in=list(found), event__internal=False)
        for each in shown.select_related("file").order_by("id"):
            if each.file.is_image:
                found[each.purpose].append(photo(each))
    return {purpose: pictures[-MOST_PHOTOS:] for purpose, pictures in found.items()}


def public_marks(case: Case, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return the marks on the way of a public case, for the stepper."""
    kind = kind_of(case)
    return list(_marks(kind.milestones, kind.procedure.state(case.state), events))


def _marks(milestones: Iterable[Milestone], now: State, events: Sequence[Event]) -> Iterable[dict[str, Any]]:
    """Yield the marks in order; those that the case passed by are left out, the last one bears the real outcome."""
    ahead = first_done = False
    for mark in milestones:
        names = {state.name for state in mark.states}
        entered = [event.at for event in events if event.to_state in names and event.from_state not in names]
        here = now.name in names
        if not (here or ahead or entered):
            continue
        state = "todo" if ahead else "current" if here and not now.final else "done"
        label = now.label if here and now.final else mark.label
        # A case that was opened again was received once; of everything else the last time counts.
        moments = entered[:1] if not first_done else entered[-1:]
        first_done = True
        yield {"label": label, "state": state, "at": moments[0] if moments and not ahead else None}
        ahead = ahead or here


def told(kind: Kind, event: Event, files: list[dict[str, str]]) -> dict[str, Any]:
    """Return ``event`` as the person reads it: the unit, never an officer's name; never an internal note."""
    step, target = kind.procedure.step(event.step), kind.procedure.state(event.to_state)
    moved = event.from_state != event.to_state
    grave = step.extends or (moved and (target.adverse or target.tone == "waiting"))
    return {
        "title": str(step.done) or str(step.label),
        "at": event.at,
        "actor": _who(event),
        "body": event.note,
        "icon": ICONS.get(Role(event.role), "building") if event.role else "send",
        "tone": EVENT_TONES.get(target.tone, "accent") if moved else "neutral",
        "basis": str(step.basis) if grave and step.basis else "",
        "files": files,
    }


def _who(event: Event) -> str:
    if event.role == Role.SYSTEM:
        return _("Automatically")
    if event.role == Role.APPLICANT or (not event.role and not event.unit_id):
        return _("You")
    unit = registry().units.get(event.unit_id or 0)
    return unit.label if unit else ""
