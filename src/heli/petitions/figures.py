"""Figures of petition work: how timely, with what result, how it held on review, and whether it was carried out.

Every figure is about organs, topics and limits, never about persons who petition. How many petitions there are is
context and measures nothing (Regulation, art. 39: what counts is that matters are solved by law, in time and where they
arise). Work is counted for the unit that had the matter when the limit began. Figures of a span take a fixed number of
statements, whatever there is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models import Case as Choice
from django.db.models.functions import Coalesce

from heli.cases.models import Assignment, Clock, Event
from heli.insight.shares import mean, percent
from heli.petitions.models import Level, Opinion, Outcome, Petition
from heli.petitions.reach import Reach

#: Limits of the organs, and the row of the law that each is (``reference/law.md``: XF01 to XF09).
DUTIES: Final = ("forwarding", "telling", "informing", "deciding", "reviewing", "re_reviewing", "executing")
#: Rights that end: of a unit (art. 23, para. 3) and of the person (arts. 35, 36). Nobody is late when they do.
WINDOWS: Final = ("disowning", "asking_review", "asking_re_review")


@dataclass
class Kept:
    """How one limit was kept: ended in time, ended late, and running late now."""

    met: int = 0
    missed: int = 0
    late: int = 0

    @property
    def ended(self) -> int:
        """How many ended."""
        return self.met + self.missed

    @property
    def share(self) -> float | None:
        """Per cent in time of those that ended or are late now."""
        return percent(self.met, self.met + self.missed + self.late)


@dataclass
class Tally:
    """The figures of one span, of all that is shown or of one unit or topic. Sums of two are those of both."""

    limits: dict[str, Kept] = field(default_factory=dict)
    supported: int = 0
    explained: int = 0
    not_supported: int = 0
    extended: int = 0
    reviewed: int = 0
    review_changed: int = 0
    re_reviewed: int = 0
    re_review_changed: int = 0
    rated: int = 0
    unit_points: int = 0
    office_points: int = 0
    opened: int = 0
    closed: int = 0
    repeated: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        limits = {name: Kept(each.met, each.missed, each.late) for name, each in self.limits.items()}
        for name, each in other.limits.items():
            known = limits.get(name, Kept())
            limits[name] = Kept(known.met + each.met, known.missed + each.missed, known.late + each.late)
        numbers = [each.name for each in fields(self) if each.name != "limits"]
        return Tally(limits, **{name: getattr(self, name) + getattr(other, name) for name in numbers})

    def limit(self, name: str) -> Kept:
        """How the limit called ``name`` was kept."""
        return self.limits.get(name, Kept())

    @property
    def duties(self) -> Kept:
        """How the statutory limits of organs were kept, all together; carrying out is counted apart."""
        parts = [each for name, each in self.limits.items() if name in DUTIES and name != "executing"]
        return Kept(sum(e.met for e in parts), sum(e.missed for e in parts), sum(e.late for e in parts))

    @property
    def opinions(self) -> int:
        """Written opinions of the first level."""
        return self.supported + self.explained + self.not_supported

    @property
    def decided_again(self) -> tuple[int, int]:
        """(changed, decided) in review and re-review together."""
        return self.review_changed + self.re_review_changed, self.reviewed + self.re_reviewed

    @property
    def means(self) -> tuple[float | None, float | None]:
        """Mean rating (1 to 5) of organ and of petition office; None from fewer than three ratings."""
        return mean(self.unit_points, self.rated), mean(self.office_points, self.rated)


#: By (unit, topic); a unit is None where none had the matter.
Cells = dict[tuple[int | None, int], Tally]


@dataclass(frozen=True)
class Figures:
    """Figures of one span by unit and topic."""

    cells: Cells
    at: datetime

    @property
    def whole(self) -> Tally:
        """All of them."""
        return sum(self.cells.values(), Tally())

    def by(self, key: Callable[[int | None, int], Any]) -> dict[Any, Tally]:
        """Return sums by what ``key`` makes of unit and topic."""
        found: dict[Any, Tally] = {}
        for (unit, topic), tally in self.cells.items():
            name = key(unit, topic)
            found[name] = found.get(name, Tally()) + tally
        return found


def figures_of(reach: Reach, since: datetime, until: datetime, now: datetime) -> Figures:
    """Return the figures of what ended from ``since`` on and before ``until``, as known ``now``; five statements."""
    cells: Cells = {}
    _limits(cells, _clocks(reach, since, until, now))
    _opinions(cells, _decided(reach, since, until))
    for unit, topic, rated, of_unit, of_office in _ratings(reach, since, until):
        tally = _cell(cells, unit, topic)
        tally.rated, tally.unit_points, tally.office_points = rated, of_unit, of_office
    for unit, topic, opened, closed in _volume(reach, since, until):
        tally = _cell(cells, unit, topic)
        tally.opened, tally.closed = opened, closed
    for unit, topic, number in _repeated(reach, since, until, now):
        _cell(cells, unit, topic).repeated = number
    return Figures({key: tally for key, tally in cells.items() if reach.holds(key[0])}, now)


def _cell(cells: Cells, unit: int | None, topic: int) -> Tally:
    return cells.setdefault((unit, topic), Tally())


def _had_it() -> Coalesce:
    """The unit that had the case when a clock began.

    Before it was handed on: the petition office, and the organ that the person turned to itself (art. 23).
    """
    handed = Assignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef("started_at")),
        case=OuterRef("case_id"),
        kind=Assignment.Kind.HANDLING,
        since__lte=OuterRef("started_at"),
    )
    return Coalesce(
        Subquery(handed.order_by("-since").values("unit")[:1]),
        Choice(When(limit="telling", then=F("case__unit_id"))),
        F("case__centre_id"),
        F("case__unit_id"),
        output_field=BigIntegerField(),
    )


def _clocks(reach: Reach, since: datetime, until: datetime, now: datetime) -> QuerySet[Any, Any]:
    ended = Q(stopped_at__gte=since, stopped_at__lt=until)
    late = Q(stopped_at__isnull=True, paused_at__isnull=True, due_at__lt=until, due_at__lte=now)
    unused = Q(limit__in=WINDOWS, stopped_at__isnull=True, due_at__gte=since, due_at__lt=until, due_at__lte=now)
    rows = Clock.objects.filter(
        (ended | late & ~Q(limit__in=WINDOWS)) | unused,
        limit__in=(*DUTIES, *WINDOWS),
        case__in=reach.petitions.order_by().values("pk"),
    )
    return (
        rows.annotate(had_it=_had_it(), carried=ExpressionWrapper(~Q(limit="executing") | _reported(), BooleanField()))
        .order_by()
        .values_list("limit", "had_it", "case__category_id")
        .annotate(
            in_time=Count("pk", filter=Q(stopped_at__lt=F("due_at"), carried=True)),
            missed=Count("pk", filter=Q(stopped_at__gte=F("due_at")) | Q(stopped_at__isnull=False, carried=False)),
            late=Count("pk", filter=Q(stopped_at__isnull=True)),
        )
    )


def _limits(cells: Cells, rows: Iterable[tuple[str, int | None, int, int, int, int]]) -> None:
    for limit, unit, topic, met, missed, late in rows:
        _cell(cells, unit, topic).limits[limit] = Kept(met, missed, late)


def _decided(reach: Reach, since: datetime, until: datetime) -> QuerySet[Any, Any]:
    """Opinions by level and outcome; those of review count for the unit whose opinion was reviewed."""
    before = Opinion.objects.filter(case=OuterRef("case_id"), pk__lt=OuterRef("pk")).order_by("-pk").values("unit")
    rows = Opinion.objects.filter(
        made_at__gte=since, made_at__lt=until, case__in=reach.petitions.order_by().values("pk")
    )
    return (
        rows.annotate(of_unit=Coalesce(Subquery(before[:1]), F("unit"), output_field=BigIntegerField()))
        .order_by()
        .values_list("level", "outcome", "of_unit", "case__category_id")
        .annotate(number=Count("pk"), extended=Count("pk", filter=Q(case__petition__extended_days__gt=0)))
    )


def _opinions(cells: Cells, rows: Iterable[tuple[str, str, int | None, int, int, int]]) -> None:
    for level, outcome, unit, topic, number, extended in rows:
        tally = _cell(cells, unit, topic)
        changed = number if outcome == Outcome.CHANGED else 0
        if level == Level.FIRST:
            setattr(tally, outcome, getattr(tally, outcome) + number)
            tally.extended += extended
        elif level == Level.REVIEW:
            tally.reviewed += number
            tally.review_changed += changed
        else:
            tally.re_reviewed += number
            tally.re_review_changed += changed


def _ratings(reach: Reach, since: datetime, until: datetime) -> QuerySet[Any, Any]:
    rows = Petition.objects.filter(
        rated_at__gte=since, rated_at__lt=until, case__in=reach.petitions.order_by().values("pk")
    )
    return (
        rows.annotate(of_unit=Coalesce("first_unit", F("case__unit_id"), output_field=BigIntegerField()))
        .order_by()
        .values_list("of_unit", "case__category_id")
        .annotate(rated=Count("pk"), unit=Sum("rating_unit"), office=Sum("rating_office"))
    )


def _volume(reach: Reach, since: datetime, until: datetime) -> QuerySet[Any, Any]:
    opened, closed = Q(opened_at__gte=since, opened_at__lt=until), Q(closed_at__gte=since, closed_at__lt=until)
    rows = reach.petitions.filter(opened | closed).order_by().values_list("unit_id", "category_id")
    return rows.annotate(opened=Count("pk", filter=opened), closed=Count("pk", filter=closed))


def not_carried_out(reach: Reach, now: datetime) -> QuerySet[Clock]:
    """Return the clocks of what was granted or agreed and not carried out in time, whatever came of it later.

    An agreement that the person says is not kept has stopped without a report that it was carried out.
    """
    late = Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("due_at")) | ~_reported()
    return Clock.objects.filter(
        Q(due_at__lte=now) | Q(stopped_at__isnull=False),
        late,
        limit="executing",
        case__in=reach.petitions.order_by().values("pk"),
    )


def _reported() -> Q:
    done = Event.objects.filter(case=OuterRef("case_id"), step="report_execution", at=OuterRef("stopped_at"))
    return Q(Exists(done))


def _repeated(reach: Reach, since: datetime, until: datetime, now: datetime) -> QuerySet[Any, Any]:
    """New petitions on a topic with a unit that had not carried out what it had granted on that topic before.

    About issues, never persons: who petitions is not looked at.
    """
    others = ~Q(case_id=OuterRef("pk"))
    broken = not_carried_out(reach, now).filter(
        others,
        case__category=OuterRef("category_id"),
        case__petition__first_unit=OuterRef("unit_id"),
        due_at__lte=OuterRef("opened_at"),
    )
    rows = reach.petitions.filter(Exists(broken), opened_at__gte=since, opened_at__lt=until)
    return rows.order_by().values_list("unit_id", "category_id").annotate(number=Count("pk"))
