"""When data are due to be erased: reckoned from the closing of the case, never where a hold stands."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from heli.cases.models import Attachment, Case
from heli.retention.models import Erasure, Hold, Kind, Period, Planned

#: How long before an erasure the administrators are told.
WARNING = timedelta(days=30)


def period_of(kind: str) -> Period:
    """Return the period of ``kind``; one without years where none was set."""
    return Period.objects.filter(pk=kind).first() or Period(kind=kind)


def standing(now: datetime) -> QuerySet[Hold]:
    """Return the holds that stand: until their last day is over or somebody ends them."""
    in_time = Q(until__isnull=True) | Q(until__gte=timezone.localdate(now))
    return Hold.objects.filter(in_time, ended_at__isnull=True)


def due(kind: str, on: datetime) -> QuerySet[Case]:
    """Return the closed cases whose data of ``kind`` are due to be erased at ``on``; none without a period."""
    years = period_of(kind).effective
    if years is None:
        return Case.objects.none()
    erased = Erasure.objects.filter(case=OuterRef("pk"), kind=kind)
    held = standing(timezone.now()).filter(case=OuterRef("pk"))
    closed = Case.objects.filter(closed_at__lte=years_before(on, years)).exclude(Exists(erased)).exclude(Exists(held))
    if kind == Kind.CONTACT:
        return closed.filter(contact__key__isnull=False)
    return closed.filter(Exists(Attachment.objects.filter(case=OuterRef("pk"))))


def years_before(on: datetime, years: int) -> datetime:
    """Return the moment ``years`` years before; of 29 February the 28th."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def unplanned(kind: str, now: datetime) -> QuerySet[Case]:
    """Return the cases that come due within the time of warning and were not announced yet."""
    announced = Planned.objects.filter(case=OuterRef("pk"), kind=kind)
    return due(kind, now + WARNING).exclude(Exists(announced))
