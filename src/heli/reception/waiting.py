"""How long somebody will wait, from how long visits have taken today."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import fmean

from django.utils import timezone

from heli.reception.known import known
from heli.reception.models import AT_WINDOW, Centre, Service, Standing, Ticket

#: So many of the last visits are looked at; with fewer than a few the planned length counts.
OBSERVED, FEWEST = 20, 3
#: Windows that have called somebody within this time count as working.
WORKING = timedelta(hours=1)
STEP = 5


def seconds_a_visit(service: Service, lengths: Sequence[float]) -> float:
    """Return how long a visit takes, in seconds: the mean of those observed, the planned length with too few."""
    return fmean(lengths) if len(lengths) >= FEWEST else service.minutes * 60.0


def minutes_to_wait(ahead: int, windows: int, seconds: float) -> int:
    """Return the estimate in minutes, rounded up to steps of five, with ``ahead`` people before at ``windows`` windows.

    Each window is thought to be busy for half a visit more.
    """
    exact = (ahead + 0.5) / max(windows, 1) * seconds / 60
    return -(-int(exact * 60) // (STEP * 60)) * STEP


def lengths_of(service: Service, now: datetime) -> list[float]:
    """Return how many seconds the last visits for ``service`` took today."""
    rows = Ticket.objects.filter(service=service, day=timezone.localdate(now), state=Standing.SERVED)
    times = rows.filter(began_at__isnull=False).order_by("-ended_at").values_list("began_at", "ended_at")[:OBSERVED]
    return [(ended - began).total_seconds() for began, ended in times if began and ended]


def working_windows(centre: Centre, service: Service, now: datetime) -> int:
    """Return how many windows that offer ``service`` are at work; at least one."""
    rows = Ticket.objects.filter(centre=centre, day=timezone.localdate(now), called_at__isnull=False)
    rows = rows.filter(state__in=AT_WINDOW) | rows.filter(called_at__gt=now - WORKING)
    active = set(rows.values_list("window_id", flat=True))
    return max(len([each for each in known().windows_for(service) if each.pk in active]), 1)


def estimate(centre: Centre, service: Service, ahead: int, now: datetime) -> int:
    """Return how many minutes somebody waits for ``service`` with ``ahead`` people before; two statements."""
    return minutes_to_wait(
        ahead, working_windows(centre, service, now), seconds_a_visit(service, lengths_of(service, now))
    )


def ahead_of(ticket: Ticket, waiting: Sequence[Ticket]) -> int:
    """Return how many of those ``waiting`` at the same windows have a place before ``ticket``."""
    offered = known().offered
    windows = [pk for pk, services in offered.items() if ticket.service_id in services]
    alike = {service for pk in windows for service in offered[pk]}
    return sum(each.service_id in alike and (each.order_at, each.pk) < (ticket.order_at, ticket.pk) for each in waiting)
