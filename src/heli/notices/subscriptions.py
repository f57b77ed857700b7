"""Subscriptions by e-mail: asked for, confirmed by a letter, ended by one click. No answer tells who subscribes."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from heli.access import limits
from heli.notices.letters import CONFIRM
from heli.notices.models import Channel, Delivery, Notice, Rhythm, Subscription
from heli.notices.writing import post
from heli.people.keyed import SubjectKey
from heli.people.sealed_fields import index_of

UNCONFIRMED_KEPT: Final = timedelta(days=3)
MOST_OF_ONE: Final = 20
#: What tells one wish from another.
WISH: Final = ("reference", "topic", "place", "case_state", "words")


@transaction.atomic
def ask(email: str, language: str, rhythm: str, **wish: Any) -> bool:
    """Write down a wish and the letter that asks to confirm it; False where the address had enough letters for a day.

    The caller answers the same either way.
    """
    if limits.take(limits.NEWS_TARGET, index_of(email, "email").hex()):
        return False
    row = Subscription(email=email, language=language, rhythm=rhythm, asked_at=timezone.now(), **wish)
    row.save()
    letter = Notice(
        key=f"subscription.{row.number.hex}",
        channel=Channel.EMAIL,
        state=Delivery.PENDING,
        to_subscription=row,
        kind=f"subscription.{CONFIRM}",
        created_at=row.asked_at,
    )
    post([letter])
    return True


@transaction.atomic
def confirm(row: Subscription, seen_event: int) -> bool:
    """Let a subscription begin after the event ``seen_event``; False where its address has as many as it may have.

    The same wish that the address had before is replaced.
    """
    others = list(of_address(bytes(row.email_index)).exclude(pk=row.pk).select_for_update(of=("self",)))
    same = [each for each in others if _wish(each) == _wish(row)]
    if len(others) - len(same) >= MOST_OF_ONE:
        return False
    for each in same:
        end(each)
    row.confirmed_at, row.seen_event = timezone.now(), seen_event
    row.next_at = row.confirmed_at if row.rhythm == Rhythm.DAILY else None
    row.save(update_fields=["confirmed_at", "seen_event", "next_at"])
    return True


def _wish(row: Subscription) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in WISH)


def set_rhythm(row: Subscription, rhythm: str) -> None:
    """Write at once from now on, or once a day."""
    row.rhythm, row.next_at = rhythm, timezone.now() if rhythm == Rhythm.DAILY else None
    row.save(update_fields=["rhythm", "next_at"])


@transaction.atomic
def end(row: Subscription) -> None:
    """Remove a subscription with its letters and its key; nothing of the address is left."""
    key = row.key
    row.delete()
    if key:
        SubjectKey.objects.filter(pk=key.pk).delete()


def of_address(index: bytes) -> QuerySet[Subscription]:
    """Return the confirmed subscriptions of the address with this blind index, the oldest first."""
    found = Subscription.objects.filter(email_index=index, confirmed_at__isnull=False)
    return found.select_related("key").order_by("asked_at", "number")


def forget_unconfirmed(now: datetime | None = None) -> int:
    """Remove what nobody has confirmed in three days; return how many."""
    before = (now or timezone.now()) - UNCONFIRMED_KEPT
    rows = list(Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=before))
    for row in rows:
        end(row)
    return len(rows)
