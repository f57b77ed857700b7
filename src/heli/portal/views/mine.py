"""Residents who sign in: asking for a code, their matters, the devices that they are signed in on."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heli.access import residents, sessions
from heli.access.browsers import browser_of
from heli.access.gates import needs
from heli.access.limits import please_wait
from heli.access.permissions import OWN_MATTERS, RESIDENT_SIGN_IN
from heli.cases.kinds import procedure_of
from heli.cases.models import Case
from heli.kernel.procedures import State
from heli.kernel.references import split_own
from heli.notices.codes import send_code
from heli.portal.forms import AskCodeForm, ProveCodeForm
from heli.portal.pages import render


@needs(RESIDENT_SIGN_IN)
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask where the code is to go; the answer is the same for every address."""
    form = AskCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = residents.ask(request, form.cleaned_data["reached"], get_language() or "")
        if not isinstance(asked, timedelta):
            send_code.defer(number=asked.number.hex)
            return redirect("portal:prove")
        form.add_error(None, please_wait(asked))
    return _page(request, "portal/sign_in.html", form)


@needs(RESIDENT_SIGN_IN)
@never_cache
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the right one signs in."""
    if residents.AWAITED not in request.session:
        return redirect("portal:sign_in")
    form = ProveCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if residents.prove(request, form.cleaned_data["code"]):
            messages.success(request, _("You are signed in on this device for thirty days."))
            return redirect("portal:mine")
        form.add_error("code", _("This code is wrong, has run out or was tried too often. You can ask for a new one."))
    return _page(request, "portal/prove.html", form)


@needs(OWN_MATTERS)
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the matters that the resident follows, and where they are signed in."""
    number: int = request.session[sessions.RESIDENT]
    rows = [
        {"handle": row.handle, "browser": browser_of(row.device), "seen": row.seen_at, "since": row.started_at,
         "this": sessions.is_this(request, row)}
        for row in sessions.own(request)
    ]  # fmt: skip
    held = residents.references_of(number)
    cases = Case.objects.filter(reference__in=[split_own(each)[0] for each in held]).order_by("-opened_at")
    lines = [{"case": case, "number": own, "state": _state(case)} for case in cases for own in _own(case, held)]
    return render(request, "portal/mine.html", {"lines": lines, "rows": rows, "crumbs": _crumbs(_("My matters"))})


@needs(OWN_MATTERS)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    residents.sign_out(request)
    return redirect("portal:home")


@needs(OWN_MATTERS)
@require_POST
def end(request: HttpRequest, handle: UUID) -> HttpResponse:
    """End another session of the same resident; one of somebody else is not found and stays."""
    if sessions.end(request, handle):
        messages.success(request, _("That session has ended."))
    return redirect("portal:mine")


@needs(OWN_MATTERS)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    sessions.end_others(request)
    messages.success(request, _("You are signed out on all other devices."))
    return redirect("portal:mine")


def _own(case: Case, held: list[str]) -> list[str]:
    """The numbers by which the resident has ``case``: its own, or that of a side in it."""
    return [each for each in held if split_own(each)[0] == case.reference]


def _state(case: Case) -> State:
    return procedure_of(case).state(case.state)


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": here}]


def _page(request: HttpRequest, template: str, form: AskCodeForm | ProveCodeForm) -> HttpResponse:
    context = {"form": form, "crumbs": _crumbs(_("Sign in"))}
    return render(request, template, context, status=422 if form.is_bound else 200)
