"""What is reported in the demo district over three months: ordinary days, a storm, a street without light."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from heli.cases.models import Channel
from heli.demo import samples
from heli.demo.ledger import Life
from heli.demo.rhythm import DAYS, Rhythm
from heli.demo.story import Plan
from heli.demo.streets import Streets
from heli.people.models import Contact, Language

# How often a topic comes up, where it is not once: what a hotline hears most goes first.
WEIGHTS: Final = {
    "traffic.parking": 6.0, "environment.livingnoise": 5.0, "housing.property": 5.0, "cleaning.rubbish": 4.5,
    "facility.lamp": 4.0, "road.pothole": 3.5, "environment.nightwork": 3.0, "supply.sewage": 3.0,
    "traffic.bikes": 2.5, "safety.firelane": 2.5, "cleaning.corridor": 2.5, "market.vendors": 2.5,
    "housing.elevator": 2.2, "livelihood.wages": 2.2, "cleaning.bulky": 2.2, "safety.ebike": 2.0,
    "service.ask": 2.0, "market.consumer": 1.8, "green.trimming": 1.8, "traffic.lots": 1.8, "road.manhole": 1.6,
    "service.other": 0.4, "service.attitude": 0.6, "rural.livestock": 0.5, "environment.light": 0.5,
}  # fmt: skip
CHANNELS: Final = (Channel.WEB, Channel.PHONE, Channel.GRID, Channel.COUNTER)
CHANNEL_WEIGHTS: Final = (46, 32, 16, 6)
STORM_DAYS_AGO: Final = 38
STORM_HOUR: Final = 17
STORM_SHARE: Final = 0.014
DARK_DAYS_AGO: Final = 6
DARK_SHARE: Final = 0.005
DARK_GRID: Final = "990101003002-01"
DOUBLES_SHARE: Final = 0.02
FEWEST: Final = 2
REACH: Final = 0.0006  # degrees, some sixty metres
KNOWN_SHARE: Final = 0.85
GUEST: Final = 8  # one contact in eight is written to in English
GUESTS: Final = ("Ms Alder", "Mr Birch", "Ms Cedar", "Mr Elm", "Ms Hazel", "Mr Rowan")
SURNAMES: Final = "陈林周吴徐孙朱胡郭何高罗郑梁谢宋唐许韩冯"
DESK_CHANNELS: Final = (Channel.WEB, Channel.PHONE, Channel.COUNTER)


@dataclass(frozen=True)
class Special:
    """Cases that shall stand in a state now, or have taken certain turns: how many in a thousand, opened when."""

    per_thousand: float
    days_ago: tuple[float, float]
    force: tuple[str, ...] = ()
    stop_in: str = ""
    shows: Callable[[Life], bool] = lambda life: True

    def shown_by(self, life: Life) -> bool:
        """Whether the life came out as it should."""
        return (not self.stop_in or life.state == self.stop_in) and self.shows(life)


def _late(life: Life) -> bool:
    clock = life.clock("answering")
    return clock is not None and clock.next_rung_at is None


def _objected(life: Life) -> bool:
    return any(line.event.step == "object" for line in life.lines)


def _wants_more_time(life: Life) -> bool:
    return bool(life.request.extension_amount)


def _is_assisted(life: Life) -> bool:
    return bool(life.case.assisting)


SPECIALS: Final = (
    Special(5, (0.1, 0.9), stop_in="registered"),
    Special(4, (0.4, 1.4), stop_in="dispatched"),
    Special(2, (1.5, 2.5), ("wrong_unit", "contest"), "contested"),
    Special(1.5, (1.5, 3.0), ("wrong_unit", "contest"), "imposed"),
    Special(4, (1.5, 6.0), ("ask",), "awaiting_information"),
    Special(5, (2.0, 6.0), stop_in="completed"),
    Special(7, (3.0, 8.0), stop_in="verified"),
    Special(2, (1.0, 25.0), ("decline",), "declined"),
    Special(2, (1.0, 30.0), ("withdraw",), "withdrawn"),
    Special(9, (9.0, 26.0), ("stall",), "in_hand", _late),
    Special(2.5, (2.0, 5.0), ("extension",), shows=_wants_more_time),
    Special(3, (1.5, 5.0), ("assist",), shows=_is_assisted),
    Special(2, (12.0, 24.0), ("wrong_unit", "contest", "rate")),
    Special(3, (14.0, 40.0), ("reject", "rate")),
    Special(1.5, (20.0, 45.0), ("late", "check_fails", "reject", "object"), shows=_objected),
)


class Planner:
    """Draws plans. ``contacts`` are saved contacts, taken one after the other in the language of the story."""

    def __init__(self, rhythm: Rhythm, streets: Streets, contacts: list[Contact], dice: random.Random) -> None:
        self.rhythm, self.streets, self.dice = rhythm, streets, dice
        self._contacts = {
            language: iter([contact for contact in contacts if contact.language == language]) for language in Language
        }
        self._stories: list[samples.Document] = samples.stories()["stories"]
        counts = dict.fromkeys(samples.stories()["work"], 0)
        for story in self._stories:
            counts[story["category"]] += 1
        self._weights = [WEIGHTS.get(s["category"], 1.0) / counts[s["category"]] for s in self._stories]

    def ordinary(self, count: int) -> Iterator[Plan]:
        """Everyday reports."""
        for _each in range(count):
            yield self.plan(self._story(), self.rhythm.report(self.dice))

    def storm(self, count: int) -> Iterator[Plan]:
        """Floods within a few hours of one evening."""
        day = (self.rhythm.now - timedelta(days=STORM_DAYS_AGO)).astimezone(self.rhythm.zone).date()
        for _each in range(count):
            category = self.dice.choice(("supply.flooding", "supply.flooding", "supply.sewage", "green.fallentree"))
            hour = STORM_HOUR + self.dice.randrange(5)
            yield self.plan(self._story(category), self.rhythm.on(day, hour, self.dice))

    def dark_street(self, count: int) -> Iterator[Plan]:
        """Many reports of the same row of dead lamps: all but the first can be merged."""
        first = self.rhythm.on(
            (self.rhythm.now - timedelta(days=DARK_DAYS_AGO)).astimezone(self.rhythm.zone).date(), 19, self.dice
        )
        story = next(s for s in self._stories if s["category"] == "facility.lamp")
        grid = next(grid for grid in self.streets.town_grids if grid.code == DARK_GRID)
        spot = self.streets.spot(grid, "road", self.dice)
        at = first
        for number in range(count):
            channel, contact = (Channel.WEB, Channel.PHONE)[number % 2], self._contact()
            near = replace(spot, latitude=self._near(spot.latitude), longitude=self._near(spot.longitude))
            yield Plan(story, near, at, channel, contact, force=frozenset({"supervise"}))
            at += timedelta(minutes=self.dice.randrange(3, 50))

    def double(self, life: Life, story: samples.Document) -> Plan | None:
        """Somebody else reports what has been reported, if there has been time for it."""
        case = life.case
        assert case.area is not None
        spot = self.streets.spot(case.area, story["place"], self.dice)
        spot = replace(spot, latitude=case.latitude or 0, longitude=case.longitude or 0, address=case.address)
        at = case.opened_at + timedelta(hours=self.dice.uniform(0.5, 20))
        if at > self.rhythm.now:
            return None
        return Plan(story, spot, at, self.dice.choice(DESK_CHANNELS), self._contact(), into=life)

    def special(self, special: Special, *, earlier: float = 1.0) -> Plan:
        """A case for a special purpose; ``earlier`` moves its opening back."""
        days = min(self.dice.uniform(*special.days_ago) * earlier, float(DAYS))
        at = self.rhythm.now - timedelta(days=days)
        hour = self.dice.choice((9, 10, 11, 14, 15, 16))
        if days > 1:
            at = self.rhythm.on(at.astimezone(self.rhythm.zone).date(), hour, self.dice)
        plan = self.plan(self._story(), at, self.dice.choice(DESK_CHANNELS))
        stop_in = "" if "stall" in special.force else special.stop_in
        return replace(plan, force=frozenset(special.force), stop_in=stop_in)

    def plan(self, story: samples.Document, at: datetime, channel: Channel | None = None) -> Plan:
        """A plan with a place that suits the story."""
        channel = channel or self._channel(story)
        spot = self.streets.spot(self.streets.grid(story["place"], self.dice), story["place"], self.dice)
        return Plan(story, spot, at, channel, None if channel == Channel.GRID else self._contact(story["language"]))

    def _story(self, category: str = "") -> samples.Document:
        if category:
            return self.dice.choice([story for story in self._stories if story["category"] == category])
        return self.dice.choices(self._stories, self._weights)[0]

    def _channel(self, story: samples.Document) -> Channel:
        indoors = story["place"] == "hall" or story["language"] == "en" or story.get("confidential")
        chosen = self.dice.choices(CHANNELS, CHANNEL_WEIGHTS)[0]
        return Channel.WEB if indoors and chosen == Channel.GRID else chosen

    def _contact(self, language: str = Language.CHINESE) -> Contact | None:
        return next(self._contacts[Language(language)], None) if self.dice.random() < KNOWN_SHARE else None

    def _near(self, degrees: float) -> float:
        return round(degrees + self.dice.uniform(-REACH, REACH), 6)


def contacts(count: int, dice: random.Random) -> list[Contact]:
    """Unsaved contacts without a real person behind them: no such numbers, an address that reaches nobody."""
    return [
        Contact(
            name=dice.choice(GUESTS) if number % GUEST == 0 else dice.choice(SURNAMES) + dice.choice(("先生", "女士")),
            phone=f"000{dice.randrange(10**8):08}",
            email=f"resident{number}@example.org" if dice.random() < 0.3 else "",
            language=Language.ENGLISH if number % GUEST == 0 else Language.CHINESE,
        )
        for number in range(count)
    ]
