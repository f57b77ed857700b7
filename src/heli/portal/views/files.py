"""The register to take along: feeds of a list and of one entry, and the list as a table for spreadsheets."""

import csv
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import PUBLIC_REGISTER
from heli.cases.models import Case, Event
from heli.kernel.cells import due_cell, moment_cell, safe_cell
from heli.organizations.settings import district
from heli.portal.journey import public_marks
from heli.portal.register import Entry, Wanted, entry, listed, now, public_case

FEED_SIZE = 40
#: Lines of a table; who needs more narrows the list.
MOST_ROWS = 5000


def _feed(request: HttpRequest, title: str, link: str) -> Any:
    return Atom1Feed(
        title=title,
        link=request.build_absolute_uri(link),
        description=_("Requests of residents and what became of them"),
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )


def _sent(feed: Any) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@needs(PUBLIC_REGISTER)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Answer with the newest cases of the list as an Atom feed."""
    rows = _with_last_mark(Wanted.of(request.GET).apply(listed(), now())).order_by("-opened_at", "-id")[:FEED_SIZE]
    title = _("%(district)s: public register") % {"district": district().label}
    made = _feed(request, title, reverse("portal:register"))
    for each in map(entry, rows):
        address = request.build_absolute_uri(each.url)
        made.add_item(
            title=f"{each.title} · {each.state.label}",
            link=address,
            description=" · ".join(filter(None, (each.category.label, each.place, each.facts.outcome))),
            pubdate=each.case.opened_at,
            updateddate=each.case.marked_at or each.case.opened_at,  # type: ignore[attr-defined]
            unique_id=address,
        )
    return _sent(made)


def _with_last_mark(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return ``cases`` with the instant of their last mark: what is done within the office is no news."""
    moves = Event.objects.filter(case=OuterRef("pk"), internal=False).exclude(from_state=F("to_state")).order_by("-id")
    return cases.annotate(marked_at=Subquery(moves.values("at")[:1]))


@needs(PUBLIC_REGISTER)
@require_safe
def entry_feed(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer with the marks that one public case has passed, as an Atom feed."""
    case = public_case(reference)
    each = entry(case)
    made = _feed(request, f"{each.title} · {each.reference}", each.url)
    address = request.build_absolute_uri(each.url)
    events = list(Event.objects.filter(case=case, internal=False).order_by("id"))
    passed = [mark for mark in public_marks(case, events) if mark["at"]]
    for number, mark in reversed(list(enumerate(passed))):
        made.add_item(
            title=str(mark["label"]),
            link=address,
            description=" · ".join(filter(None, (each.title, each.place, each.facts.outcome))),
            pubdate=mark["at"],
            updateddate=mark["at"],
            unique_id=f"{address}#{number}",
        )
    return _sent(made)


@needs(PUBLIC_REGISTER)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Answer with the list as CSV: what its page shows, and nothing else."""
    rows = Wanted.of(request.GET).apply(listed(), now()).order_by("-opened_at", "-id")[:MOST_ROWS]
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="heli-{timezone.localdate():%Y%m%d}.csv"'
    answer.write("\ufeff")
    lines = csv.writer(answer)
    lines.writerow(_heads())
    lines.writerows([safe_cell(cell) for cell in _cells(request, entry(case))] for case in rows)
    return answer


def _heads() -> list[str]:
    return [
        _("Reference number"), _("Title"), _("Topic"), _("Place"), _("State"), _("Unit that must answer"),
        _("Received on"), _("Answer at the latest"), _("Closed on"), _("Overdue"), _("Result"), _("Address"),
    ]  # fmt: skip


def _cells(request: HttpRequest, each: Entry) -> list[str]:
    case, zone = each.case, timezone.get_current_timezone()
    return [
        each.reference,
        each.title,
        str(each.category.label),
        each.place,
        str(each.state.label),
        str(each.unit.label) if each.unit else "",
        moment_cell(case.opened_at, zone),
        due_cell(case.due_at, zone) if case.is_open else "",
        moment_cell(case.closed_at, zone),
        _("yes") if case.lamp == "red" else "",
        each.facts.outcome,
        request.build_absolute_uri(each.url),
    ]
