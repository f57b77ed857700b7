"""The desk in numbers: talks by topic and hour, callbacks kept, how long people waited. Never by person.

The rows do not say who took a talk, so nothing here could be told of a member of staff or of a caller.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractHour
from django.utils import timezone

from heli.advice.models import LIVE, AdviceDesk, Callback, LedTo, Standing, Talk
from heli.organizations.days import midnight
from heli.people.reading import in_english


@dataclass(frozen=True)
class Kept:
    """Callbacks of a period: ``kept`` were reached within the window that was promised, ``late`` after it."""

    asked: int = 0
    kept: int = 0
    late: int = 0
    unreached: int = 0
    cancelled: int = 0
    waiting: int = 0

    @property
    def share(self) -> int | None:
        """Of 100 that were to be called, how many were reached in their window; None where there were none."""
        promised = self.kept + self.late + self.unreached
        return round(100 * self.kept / promised) if promised else None


@dataclass(frozen=True)
class Figures:
    """A period in numbers; ``wait`` is the median time from asking to being reached."""

    topics: list[tuple[str, int]]
    hours: list[tuple[int, int]]
    led: list[tuple[str, int]]
    minutes: int
    talks: int
    callbacks: Kept
    wait: timedelta | None


def figures(desks: list[AdviceDesk], since: date, until: date) -> Figures:
    """Count ``desks`` from ``since`` until, not including, ``until``; five statements whatever the number of rows."""
    talks = Talk.objects.filter(desk__in=desks, at__gte=midnight(since), at__lt=midnight(until))
    named = talks.values_list("topic__name", "topic__name_en").annotate(number=Count("id"))
    topics = named.order_by("-number", "topic__name")
    hours = talks.annotate(hour=ExtractHour("at")).values_list("hour").annotate(Count("id"))
    led = dict(talks.values_list("led_to").annotate(Count("id")))
    minutes = sum(talks.values_list("minutes", flat=True))
    callbacks, wait = _callbacks(Callback.objects.filter(desk__in=desks, day__gte=since, day__lt=until))
    return Figures(
        topics=[(name_of(name, english), number) for name, english, number in topics],
        hours=sorted(hours),
        led=[(str(each.label), led.get(each, 0)) for each in LedTo],
        minutes=minutes,
        talks=sum(led.values()),
        callbacks=callbacks,
        wait=wait,
    )


def name_of(name: str, english: str) -> str:
    """Return the name of a topic in the reader's language."""
    return english if english and in_english() else name


def _callbacks(rows: QuerySet[Callback]) -> tuple[Kept, timedelta | None]:
    counted: Counter[str] = Counter()
    waits: list[timedelta] = []
    asked = rows.values_list("state", "day", "window__ends", "made_at", "ended_at")
    for state, day, ends, made_at, ended_at in asked:
        counted["asked"] += 1
        counted[_bin(state, day, ends, ended_at)] += 1
        if state == Standing.REACHED and ended_at is not None:
            waits.append(ended_at - made_at)
    middle = sorted(waits)[len(waits) // 2] if waits else None
    return Kept(
        **{name: counted[name] for name in ("asked", "kept", "late", "unreached", "cancelled", "waiting")}
    ), middle


def _bin(state: str, day: date, ends: time, ended_at: datetime | None) -> str:
    if state in LIVE:
        return "waiting"
    if state != Standing.REACHED or ended_at is None:
        return str(state)
    local = timezone.localtime(ended_at)
    return "kept" if (local.date(), local.time()) <= (day, ends) else "late"
