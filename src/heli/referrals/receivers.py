"""Domains that take matters referred to their units: accepting opens one, and its end is offered as the result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from heli.access.actors import Actor
from heli.cases.acts import Opened
from heli.cases.conflicts import Concerned
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.cases.parties import Named
from heli.kernel.decisions import Denied
from heli.kernel.procedures import Text
from heli.organizations.models import Category, Unit
from heli.papers.models import StoredFile
from heli.people.models import Contact
from heli.places.models import Area
from heli.referrals.models import Outcome, PartnerKind


@dataclass(frozen=True, kw_only=True)
class Handover:
    """All that the new matter is opened with: the person tells nothing twice.

    ``referral`` is the case of the referral, ``question`` what is asked, ``text`` the summary and, where it was passed,
    what the person told. ``contact``, ``parties`` and ``files`` are unsaved or unclaimed copies.
    """

    referral: Case
    question: str
    text: str
    category: Category
    unit: Unit
    channel: str
    received_at: datetime
    area: Area | None = None
    address: str = ""
    contact: Contact | None = None
    parties: Sequence[Named] = ()
    files: Sequence[StoredFile] = ()
    concerned: Concerned = field(default_factory=Concerned)


@dataclass(frozen=True)
class Ending:
    """What the end of the new matter says as the result of the referral; a person checks it before it is returned."""

    outcome: str
    text: str


def _by_state(case: Case) -> Ending:
    state = kind_of(case).procedure.state(case.state)
    return Ending(Outcome.NOT_SETTLED if state.adverse else Outcome.SETTLED, str(state.label))


@dataclass(frozen=True)
class Receiver:
    """How a domain takes what is referred to its units, by the kind of the body that they are.

    ``family`` is the family of the kinds of matters that it opens. ``open`` opens one on behalf of whoever accepts,
    under a key that is the same for the same referral; ``ended`` says what its end returns.
    """

    kind: PartnerKind
    family: str
    label: Text
    open: Callable[[Handover, Actor, UUID], Opened | Denied]
    ended: Callable[[Case], Ending] = _by_state


_receivers: dict[str, Receiver] = {}


def register_receiver(receiver: Receiver) -> None:
    """Let units that are partners of the receiver's kind open matters of its domain; called once from an AppConfig."""
    _receivers[receiver.kind] = receiver


def receiver_for(kind: str) -> Receiver | None:
    """Return the domain that takes what is referred to bodies of ``kind``; None: the referral itself is worked on."""
    return _receivers.get(kind)


def family_of(case: Case) -> str:
    """Return the code of the family to which the kind of ``case`` belongs."""
    return kind_of(case).belongs_to.code
