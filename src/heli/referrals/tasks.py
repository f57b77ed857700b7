"""The worker's regular job for referrals; it may run twice without harm."""

import logging
from typing import Final

from procrastinate.contrib.django import app

from heli.access.actors import SYSTEM
from heli.audit.naming import by_system
from heli.cases.models import Case
from heli.referrals.actions import note_end
from heli.referrals.models import Referral

_MOST_AT_ONCE: Final = 200
log = logging.getLogger(__name__)


def note_ends() -> int:
    """Note the end of matters that were opened from referrals, so that their results are returned; return how many.

    A matter that goes on after its end, such as a petition in review, is noted again when it ends anew.
    """
    waiting = Referral.objects.filter(
        work__closed_at__isnull=False, ended_at__isnull=True, case__closed_at__isnull=True
    ).order_by("case")
    ended = list(waiting.values_list("case", flat=True)[:_MOST_AT_ONCE])
    cases = Case.objects.visible_to(SYSTEM).filter(pk__in=ended).select_related("referral")
    return sum(bool(note_end(case, by=SYSTEM)) for case in cases)


@app.periodic(cron="*/5 * * * *")
@app.task(name="referrals.note_ends", queue="cases", queueing_lock="referrals.note_ends", lock="referrals.note_ends")
@by_system
def ends(timestamp: int) -> None:
    """Note ends every five minutes."""
    found = note_ends()
    if found:
        log.info("%s referrals wait for their results to be returned", found)
