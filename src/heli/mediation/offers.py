"""Offers and counter-offers: who must say yes, who said what, and what all sides have accepted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.context import acting_as
from heli.cases.models import Case
from heli.kernel.decisions import Decision, Denied
from heli.mediation.room_models import OfferAnswer, RoomItem
from heli.mediation.room_notices import tell_answer
from heli.mediation.rooms import ANSWERED, Room, Terms, may_write, note
from heli.mediation.sides import Side, sides_of

OPEN, ACCEPTED, DECLINED, EXPIRED = "open", "accepted", "declined", "expired"


@dataclass(frozen=True)
class Standing:
    """How an offer stands: ``state``, what each side said, whose answer is missing, and since when all agree."""

    state: str
    said: Mapping[int, bool]
    missing: tuple[Side, ...]
    accepted_at: datetime | None = None


def asked_of(item: RoomItem, sides: Sequence[Side]) -> list[Side]:
    """Return the sides that must say yes to ``item``: in the joint room all but its author, else that of the room."""
    if item.private and item.shown_at is None:
        return [side for side in sides if item.from_mediator and _key(item.party_id) == side.key]
    return [side for side in sides if item.from_mediator or side.key != _key(item.author_id)]


def _key(party: int | None) -> int:
    return party or 0


def standings(items: Iterable[RoomItem], sides: Sequence[Side], today: date | None = None) -> dict[int, Standing]:
    """Return how the offers among ``items`` stand on ``today``; one statement, by the reader's sight."""
    offers = [each for each in items if each.kind == RoomItem.Kind.OFFER]
    answers: defaultdict[int, list[OfferAnswer]] = defaultdict(list)
    for answer in OfferAnswer.objects.filter(item__in=[each.pk for each in offers]) if offers else ():
        answers[answer.item_id].append(answer)
    day = today or timezone.localdate()
    return {each.pk: _standing(each, answers[each.pk], sides, day) for each in offers}


def _standing(item: RoomItem, answers: Sequence[OfferAnswer], sides: Sequence[Side], today: date) -> Standing:
    said = {_key(each.party_id): each.agrees for each in answers}
    asked = asked_of(item, sides)
    missing = tuple(side for side in asked if side.key not in said)
    if False in said.values():
        return Standing(DECLINED, said, missing)
    if asked and not missing:
        return Standing(ACCEPTED, said, (), max(each.at for each in answers))
    expired = item.valid_until is not None and item.valid_until < today
    return Standing(EXPIRED if expired else OPEN, said, missing)


def answer(
    room: Room, item: RoomItem, *, agrees: bool, side: Side | None = None, at: datetime | None = None
) -> Decision:
    """Say yes or no to an offer, once; a mediator writes down what ``side`` said.

    It binds nobody: what binds is the agreement that is signed.
    """
    speaks = room.own or side
    with acting_as(room.actor):
        allowed = may_write(room.case)
        if isinstance(allowed, Denied):
            return allowed
        when = at or timezone.now()
        stands = standings([item], sides_of(room.case), timezone.localdate(when)).get(item.pk)
        if (
            stands is None
            or speaks is None
            or stands.state != OPEN
            or speaks.key not in {s.key for s in stands.missing}
        ):
            return Denied(
                _("This offer cannot be answered: it is answered already, has run out, or is not put to you.")
            )
        try:
            with transaction.atomic():
                OfferAnswer.objects.create(item=item, party=speaks.party, agrees=agrees, by=room.actor.key, at=when)
                note(room, ANSWERED)
                tell_answer(room.case, item, by=room.actor.key, at=when)
        except IntegrityError:
            return Denied(_("This offer was answered meanwhile."))
    return allowed


def accepted_terms(case: Case) -> list[Terms]:
    """Return the offers before everybody that all sides said yes to, the earliest first, to begin an agreement with.

    Read in the name of whoever is named (``acting_as``): a side or a present mediator. For all others there are none.
    """
    rows = RoomItem.objects.filter(case=case, kind=RoomItem.Kind.OFFER).select_related("key").order_by("id")
    before_all = [each for each in rows if not each.private or each.shown_at is not None]
    sides = sides_of(case)
    by_key = {side.key: side for side in sides}
    stands = standings(before_all, sides)
    return [
        Terms(
            item=each.pk,
            text=each.text,
            amount=int(each.amount) if each.amount else None,
            at=accepted,
            by=None if each.from_mediator else by_key.get(_key(each.author_id)),
        )
        for each in before_all
        if (accepted := stands[each.pk].accepted_at) is not None
    ]
