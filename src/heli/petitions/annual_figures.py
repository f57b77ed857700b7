"""The figures of the annual report of petition work (Regulation, art. 41, items 1 to 3), names in both languages.

They are plain JSON values: what is frozen at issue, what the draft shows, and what is printed are the same. A year has
the petitions that were registered in it, the acts that were done and the suggestions that were made.
A year takes a fixed number of statements, whatever there is in it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import BigIntegerField, Count, F, Func, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from heli.cases.kinds import kind_called
from heli.cases.models import Case, Channel, Clock, Event
from heli.cases.telling import both
from heli.insight.scope import groups
from heli.insight.spans import Span
from heli.petitions.advice_procedure import AdviceProcedure
from heli.petitions.arrangements import FEWEST_NAMED, arrangements, petition_office
from heli.petitions.figures import DUTIES, figures_of
from heli.petitions.overview_models import Aim, Taken
from heli.petitions.reach import CODES, Reach
from heli.reports.words import Both, topic_name, unit_name

#: A number below this one is never shown for a topic, a way or a unit: it could point at a person.
FEWEST: Final = FEWEST_NAMED
#: Acts of item 2, by the steps of the procedures: art. 22 forwarding and assigning, art. 25 reporting, art. 40.
MOVES: Final = ("forward", "entrust", "report_upward", "supervise")
#: The results of written opinions (art. 32), of review and re-review (arts. 35, 36).
RESULTS: Final = ("supported", "explained", "not_supported")
REVIEWS: Final = ("reviewed", "review_changed", "re_reviewed", "re_review_changed")

Line = dict[str, Any]
Counted = Iterable[tuple[Both, int]]


def annual_figures(reach: Reach, year: int, now: datetime) -> dict[str, Any]:
    """Return the figures of ``year`` as they are known ``now``; eleven statements."""
    span = Span(year)
    whole = figures_of(reach, span.since, span.until, now).whole
    cells = list(_registered(reach, span))
    known, least = groups(), max(FEWEST, arrangements().complaints_named)
    return {
        "registered": sum(cell["number"] for cell in cells),
        "people": sum(cell["together"] for cell in cells),
        "closed": whole.closed,
        "kinds": [{"name": _kind_name(code), "number": _sum(cells, "procedure", code)} for code in CODES],
        "channels": folded(_by(cells, lambda cell: cell["channel"], lambda code: both(Channel(code).label))),
        "topics": folded(_by(cells, lambda cell: known.get(cell["category"], cell["category"]), topic_name)),
        "handed": folded(_by(_handed(cells), lambda cell: cell["unit"], unit_name)),
        "complained": _complained(reach, span, least),
        "complained_from": least,
        "results": {name: getattr(whole, name) for name in (*RESULTS, *REVIEWS, "extended")},
        "limits": {name: _kept(whole.limit(name).met, whole.limit(name).missed, whole.limit(name).late)
                   for name in DUTIES},
        "moves": _moves(reach, span),
        "manners": _manners(reach, span),
        "answered": _answered(reach, span, now),
        "advice": _advice(reach, span),
    }  # fmt: skip


def folded(rows: Counted) -> list[Line]:
    """Return ``rows``, the largest first, with those below three put together as "others".

    Where the others together are fewer than three, the smallest of the rest joins them: what is not shown cannot be
    worked out from the sum. If all together are fewer than three, only that is said.
    """
    shown = sorted(rows, key=lambda row: (-row[1], row[0]["zh"]))
    rest = 0
    while shown and (shown[-1][1] < FEWEST or 0 < rest < FEWEST):
        rest += shown.pop()[1]
    lines: list[Line] = [{"name": name, "number": number} for name, number in shown]
    if rest:
        lines.append({"name": both(_("Others")), "number": rest if rest >= FEWEST else f"<{FEWEST}"})
    return lines


def _kept(met: int, missed: int, late: int) -> dict[str, int]:
    return {"met": met, "missed": missed, "late": late}


def _kind_name(code: str) -> Both:
    kind = kind_called(code)
    assert kind is not None
    return both(kind.procedure.title)


def _sum(cells: Iterable[Mapping[str, Any]], field: str, value: object) -> int:
    return sum(cell["number"] for cell in cells if cell[field] == value)


def _by(
    cells: Iterable[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], Any], name: Callable[[Any], Both]
) -> Counted:
    sums: dict[Any, int] = {}
    for cell in cells:
        sums[key(cell)] = sums.get(key(cell), 0) + cell["number"]
    return [(name(found), number) for found, number in sums.items()]


def _in(span: Span, field: str) -> Q:
    return Q(**{f"{field}__gte": span.since, f"{field}__lt": span.until})


def _registered(reach: Reach, span: Span) -> QuerySet[Any, Any]:
    rows = reach.petitions.filter(_in(span, "opened_at")).order_by()
    return rows.values("procedure", "channel", "category", "unit").annotate(
        number=Count("pk"), together=Count("pk", filter=Q(petition__people__gt=1))
    )


def _handed(cells: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The cells of petitions that are with an organ; what is still with the petition office is handed to nobody."""
    office = petition_office().pk
    return [cell for cell in cells if cell["unit"] != office]


