"""What the API of the advice desk takes and answers; instants carry their time zone, days are the district's."""

from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from heli.api.operations import LARGEST_ID, WITHOUT_NUL

MOST_TRIES: Final = 100
_KEY: Final = "2f1c8a52-6f0e-4f0b-9d3a-5b1f6f2f9a02"


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class PathRow(Schema):
    """One way that a matter can go, with the law it stands on and where it begins."""

    path: str
    label: str
    words: str
    basis: str
    url: str
    phone: str


class TopicRow(Schema):
    """What people ask about, what they can do first, and the ways that lead on."""

    id: int
    code: str
    label: str
    words: str
    paths: list[PathRow]


class WindowRow(Schema):
    """A stretch of a day in which the desk calls back; ``window`` names it when one asks, ``left`` are its places."""

    window: str
    desk: str
    begins: datetime
    ends: datetime
    left: int


class DeskRow(Schema):
    """An advice desk: its number and when it answers."""

    code: str
    label: str
    phone: str
    hours: str


class Windows(Schema):
    """The desks, and the windows that still take somebody, the next first."""

    desks: list[DeskRow]
    windows: list[WindowRow]


class CallbackAsked(Schema):
    """A number to be called and a window. No name is asked for; ``topic`` is the id of a topic, 0 for none."""

    model_config = _example(key=_KEY, phone="0571-5550100", window="12@2026-06-02", topic=3)

    key: UUID
    phone: str = Field(pattern=WITHOUT_NUL, max_length=30)
    window: str = Field(pattern=WITHOUT_NUL, max_length=40)
    topic: int = Field(0, ge=0, le=LARGEST_ID)


class CallbackRow(Schema):
    """A callback without its number: its window, the language to speak, how often it was tried, where it stands."""

    reference: str
    state: str
    state_label: str
    desk: str
    topic: str
    day: date
    begins: str
    ends: str
    language: str
    tries: int
    live: bool


class Look(Schema):
    """Who looked at the number, when, and what for."""

    at: datetime
    who: str
    what: str
    purpose: str


class Mine(CallbackRow):
    """One's own callback, with those who have looked at the number."""

    reads: list[Look]


class CallbackBooked(CallbackRow):
    """A callback with the code that opens it."""

    code: str


class HelplineRow(Schema):
    """A number that is called at once."""

    number: str
    label: str
    hint: str


class HelperRow(Schema):
    """Somebody who counsels."""

    id: int
    label: str
    about: str


class Counselling(Schema):
    """The offer: numbers to call, who may make contact with whoever wishes it, and for how many days a wish stands."""

    helplines: list[HelplineRow]
    helpers: list[HelperRow]
    days: int


class Wished(Schema):
    """That somebody wishes to be contacted. Without ``consent`` nothing is kept; no key is, so none is taken."""

    model_config = _example(helper=1, phone="0571-5550100", way="message", times="晚上", consent=True)

    helper: int = Field(ge=1, le=LARGEST_ID)
    phone: str = Field(pattern=WITHOUT_NUL, max_length=30)
    way: Literal["call", "message"] = "message"
    times: str = Field("", pattern=WITHOUT_NUL, max_length=80)
    consent: bool


class Number(Schema):
    """The number to call."""

    phone: str


class Called(Schema):
    """How often the number had been tried when the caller saw it: the same body again is one call."""

    model_config = _example(tries=0)

    tries: int = Field(ge=0, le=MOST_TRIES)


class Said(Schema):
    """A talk in short: no name, no number, no address. ``callback`` is the number of the callback that was made."""

    model_config = _example(
        key=_KEY, desk=1, came="call", topic=3, asked="工资没发", told="可以申请调解或者仲裁", minutes=6
    )

    key: UUID
    desk: int = Field(ge=1, le=LARGEST_ID)
    came: Literal["call", "visit", ""] = ""
    topic: int = Field(ge=1, le=LARGEST_ID)
    asked: str = Field(pattern=WITHOUT_NUL, max_length=500)
    told: str = Field(pattern=WITHOUT_NUL, max_length=1000)
    minutes: int = Field(5, ge=1, le=240)
    callback: str = Field("", pattern=WITHOUT_NUL, max_length=40)


class TalkRow(Schema):
    """A talk without its words. ``case`` is the matter that it led to, where the caller may see it."""

    reference: str
    desk: str
    came: str
    topic: str
    minutes: int
    at: datetime
    led_to: str
    led_to_label: str
    case: str


class TalkWords(TalkRow):
    """The same with what was asked and told."""

    asked: str
    told: str
    opens: list[str]


class Talks(Schema):
    """One page; ``before`` asks for the next, null at the end."""

    talks: list[TalkRow]
    before: int | None


class Due(Schema):
    """Who is to be called, the earliest first; without numbers."""

    callbacks: list[CallbackRow]


class OpenedFrom(Schema):
    """The matter that a talk led to. ``code`` is told to the person once; empty for whoever repeats the call later."""

    reference: str
    code: str
