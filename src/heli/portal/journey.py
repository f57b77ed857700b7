"""The way of a case as its person sees it: marks, history without what is internal, clocks told honestly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.explaining import NextStep, what_next
from heli.cases.families import step_of
from heli.cases.files import file_line
from heli.cases.finding import asked_with
from heli.cases.kinds import Kind, kind_of, kinds, may_read
from heli.cases.models import Attachment, Case, Clock, Event, Paper
from heli.cases.paper_rows import papers_with_services
from heli.cases.submitting import offered
from heli.cases.windows import is_in_time
from heli.kernel.procedures import State, Step
from heli.organizations.models import Category, Unit
from heli.organizations.responsibility import registry
from heli.portal.letters import PaperLine, paper_line
from heli.portal.register import TONES, place_text
from heli.portal.told import Time, marks, photo, told

MOST_PHOTOS = 3
MOST_RECENT = 6
LAST_INSTANT = timedelta(microseconds=1)


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
    def number(self) -> str:
        """What the person calls it: its reference, with the number of their side."""
        return self.actor.own_number or self.case.reference

    @property
    def url(self) -> str:
        """The address of the page that shows it."""
        return reverse("portal:case", args=[self.number])

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
    def times(self) -> list[Time]:
        """The running limits, the main one first."""
        return [Time(self.kind, clock) for clock in sorted(self.running, key=lambda clock: not clock.main)]

    @property
    def main(self) -> Time | None:
        """The main limit while the case is open, and after its regular end; a case that ended otherwise met none."""
        mains = [clock for clock in self.clocks if clock.main]
        return Time(self.kind, mains[-1]) if mains and _holds(self.case) else None

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
        return [step for step in offered(self.case, self.actor) if is_in_time(self.case, step, self.running, moment)]

    @property
    def usual_steps(self) -> list[Step]:
        """What the person can do in the matter itself."""
        return [step for step in self.steps if not step.about_data]

    @property
    def data_steps(self) -> list[Step]:
        """What the person can do about their own data."""
        return [step for step in self.steps if step.about_data]

    @property
    def milestones(self) -> list[dict[str, Any]]:
        """The marks on the way, for the stepper."""
        return list(marks(self.kind.milestones, self.state, self.events))

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
            files.setdefault(each.event_id, []).append(file_line(each.file_id, each.file.name, each.file.state))
        return [told(self.kind, event, files.get(event.pk, []), self.actor) for event in reversed(self.events)]

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
        """The files that the person may see: evidence only where the unit wrote something for them to read.

        The other sides see none: what is laid before both is for the domain to show.
        """
        if self.actor.side:
            return []
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

    @cached_property
    def shown_papers(self) -> list[PaperLine]:
        """The papers that the person may read: addressed to them, and where they are served once they were."""
        read = [each for each in self.papers if may_read(self.kind, each.paper.kind, self.actor)]
        found = [paper_line(each, self.running, self.kind) for each in read]
        return [line for line in found if line is not None]

    @property
    def receipts(self) -> list[PaperLine]:
        """The receipts: papers that are not served."""
        return [line for line in self.shown_papers if not line.served]

    @property
    def letters(self) -> list[PaperLine]:
        """The papers that are served, the newest first."""
        return [line for line in reversed(self.shown_papers) if line.served]

    def since(self, event_id: int) -> list[dict[str, Any]]:
        """Return what happened after event ``event_id``, the newest first."""
        return [told(self.kind, event, [], self.actor) for event in reversed(self.events) if event.pk > event_id]


def journey(reference: str, actor: Actor) -> Journey | None:
    """Return the case ``reference`` as ``actor`` may read it, or None; five statements."""
    related = sorted({name for kind in kinds() for name in kind.related})
    cases = Case.objects.visible_to(actor).select_related(*related).annotate(**asked_with())
    case = cases.filter(reference=reference).first()
    if case is None:
        return None
    events = Event.objects.filter(case=case, internal=False).order_by("id")
    return Journey(
        case,
        actor,
        [event for event in events if not (actor.side and step_of(kind_of(case), event.step).about_data)],
        list(Clock.objects.filter(case=case).order_by("id")),
        list(Attachment.objects.filter(case=case).select_related("file").order_by("id")),
        list(papers_with_services(case)),
    )


def _holds(case: Case) -> bool:
    """Whether the main limit says something: the case is open, or it came to its regular end."""
    kind = kind_of(case)
    regular = [mark.states[0].name for mark in kind.milestones[-1:]]
    return case.is_open or case.state in regular


def public_time(case: Case) -> Time | None:
    """Return the main limit of a public case, met or missed; one statement."""
    clock = Clock.objects.filter(case=case, main=True).order_by("-id").first() if _holds(case) else None
    return Time(kind_of(case), clock) if clock else None


def public_photos(case: Case) -> dict[str, list[dict[str, str]]]:
    """Return the pictures from before and after of a public case whose answer is published; one statement."""
    found: dict[str, list[dict[str, str]]] = {"before": [], "after": []}
    if not case.is_open and kind_of(case).public_facts(case).answer:
        shown = Attachment.objects.filter(case=case, purpose__in=list(found), event__internal=False)
        for each in shown.select_related("file").order_by("id"):
            if each.file.is_image:
                found[each.purpose].append(photo(each))
    return {purpose: pictures[-MOST_PHOTOS:] for purpose, pictures in found.items()}


def public_marks(case: Case, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return the marks on the way of a public case, for the stepper."""
    kind = kind_of(case)
    return list(marks(kind.milestones, kind.procedure.state(case.state), events))
