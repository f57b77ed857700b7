"""What anybody may know of a year of mediation; how it is protected: ``insight.public_years``.

A round of talks counts by its end and an agreement by its ninetieth day, so that nothing that is counted once is
counted anew later. The system counts the district as a whole; nobody's case is read.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.insight.keeping import Kept
from heli.insight.public_years import PublicYear, told_until
from heli.insight.small_counts import in_groups
from heli.mediation import figures_counted as counted
from heli.mediation.agreement_models import Confirmation
from heli.mediation.figures import Tally
from heli.mediation.figures_kept import AFTER_DAYS, clauses_kept
from heli.mediation.models import Satisfaction
from heli.mediation.reach import Reach
from heli.organizations.days import midnight

#: A rating from here on, of 5, is a good one.
GOOD: Final = 4
#: Rounds of talks by how long they took, up to so many days.
SHORT, LONG = timedelta(days=15), timedelta(days=30)
NAMES: Final = (
    "came", "begin", "take_effect", "conclude_orally", "unsettled", "in_month", "later", "short", "middle", "long",
    "clause_kept", "clause_late", "clause_broken", "filed", "confirmed", "other_ruling",
    "first_good", "first_other", "others_good", "others_other",
)  # fmt: skip

_kept: Kept[PublicYear] = Kept()
forget = _kept.forget


def public_year(year: int, now: datetime) -> PublicYear:
    """Return what anybody may know of ``year``, at most ten seconds old."""
    until = told_until(year, now)
    return _kept.get((year, until), lambda: compute(year, until))


def compute(year: int, until: datetime) -> PublicYear:
    """Return ``year`` as it stood at the midnight ``until``; seven statements."""
    since = midnight(date(year, 1, 1))
    with acting_as(SYSTEM):
        exact = _exact(since, until) if since < until else Tally()
    return PublicYear(year, until, {name: in_groups(exact[name]) for name in NAMES})


def _exact(since: datetime, until: datetime) -> Tally:
    disputes, found = Reach(SYSTEM).disputes, Tally()
    # Whose ninetieth day lies in the year and before ``until``.
    first, last = (timezone.localdate(each) - timedelta(days=AFTER_DAYS) for each in (since, until))
    for rows in (
        counted.came(disputes, since, until),
        counted.acts(disputes, since, until),
        clauses_kept(disputes, first, last - timedelta(days=1), timezone.localdate(until), until=until),
    ):
        for _key, numbers in rows:
            found.update(numbers)
    found["unsettled"] = found.sum("close_unsettled", "end")
    found["later"] = found.ended - found["in_month"]
    found["came"] = found.came
    for more in (counted.lengths(disputes, since, until, SHORT, LONG), _courts(since, until), _ratings(since, until)):
        found.update(more)
    return found


def _courts(since: datetime, until: datetime) -> dict[str, int]:
    days = {"gte": timezone.localdate(since), "lt": timezone.localdate(until)}
    filed, ruled = (Q(**{f"{field}__{name}": day for name, day in days.items()}) for field in ("filed_on", "ruled_on"))
    confirmed = Q(result=Confirmation.Result.CONFIRMED)
    return Confirmation.objects.aggregate(
        filed=Count("pk", filter=filed),
        confirmed=Count("pk", filter=ruled & confirmed),
        other_ruling=Count("pk", filter=ruled & ~confirmed),
    )


def _ratings(since: datetime, until: datetime) -> dict[str, int]:
    parts: dict[str, Any] = {}
    for side, of in (("first", counted.FIRST_SIDE), ("others", ~counted.FIRST_SIDE)):
        parts[f"{side}_good"] = Count("pk", filter=of & Q(score__gte=GOOD))
        parts[f"{side}_other"] = Count("pk", filter=of & Q(score__lt=GOOD))
    return Satisfaction.objects.filter(at__gte=since, at__lt=until).aggregate(**parts)
