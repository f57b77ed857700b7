"""A case of the demo district that is told act by act: its time goes on, and reminders go out on the way."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import F

from heli.access.actors import Actor
from heli.cases import ladder
from heli.cases.acts import Act
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock, Event
from heli.demo.cast import Cast
from heli.demo.ledger import NotYetError, RefusedError
from heli.demo.pictures import Album
from heli.demo.planning import GUESTS, SURNAMES
from heli.demo.rhythm import Rhythm
from heli.demo.streets import Streets
from heli.demo.then import as_of
from heli.notices.models import Channel, Delivery, Notice
from heli.organizations.models import Category, Unit
from heli.papers.models import StoredFile
from heli.people.models import Contact, Language

UNREAD: Final = timedelta(hours=30)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What all cases of a kind share that are told act by act; units and topics by their codes."""

    rhythm: Rhythm
    cast: Cast
    album: Album
    streets: Streets
    units: dict[str, Unit]
    categories: dict[str, Category]


@dataclass(frozen=True)
class Move:
    """One move of a course: after ``days``, and ``hours`` of an office, this is done with ``argument``."""

    name: str
    argument: str
    days: float
    hours: float


def moves_of(text: str, dice: random.Random) -> list[Move]:
    """Read "name=argument:days name:days"; the hours are drawn."""
    found = []
    for each in text.split():
        what, _colon, days = each.partition(":")
        name, _equals, argument = what.partition("=")
        found.append(Move(name, argument, float(days), dice.uniform(0.2, 5)))
    return found


def beginning(rhythm: Rhythm, rest: float, moves: Iterable[Move]) -> datetime:
    """Return when a course begins so that all its moves lie behind and about ``rest`` days are left until now,
    weekends and holidays included."""
    told, spare = list(moves), timedelta(days=rest)
    begin = rhythm.now - spare - timedelta(days=sum(each.days for each in told))
    while True:
        at = begin
        for each in told:
            at = rhythm.office(at + timedelta(days=each.days), each.hours)
        if at <= rhythm.now - spare / 2:
            return begin
        begin -= timedelta(days=1)


class Running:
    """A case whose time goes on with its acts; ``t`` is the moment that it has reached."""

    case: Case
    #: What refusals and pictures are called by.
    name: str
    topic: str

    def __init__(self, world: Told, at: datetime, dice: random.Random) -> None:
        self.world, self.t, self.dice = world, at, dice
        self.done = at
        self.key: UUID = uuid4()

    def worker(self) -> Actor:
        """Who does what is to be done in the unit that has the case."""
        raise NotImplementedError

    @property
    def unit_id(self) -> int:
        """The unit that has the case."""
        assert self.case.unit_id is not None
        return self.case.unit_id

    def person(self, language: str = Language.CHINESE) -> Contact:
        """Somebody who does not exist, with a number that does not either; unsaved, without an address to write to."""
        english = language == Language.ENGLISH
        name = self.dice.choice(GUESTS) if english else self.dice.choice(SURNAMES) + self.dice.choice(("先生", "女士"))
        return Contact(name=name, phone=f"000{self.dice.randrange(10**8):08}", language=language)

    def do(self, step: str, by: Actor, **facts: Any) -> Event:
        """Take a step at the time reached; what is due before it happens before. RefusedError where it is refused."""
        self.pass_time(self.t)
        action = kind_of(self.case).actions[step]
        self.key = uuid4()
        with as_of(self.t):
            outcome = action(self.case, by=by, act=Act(key=self.key), **facts)
        if not isinstance(outcome, Event):
            raise RefusedError(f"{self.name} {step}: {outcome}")
        self.done = self.t
        return outcome

    def pass_time(self, until: datetime) -> None:
        """Let the reminders go out that are due by ``until``."""
        running = Clock.objects.filter(case=self.case, stopped_at__isnull=True, paused_at__isnull=True)
        while due := running.filter(next_rung_at__lte=until).order_by("next_rung_at").first():
            assert due.next_rung_at is not None
            # Talks that go on after a break may be due for a reminder at once.
            at = max(self.world.rhythm.open(due.next_rung_at), self.done)
            if at > until:
                return
            with as_of(at):
                if not ladder.climb(at):
                    raise RefusedError(f"{self.name}: no reminder at {at}")
        self.case.refresh_from_db()

    def later(self, days: float = 0, hours: float = 0.0) -> None:
        """Let days pass, and office hours after them. NotYetError where that lies ahead of now."""
        self.t = self.world.rhythm.office(self.t + timedelta(days=days), hours)
        if self.t > self.world.rhythm.now:
            raise NotYetError

    def paper(self) -> StoredFile:
        """A picture of a slip or receipt, stored and free to be attached."""
        stored = self.world.album.take(self.topic, done=True, by=self.worker().key, at=self.t)
        stored.claimed = False
        stored.save(force_insert=True)
        return stored


def settle_notices(world: Told, references: list[str]) -> None:
    """Count letters about these cases as sent, and what lay long enough in the inbox as read."""
    notices = Notice.objects.filter(reference__in=references)
    notices.filter(channel=Channel.EMAIL).update(state=Delivery.SENT, tries=1, sent_at=F("created_at"))
    read = list(notices.filter(channel=Channel.INBOX, created_at__lt=world.rhythm.now - UNREAD))
    for notice in read:
        notice.read_at, notice.read_by = notice.created_at + timedelta(hours=3), world.cast.reader(notice)
    Notice.objects.bulk_update(read, ["read_at", "read_by"])
