"""What the API takes and tells of the rooms of a dispute.

Every field of a body may be left out for the schema: what is missing is said by the form, and only to whom the room is
open.
"""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from heli.api.operations import LARGEST_ID, WITHOUT_NUL


class RoomRow(Schema):
    """A room that the caller may enter; ``name`` stands in its address, ``closed`` says why nothing can be added."""

    name: str
    label: str
    private: bool
    closed: str


class SideRow(Schema):
    """A side of the dispute; ``key`` is what answers name it by."""

    key: int
    label: str
    you: bool


class Rooms(Schema):
    """The rooms and the sides."""

    rooms: list[RoomRow]
    sides: list[SideRow]


class FileRow(Schema):
    """The file of a piece of evidence; ``ready`` once it was examined, not before can it be fetched."""

    name: str
    content_type: str
    size: int
    url: str
    ready: bool


class ItemRow(Schema):
    """What was put into a room. ``amount`` is in yuan ("1200.50"); ``valid_until`` the last day of an offer.

    ``who`` is never a name. ``standing``: open, accepted, declined or expired, of an offer; ``waits_for`` are the keys
    of the sides that can still say yes or no here; ``counters`` the offer that this one answers.
    """

    id: int
    kind: Literal["words", "exhibit", "offer"]
    who: str
    yours: bool
    at: datetime
    text: str
    amount: str | None
    valid_until: date | None
    counters: int | None
    shown_at: datetime | None
    standing: str | None
    waits_for: list[int]
    can_show: bool
    file: FileRow | None


class Items(Schema):
    """One page of a room, the newest first; ``before`` asks for the next, null at the end."""

    room: str
    items: list[ItemRow]
    before: int | None


class WrittenInRoom(Schema):
    """A message; the same ``key`` again is the same message."""

    key: UUID | None = None
    text: str = Field("", pattern=WITHOUT_NUL)


class Offered(WrittenInRoom):
    """An offer, or with ``counters`` a counter-offer; ``amount`` in yuan."""

    amount: str = Field("", max_length=20, pattern=WITHOUT_NUL)
    valid_until: date | None = None
    counters: int | None = Field(None, ge=1, le=LARGEST_ID)


class Answered(Schema):
    """Yes or no to an offer; a mediator writes down which ``side`` said it."""

    agrees: bool | None = None
    side: int | None = Field(None, ge=0, le=LARGEST_ID)


class NewcomerRow(Schema):
    """A present mediator who was named after the side's private talks began; ``allowed``: these are open to them."""

    id: int
    name: str
    since: datetime
    allowed: bool


class Allowed(Schema):
    """Whether the earlier private talks are open to the mediator."""

    allowed: bool | None = None


class Nothing(Schema):
    """An empty body."""


def filled(body: Schema) -> dict[str, Any]:
    """Return what was given, as the fields of a form take it."""
    return {name: value for name, value in body.dict().items() if value not in (None, "")}
