"""Reading the dates of one column, and counting which formats it mixes."""

from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


class DateColumn:
    """One column of dates: reads each value in the first format that fits and counts the formats met."""

    def __init__(self, formats: tuple[str, ...], zone: ZoneInfo) -> None:
        self.counts: Counter[str] = Counter()
        self._formats = formats
        self._zone = zone
        # Exports repeat days; parsing is the dearest part of a row.
        self._parse = lru_cache(maxsize=4096)(self._parse_anew)

    def read(self, value: str) -> datetime | None:
        """Return ``value`` as an aware time in UTC, or None when no format fits. A date alone means its midnight."""
        parsed = self._parse(value)
        if parsed is None:
            return None
        instant, used = parsed
        self.counts[used] += 1
        return instant

    def _parse_anew(self, value: str) -> tuple[datetime, str] | None:
        for text in self._formats:
            try:
                local = datetime.strptime(value, text).replace(tzinfo=self._zone)
                return local.astimezone(UTC), text
            except (ValueError, OverflowError):
                continue
        return None
