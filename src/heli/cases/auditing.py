"""Checking everything that proves the history, and keeping what was found."""

import time
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from heli.audit.models import Checkpoint, Verification
from heli.audit.parallel import checked
from heli.audit.proving import SEALS, seal_faults, sealed_heads, witnessed
from heli.audit.verifying import Fault
from heli.audit.witness import Witnessed, merged
from heli.cases.verifying import event_faults, lost_events, other_states
from heli.notices.models import Channel, Notice
from heli.notices.writing import post
from heli.organizations.models import Duty
from heli.organizations.responsibility import registry

LONGEST = 200


def verify(*, by: str) -> Verification:
    """Check checkpoints, chains, events and states; keep the result, and tell the auditors of a fault."""
    begun, last = time.monotonic(), Checkpoint.objects.order_by("-number").first()
    found, entries = [], 0
    kept, unread = _witness()
    for count, faults in checked(merged(kept.heads, sealed_heads()), processes=1):
        entries += count
        found += faults
    found = [*unread, *seal_faults(kept), *found, *_history()]
    result = Verification.objects.create(
        at=timezone.now(),
        by=by,
        seconds=round(time.monotonic() - begun, 2),
        entries=entries,
        checkpoint=last.number if last else None,
        faults=len(found),
        first=str(found[0])[:LONGEST] if found else "",
    )
    if found:
        post([_warning(result)])
    return result


def _witness() -> tuple[Witnessed, list[Fault]]:
    try:
        return witnessed(settings.HELI_WITNESS), []
    except (OSError, ValueError):
        return Witnessed(), [Fault(SEALS, 0, "witness cannot be read")]


def _history() -> Iterator[Fault]:
    yield from (fault for fault in event_faults() if fault)
    yield from lost_events()
    yield from other_states()


def _warning(result: Verification) -> Notice:
    words = {
        "zh": f"审计记录核验发现 {result.faults} 处异常，请立即查看“审计”页面",
        "en": f"The check of the audit record found {result.faults} faults; look at the page “Audit” at once",
    }
    return Notice(
        key=f"audit.verification.{result.pk}",
        channel=Channel.INBOX,
        to_unit_id=registry().district_centre_id,
        to_duty=Duty.AUDITOR,
        kind="audit.fault.staff",
        values={"step": words},
        created_at=result.at,
    )
