"""Disputes of the demo district: who mediates at which level, and how each dispute goes, told by both sides' acts."""

import random
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from heli.access.actors import SYSTEM, Actor, resident
from heli.access.context import acting_as
from heli.access.roles import excluded
from heli.cases.codes import secret
from heli.cases.models import Case, Channel
from heli.cases.parties import Named, parties_of
from heli.cases.people_models import Party
from heli.demo import samples
from heli.demo.cast import Cast
from heli.demo.founding import PASSWORD, SINCE, Founded
from heli.demo.ledger import NotYetError, RefusedError
from heli.demo.life import remember
from heli.demo.referrals import found_bodies
from heli.demo.rhythm import Rhythm
from heli.demo.roster import seat_committees
from heli.demo.running import Told, beginning, moves_of, settle_notices
from heli.demo.streets import Streets
from heli.demo.talking import Talking
from heli.demo.then import as_of
from heli.kernel.references import own_number, query_code_for
from heli.mediation.models import Committee, How, Level, Mediating
from heli.mediation.models import Dispute as Brought
from heli.mediation.opening import PARTY, Application, bring
from heli.mediation.sides import MEDIATED
from heli.organizations.calendar import work_calendar
from heli.organizations.models import Category, Duty, Post, Unit, UnitKind
from heli.organizations.responsibility import REVISION
from heli.organizations.settings import district
from heli.people.models import User
from heli.places.models import Area
from heli.places.revisions import bump

SEED: Final = 990119
#: States in which a visitor of the demo can be either side.
TRIED: Final = frozenset({"in_mediation", "inviting", "suspended", "to_sign", "in_force"})
WAYS: Final = "可以依法通过仲裁、行政、司法等途径维护自己的权利；申请仲裁、提起诉讼有期限的，请注意在期限内提出。"


