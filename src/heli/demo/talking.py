"""How disputes of the demo district are talked about: rooms, offers, sessions, choices of mediators, the dossier."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.utils import timezone

from heli.access.actors import Actor, resident
from heli.cases.models import Case
from heli.demo import samples
from heli.demo.ledger import NotYetError, RefusedError
from heli.demo.referrals import answered, partner_called, returned
from heli.demo.settling import Settling
from heli.demo.then import as_of
from heli.kernel.decisions import Decision, Denied
from heli.kernel.references import own_number
from heli.mediation.filing import Document
from heli.mediation.models import Mediating
from heli.mediation.offers import answer
from heli.mediation.room_models import RoomItem
from heli.mediation.rooms import Laid, Room, lay, rooms_of, show
from heli.mediation.roster import mediators_for
from heli.mediation.sessions import coming
from heli.mediation.sides import sides_of
from heli.papers.models import StoredFile
from heli.people.models import User
from heli.referrals.models import Consent
from heli.referrals.passable import TOLD, items_of
from heli.referrals.referring import forget_referrals, referrals_of

#: Which side is called how in the samples.
SIDES: Final = {"first": 0, "other": 2, "third": 3}
MINUTES: Final = 90
FEN: Final = 100


class Talking(Settling):
    """A dispute in its talks; each move of its course is a method."""

    def _who(self, name: str) -> Actor:
        if name == "mediator":
            return self.mediator()
        number = SIDES[name]
        return resident(own_number(self.case.reference, number)) if number else self.first()

    # ── rooms ──

    def rooms(self, count: str) -> None:
        """What the samples tell of the rooms of this story; the first ``count`` rows where it is given."""
        rows: list[samples.Document] = samples.talks()["rooms"][self.name]
        laid: dict[str, RoomItem] = {}
        for row in rows[: int(count)] if count else rows:
            self.later(hours=0.3)
            item = self._lay(row, laid)
            laid[row.get("key", "")] = item
            for agrees, names in ((True, row.get("yes", ())), (False, row.get("no", ()))):
                for name in names:
                    self._answer(item, name, agrees=agrees)

    def _room(self, name: str, actor: Actor) -> Room:
        found = rooms_of(self.case, actor)
        number = SIDES.get(name)
        return next(each for each in found if (each.side.number if each.side else None) == number)

    def _lay(self, row: samples.Document, laid: dict[str, RoomItem]) -> RoomItem:
        actor = self._who(row["who"])
        what = Laid(
            kind=row.get("kind", RoomItem.Kind.WORDS),
            text=row["text"],
            file=self._exhibit(row, actor) if "picture" in row else None,
            amount=row["amount"] * FEN if "amount" in row else None,
            valid_until=timezone.localdate(self.t) + timedelta(days=row["days"]) if "days" in row else None,
            counters=laid[row["counters"]].pk if "counters" in row else None,
        )
        with as_of(self.t):
            room = self._room(row["room"], actor)
            item = lay(room, what, key=uuid4())
            if isinstance(item, Denied):
                raise RefusedError(f"{self.name} in a room: {item.reason}")
            if row.get("show"):
                self._allowed(show(room, item))
        self.done = self.t
        return item

    def _exhibit(self, row: samples.Document, actor: Actor) -> StoredFile:
        stored = self.world.album.take(row["picture"], done=False, by=actor.key, at=self.t)
        stored.claimed, stored.name = False, row["name"]
        stored.save(force_insert=True)
        return stored

    def _answer(self, item: RoomItem, name: str, *, agrees: bool) -> None:
        self.later(hours=0.4)
        with as_of(self.t):
            self._allowed(answer(self._room("joint", self._who(name)), item, agrees=agrees))
        self.done = self.t

    def _allowed(self, decision: Decision) -> None:
        if isinstance(decision, Denied):
            raise RefusedError(f"{self.name} in a room: {decision.reason}")

    # ── sessions ──

    def call(self, argument: str) -> None:
        """A session "days/help" is called; help is that of the samples, where a side needs some."""
        self._call(self.t, argument)

    def coming(self, argument: str) -> None:
        """A session that lies so many days ahead of now is called."""
        self._call(self.world.rhythm.now, argument)

    def _call(self, start: datetime, argument: str) -> None:
        days, _slash, helped = argument.partition("/")
        more: dict[str, str] = samples.talks()["help"][helped] if helped else {}
        at = self._hour(start, int(days))
        assert self.case.unit is not None
        place = {"place": "", "link": "视频会议 880-012-345"} if helped == "remote" else {
            "place": f"{self.case.unit.short_name}调解室"
        }  # fmt: skip
        self.do("call_session", self.mediator(), at=at, minutes=MINUTES, **place, **more)
        for side in sides_of(self.case) if more.get("guests") else ():
            self.later(hours=0.3)
            self.do("consent_session", self.who(side.number), guests=True)

    def _hour(self, start: datetime, days: int) -> datetime:
        """Half an hour past an hour of work, so many days after ``start``."""
        at = self.world.rhythm.office(start + timedelta(days=days), self.dice.choice((1.0, 2.0, 5.0)))
        return at.replace(minute=30, second=0, microsecond=0)

    def ask_move(self, _argument: str) -> None:
        """The other side asks for another time."""
        self.do("ask_move", self._who("other"), wish=samples.talks()["wishes"]["move"])

    def put_off(self, days: str) -> None:
        """The session is moved to so many days later than now is in the story."""
        called = coming(self.case)
        assert called is not None
        at, reason = self._hour(self.t, int(days)), samples.talks()["wishes"]["moved"]
        self.do("move_session", self.mediator(), at=at, place=called.place, link=called.link, reason=reason)

    def hold(self, _argument: str) -> None:
        """The session is held and recorded; all sides came."""
        called = coming(self.case)
        assert called is not None
        self.t = max(self.t, called.at + timedelta(minutes=MINUTES))
        if self.t > self.world.rhythm.now:
            raise NotYetError
        said = samples.talks()["sessions"][self.name]
        facts = {"record": said["record"], "agreed": said["agreed"], "next_step": said["next"], "read": True}
        self.do("record_session", self.mediator(), came=[side.key for side in sides_of(self.case)], **facts)

    def talk_apart(self, minutes: str) -> None:
        """The mediators talked with one side alone."""
        self.do("note_talk", self.mediator(), at=self.t, minutes=int(minutes))

    # ── who mediates ──

    def _choosable(self) -> list[User]:
        with as_of(self.t):
            return mediators_for(self.case)

    def wish(self, how: str) -> None:
        """Every side chooses: the same mediator, or ("apart") each another one."""
        found = self._choosable()
        for place, side in enumerate(sides_of(self.case)):
            mediator = found[place % len(found)] if how == "apart" else found[0]
            self.do("wish_mediator", self.who(side.number), mediator=mediator)
            self.later(hours=0.3)

    def replace(self, _argument: str) -> None:
        """The other side wants another mediator; the leader names one."""
        now = Mediating.objects.filter(case=self.case, until__isnull=True).order_by("id")
        gone = now.select_related("user")[0].user
        stays = [each.user for each in now.select_related("user")[1:]]
        self.do("ask_replacement", self._who("other"), mediator=gone, reason=samples.talks()["wishes"]["away"])
        self.later(hours=2)
        free = [each for each in self._choosable() if each not in (gone, *stays)]
        self.do("appoint", self.world.cast.leader(self.unit_id), mediators=[*stays, free[0]][:2])

    # ── other bodies, and the file ──

    def refer(self, whom: str) -> None:
        """Refer it to a body, with what both sides agreed to pass on."""
        question = samples.talks()["referrals"][whom]["question"]
        items = [each for each in items_of(self.case) if each.key == TOLD]
        agreed = {"consent": Consent.ON_RECORD, "consent_by": "双方当事人", "consent_on": timezone.localdate(self.t)}
        self.do("refer", self.mediator(), partner=partner_called(whom), question=question, items=items, **agreed)

    def _referred(self) -> Case:
        forget_referrals(self.case)
        return referrals_of(self.case)[0].case

    def taken_up(self, _argument: str) -> None:
        """The body accepts it."""
        answered(self._referred(), at=self.t)
        self.done = self.t

    def sent_back(self, whom: str) -> None:
        """The body returns its result."""
        returned(self._referred(), samples.talks()["referrals"][whom]["result"], at=self.t)
        self.done = self.t

    def identity(self, _argument: str) -> None:
        """The identity of every side is checked, and it is told its rights and duties."""
        for side in sides_of(self.case):
            self.do("check_identity", self.mediator(), party=side.party, document=Document.CARD, told=True)
            self.later(hours=0.1)

    def file_dossier(self, _argument: str) -> None:
        """The dossier is filed."""
        self.do("file_dossier", self.mediator())
