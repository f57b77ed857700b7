"""A year of a domain's work as anybody may know it, from which no single matter can be worked out.

Every count is given in whole groups of three (``small_counts.in_groups``); shares and sums are reckoned from such
counts and nothing else, shares in whole per cents from 20 on. Each thing counts in one year alone, and years are the
only slices there are: none can be taken from another. The present year is counted up to the end of the last full month,
so that who looks every day learns nothing of the day. Only the whole district is told, no unit, topic or person.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from heli.insight.public import FEWEST
from heli.insight.small_counts import Rounded, total
from heli.insight.spans import YEARS
from heli.organizations.days import midnight


@dataclass(frozen=True)
class PublicYear:
    """One year up to the midnight ``until``; ``counts`` by name, in whole groups."""

    year: int
    until: datetime
    counts: dict[str, Rounded]

    @property
    def begun(self) -> bool:
        """Whether a month of the year is over."""
        return self.until > midnight(date(self.year, 1, 1))

    @property
    def last(self) -> date:
        """The last day that is counted."""
        return timezone.localdate(self.until) - timedelta(days=1)

    def sum(self, *names: str) -> Rounded:
        """Return the sum of these counts."""
        return total([self.counts[name] for name in names])

    def share(self, part: str, *others: str) -> int | None:
        """Return ``part`` of itself and ``others`` in per cent; None below twenty."""
        every = self.sum(part, *others).value
        return round(100 * self.counts[part].value / every) if every >= FEWEST else None


def years(today: date) -> list[int]:
    """Return the years to choose from, the latest first."""
    return [today.year - number for number in range(YEARS)]


def year_asked(text: str, today: date) -> int:
    """Return the year that ``text`` names; the present one for anything that is not offered."""
    return next((year for year in years(today) if text == str(year)), today.year)


def told_until(year: int, now: datetime) -> datetime:
    """Return up to when the public reads of ``year``: its end, or the end of the last full month."""
    month = timezone.localdate(now).replace(day=1)
    return min(midnight(month), midnight(date(year + 1, 1, 1)))
