"""The night's work: announce what comes due, erase what was announced a month ago and is still due."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from heli.notices.models import Channel, Notice
from heli.notices.writing import post
from heli.organizations.models import Duty
from heli.organizations.responsibility import registry
from heli.retention.clocks import WARNING, due, unplanned
from heli.retention.erasing import erase, sweep
from heli.retention.journal import note
from heli.retention.models import Kind, Planned

BATCH = 1000
_ANNOUNCED = {
    Kind.CONTACT: {
        "zh": "自 {day} 起将删除 {count} 件已办结事项的联系方式。如需保留，请在“保存期限”中设置暂停删除",
        "en": "From {day} on, the contact data of {count} closed matters will be erased. To keep any, place a hold",
    },
    Kind.FILES: {
        "zh": "自 {day} 起将删除 {count} 件已办结事项的照片和文件。如需保留，请在“保存期限”中设置暂停删除",
        "en": "From {day} on, photos and documents of {count} closed matters will be erased. To keep any, place a hold",
    },
}


def announce(now: datetime | None = None) -> int:
    """Announce to the administrators what comes due within a month; return how many erasures that are."""
    at = now or timezone.now()
    return sum(_announce(kind, at) for kind in Kind)


@transaction.atomic
def _announce(kind: Kind, now: datetime) -> int:
    cases = list(unplanned(kind, now).values_list("pk", flat=True))
    if not cases:
        return 0
    erase_at = now + WARNING
    rows = [Planned(case_id=pk, kind=kind, warned_at=now, erase_at=erase_at) for pk in cases]
    Planned.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    values = {"day": f"{timezone.localdate(erase_at):%Y-%m-%d}", "count": len(cases)}
    post([_notice(kind, now, {name: text.format(**values) for name, text in _ANNOUNCED[kind].items()})])
    return len(cases)


def _notice(kind: Kind, now: datetime, words: Mapping[str, str]) -> Notice:
    return Notice(
        key=f"retention.{kind}.{now:%Y%m%d%H%M%S%f}",
        channel=Channel.INBOX,
        to_unit_id=registry().district_centre_id,
        to_duty=Duty.ADMINISTRATOR,
        kind=f"retention.{kind}.staff",
        values={"step": words},
        created_at=now,
    )


def ready(kind: str, now: datetime) -> QuerySet[Planned]:
    """Return what was announced for ``now`` or earlier and is still due."""
    rows = Planned.objects.filter(kind=kind, erase_at__lte=now, case__in=due(kind, now).values("pk"))
    return rows.order_by("pk").select_related("case")


def stale(kind: str, now: datetime) -> QuerySet[Planned]:
    """Return what was announced and is no longer due: a hold, a reopened case or a longer period."""
    return Planned.objects.filter(kind=kind).exclude(case__in=due(kind, now + WARNING).values("pk"))


def erase_announced(
    now: datetime | None = None, *, progress: Callable[[int, int], object] = lambda done, total: None
) -> int:
    """Erase what was announced and is still due; what is no longer due is announced anew when it is again.

    ``progress`` hears after each case how many of how many are done.
    """
    at = now or timezone.now()
    for kind in Kind:
        stale(kind, at).delete()
    found = [planned for kind in Kind for planned in ready(kind, at)]
    gone = 0
    for number, planned in enumerate(found, 1):
        gone += erase(planned.case, planned.kind, by="system", basis="period", at=at, first=note)
        progress(number, len(found))
    sweep()
    return gone
