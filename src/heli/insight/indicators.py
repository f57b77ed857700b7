"""Indicators: how timely, how good, how much comes in, what rises. Topics and places, never persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Aggregate, BooleanField, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import ExtractDay, TruncDate
from django.utils import timezone

from heli.cases.families import of_codes
from heli.cases.kinds import Measures, kinds
from heli.cases.models import Case, Event
from heli.insight.scope import Scope
from heli.insight.stretches import Spans
from heli.kernel.procedures import Step
from heli.organizations.days import midnight

GOOD = 4
WEEK, USUAL = 7, 28
FEWEST_RISING = 5
#: Fewer days than these make no line.
FEWEST_DAYS = 14
T = TypeVar("T")


@dataclass(frozen=True)
class Compared(Generic[T]):
    """A figure of the period, and the same one of the period before."""

    now: T
    before: T


@dataclass(frozen=True)
class Timeliness:
    """Answers of a period: ``met`` of ``answered`` came in time; ``missed`` limits ran out in it, answered or not."""

    met: int = 0
    answered: int = 0
    missed: int = 0

    @property
    def share(self) -> float | None:
        """Per cent in time; None without answers."""
        return percent(self.met, self.answered)

    def __add__(self, other: "Timeliness") -> "Timeliness":
        return Timeliness(self.met + other.met, self.answered + other.answered, self.missed + other.missed)


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


class Ninetieth(Median):
    """The value that nine of ten do not exceed."""

    template = "PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY %(expressions)s)"


def percent(part: int, whole: int) -> float | None:
    """Return ``part`` of ``whole`` in per cent; None without a whole."""
    return 100 * part / whole if whole else None


def answered_in(since: datetime, until: datetime) -> Q:
    """Return the condition of cases whose answering limit stopped in the period; one row for each such limit."""
    return Q(clocks__main=True) & _within("clocks__stopped_at", since, until)


def _within(field: str, since: datetime, until: datetime) -> Q:
    return Q(**{f"{field}__gte": since, f"{field}__lt": until})


def _this(field: str, spans: Spans) -> Q:
    return _within(field, spans.since, spans.until)


def _earlier(field: str, spans: Spans) -> Q:
    return _within(field, spans.earlier_since, spans.earlier_until)


def _both(field: str, spans: Spans) -> Q:
    """The period, the one before it and what lies between: one range, which an index serves."""
    return _within(field, spans.earlier_since, spans.until)


def timeliness(scope: Scope, spans: Spans) -> Compared[dict[int | None, Timeliness]]:
    """Return by unit the answers of the period, and those of the period before; one statement.

    Counted are answering limits that stopped in the period, how many of them in time, and the limits that ran out in
    it. A limit counts in the unit that handles the case now. A rejected result starts a new limit, which counts again.
    """
    stopped, due = "clocks__stopped_at", "clocks__due_at"
    late = Q(clocks__stopped_at__isnull=True, clocks__paused_at__isnull=True) | Q(clocks__stopped_at__gte=F(due))
    since = spans.earlier_since
    looked = Q(clocks__stopped_at__gte=since) | Q(clocks__stopped_at__isnull=True) & _within(due, since, spans.until)
    counts = {
        f"{name}{when}": Count("clocks", filter=condition)
        for when, span in (("", _this), ("_before", _earlier))
        for name, condition in (
            ("met", span(stopped, spans) & Q(clocks__stopped_at__lt=F(due))),
            ("answered", span(stopped, spans)),
            ("missed", span(due, spans) & late),
        )
    }
    rows: Any = scope.cases.filter(Q(clocks__main=True) & looked).order_by().values("unit_id").annotate(**counts)
    rows = list(rows)
    return Compared(_by_unit(rows, ""), _by_unit(rows, "_before"))


def _by_unit(rows: list[dict[str, Any]], when: str) -> dict[int | None, Timeliness]:
    found = {
        row["unit_id"]: Timeliness(*(row[f"{name}{when}"] for name in ("met", "answered", "missed"))) for row in rows
    }
    return {unit: answers for unit, answers in found.items() if answers != Timeliness()}


def median_times(scope: Scope, spans: Spans) -> Compared[timedelta | None]:
    """Return the median time to an answer, pauses included, as a person lives through it; one statement."""
    stopped = "clocks__stopped_at"
    found = scope.cases.filter(answered_in(spans.earlier_since, spans.until)).aggregate(
        now=Median(taken(), filter=_this(stopped, spans)), before=Median(taken(), filter=_earlier(stopped, spans))
    )
    return Compared(found["now"], found["before"])


def median_time(scope: Scope, since: datetime, until: datetime) -> timedelta | None:
    """Return the median time to an answer of one span; one statement."""
    return median_times(scope, Spans.alone(since, until)).now


def taken() -> ExpressionWrapper:  # type: ignore[type-arg]
    """Return the time from the start of an answering limit to its stop."""
    return ExpressionWrapper(F("clocks__stopped_at") - F("clocks__started_at"), output_field=DurationField())


def satisfactions(scope: Scope, spans: Spans) -> Compared[Satisfaction]:
    """Return the ratings of the period; one statement for each kind of case that is rated."""
    now, before = Satisfaction(), Satisfaction()
    for kind in kinds():
        if kind.measures:
            found = _rated(scope, kind.procedure.code, kind.measures, spans)
            now, before = now + found.now, before + found.before
    return Compared(now, before)


def satisfaction(scope: Scope, since: datetime, until: datetime) -> Satisfaction:
    """Return the ratings of one span; one statement for each kind of case that is rated."""
    return satisfactions(scope, Spans.alone(since, until)).now


def _rated(scope: Scope, code: str, by: Measures, spans: Spans) -> Compared[Satisfaction]:
    this, earlier = _this(by.rated_at, spans), _earlier(by.rated_at, spans)
    counts = {
        f"{name}{when}": Count(field, filter=span & good)
        for when, span in (("", this), ("_before", earlier))
        for name, field, good in (
            ("rated", by.process, Q()),
            ("process", by.process, Q(**{f"{by.process}__gte": GOOD})),
            ("result_rated", by.result, Q()),
            ("result", by.result, Q(**{f"{by.result}__gte": GOOD})),
        )
    }
    found = scope.cases.filter(_both(by.rated_at, spans), procedure=code).aggregate(**counts)
    names = ("rated", "process", "result_rated", "result")
    return Compared(
        Satisfaction(*(found[name] for name in names)), Satisfaction(*(found[f"{name}_before"] for name in names))
    )


def all_setbacks(scope: Scope, spans: Spans) -> Compared[Setbacks]:
    """Return how often work had to be done again in the period, each kind by its own steps; one statement."""
    measured = {kind.procedure.code: kind.measures for kind in kinds() if kind.measures}
    names = {
        "rejected": _steps({code: each.rejecting for code, each in measured.items()}),
        "reopened": _steps({code: each.reopening for code, each in measured.items()}),
        "contested": _steps({code: each.contesting for code, each in measured.items()}),
    }
    every = [step.name for each in measured.values() for step in (*each.rejecting, *each.reopening, *each.contesting)]
    cases = scope.cases.filter(of_codes(list(measured))).order_by()
    events = Event.objects.filter(_both("at", spans), step__in=every, case__in=cases)
    spanned = {"": _this("at", spans), "_before": _earlier("at", spans)}
    found = events.aggregate(
        **{
            f"{name}{when}": Count("pk", filter=taken & span)
            for name, taken in names.items()
            for when, span in spanned.items()
        }
    )
    return Compared(
        Setbacks(**{name: found[name] for name in names}), Setbacks(**{name: found[f"{name}_before"] for name in names})
    )


def _steps(by_code: dict[str, tuple[Step, ...]]) -> Q:
    """Return the condition of events that are these steps, each in its own procedure; one kind needs no look at it."""
    if len(by_code) == 1:
        return Q(step__in=[step.name for steps in by_code.values() for step in steps])
    found = Q(pk__in=[])
    for code, steps in by_code.items():
        found |= Q(case__procedure=code, step__in=[step.name for step in steps])
    return found


def setbacks(scope: Scope, since: datetime, until: datetime) -> Setbacks:
    """Return how often work had to be done again in one span; one statement."""
    return all_setbacks(scope, Spans.alone(since, until)).now


@dataclass(frozen=True)
class Flow:
    """What came in and what was closed: each day of the period (14 at least, before it too), and both sums."""

    days: list[Day]
    opened: Compared[int]
    closed: Compared[int]


def flow(scope: Scope, now: datetime) -> Flow:
    """Return what came in and what was closed, by local day; two statements."""
    spans, drawn = scope.spans(now), scope.days(now)
    last = min(drawn.last, timezone.localdate(now))
    first = min(drawn.first, last - timedelta(days=FEWEST_DAYS - 1))
    opened, closed = _per_day(scope, "opened_at", first, spans), _per_day(scope, "closed_at", first, spans)
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return Flow(
        [Day(day, opened.get(day, _NONE)[0], closed.get(day, _NONE)[0]) for day in every],
        _summed(opened),
        _summed(closed),
    )


_NONE = (0, 0, 0)
Counted = dict[date, tuple[int, int, int]]


def _per_day(scope: Scope, field: str, first: date, spans: Spans) -> Counted:
    """Return by day (all, those of the period, those of the period before)."""
    begin = min(midnight(first), spans.earlier_since)
    rows = scope.cases.filter(_within(field, begin, spans.until)).order_by().values_list(TruncDate(field))
    counts = rows.annotate(
        number=Count("pk"),
        now=Count("pk", filter=_this(field, spans)),
        before=Count("pk", filter=_earlier(field, spans)),
    )
    return {day: (number, this, before) for day, number, this, before in counts}


def _summed(counted: Counted) -> Compared[int]:
    return Compared(sum(each[1] for each in counted.values()), sum(each[2] for each in counted.values()))


def per_day(scope: Scope, field: str, *, since: datetime, until: datetime) -> dict[date, int]:
    """Return by local day how many cases have ``field`` (``opened_at``, ``closed_at``) in a span; one statement."""
    rows = scope.cases.filter(_within(field, since, until)).order_by().values_list(TruncDate(field))
    return dict(rows.annotate(number=Count("pk")))


def answers_per_day(scope: Scope, since: datetime, until: datetime) -> list[tuple[date, bool, int, int]]:
    """Return (local day, whether in time, whole days taken, answers) of a span; one statement."""
    stopped = F("clocks__stopped_at")
    rows = (
        scope.cases.filter(_within("clocks__stopped_at", since, until), clocks__main=True)
        .order_by()
        .values_list(
            TruncDate(stopped),
            ExpressionWrapper(Q(clocks__stopped_at__lt=F("clocks__due_at")), output_field=BooleanField()),
            ExtractDay(ExpressionWrapper(stopped - F("clocks__started_at"), output_field=DurationField())),
        )
        .annotate(number=Count("clocks"))
    )
    return list(rows)


def ratings_per_day(scope: Scope, since: datetime, until: datetime) -> list[tuple[date, int, int | None, int]]:
    """Return (local day, rating of the handling, of the result, ratings); one statement for each kind that is rated."""
    found: list[tuple[date, int, int | None, int]] = []
    for kind in kinds():
        if by := kind.measures:
            rated = scope.cases.filter(_within(by.rated_at, since, until), procedure=kind.procedure.code).order_by()
            rows = rated.values_list(TruncDate(by.rated_at), by.process, by.result).annotate(number=Count("pk"))
            found.extend(rows)
    return found


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
