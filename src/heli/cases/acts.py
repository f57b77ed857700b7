"""What an act on a case consists of, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from heli.cases.conflicts import Concerned
from heli.cases.models import Case, Event
from heli.kernel.periods import Period
from heli.organizations.models import Category, Unit
from heli.papers.models import StoredFile
from heli.people.models import Contact
from heli.places.models import Area


@dataclass(frozen=True, kw_only=True)
class Act:
    """The particulars of one step.

    ``key`` identifies the submission, so that sending it twice is one event. ``seen`` is the version of the case that
    the actor looked at. ``changes`` are fields of the case that the step sets. ``facts`` are JSON particulars kept in
    the history. ``lengths`` are those of limits, by name, that the procedure leaves open, ``level`` that of others.
    ``begins`` lets limits that start now count from another instant than ``at``; a window named there that runs begins
    anew. ``asked_at`` is when the person asked, where that was before ``at`` (a letter on its way): it is what a window
    is judged by.
    ``papers`` is what the step adds to the papers that it issues: by kind, placeholder and text (or a date); under
    ``addressee`` to whom it is addressed, where that is not the person by the name that they left.
    """

    at: datetime | None = None
    key: UUID | None = None
    seen: int | None = None
    note: str = ""
    internal_note: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[tuple[StoredFile, str]] = ()
    extension: Period | None = None
    level: Period | None = None
    lengths: Mapping[str, Period] = field(default_factory=dict)
    begins: Mapping[str, datetime] = field(default_factory=dict)
    asked_at: datetime | None = None
    papers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a new case is about. ``unit`` is the unit that must answer; ``concerned`` are those whom it concerns.

    ``centre`` is the unit that coordinates it in place of the coordination centres, None where these do.
    ``oversight``: nobody within the administration may coordinate it.
    """

    title: str
    text: str
    category: Category
    unit: Unit
    channel: str
    area: Area | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    contact: Contact | None = None
    concerned: Concerned = field(default_factory=Concerned)
    centre: Unit | None = None
    oversight: bool = False
    public: bool = True
    confidential: bool = False


@dataclass(frozen=True)
class Opened:
    """A new case with the query code, which is shown once and stored only as a hash."""

    case: Case
    event: Event
    code: str
