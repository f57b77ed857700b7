"""One case with everything that its page shows, read in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Concat, JSONObject
from django.urls import reverse

from heli.access.actors import Actor
from heli.access.reads import VERB
from heli.audit.models import Entry
from heli.cases.explaining import NextStep, what_next
from heli.cases.finding import asked_with
from heli.cases.kinds import Kind, kind_of, kinds
from heli.cases.models import Assignment, Attachment, Case, Clock, Event, Link, Paper
from heli.cases.naming import with_named
from heli.cases.opened import note_reading
from heli.cases.paper_rows import services_in
from heli.cases.personal import may_reach
from heli.cases.submitting import offered
from heli.kernel.procedures import State, Step
from heli.kernel.references import BadReference, normalise_reference
from heli.notices.models import Notice
from heli.papers.models import StoredFile

#: Looks at the contact that the history of one case lists.
MOST_READS = 100
#: What the page shows of a case that another is tied to.
SHOWN_OF_TIES = ("reference", "title", "procedure", "state", "due_at", "warn_at", "closed_at")
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
    cases = Case.objects.readable_by(actor).select_related(*ROWS, *related).annotate(**asked_with())
    whole = cases.annotate(
        issued=_papers(),
        service_rows=services_in(case=OuterRef("pk")),
        tasks=_tasks(),
        ties=_ties(actor),
        letters=_letters(),
        reads=_reads(),
    )
    rows = (with_named(whole) if papers else cases).filter(reference=plain)
    found: Case | None = rows.first()
    if found is not None:
        note_reading(found, actor)
    return found


def _papers() -> ArraySubquery:
    rows = Paper.objects.filter(case=OuterRef("pk")).order_by("id")
    facts = {"id": "paper_id", "pk": "id", "kind": "paper__kind", "number": "paper__number", "at": "paper__issued_at"}
    return ArraySubquery(rows.values(row=JSONObject(**facts)))


def _tasks() -> ArraySubquery:
    rows = Assignment.objects.filter(case=OuterRef("pk"), kind=Assignment.Kind.ASSISTING).order_by("id")
    names = ("id", "unit_id", "task", "result", "due_at", "since", "until")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def _letters() -> ArraySubquery:
    """What was written to the resident; looked up by the contact, which the database has an index of."""
    rows = Notice.objects.filter(to_contact=OuterRef("contact"), reference=OuterRef("reference")).order_by("id")
    names = ("id", "kind", "state", "channel", "created_at", "sent_at")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def _reads() -> ArraySubquery:
    chain = Concat(Value("reads/"), OuterRef("reference"))
    rows = Entry.objects.filter(chain=chain, verb=VERB).order_by("-seq")
    return ArraySubquery(rows.values(row=JSONObject(id="id", at="at", content="content"))[:MOST_READS])


def _ties(actor: Actor) -> ArraySubquery:
    """Of the ties only those to cases that ``actor`` may see as well."""
    seen = Case.objects.visible_to(actor).values("pk")
    # Both ends, though this one is seen: joined by "and" the database looks up a few cases, by "or" it reads all.
    either = Q(case=OuterRef("pk")) | Q(other=OuterRef("pk"))
    rows = Link.objects.filter(either, case__in=seen, other__in=seen, ended_at__isnull=True).order_by("id")
    names = {"kind": "kind", "since": "since", "case_id": "case_id"}
    ends = {f"{end}_{name}": f"{end}__{name}" for end in ("case", "other") for name in SHOWN_OF_TIES}
    return ArraySubquery(rows.values(row=JSONObject(**names, **ends)))


def _files() -> ArraySubquery:
    rows = Attachment.objects.filter(event=OuterRef("pk")).order_by("id")
    facts = {"id": "file_id", "name": "file__name", "type": "file__content_type", "purpose": "purpose"}
    facts |= {"state": "file__state", "size": "file__size"}
    return ArraySubquery(rows.values(row=JSONObject(**facts)))


def history(case: Case, *, after: int = 0) -> list[Event]:
    """Return the events of ``case``, the oldest first, each with its ``files``; one statement."""
    events = Event.objects.filter(case=case, pk__gt=after).select_related("note_for_staff")
    return list(events.annotate(files=_files()).order_by("id"))


@dataclass(frozen=True)
class Task:
    """What a unit was asked to assist with; ``until`` is when it answered."""

    unit_id: int
    task: str
    result: str
    since: datetime
    due_at: datetime | None
    until: datetime | None


def task_of(row: dict[str, Any]) -> Task:
    """Return a task as the database wrote it into the row of its case."""
    since, due_at, until = (_moment(row[name]) for name in ("since", "due_at", "until"))
    assert since is not None
    return Task(row["unit_id"], row["task"], row["result"], since, due_at, until)


@dataclass(frozen=True)
class Tie:
    """Another case and how this one is tied to it; ``outgoing`` where this one was tied to the other."""

    kind: str
    outgoing: bool
    since: datetime
    reference: str
    title: str
    state: State
    due_at: datetime | None
    warn_at: datetime | None
    closed_at: datetime | None


def tie_of(row: dict[str, Any], pk: int) -> Tie:
    """Return a tie as the database wrote it into the row of the case ``pk``."""
    outgoing = row["case_id"] == pk
    end = "other" if outgoing else "case"
    other = {name: row[f"{end}_{name}"] for name in SHOWN_OF_TIES}
    procedure = next(kind.procedure for kind in kinds() if kind.procedure.code == other["procedure"])
    due_at, warn_at, closed_at = (_moment(other[name]) for name in ("due_at", "warn_at", "closed_at"))
    since = datetime.fromisoformat(row["since"])
    state = procedure.state(other["state"])
    return Tie(row["kind"], outgoing, since, other["reference"], other["title"], state, due_at, warn_at, closed_at)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Dossier:
    """A case as its page shows it; reading its parts costs no further statement."""

    case: Case
    actor: Actor
    events: Sequence[Event]
    clocks: Sequence[Clock]

    @property
    def kind(self) -> Kind:
        """The kind of the case."""
        return kind_of(self.case)

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self.kind.procedure.state(self.case.state)

    @property
    def tasks(self) -> list[Task]:
        """What units that assist were asked for, the oldest first."""
        return [task_of(row) for row in self.case.tasks]  # type: ignore[attr-defined]

    @property
    def ties(self) -> list[Tie]:
        """The cases that this one is tied to, and how, the oldest tie first."""
        return [tie_of(row, self.case.pk) for row in self.case.ties]  # type: ignore[attr-defined]

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
    """Return the case with all that its page shows, or None when ``actor`` may not see it; three statements."""
    case = find(reference, actor, papers=True)
    if case is None:
        return None
    return Dossier(case, actor, history(case), list(Clock.objects.filter(case=case).order_by("id")))


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
