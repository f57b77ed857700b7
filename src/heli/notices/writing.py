"""Writing notices in the transaction of the act they tell of."""

from collections.abc import Iterable

from heli.notices.hours import earliest
from heli.notices.models import Channel, Delivery, Notice
from heli.notices.tasks import send_notices


def post(notices: Iterable[Notice]) -> None:
    """Write ``notices``; those with a key that is already there are left out. E-mail is handed to the worker.

    The job commits with the act: a notice is sent at least once, and never for an act that was rolled back. Reminders
    written outside service hours wait for them.
    """
    rows = list(notices)
    if not rows:
        return
    for row in rows:
        begin = earliest(row, row.created_at)
        if begin > row.created_at:
            row.not_before = begin
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    keys = [row.key for row in rows if row.channel == Channel.EMAIL and row.state == Delivery.PENDING]
    if keys:
        send_notices.defer(keys=keys)
