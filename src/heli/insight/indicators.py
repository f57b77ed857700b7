"""Indicators: how timely, how good, how much comes in, what rises. Topics and places, never persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from heli.cases.kinds import Measures, kinds
from heli.cases.models import Case, Event
from heli.insight.scope import Scope, days_ago

GOOD = 4
WEEK, USUAL = 7, 28
FEWEST_RISING = 5


@dataclass(frozen=True)
class Timeliness:
    """Answers of a period: ``met`` of ``answered`` came in time."""

    met: int = 0
    answered: int = 0

    @property
    def share(self) -> float | None:
        """Per cent in time; None without answers."""
        return percent(self.met, self.answered)

    def __add__(self, other: "Timeliness") -> "Timeliness":
        return Timeliness(self.met + other.met, self.answered + other.answered)


@dataclass(frozen=True)
class Satisfaction:
    """Ratings of a period; ``process`` and ``result`` are those of 4 or 5. The two are never mixed."""

    rated: int = 0
    process: int = 0
    result_rated: int = 0
    result: int = 0

    @property
    def process_share(self) -> float | None:
        """Per cent content with how it was handled."""
        return percent(self.process, self.rated)

    @property
    def result_share(self) -> float | None:
        """Per cent content with the result."""
        return percent(self.result, self.result_rated)

    def __add__(self, other: "Satisfaction") -> "Satisfaction":
        return Satisfaction(
            self.rated + other.rated,
            self.process + other.process,
            self.result_rated + other.result_rated,
            self.result + other.result,
        )


@dataclass(frozen=True)
class Setbacks:
    """How often, in a period, a result was rejected, a closed case opened again, a case returned a second time."""

    rejected: int = 0
    reopened: int = 0
    contested: int = 0


@dataclass(frozen=True)
class Day:
    """Cases that came in and that were closed on a local day."""

    day: date
    opened: int
    closed: int


@dataclass(frozen=True)
class Rise:
    """A topic or place with more cases in the last 7 days than in a usual week of the 28 days before."""

    key: int | str
    now: int
    before: int

    @property
    def usual(self) -> float:
        """Cases in a usual week."""
        return self.before * WEEK / USUAL

    @property
    def factor(self) -> float:
        """How many times the usual; a topic that is new counts as if it had had one case."""
        return self.now / max(self.usual, 1.0)


class Median(Aggregate):
    """The value in the middle."""

    function = "PERCENTILE_CONT"
    template = "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def percent(part: int, whole: int) -> float | None:
    """Return ``part`` of ``whole`` in per cent; None without a whole."""
    return 100 * part / whole if whole else None


def answered_in(since: datetime, until: datetime) -> Q:
    """Return the condition of cases whose answering limit stopped in the period; one row for each such limit."""
    return Q(clocks__main=True, clocks__stopped_at__gte=since, clocks__stopped_at__lt=until)


def timeliness(
    scope: Scope, since: datetime, until: datetime
) -> tuple[dict[int | None, Timeliness], dict[int | None, Timeliness]]:
    """Return by unit the answers of the period, and those of the period of the same length before; one statement.

    Counted are answering limits that stopped in the period, and how many of them in time. A limit counts in the unit
    that handles the case now. A rejected result starts a new limit, which counts again.
    """
    met, now = Q(clocks__stopped_at__lt=F("clocks__due_at")), Q(clocks__stopped_at__gte=since)
    rows = (
        scope.cases.filter(answered_in(since - (until - since), until))
        .order_by()
        .values_list("unit_id")
        .annotate(
            met_now=Count("clocks", filter=met & now),
            now=Count("clocks", filter=now),
            met=Count("clocks", filter=met),
            every=Count("clocks"),
        )
    )
    found = list(rows)
    period = {unit: Timeliness(met_now, number) for unit, met_now, number, _met, _every in found if number}
    earlier = {
        unit: Timeliness(all_met - met_now, every - number)
        for unit, met_now, number, all_met, every in found
        if every > number
    }
    return period, earlier


def taken() -> ExpressionWrapper:  # type: ignore[type-arg]
    """Return the time from the start of an answering limit to its stop."""
    return ExpressionWrapper(F("clocks__stopped_at") - F("clocks__started_at"), output_field=DurationField())


def median_time(scope: Scope, since: datetime, until: datetime) -> timedelta | None:
    """Return the median time to an answer, pauses included, as a person lives through it; one statement."""
    found = scope.cases.filter(answered_in(since, until)).aggregate(median=Median(taken()))
    median: timedelta | None = found["median"]
    return median


def satisfaction(scope: Scope, since: datetime, until: datetime) -> Satisfaction:
    """Return the ratings of the period; one statement for each kind of case that is rated."""
    total = Satisfaction()
    for kind in kinds():
        if kind.measures:
            total += _rated(scope, kind.procedure.code, kind.measures, since, until)
    return total


def _rated(scope: Scope, code: str, by: Measures, since: datetime, until: datetime) -> Satisfaction:
    rated = scope.cases.filter(
        **{"procedure": code, f"{by.rated_at}__gte": since, f"{by.rated_at}__lt": until}
    ).aggregate(
        rated=Count(by.process),
        process=Count("pk", filter=Q(**{f"{by.process}__gte": GOOD})),
        result_rated=Count(by.result),
        result=Count("pk", filter=Q(**{f"{by.result}__gte": GOOD})),
    )
    return Satisfaction(**rated)


def setbacks(scope: Scope, since: datetime, until: datetime) -> Setbacks:
    """Return how often work had to be done again in the period; one statement."""
    measured = [kind.measures for kind in kinds() if kind.measures]
    names = {
        "rejected": [step.name for each in measured for step in each.rejecting],
        "reopened": [step.name for each in measured for step in each.reopening],
        "contested": [step.name for each in measured for step in each.contesting],
    }
    every = [name for steps in names.values() for name in steps]
    events = Event.objects.filter(step__in=every, at__gte=since, at__lt=until, case__in=scope.cases.order_by())
    found = events.aggregate(**{name: Count("pk", filter=Q(step__in=steps)) for name, steps in names.items()})
    return Setbacks(**found)


def flow(scope: Scope, now: datetime, days: int = 30) -> list[Day]:
    """Return what came in and what was closed on each of the last ``days`` local days, today last; two statements."""
    begin = days_ago(now, days - 1)
    opened = per_day(scope, "opened_at", since=begin)
    closed = per_day(scope, "closed_at", since=begin)
    first = timezone.localdate(begin)
    every = [first + timedelta(days=number) for number in range(days)]
    return [Day(day, opened.get(day, 0), closed.get(day, 0)) for day in every]


def per_day(scope: Scope, field: str, *, since: datetime, until: datetime | None = None) -> dict[date, int]:
    """Return how many cases have ``field`` on each local day from ``since`` on, before ``until``; one statement."""
    wanted = {f"{field}__gte": since} | ({f"{field}__lt": until} if until else {})
    rows = scope.cases.filter(**wanted).order_by().values_list(TruncDate(field))
    return dict(rows.annotate(number=Count("pk")))


def rises(scope: Scope, now: datetime) -> list[tuple[int, str, int, int]]:
    """Return (topic, place, cases of the last 7 days, cases of the 28 days before) of the scope; one statement."""
    week = now - timedelta(days=WEEK)
    rows = (
        scope.cases.filter(opened_at__gte=week - timedelta(days=USUAL))
        .order_by()
        .values_list("category_id", "area_path")
        .annotate(now=Count("pk", filter=Q(opened_at__gte=week)), before=Count("pk", filter=Q(opened_at__lt=week)))
    )
    return list(rows)


def rising(numbers: Iterable[tuple[int | str, int, int]], most: int = 5) -> list[Rise]:
    """Return what rises most among (key, now, before): at least 5 cases in 7 days and half as many again as usual."""
    found: dict[int | str, Rise] = {}
    for key, now, before in numbers:
        known = found.get(key, Rise(key, 0, 0))
        found[key] = Rise(key, known.now + now, known.before + before)
    chosen = [each for each in found.values() if each.now >= FEWEST_RISING and each.factor >= 1.5]
    return sorted(chosen, key=lambda each: (-each.factor, -each.now, str(each.key)))[:most]


def latest(scope: Scope, most: int = 10) -> list[Case]:
    """Return the newest cases, read without any word that somebody wrote and without any person; one statement."""
    facts = ("reference", "procedure", "state", "category_id", "area_path", "unit_id", "opened_at", "due_at", "warn_at")
    return list(scope.cases.order_by("-opened_at", "-id").only(*facts, "closed_at")[:most])
