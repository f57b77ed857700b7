"""Opening an application to a fund, by the person or by an officer for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation

from heli.access.actors import Actor
from heli.cases.acts import Act, Opened, Opening
from heli.cases.engine import open_case
from heli.cases.kinds import kind_called
from heli.cases.linking import relate
from heli.cases.models import Attachment, Case, Channel
from heli.funds.models import Fund, FundApplication, Need
from heli.funds.procedure import FundApplicationProcedure as P
from heli.papers.models import StoredFile
from heli.people.models import Contact

#: Who applies without an account is nobody in particular; the case itself tells them apart.
APPLICANT = Actor(key="resident", name="")


@dataclass(frozen=True, kw_only=True)
class Application:
    """What somebody applies for. ``fen`` is the amount, ``matter`` the case that it belongs to.

    ``by_officer``: an officer writes for the person, who has agreed (``consent``).
    """

    fund: Fund
    need: str
    fen: int
    text: str
    contact: Contact | None
    address: str = ""
    channel: str = Channel.WEB
    matter: Case | None = None
    by_officer: bool = False
    consent: bool = False
    files: Sequence[StoredFile] = ()


def apply(what: Application, *, by: Actor, key: UUID, at: datetime | None = None) -> Opened:
    """Open an application (standard of the funds, 1.1); the same ``key`` again returns the same case and code.

    The unit that keeps the fund handles and coordinates it: nobody else sees who is in need. ValueError for an officer
    without the person's consent.
    """
    if what.by_officer and not what.consent:
        raise ValueError("an officer applies for a person only with their consent")
    kind = kind_called(P.code)
    assert kind is not None
    act = Act(at=at, facts={"asked": what.fen}, files=[(file, Attachment.Purpose.REPORT) for file in what.files])
    return open_case(kind, P.apply, _opening(what), by=by, key=key, act=act, beside=lambda case: _beside(case, what))


def _opening(what: Application) -> Opening:
    unit = what.fund.unit
    return Opening(
        title=_title(what),
        text=what.text,
        category=what.fund.topic,
        unit=unit,
        centre=unit,
        channel=what.channel,
        address=what.address,
        contact=what.contact,
        public=False,
        confidential=True,
    )


def _title(what: Application) -> str:
    """Return fund and need: a title stands in lists, and nobody's hardship belongs there."""
    with translation.override("zh-hans"):
        return f"{what.fund.name} · {Need(what.need).label}"


def _beside(case: Case, what: Application) -> None:
    FundApplication.objects.create(
        case=case,
        fund=what.fund,
        need=what.need,
        asked=what.fen,
        by_officer=what.by_officer,
        consent=what.consent,
    )
    if what.matter is not None:
        relate(case, what.matter, at=case.opened_at)