class Dispute(Talking):
    """A dispute between people who do not exist; each move of its course is a method."""

    def __init__(self, world: Told, course: samples.Document, at: datetime, dice: random.Random) -> None:
        super().__init__(world, at, dice)
        self.course, document = course, samples.disputes()
        self.story: samples.Document = next(each for each in document["stories"] if each["key"] == course["story"])
        self.talk: samples.Document = document["talk"]
        self.name, self.topic = self.story["key"], self.story["category"]
        self.codes: dict[str, str] = {}
        self.case = self._bring()

    def _bring(self) -> Case:
        with as_of(self.t):
            opened = bring(self._application(), by=self._taker(), key=uuid4())
        self.codes[opened.case.reference] = opened.code
        return opened.case

    def _application(self) -> Application:
        story, course = self.story, self.course
        spot = self.world.streets.spot(self._grid(), story["place"], self.dice)
        others = [Named(Party.Role.OTHER_SIDE, self.person()) for _each in range(story.get("parties", 1))]
        offered = course.get("offered", False)
        return Application(
            title=story["title"].format(**spot.words),
            text=story["text"].format(**spot.words),
            request=story["request"].format(**spot.words),
            answers={code: said.format(**spot.words) for code, said in story["answers"].items()},
            category=self.world.categories[story["category"]],
            channel=course.get("channel", Channel.WEB),
            area=spot.grid,
            address=spot.address,
            contact=self.person(),
            parties=others,
            support=course.get("support", ""),
            remote=course.get("remote", False),
            offered=offered,
            how="" if offered else How.WITH_THE_CASE,
            committee=Committee.objects.get(unit=self.world.units[course["by"]]) if "by" in course else None,
        )

    def _grid(self) -> Area:
        code = f"990101{self.course['area']}"
        streets, kind = self.world.streets, self.story["place"]
        known = [each for each in (*streets.town_grids, *streets.village_grids) if each.code.startswith(code)]
        return self.dice.choice(known) if self.course["area"] else streets.grid(kind, self.dice)

    def _taker(self) -> Actor:
        """The person on the web, else a member of the committee that offers, or the desk of the centre."""
        if self.course.get("channel", Channel.WEB) == Channel.WEB:
            return PARTY
        if "by" in self.course:
            return self.world.cast.member(self.world.units[self.course["by"]].pk, self.dice)
        return self.world.cast.holder(self.world.units["mediation"].pk, Duty.INTAKE, self.dice)

    # ── who acts ──

    def worker(self) -> Actor:
        """Who mediates, else a member of the committee that has the dispute, else who leads it."""
        able = [each for each in self.world.cast.of_unit(self.unit_id) if not excluded(each, self.case)]
        return next((each for each in able if each.user_id == self.case.handler_id), able[0])

    def first(self) -> Actor:
        """The first side."""
        return resident(self.case.reference)

    def other(self) -> Actor:
        """The other side that was let in first."""
        return resident(own_number(self.case.reference, 2))

    def side(self, name: str) -> Actor:
        """The side called "first" or "other"."""
        return self.first() if name == "first" else self.other()

    def others(self) -> list[Party]:
        """The other sides."""
        return [each for each in parties_of(self.case) if each.role in MEDIATED]

    def move(self, name: str, argument: str) -> None:
        """Take one move; ``argument`` is empty where it has none."""
        getattr(self, name)(argument)

    # ── asking both sides ──

    def accept(self, _argument: str) -> None:
        """The committee accepts."""
        self.do("accept", self.worker(), note="")

    def turn_away(self, _argument: str) -> None:
        """It is no matter for mediation."""
        self.do("turn_away", self.worker(), reason=self.talk["turn_away"], where=self.talk["where"])

    def withdraw(self, _argument: str) -> None:
        """The first side takes it back."""
        self.do("withdraw", self.first(), reason=self.talk["withdraw"])

    def invite(self, _argument: str) -> None:
        """Every other side gets a number and a code."""
        for party in self.others():
            self.do("invite", self.worker(), party=party)
            party.refresh_from_db()
            self.codes[own_number(self.case.reference, party.side or 0)] = query_code_for(secret(), self.key)
            self.later(hours=0.1)

    def agree(self, _argument: str) -> None:
        """Every other side agrees on its own page."""
        for party in self.others():
            self.do("agree", resident(own_number(self.case.reference, party.side or 0)))
            self.later(hours=0.3)

    def agree_heard(self, _argument: str) -> None:
        """Every other side agrees aloud, and staff write it down."""
        for party in self.others():
            self.do("agree", self.worker(), party=party, how=How.ON_RECORD, note=self.talk["heard"])
            self.later(hours=0.3)

    def agree_first(self, _argument: str) -> None:
        """Whom the committee offered it to agrees."""
        self.do("agree", self.worker(), party=None, how=How.ON_RECORD, note=self.talk["heard"])

    def refuse(self, _argument: str) -> None:
        """The other side does not want it."""
        self.do("refuse", self.other(), note=self.talk["refuse"])

    def apply_anew(self, _argument: str) -> None:
        """The first side asks once more."""
        self.do("apply_anew", self.first(), reason=self.talk["anew"])

    def appoint(self, _argument: str) -> None:
        """The leader names two mediators."""
        self._name(Mediating.Chosen.APPOINTED)

    def chosen(self, _argument: str) -> None:
        """The parties choose two mediators."""
        self._name(Mediating.Chosen.BY_PARTIES)

    def _name(self, chosen: str) -> None:
        cast = self.world.cast
        leader = cast.leader(self.unit_id)
        able = [each for each in cast.of_unit(self.unit_id) if each != leader] or [leader]
        mediators = [cast.user(each) for each in self.dice.sample(able, min(2, len(able)))]
        self.do("appoint", leader, mediators=mediators, chosen=chosen)

    def begin(self, _argument: str) -> None:
        """It begins."""
        self.do("begin", self.worker(), note="")

    # ── in mediation ──

    def record_work(self, _argument: str) -> None:
        """What was looked into."""
        self.do("record_work", self.worker(), note=self.story["note"], for_resident=True)

    def pass_up(self, _argument: str) -> None:
        """To the next level."""
        self.do("pass_up", self.worker(), reason=self.talk["pass_up"])

    def pass_down(self, unit: str) -> None:
        """To a committee below."""
        self.do("pass_down", self.worker(), unit=self.world.units[unit], reason=self.talk["pass_down"])

    def extend(self, days: str) -> None:
        """Both sides want more time."""
        self.do("extend", self.worker(), amount=int(days), how=How.ON_RECORD)

    def suspend(self, _argument: str) -> None:
        """Both sides want a break."""
        self.do("suspend", self.worker(), reason=self.talk["suspend"])

    def resume(self, _argument: str) -> None:
        """The talks go on."""
        self.do("resume", self.worker(), note="")

    def report_risk(self, _argument: str) -> None:
        """A danger is reported."""
        self.do("report_risk", self.worker(), body=self.talk["body"], text=self.talk["risk"])

    def end(self, side: str) -> None:
        """A side ends it."""
        self.do("end", self.side(side), reason=self.talk["end"])

    def close_unsettled(self, _argument: str) -> None:
        """The sides cannot agree."""
        self.do("close_unsettled", self.worker(), reason=self.story["reason"], ways=WAYS)

    def rate(self, score: str) -> None:
        """The first side says how it found it."""
        self.do("rate", self.first(), score=int(score), comment=self.dice.choice(self.talk["comments"]))

    def rate_other(self, score: str) -> None:
        """The other side says how it found it."""
        self.do("rate", self.other(), score=int(score), comment=self.dice.choice(self.talk["comments"]))


