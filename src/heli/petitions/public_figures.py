"""What anybody may know of a year of petition work; how it is protected: ``insight.public_years``."""

from datetime import date, datetime
from typing import Final

from django.db.models import Count, F, Q
from django.utils import timezone

from heli.cases.models import Case, Clock
from heli.insight.keeping import Kept
from heli.insight.public_years import PublicYear, told_until
from heli.insight.small_counts import in_groups
from heli.organizations.days import midnight
from heli.petitions.models import Level, Opinion, Outcome, Petition
from heli.petitions.reach import CODES

#: A rating from here on, of 5, is a good one.
GOOD: Final = 4
RESULTS: Final = (Outcome.SUPPORTED, Outcome.EXPLAINED, Outcome.NOT_SUPPORTED)


_kept: Kept[PublicYear] = Kept()
forget = _kept.forget


def public_year(year: int, now: datetime) -> PublicYear:
    """Return what anybody may know of ``year``, at most ten seconds old."""
    until = told_until(year, now)
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
