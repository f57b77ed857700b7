"""Working outside: the day's list with its map, and what a grid worker sees and solves there."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.db.models import Max, Q, QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import WORK_IN_FIELD, WORK_OUTSIDE
from heli.cases import sending
from heli.cases.acts import Act, Opened
from heli.cases.models import Case, Event
from heli.organizations.days import midnight
from heli.organizations.models import Duty
from heli.papers import kept_files
from heli.service_requests import actions
from heli.service_requests.desk_forms import FieldForm
from heli.service_requests.field_steps import steps_for
from heli.service_requests.opening import report
from heli.service_requests.procedure import ServiceRequestProcedure as P
from heli.service_requests.report_form import topics_of
from heli.workbench import labels
from heli.workbench.presence import is_delicate
from heli.workbench.rows import narrow, point_of, row_of
from heli.workbench.shell import DeskRequest, desk

SHORT = 30
#: Where the unit has something to do.
THEIR_TURN = [state.name for state in (P.dispatched, P.imposed, P.in_hand)]


@require_safe
@needs(WORK_OUTSIDE)
def field(request: DeskRequest) -> HttpResponse:
    """Show what is to be done outside today, and keep the least of it for when there is no network."""
    cases = _today(request.actor)
    latest = _latest(cases)
    lines = [_line(case, request.actor, latest) for case in cases]
    now = timezone.localtime()
    context = {
        "today": now.date(),
        "grids": _grids(request.actor),
        "lines": lines,
        "reports": request.actor.may(WORK_IN_FIELD),
        "who": sending.whose(request),
        "day": {
            "who": sending.whose(request),
            "made": now.isoformat(),
            "until": _end_of(now).isoformat(),
            # What is confidential, or about units or officers, is kept on no device.
            "rows": [_kept(line) for line in lines if not is_delicate(line["case"])],
        },
    }
    return desk(request, "service_requests/field.html", context)


@require_safe
@needs(WORK_OUTSIDE)
def field_map(request: DeskRequest) -> JsonResponse:
    """Answer the places of the day's list as GeoJSON."""
    points = [point for point in map(point_of, _today(request.actor)) if point]
    return JsonResponse({"type": "FeatureCollection", "features": points})


def _today(actor: Actor) -> list[Case]:
    """Return what is open in the actor's grids, and what their units handle or assist with, the most urgent first.

    Of what a unit handles, that which nobody else in it has taken. One statement.
    """
    return list(narrow(_theirs(actor)).select_related("category", "service_request").order_by("order_at", "id")[:SHORT])


def _theirs(actor: Actor) -> QuerySet[Case]:
    units = actor.unit_ids
    mine = Q(unit__in=units, state__in=THEIR_TURN) & (Q(handler=actor.user_id) | Q(handler=None))
    for post in actor.with_duty(Duty.GRID_WORKER):
        mine |= Q(area_path__startswith=post.area_path) if post.area_path else Q(pk=None)
    return Case.objects.visible_to(actor).open().filter(mine | Q(assisting__overlap=sorted(units)))


def _latest(cases: list[Case]) -> dict[int, int]:
    """Return the last event of each case: what comes later is new to whoever read the list."""
    rows = Event.objects.filter(case__in=[case.pk for case in cases]).values("case").annotate(latest=Max("pk"))
    return dict(rows.values_list("case", "latest"))


def _line(case: Case, actor: Actor, latest: dict[int, int]) -> dict[str, Any]:
    return {"case": case, "row": row_of(case), "steps": steps_for(case, actor), "latest": latest.get(case.pk, 0)}


def _kept(line: dict[str, Any]) -> dict[str, Any]:
    """Return the least that a person outside needs: what, where, by when, and what may be done."""
    case, row = line["case"], line["row"]
    due = case.due_at and timezone.localtime(case.due_at - timedelta(microseconds=1))
    return {
        "reference": row.reference,
        "title": row.title,
        "category": str(row.category),
        "place": str(row.place),
        "address": case.address,
        "state": row.state,
        "due": due.isoformat() if due else "",
        "late": case.lamp == "red",
        "lat": case.latitude,
        "lon": case.longitude,
        "version": case.version,
        "latest": line["latest"],
        "steps": line["steps"],
    }


def _end_of(now: datetime) -> datetime:
    return midnight(now.date() + timedelta(days=1))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(WORK_IN_FIELD)
def field_report(request: DeskRequest) -> HttpResponse:
    """Take a grid worker's report; what they solved on the spot is completed at once."""
    if request.method != "POST":
        return _field_page(request, FieldForm(actor=request.actor))
    device = sending.from_device(request)
    if told := _told_before(request):
        return _field_done(request, told)
    gone = sending.resend(request) if device else None
    if gone:
        return gone
    form = FieldForm(request.POST, kept_files.taken_up(request), actor=request.actor)
    if not form.is_valid():
        return sending.refused(sending.words_of(form)) if device else _field_page(request, form, status=422)
    opened = report(form.report(), by=request.actor, key=form.submission())
    told = _("%(reference)s was received.") % {"reference": opened.case.reference}
    if form.cleaned_data["solved"]:
        told = _solve(request.actor, opened, form)
    return _field_done(request, told, opened.case.reference)


def _field_done(request: DeskRequest, told: str, reference: str = "") -> HttpResponse:
    """Lead back to the list, or tell a device."""
    if sending.from_device(request):
        return sending.received(told, reverse("request_desk:field"), reference=reference)
    messages.success(request, told)
    return redirect("request_desk:field")


def _told_before(request: DeskRequest) -> str:
    """Return what to tell where this very submission was received, and solved where it said so; empty otherwise.

    Its photos belong to the case by now, so the form would no longer be valid.
    """
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return ""
    keys = {key, uuid5(key, "solved")} if request.POST.get("solved") else {key}
    rows = Event.objects.filter(key__in=keys, actor=request.actor.key).select_related("case").order_by("id")
    events = list(rows)
    if len(events) < len(keys):
        return ""
    return _("%(reference)s was received.") % {"reference": events[0].case.reference}


def _solve(actor: Actor, opened: Opened, form: FieldForm) -> str:
    """Complete the case at once and return what to tell; where that is refused, the report stands all the same."""
    values = form.cleaned_data
    outcome = actions.solve_on_the_spot(
        opened.case,
        by=actor,
        act=Act(key=uuid5(form.submission(), "solved")),
        answer=values["answer"],
        before=values["photos"],
        after=values["after"],
    )
    if isinstance(outcome, Event):
        return _("%(reference)s was received and solved on the spot.") % {"reference": opened.case.reference}
    return _("%(reference)s was received, but not as solved: %(reason)s") % {
        "reference": opened.case.reference,
        "reason": outcome.reason,
    }


def _field_page(request: DeskRequest, form: FieldForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "topics": topics_of(form),
        "topic_url": reverse("request_desk:topic"),
        "who": sending.whose(request),
        "kept": kept_files.keep(form) if form.is_bound else [],
    }
    return desk(request, "service_requests/field_report.html", context, status=status)


def _grids(actor: Actor) -> str:
    return " / ".join(labels.place(post.area_path) for post in actor.with_duty(Duty.GRID_WORKER) if post.area_path)
