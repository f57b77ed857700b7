"""What may be passed with a referral: a domain offers items of its matters, and nothing else can go.

An item is made here alone, from what the person of the matter may read anyway: their own words, how they are reached,
the parties' names, papers addressed to them, files open to them. Notes of staff, internal files and what only one side
may see have no way to become an item.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from heli.access.actors import Actor
from heli.access.reads import FIRST, log_read
from heli.cases.models import Attachment, Case, Paper
from heli.cases.parties import Named, parties_of
from heli.cases.people_models import Party
from heli.kernel.procedures import Text
from heli.papers.kinds import known
from heli.papers.made import keep_made
from heli.papers.models import StoredFile
from heli.papers.rendering import render
from heli.people.models import Contact

#: As the log of reads has it that data were passed to another body.
PURPOSE: Final = "referral"
CONTACT: Final = ("name", "phone", "email", "address")
#: Most papers and files of one package.
MOST_FILES: Final = 10
TOLD: Final = "told"
REACHED: Final = "contact"
READS: Final[Mapping[str, Text]] = {PURPOSE: gettext_lazy("Passed on with a referral")}


@dataclass(frozen=True)
class Passable:
    """One thing that may be passed. ``key`` names it in forms and on record."""

    key: str
    label: str
    party: Party | None = None
    paper: Paper | None = None
    file: Attachment | None = None

    @property
    def is_file(self) -> bool:
        """Whether it becomes a file of the package."""
        return self.paper is not None or self.file is not None


Offering = Callable[[Case], list[Passable]]
_offered: dict[str, Offering] = {}


def offer_items(codes: Iterable[str], offering: Offering) -> None:
    """Let matters of the procedures ``codes`` pass what ``offering`` returns of them; called once from an AppConfig."""
    _offered.update(dict.fromkeys(codes, offering))


def items_of(case: Case) -> list[Passable]:
    """Return what may be passed of ``case``; nothing where its domain offers nothing."""
    offering = _offered.get(case.procedure)
    return offering(case) if offering else []


def usual_items(case: Case) -> list[Passable]:
    """Return what most domains offer: the person's words and contact, parties, papers and files open to the person."""
    return [*told(case), *reached(case), *parties(case), *papers(case), *files(case)]


def told(case: Case) -> list[Passable]:
    """Return the words by which the person brought the matter."""
    return [Passable(TOLD, _("What the person wrote or said when bringing it"))] if case.text else []


def reached(case: Case) -> list[Passable]:
    """Return how the person is reached."""
    return [Passable(REACHED, _("Name of the person, and how they are reached"))] if case.contact_id else []


def parties(case: Case) -> list[Passable]:
    """Return the people of the matter besides the first, each with how they are reached."""
    return [
        Passable(f"party:{each.pk}", f"{each.get_role_display()} {number}", party=each)
        for number, each in enumerate(parties_of(case), start=1)
    ]


def papers(case: Case) -> list[Passable]:
    """Return the papers that were addressed to the person; papers between units are never passed."""
    rows = Paper.objects.filter(case=case).select_related("paper").order_by("id")
    return [Passable(f"paper:{row.pk}", _title(row), paper=row) for row in rows if _to_person(row)]


def _to_person(paper: Paper) -> bool:
    kind = known(paper.paper.kind)
    return kind is not None and kind.editable and kind.to_person


def _title(paper: Paper) -> str:
    kind = known(paper.paper.kind)
    return f"{kind.title if kind else paper.paper.kind} {paper.paper.number}".strip()


def files(case: Case, *, but: Callable[[Attachment], bool] = lambda row: False) -> list[Passable]:
    """Return the checked files that the person of the matter may open, but for those of which ``but`` holds."""
    rows = Attachment.objects.filter(case=case, file__state=StoredFile.State.CLEAN).select_related("file", "event")
    return [
        Passable(f"file:{row.pk}", row.file.name, file=row)
        for row in rows.order_by("id")
        if _open_to_person(row) and not but(row)
    ]


def _open_to_person(row: Attachment) -> bool:
    """As `cases.file_views` decides for the resident: nothing internal, and evidence only with words for them."""
    told_of = row.purpose != Attachment.Purpose.EVIDENCE or bool(row.event.note)
    return row.purpose != Attachment.Purpose.INTERNAL and not row.event.internal and told_of


@dataclass(frozen=True)
class Package:
    """What goes with one referral, copied: the matter behind it may change or be erased without it."""

    keys: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    words: str = ""
    contact: Contact | None = None
    parties: Sequence[Named] = ()
    files: Sequence[StoredFile] = ()


def packed(case: Case, chosen: Sequence[Passable], *, by: Actor) -> Package:
    """Return copies of ``chosen``, within the transaction of the act; that contacts are passed is on record."""
    keys = {each.key for each in chosen}
    people = [each.party for each in chosen if each.party is not None]
    if people or REACHED in keys:
        sides = [*(FIRST if REACHED in keys else ()), *(each.side for each in people if each.side)]
        log_read(case.reference, by=by, purpose=PURPOSE, sides=sides)
    return Package(
        keys=tuple(each.key for each in chosen),
        labels=tuple(each.label for each in chosen),
        words=case.text if TOLD in keys else "",
        contact=copied(case.contact) if REACHED in keys else None,
        parties=[named_again(each) for each in people],
        files=[_as_file(each, by) for each in chosen if each.is_file],
    )


def copied(contact: Contact | None) -> Contact | None:
    """Return an unsaved copy of ``contact``."""
    if contact is None:
        return None
    return Contact(**{name: getattr(contact, name) for name in CONTACT}, language=contact.language)


def named_again(party: Party) -> Named:
    """Return ``party`` to be named in another matter."""
    contact = copied(Contact.objects.select_related("key").get(pk=party.contact_id))
    assert contact is not None
    return Named(party.role, contact, party.authority)


def file_again(stored: StoredFile, *, by: str) -> StoredFile:
    """Return a new row for the bytes of ``stored``, to be claimed by another case."""
    return StoredFile.objects.create(
        digest=stored.digest,
        name=stored.name,
        content_type=stored.content_type,
        size=stored.size,
        width=stored.width,
        height=stored.height,
        uploaded_by=by,
        uploaded_at=timezone.now(),
        state=stored.state,
    )


def _as_file(item: Passable, by: Actor) -> StoredFile:
    if item.file is not None:
        return file_again(item.file.file, by=by.key)
    assert item.paper is not None
    with override("zh-hans"):
        name = _title(item.paper)
    return stored_pdf(render(item.paper.paper), name, by=by.key)


def stored_pdf(content: bytes, name: str, *, by: str) -> StoredFile:
    """Keep a PDF that Heli itself has made as a file."""
    return keep_made(content, f"{name}.pdf", "application/pdf", by=by)
