"""The offer of counselling: voluntary, and without a trace unless somebody wishes to be contacted.

A wish is written with consent alone. It is shown to the chosen helper, one at a time: no list, no count and no search
of persons exists. Looking at the number is on record like every look at a number, under a reference of its own that
names neither wish nor person, so that nobody can tell from the record that it was about counselling.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access import limits
from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.access.reads import log_read
from heli.advice.codes import CALLER
from heli.advice.known import helper_of, known
from heli.advice.limits import WISHED
from heli.advice.models import ContactWish, Helper
from heli.kernel.decisions import Denied
from heli.kernel.references import new_reference
from heli.people.keys import destroy_key
from heli.people.sealed_fields import index_of


@dataclass(frozen=True, kw_only=True)
class Wish:
    """That somebody wishes to be contacted; ``consented`` is what they ticked or said."""

    helper: Helper
    phone: str
    way: str
    times: str = ""
    consented: bool


def wish_days() -> int:
    """Return for how many days a wish stands: as long as the most patient desk has set."""
    return max((each.wish_days for each in known().desks.values()), default=14)


def wish(wanted: Wish, *, by: Actor = CALLER) -> Denied | None:
    """Keep the wish for its helper; refused without consent. Nothing in the record tells of it."""
    if not wanted.consented:
        return Denied(_("Nothing is kept unless you agree."))
    if wanted.helper.pk not in known().helpers:
        return Denied(_("Please choose one of the helpers."))
    with acting_as(by), transaction.atomic():
        ContactWish(
            helper=wanted.helper, gone_at=timezone.now() + timedelta(days=wish_days()),
            phone=wanted.phone, way=wanted.way, times=wanted.times,
        ).save()  # fmt: skip
    return None


def wish_of_anybody(wanted: Wish) -> Denied | None:
    """Keep the wish of somebody unknown, unless as many were given for its number today as one person could mean.

    What is beyond is answered like the others: a refusal would tell that somebody has wished for that number.
    """
    over = limits.take(WISHED, index_of(wanted.phone, "phone").hex()) if wanted.consented else None
    return None if over else wish(wanted)


def next_for(actor: Actor) -> int | None:
    """Return the id of the wish that ``actor`` as a helper should answer next; None where there is none."""
    helper = helper_of(actor)
    if helper is None:
        return None
    with acting_as(actor), transaction.atomic():
        rows = ContactWish.objects.filter(helper=helper, gone_at__gt=timezone.now())
        found: int | None = rows.order_by("gone_at", "pk").values_list("pk", flat=True).first()
        return found


def look(pk: int, *, by: Actor) -> ContactWish | None:
    """Return the wish with number and way, on record; None for everybody but its helper."""
    helper = helper_of(by)
    with acting_as(by), transaction.atomic():
        rows = ContactWish.objects.select_related("key").filter(pk=pk, gone_at__gt=timezone.now())
        row = rows.filter(helper=helper).first() if helper else None
        if row is not None:
            log_read(new_reference(), by=by, purpose="calling", what=("contact",))
        return row


def answered(pk: int, *, by: Actor) -> bool:
    """Remove the wish: its helper has reached the person, or they have changed their mind. False for everybody else."""
    helper = helper_of(by)
    with acting_as(by), transaction.atomic():
        found = ContactWish.objects.filter(pk=pk, helper=helper).exists() if helper else False
    if found:
        with acting_as(SYSTEM), transaction.atomic():
            _remove(ContactWish.objects.select_for_update().filter(pk=pk).values_list("pk", "key_id"))
    return found


def _remove(rows: object) -> int:
    removed = 0
    for pk, key in list(rows):  # type: ignore[call-overload]
        if key is not None:
            destroy_key(key)
        ContactWish.objects.filter(pk=pk).delete()
        removed += 1
    return removed


def clear(now: datetime | None = None) -> int:
    """Remove the wishes whose days are over; returns how many, to the worker alone."""
    now = now or timezone.now()
    with acting_as(SYSTEM), transaction.atomic():
        return _remove(ContactWish.objects.filter(gone_at__lte=now).values_list("pk", "key_id")[:1000])
