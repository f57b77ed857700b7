"""Pages on petition work: figures, supervisions, suggestions to units."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import PETITION_FIGURES, PETITION_OVERSIGHT
from heli.audit.record import write
from heli.cases.models import Case
from heli.insight.spans import Span, offered
from heli.kernel.decisions import Denied
from heli.kernel.plain import number_in
from heli.petitions.advice import may_suggest, suggest
from heli.petitions.advice_forms import SuggestForm
from heli.petitions.advice_procedure import AdviceProcedure
from heli.petitions.arrangements import arrangements
from heli.petitions.forms import SuperviseForm
from heli.petitions.overview import overview
from heli.petitions.reach import Reach, of_office, reach_of
from heli.petitions.supervising import PAGE, SHOWN, supervisions
from heli.reports.sheets import xlsx_of
from heli.reports.showing import shown
from heli.workbench import labels
from heli.workbench.shell import DeskRequest, desk

CHAIN = "exports"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def reach_or_refuse(actor: Actor) -> Reach:
    """Return what ``actor`` may read; PermissionDenied for who reads nothing of it."""
    reach = reach_of(actor)
    if reach is None:
        raise PermissionDenied
    return reach


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """Return the pages that ``actor`` may open, as tabs."""
    pages = [("figures", _("Figures")), ("supervision", _("Supervision")), ("suggestions", _("Suggestions to units"))]
    if of_office(actor):
        pages += [("backlog", _("Old unsolved matters")), ("annual", _("Annual report"))]
    return [
        {"label": label, "url": reverse(f"petition_work:{name}"), "current": name == current} for name, label in pages
    ]


@require_safe
@needs(PETITION_FIGURES)
def figures(request: DeskRequest) -> HttpResponse:
    """Show the figures of a year or month beside those of the one before."""
    reach, now = reach_or_refuse(request.actor), timezone.now()
    span = Span.read(request.GET.get("period", ""), timezone.localdate())
    document, found = overview(reach, span, now)
    context = {
        **shown(document),
        "span": span,
        "spans": offered(timezone.localdate()),
        "whole": found.whole,
        "pages": tabs(request.actor, "figures"),
    }
    return desk(request, "petitions/figures.html", context)


@require_safe
@needs(PETITION_FIGURES)
def spreadsheet(request: DeskRequest) -> HttpResponse:
    """Send the figures as a workbook; who took it is on record."""
    reach, now = reach_or_refuse(request.actor), timezone.now()
    span = Span.read(request.GET.get("period", ""), timezone.localdate())
    document, _found = overview(reach, span, now)
    with transaction.atomic():
        write(CHAIN, "export_petition_figures", at=now, actor=request.actor.key, data={"period": span.code})
    book = xlsx_of(document, number="–", issuer=request.actor.name, at=now)
    answer = HttpResponse(book, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="heli-petitions-{span.code}.xlsx"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
@needs(PETITION_FIGURES)
def supervision(request: DeskRequest) -> HttpResponse:
    """List supervisions with their last day, and whether they were answered."""
    reach, now = reach_or_refuse(request.actor), timezone.now()
    show = request.GET.get("show", "")
    show = show if show in SHOWN else SHOWN[0]
    found = supervisions(reach, show, now, before=number_in(request.GET.get("before", "")))
    here = reverse("petition_work:supervision")
    manners = dict(SuperviseForm.base_fields["manner"].choices)  # type: ignore[attr-defined]
    rows = [
        {
            "case": each.case,
            "unit": labels.unit(each.case.unit_id),
            "topic": labels.category(each.case.category_id),
            "manner": manners.get(each.manner, each.manner or ""),
            "clock": each,
            "late": each.stopped_at is None and each.due_at <= now,
        }
        for each in found
    ]
    context = {
        "rows": rows,
        "pages": tabs(request.actor, "supervision"),
        "shows": _shows(here, show),
        "older": f"{here}?show={show}&before={found[-1].pk}" if len(found) == PAGE else "",
    }
    return desk(request, "petitions/supervision.html", context)


def _shows(here: str, show: str) -> list[dict[str, Any]]:
    names = {"open": _("Waiting"), "late": _("Late"), "answered": _("Answered"), "all": _("All")}
    return [{"label": names[each], "url": f"{here}?show={each}", "current": each == show} for each in SHOWN]


@require_safe
@needs(PETITION_FIGURES)
def suggestions(request: DeskRequest) -> HttpResponse:
    """List the suggestions to units that the reader may see, the latest first."""
    reach_or_refuse(request.actor)
    rows = Case.objects.visible_to(request.actor).filter(procedure=AdviceProcedure.code)
    rows = rows.select_related("unit_suggestion").defer("text", "search_text").order_by("-pk")
    before = number_in(request.GET.get("before", ""))
    found = list((rows.filter(pk__lt=before) if before else rows)[:PAGE])
    here = reverse("petition_work:suggestions")
    lines = [{"case": each, "advice": each.unit_suggestion, "unit": labels.unit(each.unit_id)} for each in found]
    context = {
        "rows": lines,
        "pages": tabs(request.actor, "suggestions"),
        "may_suggest": of_office(request.actor) and may_suggest(request.actor),
        "older": f"{here}?before={found[-1].pk}" if len(found) == PAGE else "",
    }
    return desk(request, "petitions/suggestions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(PETITION_OVERSIGHT)
def new_suggestion(request: DeskRequest) -> HttpResponse:
    """Make a suggestion to a unit; ``from`` names petitions that it is drawn from."""
    if not of_office(request.actor) or not may_suggest(request.actor):
        raise PermissionDenied
    if request.method != "POST":
        day = timezone.localdate() + timedelta(days=arrangements().suggestion_days)
        start = {"sources": request.GET.get("from", ""), "answer_by": day}
        return _suggestion_page(request, SuggestForm(actor=request.actor, initial=start))
    form = SuggestForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _suggestion_page(request, form, status=422)
    made = suggest(form.advice(), by=request.actor, key=form.submission())
    if isinstance(made, Denied):
        form.add_error(None, str(made.reason))
        return _suggestion_page(request, form, status=422)
    messages.success(request, _("The suggestion was sent; the unit answers in writing until the day set."))
    return redirect("workbench:case", reference=made.case.reference)


def _suggestion_page(request: DeskRequest, form: SuggestForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "pages": tabs(request.actor, "suggestions")}
    return desk(request, "petitions/new_suggestion.html", context, status=status)
