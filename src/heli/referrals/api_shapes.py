"""What the API for outside bodies takes and answers; instants carry their time zone, days are the district's."""

from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

#: As forms take them (`cases.step_forms.readable`): no control characters, nothing that a decoder could not read.
TEXT: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufffd]*$"
#: The same with something in it besides blanks.
WORDS: Final = TEXT.replace("*$", r"*[^\s\x00-\x1f\x7f-\x9f\u202d\u202e\ufffd]") + TEXT[1:]
#: Text on one line.
LINE: Final = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ufffd]*$"
LONGEST: Final = 4000
LARGEST_VERSION: Final = 2**31 - 1
_KEY: Final = "2f1c8a52-6f0e-4f0b-9d3a-5b1f6f2f9a01"


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class Reached(Schema):
    """Somebody, and how they are reached."""

    name: str = Field("", max_length=60, pattern=LINE)
    phone: str = Field("", max_length=30, pattern=r"^[0-9+() -]*$")


class ConsentGiven(Schema):
    """Who agreed, in what form and when; or the law that sends it of itself (``by_law`` with ``ground``)."""

    how: Literal["in_writing", "on_record", "online", "by_law"]
    by: str = Field("", max_length=200, pattern=LINE)
    on: date | None = None
    ground: str = Field("", max_length=200, pattern=LINE)


class Sent(Schema):
    """A referral to a unit of Heli. ``to`` is what it is for, ``topic`` the code of a topic."""

    model_config = _example(
        key=_KEY,
        to="mediation",
        topic="contracts",
        question="请就双方的合同纠纷组织调解。",
        their_number="（2026）诉前调字第12号",
        way="appointed",
        person={"name": "王某", "phone": "0571-5550100"},
        other_sides=[{"name": "某公司", "phone": "0571-5550101"}],
        consent={"how": "in_writing", "by": "双方当事人", "on": "2026-06-01"},
    )

    key: UUID
    to: Literal["mediation", "petitions", "requests"]
    topic: str = Field(max_length=40, pattern=LINE)
    question: str = Field(min_length=1, max_length=LONGEST, pattern=WORDS)
    text: str = Field("", max_length=LONGEST, pattern=TEXT)
    their_number: str = Field("", max_length=60, pattern=LINE)
    way: Literal["plain", "appointed", "entrusted", "summary"] = "plain"
    person: Reached | None = None
    other_sides: list[Reached] = Field(default_factory=list, max_length=8)
    consent: ConsentGiven


class Standing(Schema):
    """How a referral stands. ``direction``: "in" what the body sent, "out" what was sent to it.

    ``version`` counts what happened to it. ``letters`` are those that the unit has issued to the body.
    """

    model_config = _example(
        reference="7K3M-Q9TX-C",
        version=2,
        direction="in",
        their_number="（2026）诉前调字第12号",
        state="appointed",
        label="调解中（法院委派）",
        offered_at="2026-06-01T09:00:00+08:00",
        due_at="2026-07-02T00:00:00+08:00",
        question="请就双方的合同纠纷组织调解。",
        reason="",
        outcome="",
        result="",
        returned_at=None,
        letters=["receipt"],
    )

    reference: str
    version: int
    direction: str
    their_number: str
    state: str
    label: str
    offered_at: datetime
    due_at: datetime | None
    question: str
    reason: str
    outcome: str
    result: str
    returned_at: datetime | None
    letters: list[Literal["receipt", "refusal", "result"]]


class Page(Schema):
    """One page; ``before`` asks for the next, null at the end."""

    referrals: list[Standing]
    before: int | None


class Moved(Schema):
    """``key`` makes a repetition harmless; ``version`` refuses with 409 where somebody moved the referral since."""

    key: UUID
    version: int | None = Field(None, ge=0, le=LARGEST_VERSION)


class Accepted(Moved):
    """When the papers were signed for; today where it is not said."""

    model_config = _example(key=_KEY, version=1, received_on="2026-06-02")

    received_on: date | None = None


class Reasoned(Moved):
    """Why."""

    model_config = _example(key=_KEY, version=1, reason="不属于本单位管辖。")

    reason: str = Field(min_length=1, max_length=LONGEST, pattern=WORDS)


class Returned(Moved):
    """The outcome and the result in words."""

    model_config = _example(key=_KEY, version=2, outcome="settled", result="双方达成调解协议。")

    outcome: Literal["settled", "partly", "not_settled", "elsewhere"]
    result: str = Field(min_length=1, max_length=LONGEST, pattern=WORDS)


class Written(Moved):
    """A few words to the other side."""

    model_config = _example(key=_KEY, text="请补充送达回证。")

    text: str = Field(min_length=1, max_length=LONGEST, pattern=WORDS)
