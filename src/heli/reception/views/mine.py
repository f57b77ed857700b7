"""One's own appointment: found by number and code or by the link that was sent; seen, moved, cancelled."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access import limits
from heli.access.context import acting_as
from heli.access.gates import needs
from heli.access.permissions import OWN_VISIT
from heli.kernel.decisions import Denied
from heli.portal.pages import render
from heli.portal.reads import reads_of
from heli.reception import asking, visits
from heli.reception.calendar_file import calendar_file
from heli.reception.codes import VISITOR, code_of, is_code, reference_by
from heli.reception.forms import LookUpForm
from heli.reception.known import known
from heli.reception.models import Appointment, Booking
from heli.reception.slots import Needs, day_times, days_of, free_times
from heli.reception.turns import RULE
from heli.reception.views.booking import choice
from heli.reception.views.showing import crumbs


@needs(OWN_VISIT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; a right pair opens the appointment for this session."""
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reference, code = form.cleaned_data["reference"], form.cleaned_data["code"]
        guessed = limits.guess(request, reference, lambda: _right(reference, code))
        if guessed.right:
            visits.remember(request, reference)
            return redirect("reception:visit", reference=reference)
        wrong = _("We find no appointment with this number and this code. Please check both.")
        form.add_error(None, limits.please_wait(guessed.wait) if guessed.wait else wrong)
    context = {"form": form, "known": visits.known_here(request), "crumbs": crumbs(_("My appointment"))}
    return render(request, "reception/look_up.html", context, status=422 if form.is_bound else 200)


def _right(reference: str, code: str) -> bool:
    return is_code(Appointment.objects.filter(reference=reference).exclude(visitor=None).first(), code)


@needs(OWN_VISIT)
@never_cache
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the appointment that a link in a message names, for this session."""
    reference = reference_by(token, "visit")
    if not reference or not Appointment.objects.filter(reference=reference).exclude(visitor=None).exists():
        raise Http404
    visits.remember(request, reference)
    return redirect("reception:visit", reference=reference)


@needs(OWN_VISIT)
@never_cache
@require_safe
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the appointment: when, where, number and code, what can be changed, who has looked."""
    row = visits.own(request, reference)
    with acting_as(VISITOR, on=[row.reference]):
        context = {
            "visit": row,
            "begins": row.span.lower,
            "code": code_of(row),
            "changeable": _changeable(row),
            "mine": row.visitor,
            "reads": reads_of(row.reference),
            "rule": RULE,
            "crumbs": crumbs(row.reference),
        }
        return render(request, "reception/visit.html", context)


def _changeable(row: Appointment) -> bool:
    return row.state == Booking.BOOKED and row.span.lower > timezone.now()


@needs(OWN_VISIT)
@never_cache
@require_safe
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the appointment as a file for calendars."""
    row = visits.own(request, reference)
    text = calendar_file(row, _("Appointment: %(centre)s") % {"centre": row.centre.label})
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.reference}.ics"'
    return answer


@needs(OWN_VISIT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer the times that are free for the same need, and move the appointment to the chosen one."""
    row = visits.own(request, reference)
    if not _changeable(row):
        return redirect("reception:visit", reference=row.reference)
    if request.method == "POST":
        return _moved(request, row)
    context = {"visit": row, "begins": row.span.lower, **_offered(row, request.GET.get("day", ""))}
    return render(request, "reception/change.html", {**context, "crumbs": crumbs(row.reference, _("Move"))})


def _offered(row: Appointment, day: str) -> dict[str, Any]:
    now = timezone.now()
    if row.reception_day is not None:
        return choice(day_times(row.reception_day, now), day)
    centre = known().centres[row.centre_id]
    needed = Needs(accessible=row.accessible, interpreter=row.interpreter)
    return choice(free_times(row.service, needed, days_of(centre, now), now), day)


def _moved(request: HttpRequest, row: Appointment) -> HttpResponse:
    try:
        begins = datetime.fromisoformat(request.POST.get("begins", ""))
    except ValueError:
        raise Http404 from None
    if timezone.is_naive(begins):
        raise Http404
    moved = asking.move(row, begins)
    if isinstance(moved, Denied):
        messages.error(request, str(moved.reason))
        return redirect("reception:change", reference=row.reference)
    messages.success(request, _("Your appointment has been moved."))
    return redirect("reception:visit", reference=row.reference)


@needs(OWN_VISIT)
@require_POST
def give_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Cancel the appointment; its time is free again at once."""
    row = visits.own(request, reference)
    cancelled = asking.cancel(row)
    if isinstance(cancelled, Denied):
        messages.error(request, str(cancelled.reason))
    else:
        messages.success(request, _("Your appointment is cancelled. Somebody else can have the time now."))
    return redirect("reception:visit", reference=row.reference)


@needs(OWN_VISIT)
@require_POST
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Forget the appointment on this device."""
    row = visits.own(request, reference)
    visits.forget(request, row.reference)
    messages.success(request, _("This device has forgotten %(reference)s.") % {"reference": row.reference})
    return redirect("reception:places")
