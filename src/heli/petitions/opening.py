"""Registering a petition, by whatever way it came; nothing is decided here, and nothing can be refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from heli.access.actors import Actor
from heli.cases.acts import Act, Opened, Opening
from heli.cases.conflicts import Answer, Concerned, NobodyLeftError, answer_for
from heli.cases.engine import open_case
from heli.cases.kinds import Kind, kinds
from heli.cases.models import Attachment, Case, Channel, Link
from heli.cases.parties import Named, add_parties
from heli.cases.serving import give_consent
from heli.organizations.models import Category, Unit
from heli.papers.models import StoredFile
from heli.people.models import Contact
from heli.petitions.arrangements import petition_office
from heli.petitions.claims import ClaimProcedure
from heli.petitions.letters import registration
from heli.petitions.models import Petition
from heli.petitions.procedure import PetitionProcedure
from heli.places.models import Area

#: Who petitions without an account is nobody in particular; the case itself tells them apart.
PETITIONER = Actor(key="resident", name="")
TITLE_LENGTH = 60


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What somebody brings. ``contact`` is unsaved or None; ``procedure`` is the kind that it was brought as.

    ``received_at`` is when it came: for a letter the day of its receipt. ``organ`` is set where it was handed to an
    organ other than the petition office (Regulation, art. 23). ``people`` counts all who bring it together; the
    ``parties`` are those who speak for them, agents, and others besides the first. ``spoken``: taken down from speech
    and read back (art. 19). ``report_by`` is the last day that the body above has set for a report. ``electronic``: in
    what form the person agreed to electronic service (``ElectronicConsent.How``), empty where they did not. ``follows``
    is an earlier petition whose facts this one adds to.
    """

    text: str
    request: str
    category: Category
    procedure: type[PetitionProcedure] = ClaimProcedure
    title: str = ""
    channel: str = Channel.WEB
    received_at: datetime | None = None
    organ: Unit | None = None
    area: Area | None = None
    address: str = ""
    contact: Contact | None = None
    parties: Sequence[Named] = ()
    people: int = 1
    spoken: bool = False
    interpreter: str = ""
    from_above: str = ""
    their_number: str = ""
    report_by: date | None = None
    electronic: str = ""
    concerned: Concerned = field(default_factory=Concerned)
    about_names: Sequence[str] = ()
    files: Sequence[StoredFile] = ()
    follows: Case | None = None
    many: bool = False


def file(what: Filing, *, by: Actor, key: UUID, at: datetime | None = None) -> Opened:
    """Register a petition (Regulation, arts. 22, 23); the same ``key`` again returns the same case and code."""
    now = at or timezone.now()
    received = what.received_at or now
    procedure = what.procedure
    step, limit = (procedure.receive, procedure.telling) if what.organ else (procedure.register, procedure.forwarding)
    named = {"about_names": list(what.about_names), "many": what.many, "follows": _reference(what.follows)}
    act = Act(
        at=now,
        begins={limit.name: received} if received != now else {},
        facts={name: value for name, value in named.items() if value},
        files=[(each, Attachment.Purpose.REPORT) for each in what.files],
        papers={"petition_registration": _registration(what, received)},
    )
    return open_case(
        kind_for(procedure),
        step,
        _opening_of(what),
        by=by,
        key=key,
        act=act,
        beside=lambda case: _beside(case, what, received, now, by),
    )


def _registration(what: Filing, received: datetime) -> dict[str, object]:
    return registration(
        request=what.request,
        facts=what.text,
        channel=what.channel,
        people=what.people,
        received=received,
        spoken=what.spoken,
    )


def answer_to(what: Filing) -> Answer:
    """Return who answers for ``what``: the petition office or the organ, else whom it does not concern.

    Where nobody in the district may, it is registered all the same (art. 22) and stays with the office, hidden from it:
    auditors see it and are reminded until somebody may take it; the person is told where else to turn.
    """
    office = petition_office()
    place = what.area.path if what.area else ""
    try:
        return answer_for(what.organ or office, place, what.concerned, centre=office)
    except NobodyLeftError:
        return Answer(what.organ or office, oversight=False, centre=office)


def _reference(case: Case | None) -> str:
    return case.reference if case else ""


def _opening_of(what: Filing) -> Opening:
    answer = answer_to(what)
    return Opening(
        title=what.title or title_of(what.request or what.text),
        text=what.text,
        category=what.category,
        unit=answer.unit,
        channel=what.channel,
        area=what.area,
        address=what.address,
        contact=what.contact,
        concerned=what.concerned,
        centre=answer.centre,
        oversight=answer.oversight,
        public=False,
        confidential=True,
    )


def _beside(case: Case, what: Filing, received: datetime, now: datetime, by: Actor) -> None:
    Petition.objects.create(
        case=case,
        received_at=received,
        request=what.request,
        people=what.people,
        spoken=what.spoken,
        read_back_at=now if what.spoken else None,
        interpreter=what.interpreter,
        from_above=what.from_above,
        their_number=what.their_number,
        report_by=what.report_by,
    )
    add_parties(case, what.parties)
    if what.electronic:
        give_consent(case, how=what.electronic, by=by, at=now)
    if what.follows:
        Link.objects.create(case=case, other=what.follows, kind=Link.Kind.RELATED, since=now)


def kind_for(procedure: type[PetitionProcedure]) -> Kind:
    """Return the registered kind whose procedure this is."""
    return next(each for each in kinds() if each.procedure is procedure)


def title_of(text: str) -> str:
    """Return the first sentence or line of ``text``, cut to a title."""
    line = (text.strip().splitlines() or [""])[0]
    for mark in "。！？!?":
        line = line.split(mark)[0]
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
