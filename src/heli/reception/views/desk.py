"""The queue as staff see it: arrivals, check-in, and one's window with whom it calls."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import RECEIVE
from heli.kernel.decisions import Denied
from heli.reception.codes import ticket_address
from heli.reception.desk_forms import ArrivalForm, CheckInForm
from heli.reception.known import centres_of, known, may_serve, works_at
from heli.reception.models import AT_WINDOW, Appointment, Booking, Centre, Standing, Ticket, Window
from heli.reception.queueing import (
    at_window,
    begin,
    call_again,
    call_next,
    check_in,
    leave,
    take_number,
    waiting_for,
    waiting_today,
)
from heli.reception.slots import Needs
from heli.reception.waiting import ahead_of, estimate
from heli.workbench.shell import DeskRequest, desk

MOST_SHOWN = 50


@require_safe
@needs(RECEIVE)
def home(request: DeskRequest) -> HttpResponse:
    """Show the centres at which one works, each with its queue and one's windows; without any, why there is none."""
    centres = centres_of(request.actor)
    if len(centres) == 1:
        return redirect("reception_desk:centre", code=centres[0].code)
    return desk(request, "reception/desk/home.html", {"centres": centres})


def centre_by(code: str, request: DeskRequest) -> Centre:
    """Return a centre at which the actor works; any other is a missing page."""
    centre = next((each for each in known().centres.values() if each.code == code), None)
    if centre is None or not works_at(request.actor, centre):
        raise Http404
    return centre


@require_safe
@needs(RECEIVE)
def centre(request: DeskRequest, code: str) -> HttpResponse:
    """Show who waits, who stands where, who is expected today; give numbers and check in."""
    found = centre_by(code, request)
    return _centre_page(request, found, ArrivalForm(centre=found), CheckInForm())


