"""An appointment as a file for calendars (RFC 5545)."""

from datetime import UTC, datetime

from heli.reception.codes import link_to
from heli.reception.models import Appointment

_STAMP = "%Y%m%dT%H%M%SZ"
#: Octets of a line without its end; longer ones are folded (RFC 5545, 3.1).
_LONGEST = 75


def calendar_file(appointment: Appointment, summary: str) -> str:
    """Return the file: one event with place, link and an alarm an hour before. It names no person and no concern."""
    row = appointment
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Heli//Reception//ZH",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{row.reference}@heli",
        f"DTSTAMP:{_stamp(row.booked_at or row.made_at)}",
        f"DTSTART:{_stamp(row.span.lower)}",
        f"DTEND:{_stamp(row.span.upper)}",
        f"SUMMARY:{escaped(summary)}",
        f"LOCATION:{escaped(f'{row.centre.label}, {row.window}, {row.centre.where}')}",
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
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime(_STAMP)


def escaped(text: str) -> str:
    """Return ``text`` as a value of type TEXT (RFC 5545, 3.3.11)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """Return ``line`` in parts of at most 75 octets, never within a character."""
    parts, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _LONGEST:
            parts.append(" ")
            size = 1
        parts[-1] += sign
        size += width
    return "\r\n".join(parts)
