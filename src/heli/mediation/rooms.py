"""The rooms of a dispute: a joint one, and one for each side that this side and the present mediators alone read.

Who was named later reads of a private room what was said since then, and what was before once the side opens it
(``earlier.py``).

Everything here asks the database in the name of the very one who reads or writes; row security decides once more
(``migrations/0002_rooms.py``). On record is that somebody read or wrote in which room, never what.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.reads import ALL, log_read
from heli.audit.record import write
from heli.cases.engine import KeyTaken
from heli.cases.models import Case
from heli.cases.people_models import Party
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.mediation.owed import number_of
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.room_models import RoomItem
from heli.mediation.room_notices import tell
from heli.mediation.sides import Side, mediates, side_of, sides_of
from heli.papers.issuing import claim
from heli.papers.models import StoredFile

Kind = RoomItem.Kind
#: Rooms are read at any time and written in once the talks have begun, while the matter is open.
BEFORE_THE_TALKS: Final = frozenset((P.applied.name, P.inviting.name))
#: For what staff read, as the log of reads has it; and what the record calls the rest.
TALKS, READ, WROTE, SHOWED, ANSWERED = "talks", "room_read", "room_write", "room_show", "room_answer"
#: That a side opened its earlier private talks to a mediator named later, or closed them again.
OPENED, CLOSED = "room_open", "room_close"
PAGE: Final = 40
#: Rows of one side, or of the mediators, in one dispute; enough for any talks, too few to fill the disk.
MOST_ITEMS: Final = 400
MOST_FILES: Final = 30
MOST_BYTES: Final = 120 * 1024 * 1024


@dataclass(frozen=True)
class Room:
    """One room of ``case`` as ``actor`` enters it: the joint one where ``side`` is None, else the one of that side."""

    case: Case
    actor: Actor
    side: Side | None
    own: Side | None

    @property
    def private(self) -> bool:
        """Whether one side and the mediators alone read it."""
        return self.side is not None

    @property
    def party(self) -> Party | None:
        """Whose room it is, as rows have it."""
        return self.side.party if self.side else None

    @property
    def name(self) -> str:
        """What the record calls it; never a name of a person."""
        return f"private-{self.side.number}" if self.side else "joint"


@dataclass(frozen=True, kw_only=True)
class Laid:
    """What somebody puts into a room: words, an exhibit (words, a file or both) or an offer; ``amount`` is in fen."""

    kind: str
    text: str
    file: StoredFile | None = None
    amount: int | None = None
    valid_until: date | None = None
    counters: int | None = None


@dataclass(frozen=True)
class Terms:
    """What all sides have said yes to: words, an amount in fen where there is one, and since when."""

    item: int
    text: str
    amount: int | None
    at: datetime
    by: Side | None = field(default=None)


def rooms_of(case: Case, actor: Actor) -> list[Room]:
    """Return the rooms that ``actor`` may enter, the joint one first; none for whoever neither mediates nor is a side.

    A side enters its own private room, a present mediator that of each side.
    """
    own = side_of(case, actor)
    if own is not None:
        return [Room(case, actor, None, own), Room(case, actor, own, own)]
    if not mediates(case, actor):
        return []
    return [Room(case, actor, None, None), *(Room(case, actor, each, None) for each in sides_of(case))]


def may_write(case: Case) -> Decision:
    """Decide whether anything can be put into the rooms of ``case`` now."""
    if not case.is_open:
        return Denied(_("The matter is closed: the rooms can be read, and nothing is added to them."))
    if case.state in BEFORE_THE_TALKS:
        return Denied(_("The rooms open when the talks begin: once every side has agreed to mediation."))
    return Allowed()


def items_of(room: Room) -> QuerySet[Any]:
    """Return what was put into ``room``, the newest first; of the joint room also what was shown there.

    Evaluated under ``acting_as(room.actor)``.
    """
    here = Q(private=True, party=room.party) if room.private else Q(private=False) | Q(shown_at__isnull=False)
    when = F("at") if room.private else Coalesce("shown_at", "at")
    rows = RoomItem.objects.filter(here, case=room.case).annotate(when=when)
    return rows.select_related("key", "file", "author", "party").order_by("-when", "-id")


def read(room: Room, *, before: int | None = None) -> list[RoomItem]:
    """Return a page of ``room`` and one row more where there is more, and keep on record that it was read.

    ``before`` is the id of the last row of the page before; one that is not in this room is as none.
    """
    with acting_as(room.actor), transaction.atomic():
        note(room, READ)
        rows = items_of(room)
        last = rows.filter(pk=before).values_list("when", flat=True).first() if before else None
        if last is not None:
            rows = rows.filter(Q(when__lt=last) | Q(when=last, pk__lt=before))
        return list(rows[: PAGE + 1])


def note(room: Room, verb: str, kind: str = "") -> None:
    """Keep on record that the actor read or wrote in ``room``; reads of staff also where the persons see them."""
    data = {"room": room.name, **({"kind": kind} if kind else {})}
    write(f"rooms/{room.case.reference}", verb, at=timezone.now(), actor=room.actor.key, data=data)
    if verb == READ and room.actor.is_staff:
        whose = [number_of(room.party)] if room.private else ALL
        log_read(room.case.reference, by=room.actor, purpose=TALKS, what=[TALKS], sides=whose)


def lay(room: Room, what: Laid, *, key: UUID, at: datetime | None = None) -> RoomItem | Denied:
    """Put ``what`` into ``room``; the same ``key`` again returns what was put there before.

    Raises KeyTaken where the key belongs to somebody else's words, or to words in another room.
    """
    with acting_as(room.actor):
        try:
            with transaction.atomic():
                Case.objects.select_for_update(of=("self",)).get(pk=room.case.pk)
                room.case.refresh_from_db(fields=["state", "closed_at"])
                for decision in (may_write(room.case), _is_sound(room, what), _has_room(room, what)):
                    if isinstance(decision, Denied):
                        return decision
                item = _kept(room, what, key, at or timezone.now())
                note(room, WROTE, what.kind)
                tell(room.case, item)
                return item
        except IntegrityError:
            earlier = RoomItem.objects.filter(submission=key, by=room.actor.key, case=room.case).first()
            party = room.party.pk if room.party else None
            if earlier is None or (earlier.private, earlier.party_id, earlier.kind) != (room.private, party, what.kind):
                raise KeyTaken from None
            return earlier


def _kept(room: Room, what: Laid, key: UUID, at: datetime) -> RoomItem:
    item = RoomItem(
        submission=key,
        case=room.case,
        kind=what.kind,
        private=room.private,
        party=room.party,
        from_mediator=room.own is None,
        author=room.own.party if room.own else None,
        by=room.actor.key,
        text=what.text,
        amount="" if what.amount is None else str(what.amount),
        file=what.file,
        file_name=what.file.name if what.file else "",
        valid_until=what.valid_until,
        counters_id=what.counters,
        at=at,
    )
    item.save()
    if what.file:
        claim([what.file])
        # What somebody called the file is part of what they said; outside the room it is a number.
        suffix = what.file.name.rpartition(".")[2]
        StoredFile.objects.filter(pk=what.file.pk).update(name=f"{item.pk}.{suffix}")
    return item


def _is_sound(room: Room, what: Laid) -> Decision:
    if what.kind == Kind.EXHIBIT and not room.private and room.own is not None:
        return Denied(_("Lay evidence into your private room first; you show it to the other side from there."))
    if what.counters is not None and not items_of(room).filter(pk=what.counters, kind=Kind.OFFER).exists():
        return Denied(_("There is no such offer in this room."))
    return Allowed()


def _has_room(room: Room, what: Laid) -> Decision:
    own = Q(from_mediator=True) if room.own is None else Q(from_mediator=False, author=room.own.party)
    rows = RoomItem.objects.filter(own, case=room.case)
    count = rows.aggregate(items=Count("pk"), files=Count("file"), size=Sum("file__size"))
    if count["items"] >= MOST_ITEMS:
        return Denied(_("This is as much as can be written in one dispute. Ask the mediators for a session."))
    new = what.file.size if what.file else 0
    if new and (count["files"] >= MOST_FILES or (count["size"] or 0) + new > MOST_BYTES):
        values = {"most": MOST_FILES, "size": MOST_BYTES // 1024 // 1024}
        return Denied(_("At most %(most)s files and %(size)s MB can be laid before the mediators.") % values)
    return Allowed()


def own_private_item(room: Room, pk: int) -> RoomItem | None:
    """Return what the actor laid into their own private room under ``pk``, shown or not."""
    if room.own is None:
        return None
    with acting_as(room.actor):
        rows = RoomItem.objects.filter(case=room.case, private=True, from_mediator=False, author=room.own.party)
        return rows.select_related("key", "file", "author", "party").exclude(kind=Kind.WORDS).filter(pk=pk).first()


def show(room: Room, item: RoomItem, *, at: datetime | None = None) -> Decision:
    """Lay the actor's own exhibit or offer before everybody. It cannot be taken back; once is enough."""
    with acting_as(room.actor), transaction.atomic():
        allowed = may_write(room.case)
        if isinstance(allowed, Denied):
            return allowed
        when = at or timezone.now()
        if RoomItem.objects.filter(pk=item.pk, shown_at__isnull=True).update(shown_at=when):
            item.shown_at = when
            note(Room(room.case, room.actor, None, room.own), SHOWED, item.kind)
            tell(room.case, item)
        return allowed


def readable_item(rooms: Sequence[Room], pk: int) -> tuple[Room, RoomItem] | None:
    """Return the item ``pk`` with the first of ``rooms`` in which it lies, or None."""
    for room in rooms:
        with acting_as(room.actor):
            found = items_of(room).filter(pk=pk).first()
        if found is not None:
            return room, found
    return None
