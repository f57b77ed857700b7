"""What every life of a case in the demo district has: a plan, a clock that goes on, dice, and a desk to act at."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from heli.access.actors import Actor, resident
from heli.cases.acts import Act
from heli.cases.conflicts import concerned_by
from heli.cases.kinds import Kind
from heli.cases.models import Attachment, Channel
from heli.demo import samples
from heli.demo.acts import Desk
from heli.demo.cast import Cast
from heli.demo.ledger import Life, NotYetError
from heli.demo.pictures import Album
from heli.demo.rhythm import Rhythm
from heli.demo.streets import Spot
from heli.kernel.periods import Unit as PeriodUnit
from heli.organizations.models import Category, Unit
from heli.organizations.responsibility import registry
from heli.papers.models import StoredFile
from heli.people.models import Contact
from heli.service_requests.models import ServiceRequest
from heli.service_requests.opening import Report, opening_of

RESIDENT: Final = Actor(key="resident", name="")
MOMENT: Final = timedelta(minutes=3)
NOTICES_KEPT: Final = timedelta(days=30)


@dataclass(frozen=True)
class World:
    """What all lives share.

    ``numbers`` are primary keys of cases; ``refusals`` what the engine would not let go on: there should be none.
    """

    kind: Kind
    rhythm: Rhythm
    cast: Cast
    album: Album
    units: dict[str, Unit]
    categories: dict[str, Category]
    numbers: Iterator[int]
    refusals: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What is reported, where, when and how. ``force`` names turns that are taken for certain; the life ends early
    in the state ``stop_in``; ``into`` is the earlier case of the same matter, with which it is merged."""

    story: samples.Document
    spot: Spot
    at: datetime
    channel: str
    contact: Contact | None = None
    force: frozenset[str] = field(default_factory=frozenset)
    stop_in: str = ""
    into: Life | None = None


class Story:
    """One life, told step by step; ``t`` is the time that the story has reached."""

    def __init__(self, world: World, plan: Plan, dice: random.Random) -> None:
        self.world, self.plan, self.dice = world, plan, dice
        self.cast, self.rhythm = world.cast, world.rhythm
        self.talk, self.work = samples.stories()["talk"], samples.stories()["work"][plan.story["category"]]
        self.t = plan.at
        self.life = self._report()
        self.desk = Desk(self.life, world.rhythm)
        self.owner = registry().units[self.life.case.unit_id or 0]

    def _report(self) -> Life:
        plan, story = self.plan, self.plan.story
        category = self.world.categories[story["category"]]
        by = self._reporter()
        photos = [self.photo(done=False, by=by)] if plan.channel == Channel.GRID or self.dice.random() < 0.4 else []
        what = Report(
            text=story["text"].format(**plan.spot.words),
            title=story["title"].format(**plan.spot.words),
            category=category,
            channel=plan.channel,
            area=plan.spot.grid,
            address=plan.spot.address,
            latitude=plan.spot.latitude,
            longitude=plan.spot.longitude,
            contact=plan.contact,
            about=tuple(filter(None, [self._complained_of()])),
            confidential=bool(story.get("confidential")) and self.dice.random() < 0.7,
            publish_text=self.dice.random() < 0.5,
        )
        act = Act(at=plan.at, files=[(photo, Attachment.Purpose.REPORT) for photo in photos])
        request = ServiceRequest(publish_text=what.publish_text)
        told_from = self.rhythm.now - NOTICES_KEPT
        return Life(
            self.world.kind, opening_of(what), by=by, key=uuid4(), act=act, request=request, told_from=told_from,
            number=next(self.world.numbers),
        )  # fmt: skip

    def _reporter(self) -> Actor:
        path = self.plan.spot.grid.path
        if self.plan.channel == Channel.GRID:
            return self.cast.grid_worker(path)
        if self.plan.channel == Channel.PHONE:
            return self.cast.hotline(self.dice)
        return self.cast.counter(path, self.dice) if self.plan.channel == Channel.COUNTER else RESIDENT

    def _complained_of(self) -> Unit | None:
        if self.plan.story["category"] != "service.attitude":
            return None
        return self.world.units["centre-" + self.plan.spot.grid.code[6:9]]

    def photo(self, *, done: bool, by: Actor) -> StoredFile:
        """A picture of the matter, before or after the work."""
        return self.world.album.take(self.plan.story["category"], done=done, by=by.key, at=self.t)

    def chance(self, turn: str, share: float) -> bool:
        """Whether the story takes a turn: for certain where the plan forces it, else by chance."""
        return turn in self.plan.force or self.dice.random() < share

    def pick(self, name: str) -> str:
        """Something that people say at this point."""
        text: str = self.dice.choice(self.talk[name])
        return text

    def do(self, step: str, *args: Any, **facts: Any) -> None:
        """Take a step now; afterwards the life may have reached the state it is to stop in."""
        getattr(self.desk, step)(*args, **facts)
        self.check_stop()

    def check_stop(self) -> None:
        """End the story where the plan says so."""
        if self.life.state == self.plan.stop_in:
            raise NotYetError

    def applicant(self) -> Actor:
        """Who speaks for the resident: themselves with the query code, or the desk that took the call."""
        if self.plan.channel in (Channel.PHONE, Channel.COUNTER):
            return self.cast.hotline(self.dice)
        return resident(self.life.case.reference)

    def other_units(self) -> list[Unit]:
        """Units that the case is not theirs and that may know of it."""
        concerned = concerned_by(self.life.case)
        return [
            unit
            for unit in self.world.units.values()
            if unit.kind in ("department", "station") and unit.pk != self.owner.pk and not concerned.holds_unit(unit.pk)
        ]

    @property
    def urgent(self) -> bool:
        """Whether the limit is counted in hours, so that crews work outside office hours too."""
        return self.life.level.unit is PeriodUnit.HOURS

    def office(self, hours: float) -> None:
        """Let office hours pass."""
        self.t = self.rhythm.office(self.t + MOMENT, hours)

    def soon(self, hours: float) -> None:
        """Let hours pass, nights excepted."""
        self.t = self.rhythm.awake(self.t + MOMENT, hours)
