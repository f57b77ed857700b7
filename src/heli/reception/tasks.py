"""The worker's regular jobs for the reception centre; each may run twice without harm."""

from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.people.keys import destroy_key
from heli.reception.booking import sweep
from heli.reception.models import Centre, Visitor
from heli.reception.queueing import end_of_day
from heli.reception.telling import remind

PASSING, FORGETTING = "reception.time_passes", "reception.forget"


@app.periodic(cron="* * * * *")
@app.task(name=PASSING, queue="cases", queueing_lock=PASSING, lock=PASSING)
@by_system
def time_passes(timestamp: int) -> None:
    """Give back times that were not booked, end the queues of past days, remind whose time is near."""
    sweep()
    end_of_day()
    remind()


@app.periodic(cron="40 2 * * *")
@app.task(name=FORGETTING, queue="cases", queueing_lock=FORGETTING, lock=FORGETTING)
@by_system
def forget_nightly(timestamp: int) -> None:
    """Make unreadable what visitors left whose period of keeping is over."""
    forget()


def forget(now: datetime | None = None) -> int:
    """Destroy the keys of visitors whose visit is longer past than their centre keeps; returns how many.

    The row stays, with nothing that could be read: the visit, its number and its outcome go on to be counted.
    """
    now = now or timezone.now()
    found = 0
    for unit, days in Centre.objects.values_list("unit_id", "keep_days"):
        rows = Visitor.objects.filter(key__isnull=False, at__lt=now - timedelta(days=days), units__contains=[unit])
        for key in list(rows.values_list("key_id", flat=True)[:1000]):
            destroy_key(key)
            found += 1
    return found
