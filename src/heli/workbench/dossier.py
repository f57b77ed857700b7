"""One case with everything that its page shows, read in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse

from heli.access.actors import Actor
from heli.cases.explaining import NextStep, what_next
from heli.cases.kinds import Kind, kind_of, kinds
from heli.cases.models import Assignment, Attachment, Case, Clock, Event, Link, Paper
from heli.cases.naming import with_named
from heli.cases.opened import note_reading
from heli.cases.personal import may_reach
from heli.cases.submitting import offered
from heli.kernel.procedures import State, Step
from heli.kernel.references import BadReference, normalise_reference
from heli.papers.models import StoredFile

ROWS = ("category__parent", "unit", "handler", "contact__key")


def find(reference: str, actor: Actor, *, papers: bool = False) -> Case | None:
    """Return the case if ``actor`` may see it; a hidden one is a missing one. One statement.

    Where an emergency access opens it, this is a read on record.
    """
    try:
        plain = normalise_reference(reference)
    except BadReference:
        return None
    related = sorted({name for kind in kinds() for name in kind.related})
    cases = Case.objects.readable_by(actor).select_related(*ROWS, *related)
    rows = (with_named(cases.annotate(issued=_papers())) if papers else cases).filter(reference=plain)
    found: Case | None = rows.first()
    if found is not None:
        note_reading(found, actor)
    return found


def _papers() -> ArraySubquery:
    rows = Paper.objects.filter(case=OuterRef("pk")).order_by("id")
    return ArraySubquery(rows.values(row=JSONObject(id="paper_id", kind="paper__kind", at="paper__issued_at")))


def _files() -> ArraySubquery:
    rows = Attachment.objects.filter(event=OuterRef("pk")).order_by("id")
    facts = {"id": "file_id", "name": "file__name", "type": "file__content_type", "purpose": "purpose"}
    facts["state"] = "file__state"
    return ArraySubquery(rows.values(row=JSONObject(**facts)))


def history(case: Case, *, after: int = 0) -> list[Event]:
    """Return the events of ``case``, the oldest first, each with its ``files``; one statement."""
    events = Event.objects.filter(case=case, pk__gt=after).select_related("note_for_staff")
    return list(events.annotate(files=_files()).order_by("id"))


@dataclass(frozen=True)
class Dossier:
    """A case as its page shows it; reading its parts costs no further statement."""

    case: Case
    actor: Actor
    events: Sequence[Event]
    clocks: Sequence[Clock]
    assignments: Sequence[Assignment]
    links: Sequence[Link]

    @property
    def kind(self) -> Kind:
        """The kind of the case."""
        return kind_of(self.case)

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self.kind.procedure.state(self.case.state)

    @cached_property
    def steps(self) -> list[Step]:
        """The steps that the actor may take now, the most pressing first."""
        return sorted(offered(self.case, self.actor), key=pressing)

    @property
    def next(self) -> NextStep:
        """Whose turn it is, by when and on what ground."""
        return what_next(self.case, [clock for clock in self.clocks if clock.stopped_at is None])

    @property
    def latest(self) -> int:
        """The id of the last event; what comes later is new to whoever reads this page."""
        return self.events[-1].pk if self.events else 0

    @property
    def photos(self) -> dict[str, list[dict[str, Any]]]:
        """The pictures by purpose."""
        found: dict[str, list[dict[str, Any]]] = {}
        for event in self.events:
            for file in event.files:  # type: ignore[attr-defined]
                if file["type"].startswith("image/") and file["state"] == StoredFile.State.CLEAN:
                    found.setdefault(file["purpose"], []).append(photo(file))
        return found

    @property
    def may_reach(self) -> bool:
        """Whether the actor works on the case, and so may need to reach the resident."""
        return bool(self.case.contact_id) and may_reach(self.actor, self.case)


def pressing(step: Step) -> tuple[bool, bool, bool]:
    """Order steps: the quiet ones last; before the others what somebody asked for, then what moves the case on."""
    return step.quiet, step.extends is None, step.move.target is None


def dossier(reference: str, actor: Actor) -> Dossier | None:
    """Return the case with all that its page shows, or None when ``actor`` may not see it; five statements.

    Of the ties only those to cases that ``actor`` may see as well.
    """
    case = find(reference, actor, papers=True)
    if case is None:
        return None
    seen = Case.objects.visible_to(actor).values("pk")
    # Both ends, though this one is seen: joined by "and" the database looks up a few cases, by "or" it reads all.
    ties = Link.objects.filter(Q(case=case) | Q(other=case), case__in=seen, other__in=seen, ended_at__isnull=True)
    return Dossier(
        case,
        actor,
        history(case),
        list(Clock.objects.filter(case=case).order_by("id")),
        list(Assignment.objects.filter(case=case).order_by("id")),
        list(ties.select_related("case", "other").order_by("id")),
    )


def file_address(pk: object) -> str:
    """Return the address of a stored file."""
    return reverse("cases:file", args=[pk])


def photo(file: dict[str, Any]) -> dict[str, Any]:
    """Return a picture as ``heli/components/photos.html`` shows it."""
    return {
        "url": file_address(file["id"]),
        "thumb": reverse("cases:thumbnail", args=[file["id"]]),
        "alt": str(Attachment.Purpose(file["purpose"]).label),
    }
