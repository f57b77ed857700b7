"""Days of a kind as they are planned, published, moved, cancelled and reported."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import RECEPTION_DAYS
from heli.kernel.decisions import Denied
from heli.reception.desk_forms import CancelForm, MatterForm, MoveForm, ReceptionDayForm, ReportForm, kinds_planned_by
from heli.reception.known import known, runs
from heli.reception.models import DayKind, ReceptionDay, Ticket
from heli.reception.reception_days import (
    Reason,
    behind,
    cancel_day,
    days_for,
    may_plan,
    move_day,
    numbers_of,
    plan,
    publish,
    report,
    take_along,
    visible_ids,
)
from heli.workbench.shell import DeskRequest, desk

MOST_SHOWN = 60


@require_safe
@needs(RECEPTION_DAYS)
def days(request: DeskRequest) -> HttpResponse:
    """List the days of one's centre, and one's own: drafts, those to come, those that are past."""
    today = timezone.localdate()
    rows = list(days_for(request.actor).order_by("-day", "-pk")[:MOST_SHOWN])
    numbers = numbers_of(rows)
    centres = [each for each in known().centres.values() if runs(request.actor, each)]
    context = {
        "coming": [each for each in reversed(rows) if each.day >= today and not each.held_at],
        "past": [{"day": each, "numbers": numbers[each.pk]} for each in rows if each.day < today or each.held_at],
        "may_plan": bool(kinds_planned_by(request.actor)),
        "behind": [gap for each in centres for gap in behind(each, today, [d for d in rows if d.centre_id == each.pk])],
    }
    return desk(request, "reception/desk/days.html", context)


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"label": _("Published days"), "url": reverse("reception_desk:days")}, {"label": here}]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RECEPTION_DAYS)
def edit(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """Plan a day, or change one that is not published."""
    row = _day(request, pk) if pk else None
    if row is not None and row.published_at:
        return redirect("reception_desk:day", pk=row.pk)
    kinds = [DayKind(row.kind)] if row else kinds_planned_by(request.actor)
    if not kinds:
        raise Http404
    kind = next((each for each in kinds if each == request.GET.get("kind")), kinds[0])
    form = ReceptionDayForm(
        request.POST if request.method == "POST" else None, instance=row, actor=request.actor, kind=kind
    )
    if request.method == "POST" and form.is_valid():
        planned = plan(form.save(commit=False), by=request.actor)
        if not isinstance(planned, Denied):
            return redirect("reception_desk:day", pk=planned.pk)
        form.add_error(None, str(planned.reason))
    tabs = [{"label": each.label, "url": f"?kind={each}", "current": each == kind} for each in kinds]
    context = {"form": form, "day": row, "kind": kind, "tabs": tabs, "crumbs": _crumbs(_("Plan"))}
    return desk(request, "reception/desk/day_form.html", context, status=422 if form.is_bound else 200)


def _day(request: DeskRequest, pk: int) -> ReceptionDay:
    row = days_for(request.actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@require_safe
@needs(RECEPTION_DAYS)
def day(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one day with what can be done about it, its visitors by number, and its matters."""
    return _day_page(request, _day(request, pk))


def _day_page(request: DeskRequest, row: ReceptionDay, *, status: int = 200, **forms: Any) -> HttpResponse:
    tickets = (
        Ticket.objects.filter(reception_day=row).select_related("service", "case__unit").order_by("order_at", "pk")
    )
    matters = list(row.matters.select_related("case__unit").order_by("pk"))
    seen = visible_ids(request.actor, [*(each.case_id or 0 for each in tickets), *(each.case_id for each in matters)])
    context = {
        "day": row,
        "numbers": numbers_of([row])[row.pk],
        "may_plan": may_plan(request.actor, row),
        "past": row.day <= timezone.localdate(),
        "tickets": [{"ticket": each, "case": each.case if each.case_id in seen else None} for each in tickets],
        "matters": [each for each in matters if each.case_id in seen],
        "cancel": CancelForm(),
        "move": MoveForm(initial={"begins": row.begins}),
        "report": ReportForm(initial={"met": row.met, "words": row.report, "words_en": row.report_en}),
        "matter": MatterForm(actor=request.actor),
        "crumbs": _crumbs(row.who),
        **forms,
    }
    return desk(request, "reception/desk/day.html", context, status=status)


@require_POST
@needs(RECEPTION_DAYS)
def act(request: DeskRequest, pk: int, what: str) -> HttpResponse:
    """Publish, move, cancel or report a day, or note a matter of a visit."""
    row = _day(request, pk)
    doing = {"publish": _publish, "cancel": _cancel, "move": _move, "report": _report, "matter": _matter}.get(what)
    if doing is None:
        raise Http404
    return doing(request, row)


def _told(request: DeskRequest, row: ReceptionDay, outcome: object) -> HttpResponse:
    if isinstance(outcome, Denied):
        messages.error(request, str(outcome.reason))
    return redirect("reception_desk:day", pk=row.pk)


def _publish(request: DeskRequest, row: ReceptionDay) -> HttpResponse:
    return _told(request, row, publish(row, by=request.actor))


def _cancel(request: DeskRequest, row: ReceptionDay) -> HttpResponse:
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _day_page(request, row, status=422, cancel=form)
    values = form.cleaned_data
    return _told(request, row, cancel_day(row, values["why"], values["why_en"], by=request.actor))


def _move(request: DeskRequest, row: ReceptionDay) -> HttpResponse:
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _day_page(request, row, status=422, move=form)
    values = form.cleaned_data
    why = Reason(values["reason"], values["reason_en"])
    moved = move_day(row, values["to"], values["begins"], why, by=request.actor)
    return _told(request, row if isinstance(moved, Denied) else moved, moved)


def _report(request: DeskRequest, row: ReceptionDay) -> HttpResponse:
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _day_page(request, row, status=422, report=form)
    values = form.cleaned_data
    words = {"words": values["words"], "words_en": values["words_en"]}
    return _told(request, row, report(row, met=values["met"], by=request.actor, **words))


def _matter(request: DeskRequest, row: ReceptionDay) -> HttpResponse:
    form = MatterForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _day_page(request, row, status=422, matter=form)
    return _told(request, row, take_along(row, form.found(), form.cleaned_data["responsible"], by=request.actor))
