"""An appointment, and the published days, as files for calendars (RFC 5545)."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from heli.kernel.icalendar import calendar, escaped, stamp
from heli.reception.codes import link_to
from heli.reception.models import Appointment, ReceptionDay
from heli.reception.slots import instant

HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Heli//Reception//ZH", "METHOD:PUBLISH")


def calendar_file(appointment: Appointment, summary: str) -> str:
    """Return the file: one event with place, link and an alarm an hour before. It names no person and no concern."""
    row = appointment
    lines = [
        *HEAD,
        "BEGIN:VEVENT",
        f"UID:{row.reference}@heli",
        f"DTSTAMP:{stamp(row.booked_at or row.made_at)}",
        f"DTSTART:{stamp(row.span.lower)}",
        f"DTEND:{stamp(row.span.upper)}",
        f"SUMMARY:{escaped(summary)}",
        f"LOCATION:{escaped(row.where)}",
        f"DESCRIPTION:{escaped(row.reference)}",
        f"URL:{link_to(row)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(summary)}",
        "TRIGGER:-PT1H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return calendar(lines)


def days_file(days: Iterable[ReceptionDay]) -> str:
    """Return published days as one file; a day that was cancelled or moved says so to whoever has it already."""
    return calendar([*HEAD, *(line for day in days for line in _event(day)), "END:VCALENDAR"])


def _event(day: ReceptionDay) -> list[str]:
    changed = day.cancelled_at or day.published_at or day.made_at
    return [
        "BEGIN:VEVENT",
        f"UID:day-{day.pk}@heli",
        f"DTSTAMP:{stamp(changed)}",
        f"SEQUENCE:{1 if day.cancelled_at else 0}",
        f"STATUS:{'CANCELLED' if day.cancelled_at else 'CONFIRMED'}",
        f"DTSTART:{stamp(instant(day.day, day.begins))}",
        f"DTEND:{stamp(instant(day.day, day.ends))}",
        f"SUMMARY:{escaped(f'{day.get_kind_display()}: {day.about}')}",
        f"LOCATION:{escaped(day.where)}",
        f"DESCRIPTION:{escaped(day.why if day.cancelled_at else day.who)}",
        f"URL:{settings.HELI_BASE_URL}{reverse('reception:day', args=[day.pk])}",
        "END:VEVENT",
    ]
