"""How a dispute comes in: a party applies, or the committee offers to mediate (People's Mediation Law, art. 17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from heli.access.actors import Actor
from heli.cases.acts import Act, Opened, Opening
from heli.cases.conflicts import Concerned
from heli.cases.engine import open_case
from heli.cases.kinds import kind_called
from heli.cases.models import Attachment, Case, Channel
from heli.cases.parties import Named, add_parties
from heli.mediation.arrangements import arrangements, mediation_centre
from heli.mediation.committees import committee_for
from heli.mediation.models import Answer, Committee, Dispute, How, Level
from heli.mediation.procedure import MediationProcedure
from heli.organizations.models import Category
from heli.papers.models import StoredFile
from heli.people.models import Contact
from heli.places.models import Area

#: Who applies without an account is nobody in particular; the case itself tells them apart.
PARTY = Actor(key="resident", name="")


@dataclass(frozen=True, kw_only=True)
class Application:
    """What a party brings. ``text`` and ``request`` are read by every side. ``contact`` is unsaved or None.

    ``parties`` are the other side and whoever else takes part. ``offered``: the committee offers, nobody has applied.
    ``how`` is the form in which the first party said that it agrees; empty where it has not. ``committee`` is chosen
    by whoever opens it, else found by topic and place.
    """

    title: str
    text: str
    request: str
    category: Category
    parties: Sequence[Named]
    answers: Mapping[str, str] = field(default_factory=dict)
    channel: str = Channel.WEB
    area: Area | None = None
    address: str = ""
    contact: Contact | None = None
    offered: bool = False
    how: str = How.WITH_THE_CASE
    open_doors: bool = False
    remote: bool = False
    support: str = ""
    committee: Committee | None = None
    concerned: Concerned = field(default_factory=Concerned)
    files: Sequence[StoredFile] = ()
    many: bool = False


def bring(what: Application, *, by: Actor, key: UUID, at: datetime | None = None) -> Opened:
    """Open a dispute; the same ``key`` again returns the same case and code."""
    now = at or timezone.now()
    kind = kind_called(MediationProcedure.code)
    assert kind is not None
    committee = what.committee or committee_for(what.area, what.category, without=what.concerned.units)
    act = Act(
        at=now,
        lengths=arrangements().lengths,
        facts={"many": True} if what.many else {},
        files=[(each, Attachment.Purpose.REPORT) for each in what.files],
        papers={"mediation_registration": {"request": what.request, "facts": what.text}},
    )
    step = MediationProcedure.offer if what.offered else MediationProcedure.apply
    return open_case(
        kind,
        step,
        _opening_of(what, committee),
        by=by,
        key=key,
        act=act,
        beside=lambda case: _beside(case, what, committee, now),
    )


def _opening_of(what: Application, committee: Committee) -> Opening:
    return Opening(
        title=what.title,
        text=what.text,
        category=what.category,
        unit=committee.unit,
        channel=what.channel,
        area=what.area,
        address=what.address,
        contact=what.contact,
        concerned=what.concerned,
        centre=mediation_centre(),
        public=False,
        confidential=True,
    )


def _beside(case: Case, what: Application, committee: Committee, now: datetime) -> None:
    Dispute.objects.create(
        case=case,
        request=what.request,
        answers=dict(what.answers),
        support=what.support,
        remote=what.remote,
        offered=what.offered,
        open_doors=what.open_doors,
        level=Level(committee.level),
        accepted_at=now if what.offered else None,
    )
    add_parties(case, what.parties)
    if what.how:
        Answer.objects.create(case=case, agrees=True, how=what.how, at=now)
