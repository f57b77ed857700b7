"""Opening a service request, by a resident, the hotline or a grid worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from heli.access.actors import Actor
from heli.cases.acts import Act, Opened, Opening
from heli.cases.conflicts import Answer, Concerned, answer_for
from heli.cases.engine import open_case
from heli.cases.kinds import kinds
from heli.cases.models import Attachment, Channel
from heli.cases.naming import concerned_of
from heli.organizations.models import Category, Unit
from heli.organizations.responsibility import owner_of, registry
from heli.papers.models import StoredFile
from heli.people.models import Contact
from heli.places.models import Area
from heli.service_requests.models import ServiceRequest
from heli.service_requests.procedure import ServiceRequestProcedure

TITLE_LENGTH = 60
#: Who reports without an account is nobody in particular; the case itself tells them apart.
REPORTER = Actor(key="resident", name="")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody reports. ``contact`` is unsaved or None; coordinates are WGS-84 degrees.

    A complaint names units (``about``), officers (``about_people``: accounts, ``about_names``: names that no account
    bears) and the reference of a case whose handling it ``contests``. ``many``: it came with very many others from
    one address, so a person looks at it before it is sent on.
    """

    text: str
    category: Category
    channel: str = Channel.WEB
    title: str = ""
    area: Area | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    contact: Contact | None = None
    about: Sequence[Unit] = ()
    about_people: Sequence[int] = ()
    about_names: Sequence[str] = ()
    contests: str = ""
    confidential: bool = False
    publish_text: bool = False
    photos: Sequence[StoredFile] = ()
    many: bool = False

    @property
    def is_complaint(self) -> bool:
        """Whether it is about a unit, an officer, or how a case was handled."""
        return bool(self.about or self.about_people or self.about_names or self.contests)

    @cached_property
    def concerned(self) -> Concerned:
        """Those who must know nothing of it."""
        return concerned_of(self.about, self.about_people, self.contests)


def answer_to(report: Report) -> Answer:
    """Return the unit that answers for ``report``; a complaint goes to the one above those it is about.

    What contests a number goes to the unit above the usual one whether or not there is such a case: otherwise the
    receipt would tell strangers that there is, and which unit worked on it. NobodyLeftError when nobody may.
    """
    place = report.area.path if report.area else ""
    owner = owner_of(report.category, place).unit
    return answer_for(_above(owner) if report.contests else owner, place, report.concerned)


def _above(unit: Unit) -> Unit:
    """Return the unit above that is in service, else the district's centre."""
    known = registry()
    above = known.units.get(unit.parent_id or 0)
    while above is not None and not above.active:
        above = known.units.get(above.parent_id or 0)
    return above or known.units.get(known.district_centre_id, unit)


def report(what: Report, *, by: Actor, key: UUID, at: datetime | None = None) -> Opened:
    """Open a service request (service standard, 1.1); the same ``key`` again returns the same case and code."""
    kind = next(each for each in kinds() if each.procedure is ServiceRequestProcedure)
    return open_case(
        kind,
        ServiceRequestProcedure.report,
        opening_of(what),
        by=by,
        key=key,
        act=_act(what, at),
        beside=lambda case: ServiceRequest.objects.create(case=case, publish_text=what.publish_text),
    )


def opening_of(what: Report) -> Opening:
    """Return the case that ``what`` opens, with the unit that must answer."""
    confidential = what.confidential or what.category.confidential or what.is_complaint
    answer = answer_to(what)
    return Opening(
        title=what.title or title_of(what.text),
        text=what.text,
        category=what.category,
        unit=answer.unit,
        channel=what.channel,
        area=what.area,
        address=what.address,
        latitude=what.latitude,
        longitude=what.longitude,
        contact=what.contact,
        concerned=what.concerned,
        oversight=answer.oversight,
        confidential=confidential,
    )


def _act(what: Report, at: datetime | None) -> Act:
    named = {"about_names": list(what.about_names), "contests": what.contests, "many": what.many}
    facts = {name: value for name, value in named.items() if value}
    return Act(at=at, facts=facts, files=[(photo, Attachment.Purpose.REPORT) for photo in what.photos])


def title_of(text: str) -> str:
    """Return the first sentence or line of ``text``, cut to a title."""
    line = text.strip().splitlines()[0]
    for mark in "。！？!?":
        line = line.split(mark)[0]
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