def _centre_page(
    request: DeskRequest, found: Centre, arrival: ArrivalForm, check: CheckInForm, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    waiting = waiting_today(found.pk, now)
    at_windows = {
        each.window_id: each
        for each in Ticket.objects.filter(centre=found, state__in=AT_WINDOW).select_related("service", "reception_day")
    }
    windows = [
        {"window": each, "ticket": at_windows.get(each.pk), "mine": may_serve(request.actor, each)}
        for each in known().windows_of(found)
    ]
    context = {
        "centre": found,
        "waiting": waiting[:MOST_SHOWN],
        "number_waiting": len(waiting),
        "windows": windows,
        "expected": _expected(found, now),
        "arrival": arrival,
        "check": check,
        "crumbs": [{"label": _("Reception"), "url": reverse("reception_desk:home")}, {"label": found.label}],
    }
    return desk(request, "reception/desk/centre.html", context, status=status)


def _expected(found: Centre, now: Any) -> list[Appointment]:
    """Return the appointments of today whose visitors have not checked in, by time; no names."""
    today = timezone.localdate(now)
    rows = Appointment.objects.filter(centre=found, state=Booking.BOOKED, span__startswith__date=today)
    return list(rows.select_related("service", "window").order_by("span", "pk")[:MOST_SHOWN])


@require_POST
@needs(RECEIVE)
def arrive(request: DeskRequest, code: str) -> HttpResponse:
    """Give a visitor without an appointment a number, and lead to it."""
    found = centre_by(code, request)
    form = ArrivalForm(request.POST, centre=found)
    if not form.is_valid():
        return _centre_page(request, found, form, CheckInForm(), status=422)
    values = form.cleaned_data
    wanted = Needs(accessible=values["accessible"], interpreter=values["interpreter"])
    taken = take_number(known().services[values["service"]], by=request.actor, needs=wanted)
    return _slip(request, found, taken)


@require_POST
@needs(RECEIVE)
def arrived(request: DeskRequest, code: str) -> HttpResponse:
    """Check in an appointment of today by its number, and lead to the number in the queue."""
    found = centre_by(code, request)
    form = CheckInForm(request.POST)
    if form.is_valid():
        row = Appointment.objects.filter(reference=form.cleaned_data["reference"], centre=found).first()
        if row is not None and row.state not in (Booking.HELD, Booking.LAPSED):
            return _slip(request, found, check_in(row, by=request.actor))
        form.add_error("reference", _("There is no appointment with this number at this centre."))
    return _centre_page(request, found, ArrivalForm(centre=found), form, status=422)


def _slip(request: DeskRequest, found: Centre, taken: Ticket | Denied) -> HttpResponse:
    if isinstance(taken, Denied):
        messages.error(request, str(taken.reason))
        return redirect("reception_desk:centre", code=found.code)
    return redirect("reception_desk:slip", reference=taken.reference)


def ticket_by(reference: str, request: DeskRequest) -> Ticket:
    """Return a visit at a centre where the actor works; any other is a missing page."""
    rows = Ticket.objects.select_related("service", "window", "centre", "reception_day", "appointment", "case__unit")
    row = rows.filter(reference=reference).first()
    if row is None or not works_at(request.actor, row.centre):
        raise Http404
    return row


@require_safe
@needs(RECEIVE)
def slip(request: DeskRequest, reference: str) -> HttpResponse:
    """Show the number to be handed over: with people before, the estimate and the address to follow it."""
    row = ticket_by(reference, request)
    now = timezone.now()
    ahead = ahead_of(row, waiting_today(row.centre_id, now))
    context = {
        "ticket": row,
        "ahead": ahead,
        "minutes": estimate(row.centre, row.service, ahead, now),
        "address": request.build_absolute_uri(ticket_address(row)),
        "crumbs": [{"label": _("Reception"), "url": reverse("reception_desk:home")}, {"label": row.label}],
    }
    return desk(request, "reception/desk/slip.html", context)


def window_by(pk: int, request: DeskRequest) -> Window:
    """Return a window at which the actor works; any other is a missing page."""
    window = known().windows.get(pk)
    if window is None or not window.active or not may_serve(request.actor, window):
        raise Http404
    return window


@require_safe
@needs(RECEIVE)
def window(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one's window: whom it has called, or the button that calls the next one."""
    found = window_by(pk, request)
    standing = at_window(found)
    if standing is not None and standing.state == Standing.SERVING:
        return redirect("reception_desk:ending", reference=standing.reference)
    waiting = waiting_for(found, waiting_today(found.centre_id, timezone.now()))
    context = {
        "window": found,
        "centre": known().centres[found.centre_id],
        "ticket": standing,
        "waiting": waiting[:MOST_SHOWN],
        "number_waiting": len(waiting),
        "crumbs": [{"label": _("Reception"), "url": reverse("reception_desk:home")}, {"label": str(found)}],
    }
    return desk(request, "reception/desk/window.html", context)


@require_POST
@needs(RECEIVE)
def call(request: DeskRequest, pk: int) -> HttpResponse:
    """Call whose turn it is."""
    found = window_by(pk, request)
    called = call_next(found, by=request.actor)
    if called is None:
        messages.info(request, _("Nobody waits whom this window may call."))
    elif isinstance(called, Denied):
        messages.error(request, str(called.reason))
    return redirect("reception_desk:window", pk=pk)


@require_POST
@needs(RECEIVE)
def act(request: DeskRequest, reference: str, what: str) -> HttpResponse:
    """Call again, begin, or note that somebody has left: ``what`` is "again", "begin" or "left"."""
    row = ticket_by(reference, request)
    done = {"again": call_again, "begin": begin, "left": leave}
    if what not in done:
        raise Http404
    outcome = done[what](row, by=request.actor)
    if isinstance(outcome, Denied):
        messages.error(request, str(outcome.reason))
    if row.window_id and may_serve(request.actor, known().windows[row.window_id]):
        return redirect("reception_desk:window", pk=row.window_id)
    return redirect("reception_desk:centre", code=row.centre.code)
