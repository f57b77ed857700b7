"""What figures of mediation count, each by one statement, grouped by committee, topic and level."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Case as Choose
from django.db.models import (
    CharField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Greatest

from heli.cases.models import Case, Channel, Clock, Event
from heli.cases.people_models import Party
from heli.insight.indicators import Median, Ninetieth
from heli.mediation.agreement_models import Confirmation
from heli.mediation.models import Answer, Satisfaction

#: Committee, topic and level, as seen from a case.
CELL: Final = ("unit_id", "category_id", "dispute__level")
OF_CASE: Final = tuple(f"case__{each}" for each in CELL)
#: Acts by which a round of talks that had begun ends: with an agreement, or without.
ENDS: Final = ("take_effect", "conclude_orally", "close_unsettled", "end")
ACTS: Final = (*ENDS, "keep_agreement", "begin", "refuse", "turn_away", "withdraw", "pass_up", "pass_down")
#: Of ratings, those of the first side and those beside it.
FIRST_SIDE: Final = Q(party__isnull=True) | Q(party__role=Party.Role.OWN_SIDE)
Counted = Iterator[tuple[tuple[Any, ...], dict[str, int]]]

_WAY: Final = Choose(
    When(worked_for__isnull=False, then=Value("referred")),
    When(dispute__offered=True, then=Value("offered")),
    When(channel__in=[Channel.WEB, Channel.API], then=Value("web")),
    When(channel=Channel.PHONE, then=Value("phone")),
    When(channel__in=[Channel.COUNTER, Channel.VISIT, Channel.LETTER, Channel.FAX], then=Value("desk")),
    default=Value("other"),
    output_field=CharField(),
)


def _within(field: str, since: datetime | date, until: datetime | date) -> Q:
    return Q(**{f"{field}__gte": since, f"{field}__lt": until})


def by_cell(rows: QuerySet[Any], cell: tuple[str, ...], **numbers: Any) -> Counted:
    """Yield the counts of ``rows`` by cell."""
    for row in rows.order_by().values(*cell).annotate(**numbers):
        yield tuple(row[name] for name in cell), {name: row[name] or 0 for name in numbers}


def came(disputes: QuerySet[Case], since: datetime, until: datetime) -> Counted:
    """Disputes that came in, by the way: applied for on the web, by telephone, at a desk; offered; referred."""
    rows = disputes.filter(_within("opened_at", since, until)).annotate(way=_WAY)
    for (*cell, way), number in by_cell(rows, (*CELL, "way"), number=Count("pk")):
        yield tuple(cell), {way: number["number"]}


def answers(disputes: QuerySet[Case], since: datetime, until: datetime) -> Counted:
    """What sides answered to being mediated (art. 17); ending talks that had begun (art. 23) is no such answer."""
    said = Q(event__isnull=True) | ~Q(event__step="end")
    rows = Answer.objects.filter(said, _within("at", since, until), case__in=disputes.values("pk"))
    return by_cell(
        rows, OF_CASE, said_yes=Count("pk", filter=Q(agrees=True)), said_no=Count("pk", filter=Q(agrees=False))
    )


def acts(disputes: QuerySet[Case], since: datetime, until: datetime) -> Counted:
    """Acts of the span: begun, refused, ended and how, passed up and down; and which ends were within the month.

    ``never_begun`` are disputes that rest on a refusal of the span and in which mediation never began.
    """
    began = Exists(Event.objects.filter(case=OuterRef("case_id"), step="begin"))
    kept = Exists(
        Clock.objects.filter(
            case=OuterRef("case_id"), limit="mediating", stopped_at=OuterRef("at"), due_at__gt=OuterRef("at")
        )
    )
    rows = Event.objects.filter(_within("at", since, until), step__in=ACTS, case__in=disputes.values("pk"))
    return by_cell(
        rows.annotate(began=began, kept=kept),
        OF_CASE,
        **{name: Count("pk", filter=Q(step=name)) for name in ACTS},
        in_month=Count("pk", filter=Q(step__in=ENDS, kept=True)),
        never_begun=Count("case_id", distinct=True, filter=Q(step="refuse", case__state="refused", began=False)),
    )


def _took(disputes: QuerySet[Case], since: datetime, until: datetime) -> QuerySet[Any]:
    """Ends of rounds with the time since the last side agreed, or since the talks were taken up again after that."""
    before = {"case": OuterRef("case_id"), "at__lte": OuterRef("at")}
    consent = Answer.objects.filter(agrees=True, **before).order_by("-at").values("at")[:1]
    again = Event.objects.filter(step="talk_again", **before).order_by("-at").values("at")[:1]
    rows = Event.objects.filter(_within("at", since, until), step__in=ENDS, case__in=disputes.values("pk")).order_by()
    begun = Greatest(Subquery(consent), Subquery(again))
    return rows.annotate(took=ExpressionWrapper(F("at") - begun, output_field=DurationField()))


def durations(
    disputes: QuerySet[Case], since: datetime, until: datetime
) -> tuple[tuple[Any, Any, int], dict[str, list[tuple[Any, Any, Any, int]]]]:
    """Return (median, 90th percentile, number) of all rounds that ended, and by topic, level and unit; 4 statements."""
    rows = _took(disputes, since, until)
    numbers = {"median": Median("took"), "ninetieth": Ninetieth("took"), "number": Count("took")}
    whole = rows.aggregate(**numbers)
    by = {"topic": "case__category_id", "level": "case__dispute__level", "unit": "case__unit_id"}
    grouped = {name: list(rows.values_list(field).annotate(**numbers)) for name, field in by.items()}
    return (whole["median"], whole["ninetieth"], whole["number"]), grouped


def courts(disputes: QuerySet[Case], first: date, last: date) -> Counted:
    """Applications for confirmation that were handed in, and what the court did (arts. 33; Civil Procedure Law, 205).

    ``filed_in_time``: within the 30 days from effect; ``ruled_in_time``: within the court's own 30 days from docketing
    (Civil Procedure Law, art. 187). Days of limits are those of the clocks, moved by days off as the law moves them.
    """
    rows = Confirmation.objects.filter(filed_on__range=(first, last), case__in=disputes.values("pk"))
    asked = _clock("confirming", "agreement__effective_on").filter(due_at__date__gt=OuterRef("filed_on"))
    ruled = _clock("court_ruling", "docketed_on").filter(due_at__date__gt=OuterRef("ruled_on"))
    results = {str(each): Count("pk", filter=Q(result=each)) for each in Confirmation.Result}
    return by_cell(
        rows.annotate(asked_in_time=Exists(asked), decided_in_time=Exists(ruled)),
        OF_CASE,
        filed=Count("pk"),
        filed_in_time=Count("pk", filter=Q(asked_in_time=True)),
        docketed=Count("pk", filter=Q(docketed_on__isnull=False)),
        ruled=Count("pk", filter=Q(docketed_on__isnull=False, ruled_on__isnull=False)),
        ruled_in_time=Count("pk", filter=Q(decided_in_time=True)),
        **results,
    )


def _clock(limit: str, began: str) -> QuerySet[Clock]:
    """Clocks of ``limit`` of the outer row's case that began on its day ``began``; they are due when their day ends."""
    return Clock.objects.filter(case=OuterRef("case_id"), limit=limit, started_at__date=OuterRef(began))


def lengths(
    disputes: QuerySet[Case], since: datetime, until: datetime, short: timedelta, middle: timedelta
) -> dict[str, int]:
    """Count the rounds that ended by how long they took: at most ``short``, at most ``middle``, longer; 1 statement."""
    return _took(disputes, since, until).aggregate(
        short=Count("pk", filter=Q(took__lte=short)),
        middle=Count("pk", filter=Q(took__gt=short, took__lte=middle)),
        long=Count("pk", filter=Q(took__gt=middle)),
    )


def ratings(disputes: QuerySet[Case], since: datetime, until: datetime) -> Counted:
    """Ratings of the first side with those beside it, and of the other sides, apart."""
    rows = Satisfaction.objects.filter(_within("at", since, until), case__in=disputes.values("pk"))
    return by_cell(
        rows,
        OF_CASE,
        rated_first=Count("pk", filter=FIRST_SIDE),
        points_first=Sum("score", filter=FIRST_SIDE),
        rated_others=Count("pk", filter=~FIRST_SIDE),
        points_others=Sum("score", filter=~FIRST_SIDE),
    )
