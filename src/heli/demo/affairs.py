"""One petition of the demo district: how it is filed, and who acts for whom."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from heli.access.actors import Actor, resident
from heli.cases.conflicts import Concerned
from heli.cases.models import Case, Channel
from heli.cases.parties import Named
from heli.cases.people_models import Party
from heli.cases.serving import give_consent
from heli.demo import samples
from heli.demo.running import Running, Told
from heli.demo.streets import Spot
from heli.demo.then import as_of
from heli.organizations.models import Duty
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.claims import ClaimProcedure
from heli.petitions.opening import PETITIONER, Filing, file
from heli.petitions.suggestions import SuggestionProcedure

KINDS: Final = {"claim": ClaimProcedure, "suggestion": SuggestionProcedure, "accusation": AccusationProcedure}
STAFFED: Final = (Channel.VISIT, Channel.PHONE)
FROM_ABOVE: Final = "市信访局"


@dataclass(frozen=True, kw_only=True)
class PetitionWorld(Told):
    """What all petitions share; ``told`` are those told before, by the key of their story."""

    told: dict[str, list[Case]] = field(default_factory=dict)

    @property
    def office(self) -> int:
        """The petition office."""
        return self.units["petitions"].pk


class Affair(Running):
    """A petition whose time goes on with its acts."""

    world: PetitionWorld

    def __init__(self, world: PetitionWorld, course: samples.Document, at: datetime, dice: random.Random) -> None:
        super().__init__(world, at, dice)
        self.course = course
        stories = samples.petitions()["stories"]
        self.story: samples.Document = next(each for each in stories if each["key"] == course["story"])
        self.name, self.topic = self.story["key"], self.story["category"]
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
