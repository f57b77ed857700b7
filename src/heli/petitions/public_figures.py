"""What anybody may know of a year of petition work, from which no single petition can be worked out.

Every count is given in whole groups of three (``insight.small_counts.in_groups``); shares and sums are reckoned from
such counts and nothing else, shares in whole per cents from 20 on. Each thing counts in one year alone, and years are
the only slices there are: none can be taken from another. The present year is counted up to the end of the last full
month, so that who looks every day learns nothing of the day. Only the whole district is told, no unit, topic or person.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, F, Q
from django.utils import timezone

from heli.cases.models import Case, Clock
from heli.insight.keeping import Kept
from heli.insight.public import FEWEST
from heli.insight.small_counts import Rounded, in_groups, total
from heli.organizations.days import midnight
from heli.petitions.models import Level, Opinion, Outcome, Petition
from heli.petitions.reach import CODES
from heli.petitions.spans import YEARS

#: A rating from here on, of 5, is a good one.
GOOD: Final = 4
RESULTS: Final = (Outcome.SUPPORTED, Outcome.EXPLAINED, Outcome.NOT_SUPPORTED)


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


_kept: Kept[PublicYear] = Kept()
forget = _kept.forget


def years(today: date) -> list[int]:
    """Return the years to choose from, the latest first."""
    return [today.year - number for number in range(YEARS)]


def year_asked(text: str, today: date) -> int:
    """Return the year that ``text`` names; the present one for anything that is not offered."""
    return next((year for year in years(today) if text == str(year)), today.year)


def public_year(year: int, now: datetime) -> PublicYear:
    """Return what anybody may know of ``year``, at most ten seconds old."""
    month = timezone.localdate(now).replace(day=1)
    until = min(midnight(month), midnight(date(year + 1, 1, 1)))
    return _kept.get((year, until), lambda: compute(year, until))


def compute(year: int, until: datetime) -> PublicYear:
    """Return ``year`` as it stood at the midnight ``until``; four statements."""
    since = midnight(date(year, 1, 1))
    within = {"gte": since, "lt": until}
    counts = {"registered": Case.objects.filter(procedure__in=CODES, **_between("opened_at", within)).count()}
    counts |= _limits(since, until) | _opinions(within) | _ratings(within)
    return PublicYear(year, until, {name: in_groups(number) for name, number in counts.items()})


def _between(field: str, within: dict[str, datetime]) -> dict[str, datetime]:
    return {f"{field}__{name}": at for name, at in within.items()}


def _limits(since: datetime, until: datetime) -> dict[str, int]:
    """Limits for deciding by the year of their last day: kept when they end before it is over, else late for good."""
    following = midnight(date(timezone.localdate(since).year + 1, 1, 1))
    rows = Clock.objects.filter(limit="deciding", case__procedure__in=CODES, due_at__gte=since, due_at__lt=following)
    running = Q(stopped_at__isnull=True, paused_at__isnull=True)
    return rows.aggregate(
        in_time=Count("pk", filter=Q(stopped_at__lt=F("due_at")) & Q(stopped_at__lt=until)),
        late=Count("pk", filter=Q(due_at__lt=until) & (running | Q(stopped_at__gte=F("due_at")))),
    )


def _opinions(within: dict[str, datetime]) -> dict[str, int]:
    of = Opinion.objects.filter(**_between("made_at", within))
    first = {str(each): Count("pk", filter=Q(level=Level.FIRST, outcome=each)) for each in RESULTS}
    again = {
        f"{level}_{outcome}": Count("pk", filter=Q(level=level, outcome=outcome))
        for level in (Level.REVIEW, Level.RE_REVIEW)
        for outcome in (Outcome.UPHELD, Outcome.CHANGED)
    }
    return of.aggregate(**first, **again)


def _ratings(within: dict[str, datetime]) -> dict[str, int]:
    parts = {}
    for rated in ("unit", "office"):
        field = f"rating_{rated}"
        parts[f"{rated}_good"] = Count("pk", filter=Q(**{f"{field}__gte": GOOD}))
        parts[f"{rated}_other"] = Count("pk", filter=Q(**{f"{field}__lt": GOOD}))
    return Petition.objects.filter(**_between("rated_at", within)).aggregate(**parts)
