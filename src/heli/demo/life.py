"""Three months of life in the demo district, ending now."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from heli.cases.kinds import kinds
from heli.cases.models import Channel
from heli.demo.cast import Cast
from heli.demo.founding import Founded
from heli.demo.ledger import Life
from heli.demo.pictures import Album
from heli.demo.planning import (
    DARK_SHARE,
    DOUBLES_SHARE,
    FEWEST,
    SPECIALS,
    STORM_SHARE,
    Planner,
    contacts,
)
from heli.demo.rhythm import Rhythm
from heli.demo.story import Plan, World
from heli.demo.streets import Streets
from heli.demo.walk import Walk
from heli.demo.writing import BATCH, Scribe
from heli.organizations.calendar import work_calendar
from heli.organizations.models import Setting
from heli.organizations.settings import district, save
from heli.people.models import Contact
from heli.service_requests.procedure import ServiceRequestProcedure

SEED: Final = 990101
EXAMPLES: Final = "demo_examples"
PER_THOUSAND: Final = 1000
TRIES: Final = (1.0, 1.5, 2.2, 3.5, 5.0)

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Lived:
    """The lives, and the stories that the engine refused to go on with: there should be none."""

    lives: list[Life]
    refusals: list[str]

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return sum(len(life.lines) for life in self.lives)


def live(founded: Founded, *, count: int, now: datetime, progress: Progress) -> Lived:
    """Make about ``count`` cases with their histories up to ``now`` and write them."""
    dice = random.Random(SEED)
    zone = timezone.get_default_timezone()
    rhythm = Rhythm(now, work_calendar(), district().hours, zone)
    kind = next(each for each in kinds() if each.procedure is ServiceRequestProcedure)
    world = World(kind, rhythm, Cast(), Album(), founded.units, founded.categories)
    known = Contact.objects.bulk_create(contacts(count, dice))
    author = Author(world, Planner(rhythm, Streets(founded.areas), known, dice), dice)
    lives = []
    for life in author.lives(count):
        lives.append(life)
        progress(len(lives), count)
    write(lives, Scribe(now, world.cast), progress)
    finish(author.examples)
    return Lived(lives, world.refusals)


class Author:
    """Turns plans into lives; the order of the dice makes the same district each time."""

    def __init__(self, world: World, planner: Planner, dice: random.Random) -> None:
        self.world, self.planner, self.dice = world, planner, dice
        self.examples: list[dict[str, str]] = []

    def lives(self, count: int) -> Iterator[Life]:
        """Special ones first, then a storm and a dark street, then ordinary days with their doubles."""
        left = count
        for life in self._some(count):
            left -= 1
            yield life
        told = 0
        for plan in self.planner.ordinary(max(left, 0)):
            if told >= left:
                return
            told += 1
            life = self._live(plan)
            yield life
            if plan.channel != Channel.GRID and self.dice.random() < DOUBLES_SHARE:
                told += 1
                yield self._live(self.planner.double(life, plan.story))

    def _some(self, count: int) -> Iterator[Life]:
        yield from self._specials(count)
        for plan in self.planner.storm(max(FEWEST, round(STORM_SHARE * count))):
            yield self._live(plan)
        first: Life | None = None
        for plan in self.planner.dark_street(max(FEWEST, round(DARK_SHARE * count))):
            life = Walk(self.world, plan, self.dice).live() if first is None else self._follow(plan, first)
            first = first or life
            yield life

    def _specials(self, count: int) -> Iterator[Life]:
        for special in SPECIALS:
            for number in range(max(1, round(special.per_thousand * count / PER_THOUSAND))):
                life = self._live(self.planner.special(special))
                for earlier in TRIES:
                    if special.shown_by(life):
                        break
                    life = self._live(self.planner.special(special, earlier=earlier))
                if number == 0:
                    self._remember(special.stop_in, life)
                yield life

    def _remember(self, state: str, life: Life) -> None:
        """Keep the query code of a few cases, so that visitors of the demo can be their reporters."""
        if state and life.state == state:
            self.examples.append({"state": state, "reference": life.case.reference, "code": life.code})

    def _live(self, plan: Plan) -> Life:
        return Walk(self.world, plan, self.dice).live()

    def _follow(self, plan: Plan, first: Life) -> Life:
        return self._live(replace(plan, into=first))


def write(lives: list[Life], scribe: Scribe, progress: Progress) -> None:
    """Write the lives in the order of their opening."""
    ordered = sorted(lives, key=lambda life: life.case.opened_at)
    for start in range(0, len(ordered), BATCH):
        scribe.write(ordered[start : start + BATCH])
        progress(min(start + BATCH, len(ordered)), len(ordered))
    scribe.tie(ordered)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def finish(examples: list[dict[str, str]]) -> None:
    """Declare the district built, and store the examples where `heli demo accounts` finds them."""
    save({"demo": True})
    Setting.objects.update_or_create(key=EXAMPLES, defaults={"value": examples})