def _complained(reach: Reach, span: Span, least: int) -> list[Line]:
    """Units that petitions of the year are about, each named from ``least`` on; the others are not told at all."""
    rows = reach.petitions.filter(_in(span, "opened_at")).exclude(excluded_units=[]).order_by()
    about = rows.annotate(about=Func(F("excluded_units"), function="unnest", output_field=BigIntegerField()))
    found = about.values("about").annotate(number=Count("pk")).filter(number__gte=least)
    lines = [{"name": unit_name(row["about"]), "number": row["number"]} for row in found]
    return sorted(lines, key=lambda line: (-line["number"], line["name"]["zh"]))


def _acts(reach: Reach, span: Span) -> QuerySet[Event]:
    return Event.objects.filter(_in(span, "at"), case__in=reach.petitions.order_by().values("pk")).order_by()


def _moves(reach: Reach, span: Span) -> dict[str, int]:
    found = _acts(reach, span).filter(step__in=MOVES).values_list("step").annotate(number=Count("pk"))
    return {**dict.fromkeys(MOVES, 0), **dict(found)}


def _manners(reach: Reach, span: Span) -> list[Line]:
    """Supervisions by their manner, in the words in which they were ordered."""
    rows = _acts(reach, span).filter(step="supervise").values_list("facts__manner").annotate(number=Count("pk"))
    return [{"manner": manner or "", "number": number} for manner, number in sorted(rows, key=lambda row: row[0] or "")]


def _answered(reach: Reach, span: Span, now: datetime) -> dict[str, int]:
    """How supervisions ordered in the year were answered: in time, late, still late, and not due yet."""
    rows = Clock.objects.filter(
        _in(span, "started_at"), limit="answering_supervision", case__in=reach.petitions.order_by().values("pk")
    )
    late = Q(stopped_at__isnull=True, due_at__lte=now)
    return rows.aggregate(
        met=Count("pk", filter=Q(stopped_at__lt=F("due_at"))),
        missed=Count("pk", filter=Q(stopped_at__gte=F("due_at"))),
        late=Count("pk", filter=late),
        waiting=Count("pk", filter=Q(stopped_at__isnull=True, due_at__gt=now)),
    )


def _advice(reach: Reach, span: Span) -> dict[str, dict[str, Any]]:
    """Suggestions made in the year by what they aim at, and how the unit's last written answer took them up."""
    rows = Case.objects.visible_to(reach.actor).filter(_in(span, "opened_at"), procedure=AdviceProcedure.code)
    numbers = {each: Count("pk", filter=Q(unit_suggestion__taken=each)) for each in Taken.values}
    back = Q(state=AdviceProcedure.taken_back.name)
    found = (
        rows.order_by()
        .values("unit_suggestion__aim")
        .annotate(made=Count("pk"), taken_back=Count("pk", filter=back), **numbers)
    )
    none: dict[str, Any] = dict.fromkeys(("made", "taken_back", *Taken.values), 0)
    named = {row.pop("unit_suggestion__aim"): row for row in map(dict, found)}
    return {aim: named.get(aim, none) for aim in Aim.values}
