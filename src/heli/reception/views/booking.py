"""Making an appointment: service, day, time, who comes. A time is kept while the form is filled in."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access import limits
from heli.access.gates import needs
from heli.access.permissions import BOOK_VISIT
from heli.kernel.decisions import Denied
from heli.portal.pages import render
from heli.reception import asking, visits
from heli.reception.booking import Wish
from heli.reception.forms import DetailsForm, NeedsForm
from heli.reception.known import known
from heli.reception.models import Appointment, Booking, Service
from heli.reception.offers import day_by, needs_of, service_by
from heli.reception.slots import Slot, days_of, free_times
from heli.reception.turns import RULE
from heli.reception.views.showing import closures_of, crumbs, hours_of


@needs(BOOK_VISIT)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show the centres: where they are, when they are open, what they offer, and the rule of their queues."""
    found = [
        {
            "centre": centre,
            "services": known().services_of(centre),
            "languages": known().languages_of(centre),
            "accessible": any(each.accessible for each in known().windows_of(centre)),
            "hours": hours_of(centre),
            "closures": closures_of(centre),
        }
        for centre in known().centres.values()
    ]
    context = {"places": found, "rule": RULE, "crumbs": crumbs(), "known": visits.known_here(request)[:3]}
    return render(request, "reception/places.html", context)


@needs(BOOK_VISIT)
@require_safe
def times(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the days with free times of a service, and the times of the chosen one."""
    service = _service(pk)
    form = NeedsForm(request.GET or None)
    wanted = needs_of(form)
    now, centre = timezone.now(), known().centres[service.centre_id]
    asked = {"accessible": "on" if wanted.accessible else "", "interpreter": wanted.interpreter}
    asked = {name: value for name, value in asked.items() if value}
    context = {
        "service": service,
        "centre": centre,
        "form": form,
        "crumbs": crumbs(service.label),
        "must_order": known().must_order(service, wanted.interpreter),
        "asked": asked,
        "day_query": f"&{urlencode(asked)}" if asked else "",
        **choice(free_times(service, wanted, days_of(centre, now), now), request.GET.get("day", "")),
    }
    return render(request, "reception/times.html", context)


def _service(pk: int) -> Service:
    """Return a service that is offered; others are missing pages."""
    service = service_by(pk)
    if service is None:
        raise Http404
    return service


def choice(slots: list[Slot], day: str) -> dict[str, Any]:
    """Return the days that have free times, and the beginnings on the chosen one; the first unless ``day`` is one."""
    by_day: dict[date, list[datetime]] = {}
    for each in sorted({slot.begins for slot in slots}):
        begins = timezone.localtime(each)
        by_day.setdefault(begins.date(), []).append(begins)
    chosen = next((each for each in by_day if each.isoformat() == day), next(iter(by_day), None))
    days = [{"day": each, "free": len(times), "chosen": each == chosen} for each, times in by_day.items()]
    return {"days": days, "chosen": chosen, "times": by_day[chosen] if chosen else []}


@needs(BOOK_VISIT)
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the chosen time of a service, and lead to the form."""
    service = _service(pk)
    form = NeedsForm(request.POST)
    wish = Wish(service=service, begins=_begins(request), needs=needs_of(form), language=get_language() or "zh-hans")
    query = {name: request.POST.get(name, "") for name in ("accessible", "interpreter", "day")}
    query = {name: value for name, value in query.items() if value}
    return kept(request, wish, f"{reverse('reception:times', args=[pk])}?{urlencode(query)}")


def _begins(request: HttpRequest) -> datetime:
    try:
        found = datetime.fromisoformat(request.POST.get("begins", ""))
    except ValueError:
        raise Http404 from None
    if timezone.is_naive(found):
        raise Http404
    return found


def kept(request: HttpRequest, wish: Wish, back: str) -> HttpResponse:
    """Keep the time that ``wish`` names; where that is not possible lead ``back`` with the reason."""
    before = visits.held_key(request)
    held = asking.keep(wish, key=visits.keep(request), address=limits.address_of(request), instead_of=before)
    if isinstance(held, timedelta):
        messages.error(request, limits.please_wait(held))
        return redirect(back)
    if isinstance(held, Denied):
        messages.error(request, str(held.reason))
        return redirect(back)
    return redirect("reception:details")


@needs(BOOK_VISIT)
@require_POST
def keep_leader(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the chosen time of a leader's day, and lead to the form."""
    day = day_by(pk)
    if day is None or day.service is None:
        raise Http404
    form = NeedsForm(request.POST)
    wish = Wish(
        service=day.service,
        begins=_begins(request),
        needs=needs_of(form),
        reception_day=day,
        language=get_language() or "zh-hans",
    )
    return kept(request, wish, reverse("reception:leader_day", args=[pk]))


@needs(BOOK_VISIT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Ask who comes; a valid form books the time that is kept."""
    held = _held(request)
    if held is None:
        return redirect("reception:places")
    if held.state == Booking.BOOKED:
        visits.remember(request, held.reference)
        return redirect("reception:visit", reference=held.reference)
    form = DetailsForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _details_page(request, held, form, status=422 if form.is_bound else 200)
    return _booked(request, held, form)


@transaction.atomic
def _booked(request: HttpRequest, held: Appointment, form: DetailsForm) -> HttpResponse:
    """Book the time that is kept, and let the session see it from now on; all of it in one commit."""
    booked = asking.book(held, form.details(), address=limits.address_of(request))
    if isinstance(booked, timedelta):
        form.add_error(None, limits.please_wait(booked))
        return _details_page(request, held, form, status=422)
    if isinstance(booked, Denied):
        messages.error(request, str(booked.reason))
        return redirect("reception:times", pk=held.service_id)
    visits.let_go(request)
    visits.remember(request, booked.reference)
    messages.success(request, _("Your appointment is booked."))
    return redirect("reception:visit", reference=booked.reference)


def _held(request: HttpRequest) -> Appointment | None:
    """Return the time that this session keeps, or has just booked by the same form; one that is over is none."""
    key = visits.held_key(request)
    rows = Appointment.objects.select_related("centre", "service", "window", "reception_day__centre")
    row = rows.filter(key=key).first() if key else None
    return row if row and row.state in (Booking.HELD, Booking.LAPSED, Booking.BOOKED) else None


def _details_page(request: HttpRequest, held: Appointment, form: DetailsForm, *, status: int) -> HttpResponse:
    context = {"held": held, "form": form, "begins": held.span.lower, "crumbs": crumbs(held.service.label)}
    return render(request, "reception/details.html", context, status=status)
