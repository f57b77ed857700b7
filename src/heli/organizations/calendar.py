"""The district's calendar: loaded from its table, kept in memory, imported yearly from a notice."""

from django.utils import timezone

from heli.kernel.calendar import CalendarDay as Day
from heli.kernel.calendar import DayKind, WorkCalendar
from heli.organizations.models import CalendarDay, CalendarNotice
from heli.places.revisions import Cached, bump

REVISION = "calendar"


def _load() -> WorkCalendar:
    rows = CalendarDay.objects.values_list("day", "kind", "name")
    days = [Day(day, DayKind(kind), name) for day, kind, name in rows]
    return WorkCalendar.of(days, CalendarNotice.objects.values_list("year", flat=True))


work_calendar = Cached(_load, REVISION)


def load_year(year: int, days: list[Day], *, source: str) -> None:
    """Replace the exceptional days that the notice of ``year`` names; the caller opens the transaction.

    A notice may also name days of the December before it: days are replaced one by one, other years stay.
    """
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=day.date, kind=day.kind.value, name=day.name) for day in days],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["kind", "name"],
    )
    CalendarNotice.objects.update_or_create(year=year, defaults={"source": source, "loaded_at": timezone.now()})
    bump(REVISION)
