"""Telling that something is new in a room; where it lies and what it says is read there and nowhere else."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Case, Event
from heli.cases.people_models import Party
from heli.cases.telling import both, values_of
from heli.kernel.references import own_number
from heli.mediation.models import Mediating
from heli.mediation.room_models import RoomItem
from heli.notices.models import Channel, Delivery, Notice
from heli.notices.writing import post
from heli.people.models import Contact

SAYS = _("Something new in your room")
NOTED = _("The mediators wrote down what you said of guests or open doors; please look whether it is right")
OPENED = _("A side has opened its earlier private talks to you")


def tell(case: Case, item: RoomItem) -> None:
    """Tell those who read ``item`` and did not write it; nobody more than once an hour."""
    _tell(case, item, by=item.by, when=item.shown_at or item.at)


def tell_answer(case: Case, item: RoomItem, *, by: str, at: datetime) -> None:
    """Tell those who read the offer ``item`` that it was answered, but for ``by``, who did."""
    _tell(case, item, by=by, when=at)


def tell_opened(case: Case, user: int, *, at: datetime) -> None:
    """Tell a mediator that a side has opened its earlier private talks; which one is seen in the rooms."""
    values = {**values_of(case), "step": both(OPENED)}
    key = f"opened.{case.pk}.{at:%Y%m%d%H}.staff{user}"
    shared = {"kind": "mediation.room.staff", "reference": case.reference, "channel": Channel.INBOX}
    post([Notice(key=key, values=values, created_at=at, to_user_id=user, **shared)])


def tell_side(case: Case, number: int, *, event: Event) -> None:
    """Tell the side with ``number`` that something was written down for it; what, its own page says."""
    with acting_as(SYSTEM):
        address = next((each for each in _everybody(case) if each[0] == number), None)
    if address is None or address[2] is None or not address[2].writable:
        return
    values = {**values_of(case), "step": both(NOTED)}
    letter = _letter(address[2].pk, own_number(case.reference, number))
    post(
        [Notice(key=f"noted.{event.pk}", kind="mediation.room.applicant", values=values, created_at=event.at, **letter)]
    )


def _tell(case: Case, item: RoomItem, *, by: str, when: datetime) -> None:
    shared = {"kind": "mediation.room.applicant", "values": {**values_of(case), "step": both(SAYS)}, "created_at": when}
    hour = f"room.{case.pk}.{when:%Y%m%d%H}"
    with acting_as(SYSTEM):
        sides = _sides(case, item, by)
    rows = [Notice(key=f"{hour}.side{number}", **shared, **address) for number, address in sides]
    staff = {**shared, "kind": "mediation.room.staff", "reference": case.reference, "channel": Channel.INBOX}
    mediators = Mediating.objects.filter(case=case, until__isnull=True).values_list("user_id", flat=True)
    others = [user for user in mediators if f"staff:{user}" != by]
    post([*rows, *(Notice(key=f"{hour}.staff{user}", **staff, to_user_id=user) for user in others)])


def _sides(case: Case, item: RoomItem, by: str) -> list[tuple[int, dict[str, Any]]]:
    """Return number and address of the sides that read ``item`` now and are not ``by``, where one was left."""
    open_to_all = not item.private or item.shown_at is not None
    found = []
    for number, party, contact in _everybody(case):
        own = own_number(case.reference, number)
        if contact and contact.writable and by != f"resident:{own}" and (open_to_all or item.party_id == party):
            found.append((number, _letter(contact.pk, own)))
    return found


def _everybody(case: Case) -> list[tuple[int, int | None, Contact | None]]:
    """Return number, party and contact of each side that was let in."""
    rows = Party.objects.filter(~Q(side=None), case=case).select_related("contact").order_by("side")
    first = Contact.objects.filter(pk=case.contact_id or 0).first()
    return [(0, None, first), *((each.side or 0, each.pk, each.contact) for each in rows)]


def _letter(contact: int, reference: str) -> dict[str, Any]:
    return {"channel": Channel.EMAIL, "to_contact_id": contact, "state": Delivery.PENDING, "reference": reference}
