"""Files for calendars (RFC 5545): lines folded, texts escaped, instants in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime

_STAMP = "%Y%m%dT%H%M%SZ"
#: Octets of a line without its end; longer ones are folded (RFC 5545, 3.1).
_LONGEST = 75


def calendar(lines: Iterable[str]) -> str:
    """Return ``lines`` as one file."""
    return "".join(f"{folded(line)}\r\n" for line in lines)


def stamp(instant: datetime) -> str:
    """Return an instant as a value of type DATE-TIME, in UTC (RFC 5545, 3.3.5)."""
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
