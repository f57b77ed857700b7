"""Links in letters to subscribers: each proves that its reader has a letter to that address, and holds no address."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from heli.access.keyed import keyed
from heli.notices.models import Subscription

#: How long the link to all subscriptions of an address opens them; ending one works for as long as it lasts.
LIST_VALID: Final = timedelta(days=60)
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


def token(row: Subscription, purpose: str) -> str:
    """Return what proves that somebody has a letter to ``row``; ``purpose`` is "confirm" or "stop"."""
    return row.number.hex + keyed(f"subscription {purpose}", row.number.hex)[:32]


def by_token(text: str, purpose: str) -> Subscription | None:
    """Return the subscription that a link names; None for one that was ended, or a link that is not ours."""
    number, mark = text[:32], text[32:]
    if not secrets.compare_digest(keyed(f"subscription {purpose}", number)[:32].encode(), mark.encode()):
        return None
    return Subscription.objects.select_related("key").filter(pk=UUID(number)).first()


def list_token(index: bytes, now: datetime | None = None) -> str:
    """Return what opens the list of an address for sixty days."""
    day = f"{((now or timezone.now()) - _EPOCH).days:05}"
    return index.hex() + day + keyed("subscription list", index.hex(), day)[:32]


def index_by(text: str, now: datetime | None = None) -> bytes | None:
    """Return the blind index of the address whose list a link opens; None where it has run out or is not ours."""
    index, day, mark = text[:32], text[32:37], text[37:]
    if not secrets.compare_digest(keyed("subscription list", index, day)[:32].encode(), mark.encode()):
        return None
    old = ((now or timezone.now()) - _EPOCH).days - int(day)
    return bytes.fromhex(index) if old <= LIST_VALID.days else None


def address(page: str, *arguments: str) -> str:
    """Return the whole address of one of the pages that letters lead to, by its name in the settings."""
    return f"{settings.HELI_BASE_URL}{reverse(settings.LETTER_PAGES[page], args=arguments)}"
