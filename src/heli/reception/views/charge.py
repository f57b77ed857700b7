"""Hard cases: the list for whoever may see them and for the leader in charge, and the diary of each."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import HARD_CASES
from heli.cases.charge_models import HardCase
from heli.cases.charges import (
    hand_back,
    hard_case_of,
    hard_cases_for,
    may_name,
    may_write,
    put_in_charge,
    write_diary,
)
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.reception.desk_forms import ChargeForm, DiaryForm, HandBackForm, charge_of
from heli.workbench.dossier import find
from heli.workbench.shell import DeskRequest, desk

A_PAGE = 50


@require_safe
@needs(HARD_CASES)
def hard_cases(request: DeskRequest) -> HttpResponse:
    """List the hard cases that one may see, the next date first; ``mine`` only those in one's own charge."""
    rows = hard_cases_for(request.actor)
    mine = "mine" in request.GET
    if mine:
        rows = rows.filter(leader__in=request.actor.identities)
    after = _after(request.GET.get("after", ""))
    if after is not None:
        rows = rows.extra(where=["(next_on, reception_hardcase.id) > (%s, %s)"], params=list(after))
    page = list(rows[: A_PAGE + 1])
    context = {
        "rows": page[:A_PAGE],
        "after": f"{page[A_PAGE - 1].next_on.isoformat()}_{page[A_PAGE - 1].pk}" if len(page) > A_PAGE else "",
        "mine": mine,
        "today": timezone.localdate(),
    }
    return desk(request, "reception/desk/hard_cases.html", context)


def _after(text: str) -> tuple[date, int] | None:
    day, _mark, number = text.partition("_")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def case_by(reference: str, request: DeskRequest) -> Case:
    """Return a case that the actor may see; a hidden one is a missing page."""
    case = find(reference, request.actor)
    if case is None:
        raise Http404
    return case


@require_safe
@needs(HARD_CASES)
def hard_case(request: DeskRequest, reference: str) -> HttpResponse:
    """Show who is in charge of one case, its diary, and what can be done."""
    return _page(request, case_by(reference, request))


def _page(request: DeskRequest, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    hard = hard_case_of(case)
    if hard is not None:
        hard.case = case
    context = {
        "case": case,
        "hard": hard,
        "diary": list(hard.diary.order_by("-pk")[:200]) if hard else [],
        "may_name": may_name(case, request.actor),
        "may_write": hard is not None and may_write(hard, request.actor),
        "charge": ChargeForm(initial=charge_of(hard)),
        "entry": DiaryForm(),
        "back": HandBackForm(),
        "crumbs": [{"label": _("Hard cases"), "url": reverse("reception_desk:hard_cases")}, {"label": case.reference}],
        **forms,
    }
    return desk(request, "reception/desk/hard_case.html", context, status=status)


@require_http_methods(["POST"])
@needs(HARD_CASES)
def charge(request: DeskRequest, reference: str) -> HttpResponse:
    """Put a leader in charge."""
    case = case_by(reference, request)
    form = ChargeForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422, charge=form)
    return _told(request, case, put_in_charge(case, by=request.actor, **form.cleaned_data))


def _told(request: DeskRequest, case: Case, outcome: object) -> HttpResponse:
    if isinstance(outcome, Denied):
        messages.error(request, str(outcome.reason))
    return redirect("reception_desk:hard_case", reference=case.reference)


def _hard(case: Case) -> HardCase:
    hard = hard_case_of(case)
    if hard is None:
        raise Http404
    hard.case = case
    return hard


@require_POST
@needs(HARD_CASES)
def diary(request: DeskRequest, reference: str) -> HttpResponse:
    """Write into the diary."""
    case = case_by(reference, request)
    hard, form = _hard(case), DiaryForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422, entry=form)
    values = form.cleaned_data
    entry = write_diary(hard, values["text"], by=request.actor, next_on=values["next_on"], told=values["told"])
    return _told(request, case, entry)


@require_POST
@needs(HARD_CASES)
def give_back(request: DeskRequest, reference: str) -> HttpResponse:
    """End the charge."""
    case = case_by(reference, request)
    hard, form = _hard(case), HandBackForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422, back=form)
    return _told(request, case, hand_back(hard, form.cleaned_data["why"], by=request.actor))
