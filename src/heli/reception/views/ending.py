"""A visit at a window, until somebody has said what came of it: a case with owner and date, a known one, or advice."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import RECEIVE
from heli.access.reads import log_read
from heli.access.roles import excluded
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock
from heli.kernel.decisions import Denied
from heli.papers import kept_files
from heli.people.masking import Reach, masked_name
from heli.reception.desk_forms import AdviceForm, LinkForm
from heli.reception.known import may_serve
from heli.reception.models import AT_WINDOW, Outcome, Standing, Ticket, Visitor
from heli.reception.outcomes import advise, counters, link_case, open_case
from heli.reception.views.desk import ticket_by
from heli.workbench.handed_over import HandedOver
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.times import times

#: Where the session keeps under which submissions cases were opened, for the codes to be read back.
OPENED = HandedOver("opened at a window")


def visit_by(reference: str, request: DeskRequest) -> Ticket:
    """Return a visit at a window of the actor's; any other is a missing page."""
    row = ticket_by(reference, request)
    if row.window is None or not may_serve(request.actor, row.window):
        raise Http404
    return row


@require_safe
@needs(RECEIVE)
def ending(request: DeskRequest, reference: str) -> HttpResponse:
    """Show who stands at the window, what they want, and the ways to end the visit."""
    row = visit_by(reference, request)
    if row.state not in AT_WINDOW:
        return redirect("reception_desk:done", reference=row.reference)
    return _page(request, row, LinkForm(actor=request.actor), AdviceForm())


def _page(request: DeskRequest, row: Ticket, link: LinkForm, advice: AdviceForm, *, status: int = 200) -> HttpResponse:
    visitor = _visitor(row)
    context = {
        **_head(row),
        "masked": masked_name(visitor.name) if visitor else "",
        "counters": counters(row.service),
        "link": link,
        "advice": advice,
    }
    return desk(request, "reception/desk/ending.html", context, status=status)


def _head(row: Ticket) -> dict[str, Any]:
    crumbs = [
        {"label": _("Reception"), "url": reverse("reception_desk:home")},
        {"label": str(row.window)},
        {"label": row.label},
    ]
    return {"ticket": row, "window": row.window, "crumbs": crumbs}


def _visitor(row: Ticket) -> Visitor | None:
    return Visitor.objects.select_related("key").filter(pk=row.visitor_id).first() if row.visitor_id else None


def look(row: Ticket, request: DeskRequest) -> tuple[Reach, str] | None:
    """Return what the visitor left and what they want, and keep on record who looked; None where they left nothing."""
    visitor = _visitor(row)
    if visitor is None:
        return None
    with transaction.atomic():
        log_read(visitor.reference, by=request.actor, purpose="reception", what=("contact",))
    return Reach(visitor.name, visitor.phone, visitor.email, ""), visitor.wish


@require_POST
@needs(RECEIVE)
def contact(request: DeskRequest, reference: str) -> HttpResponse:
    """Show what the visitor left, on record."""
    row = visit_by(reference, request)
    if row.state not in AT_WINDOW:
        raise Http404
    seen = look(row, request)
    context = {**_head(row), "reach": seen[0] if seen else None, "wish": seen[1] if seen else ""}
    return desk(request, "reception/desk/contact.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RECEIVE)
def opening(request: DeskRequest, reference: str, kind: str) -> HttpResponse:
    """Write down what the visitor says and open a case of one kind with it; what they left is filled in, on record."""
    row = visit_by(reference, request)
    counter = counters(row.service).get(kind)
    if counter is None:
        raise Http404
    if request.method != "POST":
        if row.state not in AT_WINDOW:
            return redirect("reception_desk:done", reference=row.reference)
        return _opening_page(request, row, kind, counter.form(initial=_begin_with(row, request), actor=request.actor))
    form = counter.form(request.POST, kept_files.taken_up(request), actor=request.actor)
    if not form.is_valid():
        return _opening_page(request, row, kind, form, status=422)
    opened = open_case(row, kind, form, by=request.actor)
    if isinstance(opened, Denied):
        messages.error(request, str(opened.reason))
        return redirect("reception_desk:done", reference=row.reference)
    if excluded(request.actor, opened.case):
        # A complaint about their own house: the visitor needs number and code, and whoever typed it sees no more of it.
        told = {"reference": opened.case.reference, "code": opened.code, **_head(row)}
        return desk(request, "reception/desk/apart.html", told)
    OPENED.remember(request, opened.case.reference, form.submission())
    return redirect("reception_desk:done", reference=row.reference)


def _begin_with(row: Ticket, request: DeskRequest) -> dict[str, str]:
    seen = look(row, request)
    if seen is None:
        return {}
    reach, wish = seen
    return {"name": reach.name, "phone": reach.phone, "email": reach.email, "text": wish}


def _opening_page(request: DeskRequest, row: Ticket, kind: str, form: Any, *, status: int = 200) -> HttpResponse:
    counter = counters(row.service)[kind]
    context = {
        **_head(row),
        "form": form,
        "counter": counter,
        "kept": kept_files.keep(form) if form.is_bound else [],
        **counter.context(form),
    }
    return desk(request, "reception/desk/opening.html", context, status=status)


@require_POST
@needs(RECEIVE)
def link(request: DeskRequest, reference: str) -> HttpResponse:
    """End the visit with a case that is known."""
    row = visit_by(reference, request)
    form = LinkForm(request.POST, actor=request.actor)
    if row.state in AT_WINDOW and not form.is_valid():
        return _page(request, row, form, AdviceForm(), status=422)
    linked = link_case(row, form.found(), by=request.actor) if form.is_valid() else None
    if isinstance(linked, Denied):
        messages.error(request, str(linked.reason))
    return redirect("reception_desk:done", reference=row.reference)


@require_POST
@needs(RECEIVE)
def advice(request: DeskRequest, reference: str) -> HttpResponse:
    """End the visit with advice."""
    row = visit_by(reference, request)
    form = AdviceForm(request.POST)
    if row.state in AT_WINDOW and not form.is_valid():
        return _page(request, row, LinkForm(actor=request.actor), form, status=422)
    advised = advise(row, form.cleaned_data["words"], by=request.actor) if form.is_valid() else None
    if isinstance(advised, Denied):
        messages.error(request, str(advised.reason))
    return redirect("reception_desk:done", reference=row.reference)


@require_safe
@needs(RECEIVE)
def done(request: DeskRequest, reference: str) -> HttpResponse:
    """Show what to read back: number, code, unit and date; then the next visitor."""
    row = visit_by(reference, request)
    if row.state != Standing.SERVED:
        return redirect("reception_desk:window", pk=row.window_id)
    case = Case.objects.visible_to(request.actor).select_related("unit").filter(pk=row.case_id or 0).first()
    clocks = list(Clock.objects.filter(case=case, stopped_at__isnull=True).order_by("-main", "id")) if case else []
    context = {
        **_head(row),
        "case": case,
        "code": OPENED.code(request, case.reference) if case else "",
        "times": times(kind_of(case), clocks) if case else [],
        "hidden": case is None and row.outcome in (Outcome.OPENED, Outcome.LINKED),
    }
    return desk(request, "reception/desk/done.html", context)
