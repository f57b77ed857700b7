"""What the API of the reception centre takes and answers; instants carry their time zone."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from heli.api.operations import LARGEST_ID, WITHOUT_NUL


class ServiceRow(Schema):
    """A service of a centre; one visit takes ``minutes``."""

    id: int
    letter: str
    label: str
    about: str
    minutes: int


class Fact(Schema):
    """Hours of a weekday, or the reason of a closure."""

    label: str
    value: str


class Place(Schema):
    """A centre: where it is, when it is open, what it offers, and how long a time is kept."""

    code: str
    label: str
    address: str
    phone: str
    languages: list[str]
    accessible: bool
    hours: list[Fact]
    closures: list[Fact]
    services: list[ServiceRow]


class Times(Schema):
    """Beginnings that are free, in order; each is offered once, however many windows would do."""

    minutes: int
    times: list[datetime]


class DayRow(Schema):
    """A day of a kind: a leader receives ("at_centre") or goes to residents ("visit"), a court sits, somebody advises.

    After a day that was held ``report`` tells of it, and the numbers count who booked, came, and what came of it.
    """

    id: int
    kind: str
    kind_label: str
    who: str
    about: str
    where: str
    day: date
    begins: str
    ends: str
    cancelled: bool
    why_cancelled: str
    held: bool
    report: str
    numbers: dict[str, int]


class Days(Schema):
    """Days to come, the next first, and days that were held, the last first."""

    coming: list[DayRow]
    held: list[DayRow]


class DayTimes(DayRow):
    """The same with the beginnings that are free; ``free`` counts the times, or the seats of an open court."""

    minutes: int
    free: int
    times: list[datetime]


class VisitAsked(Schema):
    """A time of a service or of a published day, who comes, and why.

    ``key`` is drawn by the client: the same key again answers the appointment that it made.
    """

    key: UUID
    service: int = Field(0, ge=0, le=LARGEST_ID)
    day: int = Field(0, ge=0, le=LARGEST_ID)
    begins: datetime
    accessible: bool = False
    interpreter: str = Field("", pattern=WITHOUT_NUL, max_length=10)
    name: str = Field("", pattern=WITHOUT_NUL)
    phone: str = Field("", pattern=WITHOUT_NUL)
    email: str = Field("", pattern=WITHOUT_NUL)
    wish: str = Field("", pattern=WITHOUT_NUL)


class Beginning(Schema):
    """The time to move to."""

    begins: datetime


class Visit(Schema):
    """An appointment as its visitor sees it. ``changeable``: it can still be moved and cancelled."""

    reference: str
    state: str
    state_label: str
    centre: str
    address: str
    window: str
    service: str
    who: str
    begins: datetime
    ends: datetime
    accessible: bool
    interpreter: str
    changeable: bool


class VisitBooked(Visit):
    """The same with the code, and the link that opens it; given to whoever has booked it."""

    code: str
    link: str


class Needed(Schema):
    """What a visitor needs of a window; ``day`` narrows the times to one day."""

    day: date | None = None
    accessible: bool = False
    interpreter: str = Field("", pattern=WITHOUT_NUL, max_length=10)
