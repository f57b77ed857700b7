"""Opening requests at the desk: the hotline's and counter's page, and the grid worker's on a phone."""

from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import CHOOSE_TOPIC, TAKE_REPORTS
from heli.access.roles import excluded
from heli.cases.acts import Act, Opened
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock
from heli.kernel.decisions import Denied
from heli.papers import kept_files
from heli.service_requests import actions
from heli.service_requests.desk_forms import OPEN_DETAILS, DeskForm, IntakeForm
from heli.service_requests.opening import report
from heli.service_requests.parking import discard_parked, laid_aside, restored
from heli.service_requests.report_form import topics_of
from heli.workbench import labels
from heli.workbench.dossier import find
from heli.workbench.handed_over import HandedOver
from heli.workbench.rows import rows_of
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.times import times

TAKEN = HandedOver("intake")
SHORT = 30


@require_http_methods(["GET", "HEAD", "POST"])
@needs(TAKE_REPORTS)
def intake(request: DeskRequest) -> HttpResponse:
    """Take a report for a caller or visitor, and lead to what is read back to them."""
    if request.method != "POST":
        return _intake_page(request, restored(request))
    form = IntakeForm(request.POST, kept_files.taken_up(request), actor=request.actor)
    if not form.is_valid():
        return _intake_page(request, form, status=422)
    opened = report(form.report(), by=request.actor, key=form.submission())
    TAKEN.remember(request, opened.case.reference, form.submission())
    discard_parked(request, form.submission())
    joined = form.joined()
    if joined:
        _join(request, opened, joined, form.submission())
    if excluded(request.actor, opened.case):
        # A complaint about their own house: the caller needs number and code, and whoever typed it sees no more of it.
        told = {"reference": opened.case.reference, "code": opened.code}
        return desk(request, "service_requests/taken_apart.html", told)
    return redirect("request_desk:taken", reference=opened.case.reference)


@require_POST
@needs(CHOOSE_TOPIC)
def topic(request: DeskRequest) -> HttpResponse:
    """Answer with the choice of topics for the text typed so far."""
    typed = {name: request.POST.get(name, "") for name in ("text", "category", "other")}
    form = DeskForm(
        initial={**typed, "category": typed["other"] or typed["category"], "other": ""}, actor=request.actor
    )
    return desk(request, "service_requests/report.html#topic", {"form": form, "topics": topics_of(form)})


@require_POST
@needs(TAKE_REPORTS)
def alike(request: DeskRequest) -> HttpResponse:
    """Answer with likely duplicates for what has been typed so far."""
    form = IntakeForm(request.POST, actor=request.actor)
    form.is_valid()
    return desk(request, "service_requests/intake.html#alike", {"form": form, "alike": _alike(form)})


@require_safe
@needs(TAKE_REPORTS)
def taken(request: DeskRequest, reference: str) -> HttpResponse:
    """Show what to read back to the caller; the query code only to whoever took the report, in this session."""
    case = find(reference, request.actor)
    if case is None:
        raise Http404
    clocks = Clock.objects.filter(case=case, main=True).order_by("id")
    context = {
        "case": case,
        "code": TAKEN.code(request, case.reference),
        "state": labels.state_of(case),
        "unit": case.unit,
        "category": labels.category(case.category_id, group=True),
        "place": labels.place(case.area_path, parts=4),
        "times": times(kind_of(case), list(clocks)),
    }
    return desk(request, "service_requests/taken.html", context)


def _join(request: DeskRequest, opened: Opened, joined: Case, key: UUID) -> None:
    """Merge the new case into the one that the caller means as well."""
    outcome = actions.merge(opened.case, by=request.actor, act=Act(key=uuid5(key, "joined")), into=joined)
    if isinstance(outcome, Denied):
        messages.warning(request, str(outcome.reason))


def _intake_page(request: DeskRequest, form: IntakeForm, *, status: int = 200) -> HttpResponse:
    context = {
        **laid_aside(request, form),
        "form": form,
        "topics": topics_of(form),
        "topic_url": reverse("request_desk:topic"),
        "alike": _alike(form),
        "kept": kept_files.keep(form) if form.is_bound else [],
        "more_open": any(form[name].value() or form[name].errors for name in OPEN_DETAILS),
    }
    return desk(request, "service_requests/intake.html", context, status=status)


def _alike(form: DeskForm) -> list[dict[str, Any]]:
    found = form.found_alike()
    rows = rows_of([each.case for each in found])
    return [
        {"row": row, "metres": each.metres, "likeness": each.likeness} for row, each in zip(rows, found, strict=True)
    ]
