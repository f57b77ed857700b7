"""Opening a service request, by a resident, the hotline or a grid worker."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from heli.access.actors import Actor
from heli.cases.acts import Act, Opened, Opening
from heli.cases.engine import open_case
from heli.cases.kinds import kinds
from heli.cases.models import Attachment, Channel
from heli.organizations.models import Category, Unit
from heli.organizations.responsibility import Owner, owner_of, registry
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
    """What somebody reports. ``contact`` is unsaved or None; coordinates are WGS-84 degrees."""

    text: str
    category: Category
    channel: str = Channel.WEB
    title: str = ""
    area: Area | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    contact: Contact | None = None
    about: Unit | None = None
    confidential: bool = False
    publish_text: bool = False
    photos: Sequence[StoredFile] = ()


def owner_for(report: Report) -> Owner:
    """Return the unit that answers for ``report`` and why; a complaint about a unit goes to the one above it."""
    owner = owner_of(report.category, report.area.path if report.area else "")
    if report.about and owner.unit.path.startswith(report.about.path):
        known = registry()
        return replace(owner, unit=known.units[report.about.parent_id or known.district_centre_id])
    return owner


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
    confidential = what.confidential or what.category.confidential or what.about is not None
    return Opening(
        title=what.title or title_of(what.text),
        text=what.text,
        category=what.category,
        unit=owner_for(what).unit,
        channel=what.channel,
        area=what.area,
        address=what.address,
        latitude=what.latitude,
        longitude=what.longitude,
        contact=what.contact,
        about=what.about,
        confidential=confidential,
    )


def _act(what: Report, at: datetime | None) -> Act:
    return Act(at=at, files=[(photo, Attachment.Purpose.REPORT) for photo in what.photos])


def title_of(text: str) -> str:
    """Return the first sentence or line of ``text``, cut to a title."""
    line = text.strip().splitlines()[0]
    for mark in "。！？!?":
        line = line.split(mark)[0]
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
