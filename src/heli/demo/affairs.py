"""One petition of the demo district: the world it happens in, its people, its time, and the acts at each moment."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from heli.access.actors import Actor, resident
from heli.cases import ladder
from heli.cases.acts import Act
from heli.cases.conflicts import Concerned
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Channel, Clock, Event
from heli.cases.parties import Named
from heli.cases.people_models import Party
from heli.cases.serving import give_consent
from heli.demo import samples
from heli.demo.cast import Cast
from heli.demo.ledger import NotYetError, RefusedError
from heli.demo.pictures import Album
from heli.demo.planning import GUESTS, SURNAMES
from heli.demo.rhythm import Rhythm
from heli.demo.streets import Spot, Streets
from heli.demo.then import as_of
from heli.organizations.models import Category, Duty, Unit
from heli.papers.models import StoredFile
from heli.people.models import Contact, Language
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.claims import ClaimProcedure
from heli.petitions.opening import PETITIONER, Filing, file
from heli.petitions.suggestions import SuggestionProcedure

KINDS: Final = {"claim": ClaimProcedure, "suggestion": SuggestionProcedure, "accusation": AccusationProcedure}
STAFFED: Final = (Channel.VISIT, Channel.PHONE)
FROM_ABOVE: Final = "市信访局"


@dataclass(frozen=True)
class PetitionWorld:
    """What all petitions share; ``told`` are those told before, by the key of their story."""

    rhythm: Rhythm
    cast: Cast
    album: Album
    streets: Streets
    units: dict[str, Unit]
    categories: dict[str, Category]
    told: dict[str, list[Case]] = field(default_factory=dict)

    @property
    def office(self) -> int:
        """The petition office."""
        return self.units["petitions"].pk


class Affair:
    """A petition whose time goes on with its acts; ``t`` is the moment that it has reached."""

    def __init__(self, world: PetitionWorld, course: samples.Document, at: datetime, dice: random.Random) -> None:
        self.world, self.course, self.dice, self.t = world, course, dice, at
        stories = samples.petitions()["stories"]
        self.story: samples.Document = next(each for each in stories if each["key"] == course["story"])
        self.talk: dict[str, Any] = samples.petitions()["talk"]
        self.organ = world.units[self.story["unit"]]
        self.handler: Actor | None = None
        self.case, self.code = self._file()

    def _file(self) -> tuple[Case, str]:
        streets, place = self.world.streets, self.story["place"]
        spot = streets.spot(streets.grid(place, self.dice), place, self.dice)
        with as_of(self.t):
            opened = file(self._filing(spot), by=self._taker(), key=uuid4())
            if self.course["channel"] == Channel.WEB:
                give_consent(opened.case, how="with_the_case", by=resident(opened.case.reference))
        self.world.told.setdefault(self.story["key"], []).append(opened.case)
        return opened.case, opened.code

    def _filing(self, spot: Spot) -> Filing:
        course, story = self.course, self.story
        above = course["channel"] == Channel.ABOVE
        about = self.world.units.get(story.get("about", ""))
        return Filing(
            text=story["text"].format(**spot.words),
            request=story["request"].format(**spot.words),
            title=story["title"].format(**spot.words),
            category=self.world.categories[story["category"]],
            procedure=KINDS[story["kind"]],
            channel=course["channel"],
            organ=self.organ if course.get("organ") else None,
            area=spot.grid,
            address=spot.address,
            contact=self.person(story["language"]),
            parties=self._parties(),
            people=course.get("people", 1),
            spoken=course.get("spoken", False),
            interpreter=course.get("interpreter", ""),
            from_above=FROM_ABOVE if above else "",
            their_number=f"市信〔{self.t.year}〕{self.dice.randrange(100, 999)}号" if above else "",
            concerned=Concerned(units=frozenset({about.pk})) if about else Concerned(),
            about_names=[about.name] if about else [],
        )

    def person(self, language: str = Language.CHINESE) -> Contact:
        """Somebody who does not exist, with a number that does not either; unsaved, without an address to write to."""
        english = language == Language.ENGLISH
        name = self.dice.choice(GUESTS) if english else self.dice.choice(SURNAMES) + self.dice.choice(("先生", "女士"))
        return Contact(name=name, phone=f"000{self.dice.randrange(10**8):08}", language=language)

    def _parties(self) -> list[Named]:
        course = self.course
        found = [Named(Party.Role.REPRESENTATIVE, self.person()) for _each in range(course.get("representatives", 0))]
        if course.get("agent"):
            found.append(Named(Party.Role.AGENT, self.person(), "授权委托书，特别授权"))
        if course.get("other_side"):
            found.append(Named(Party.Role.OTHER_SIDE, self.person()))
        return found

    def _taker(self) -> Actor:
        """Who registers it: the person, the window of the office or of the organ, or who opens the post."""
        if self.course.get("organ"):
            return self.world.cast.holder(self.organ.pk, Duty.MEMBER, self.dice)
        channel = self.course["channel"]
        if channel == Channel.WEB:
            return PETITIONER
        duty = Duty.INTAKE if channel in STAFFED else Duty.COORDINATOR
        return self.world.cast.holder(self.world.office, duty, self.dice)

    # ── who acts ──

    def coordinator(self) -> Actor:
        """Somebody who coordinates in the petition office."""
        return self.world.cast.holder(self.world.office, Duty.COORDINATOR, self.dice)

    def leader(self) -> Actor:
        """The leader of the unit that has the petition."""
        return self.world.cast.leader(self.unit_id)

    def worker(self) -> Actor:
        """Who handles it, else a member of the unit that has it; in the petition office a coordinator."""
        if self.unit_id == self.world.office:
            return self.coordinator()
        if self.handler and self.handler.user_id == self.case.handler_id:
            return self.handler
        return self.world.cast.member(self.unit_id, self.dice)

    def applicant(self) -> Actor:
        """Who speaks for the person: themselves with the query code, or the window where they came."""
        if self.course["channel"] == Channel.WEB:
            return resident(self.case.reference)
        return self.world.cast.holder(self.world.office, Duty.INTAKE, self.dice)

    @property
    def unit_id(self) -> int:
        """The unit that has the petition."""
        assert self.case.unit_id is not None
        return self.case.unit_id

    # ── what happens ──

    def do(self, step: str, by: Actor, **facts: Any) -> Event:
        """Take a step at the time reached; what is due before it happens before. RefusedError where it is refused."""
        self.pass_time(self.t)
        action = kind_of(self.case).actions[step]
        with as_of(self.t):
            outcome = action(self.case, by=by, act=Act(key=uuid4()), **facts)
        if not isinstance(outcome, Event):
            raise RefusedError(f"{self.story['key']} {step}: {outcome}")
        return outcome

    def pass_time(self, until: datetime) -> None:
        """Let the reminders go out that are due by ``until``."""
        running = Clock.objects.filter(case=self.case, stopped_at__isnull=True, paused_at__isnull=True)
        while due := running.filter(next_rung_at__lte=until).order_by("next_rung_at").first():
            assert due.next_rung_at is not None
            at = self.world.rhythm.open(due.next_rung_at)
            if at > until:
                return
            with as_of(at):
                if not ladder.climb(at):
                    raise RefusedError(f"{self.story['key']}: no reminder at {at}")
        self.case.refresh_from_db()

    def later(self, days: float = 0, hours: float = 0.0) -> None:
        """Let days pass, and office hours after them. NotYetError where that lies ahead of now."""
        self.t = self.world.rhythm.office(self.t + timedelta(days=days), hours)
        if self.t > self.world.rhythm.now:
            raise NotYetError

    def paper(self) -> StoredFile:
        """A picture of a slip or receipt, stored and free to be attached."""
        stored = self.world.album.take(self.story["category"], done=True, by=self.worker().key, at=self.t)
        stored.claimed = False
        stored.save(force_insert=True)
        return stored
