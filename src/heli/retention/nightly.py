"""The night's work: announce what comes due, erase what was announced a month ago and is still due."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
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


def erase_announced(now: datetime | None = None) -> int:
    """Erase what was announced and is still due; a hold, a reopened case or a longer period lets it be."""
    at = now or timezone.now()
    gone = 0
    for kind in Kind:
        _withdraw(kind, at)
        ready = Planned.objects.filter(kind=kind, erase_at__lte=at, case__in=due(kind, at).values("pk"))
        ready = ready.order_by("pk").select_related("case")
        for planned in list(ready):
            gone += erase(planned.case, kind, by="system", basis="period", at=at, first=note)
    sweep()
    return gone


def _withdraw(kind: Kind, now: datetime) -> None:
    """Take back what is no longer due; it is announced anew when it is again."""
    Planned.objects.filter(kind=kind).exclude(case__in=due(kind, now + WARNING).values("pk")).delete()
