"""Removing what has lost its meaning."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from heli.access.models import Counter, Session, SignInCode

CODES_KEPT: Final = timedelta(days=1)


def forget_old() -> int:
    """Delete ended sessions and counters whose attempts are forgotten; return how many rows."""
    now = timezone.now()
    ended, _each = Session.objects.filter(expire_date__lt=now).delete()
    idle, _each = Counter.objects.filter(until__lt=now).delete()
    sent, _each = SignInCode.objects.filter(sent_at__lt=now - CODES_KEPT).delete()
    return ended + idle + sent