def tell_disputes(founded: Founded, now: datetime) -> list[str]:
    """Found the committees and tell all disputes up to ``now``; return what was refused: nothing, it should be.

    Writes as the system and each actor do; run it once, after the founding.
    """
    dice = random.Random(SEED)
    with acting_as(SYSTEM):
        units = found_committees(founded)
        found_bodies(units)
        seat_committees(units, timezone.localdate(now))
        world = Told(
            rhythm=Rhythm(now, work_calendar(), district().hours, timezone.get_default_timezone()),
            cast=Cast(), album=founded.album, streets=Streets(founded.areas), units=units, categories=_topics(),
        )  # fmt: skip
        refused = [said for course in samples.disputes()["courses"] if (said := _tell(world, course, dice))]
        settle_notices(world, list(Brought.objects.values_list("case__reference", flat=True)))
    return refused


def _tell(world: Told, course: samples.Document, dice: random.Random) -> str:
    moves = moves_of(course["moves"], dice)
    begins = beginning(world.rhythm, course["rest"], moves) - timedelta(days=1)
    dispute = Dispute(world, course, begins, dice)
    try:
        for each in moves:
            dispute.later(each.days, each.hours)
            dispute.move(each.name, each.argument)
        dispute.pass_time(world.rhythm.now)
    except NotYetError:
        return f"{course['story']} {course['moves']}: not reached by now"
    except RefusedError as refusal:
        return str(refusal)
    if dispute.case.state in TRIED and len(dispute.codes) > 1:
        state = f"mediation.{dispute.case.state}"
        remember(last=[{"state": state, "reference": each, "code": code} for each, code in dispute.codes.items()])
    return ""


@transaction.atomic
def found_committees(founded: Founded) -> dict[str, Unit]:
    """Write the mediating units of all levels, who mediates there, and the topics; return the units by their codes."""
    units = dict(founded.units)
    for row in samples.disputes()["units"]:
        units[row["code"]] = unit = Unit.objects.create(
            code=row["code"], kind=UnitKind.MEDIATION_CENTRE if row["code"] == "mediation" else UnitKind.MEDIATION,
            name=row["name"], name_en=row["name_en"], short_name=row["short"], parent=units[row["parent"]],
            area=founded.areas.get(row["area"]), phone=row["phone"],
        )  # fmt: skip
        unit.path = f"{units[row['parent']].path}{unit.pk}/"
        unit.save(update_fields=["path"])
        Committee.objects.create(unit=unit, level=Level(row["level"]), sector=row["sector"], topics=row["topics"])
    _mediators(units)
    bump(REVISION)
    return units


def _mediators(units: dict[str, Unit]) -> None:
    password, rows = make_password(PASSWORD), samples.disputes()["staff"]
    users = User.objects.bulk_create(
        User(username=row["username"], name=row["name"], name_en=row["name_en"], password=password,
             email=f"{row['username']}@example.org")
        for row in rows
    )  # fmt: skip
    Post.objects.bulk_create(
        Post(user=user, unit=units[row["unit"]], duty=Duty(row["post"]), since=SINCE)
        for user, row in zip(users, rows, strict=True)
    )


def _topics() -> dict[str, Category]:
    group = dict(samples.disputes()["topics"])
    leaves, limit, basis = group.pop("categories"), group.pop("limit"), group.pop("basis")
    top = Category.objects.create(**group)
    shared = {"parent": top, "basis": basis, "families": top.families, "icon": top.icon, "confidential": True, **limit}
    found = Category.objects.bulk_create(
        Category(**{**leaf, "keywords": " ".join(leaf["keywords"])}, **shared) for leaf in leaves
    )
    bump(REVISION)
    return {each.code: each for each in found}
