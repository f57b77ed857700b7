"""Earlier private talks: who is named later reads those of a side only after this side has opened them.

No law says what becomes of private talks when a mediator is replaced; the cautious way is that they stay with those who
heard them (People's Mediation Law, art. 15, item 4, forbids to reveal privacy and secrets). Row security says the same
(``migrations/0006_consents.py``).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.context import acting_as
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.mediation.models import Mediating
from heli.mediation.room_models import EarlierTalks, RoomItem
from heli.mediation.room_notices import tell_opened
from heli.mediation.rooms import CLOSED, OPENED, Room, note


@dataclass(frozen=True)
class Newcomer:
    """A present mediator who was named after a side's private talks began; ``allowed`` since ``said_at`` if ever."""

    mediating: Mediating
    allowed: bool
    said_at: datetime | None


def newcomers(room: Room) -> list[Newcomer]:
    """Return to whom the side of the private ``room`` can open its earlier talks; three statements at most."""
    if room.own is None or not room.private:
        return []
    with acting_as(room.actor):
        rows = RoomItem.objects.filter(case=room.case, private=True, party=room.party, shown_at__isnull=True)
        begun = rows.aggregate(at=Min("at"))["at"]
        if begun is None:
            return []
        present = Mediating.objects.filter(case=room.case, until__isnull=True, since__gt=begun)
        named = list(present.select_related("user").order_by("id"))
        said = EarlierTalks.objects.filter(mediating__in=named, party=room.party).order_by("id") if named else ()
        last = {each.mediating_id: each for each in said}
    return [_newcomer(each, last.get(each.pk)) for each in named]


def _newcomer(mediating: Mediating, said: EarlierTalks | None) -> Newcomer:
    return Newcomer(mediating, bool(said and said.allowed), said.at if said else None)


def say_earlier(room: Room, mediating: int, *, allowed: bool, at: datetime | None = None) -> Decision:
    """Open the earlier talks of the side of ``room`` to the newcomer ``mediating``, or close them again; on record.

    What was read meanwhile cannot be made unread.
    """
    found = next((each for each in newcomers(room) if each.mediating.pk == mediating), None)
    if found is None:
        return Denied(_("This mediator was not named later, or does not mediate any more."))
    if found.allowed is allowed:
        return Allowed()
    when = at or timezone.now()
    with acting_as(room.actor), transaction.atomic():
        EarlierTalks.objects.create(
            case=room.case, mediating_id=mediating, party=room.party, allowed=allowed, by=room.actor.key, at=when
        )
        note(room, OPENED if allowed else CLOSED)
        if allowed:
            tell_opened(room.case, found.mediating.user_id, at=when)
    return Allowed()


def hidden_since(room: Room) -> datetime | None:
    """Return from when on the mediator who enters the private ``room`` reads it; None where all of it is theirs.

    For the page: it says that there may be earlier talks, not whether there are. At most two statements.
    """
    if room.own is not None or not room.private:
        return None
    with acting_as(room.actor):
        own = Mediating.objects.filter(case=room.case, user=room.actor.user_id, until__isnull=True).first()
        if own is None or not Mediating.objects.filter(case=room.case, since__lt=own.since).exists():
            return None
        last = EarlierTalks.objects.filter(mediating=own, party=room.party).order_by("-id").first()
    return None if last and last.allowed else own.since
