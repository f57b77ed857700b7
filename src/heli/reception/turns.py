"""Whose turn it is: the one rule of the queue, told in public (``RULE``) and asked by every window.

1. Who has an appointment and has checked in is called first once their time has come.
2. After two appointments in a row at a window, somebody without one is called there, so that nobody waits in vain.
3. All others are called in the order in which they came.
4. Who checks in later than the centre waits counts as coming without an appointment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

RULE = (
    _("Whoever has an appointment and has checked in is called first once their time has come."),
    _("After two appointments in a row, a window calls somebody without an appointment."),
    _("All others are called in the order in which they came."),
    _("Whoever comes too late for an appointment joins the others in the order of coming."),
)
IN_A_ROW = 2


@dataclass(frozen=True)
class Waiting:
    """Somebody in the queue: ``order_at`` is the appointed time, or the time of coming without one."""

    key: int
    order_at: datetime
    appointed: bool


def place(begins: datetime | None, arrived: datetime, late: timedelta) -> tuple[datetime, bool]:
    """Return the place in the queue, and whether it is that of an appointment, for somebody who came at ``arrived``.

    ``begins`` is the time of the appointment, None without one.
    """
    if begins is None or arrived > begins + late:
        return arrived, False
    return begins, True


def choose(waiting: Sequence[Waiting], before: Sequence[bool], now: datetime) -> Waiting | None:
    """Return who is called next, None where nobody waits.

    ``before`` says of the last ones called at the window, the newest first, whether they had an appointment.
    """
    due = sorted((each for each in waiting if each.appointed and each.order_at <= now), key=_order)
    others = sorted((each for each in waiting if not each.appointed), key=_order)
    last = list(before[:IN_A_ROW])
    if due and others and len(last) == IN_A_ROW and all(last):
        return others[0]
    if due or others:
        return (due or others)[0]
    # Nobody else is there: whoever came early need not sit before an idle window.
    return min(waiting, key=_order, default=None)


def _order(each: Waiting) -> tuple[datetime, int]:
    return each.order_at, each.key
