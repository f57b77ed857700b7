"""The reception centre by the API: what is offered, free times, published days, one's own appointment.

Rules, limits and words are those of the pages. An appointment is opened by its number with its code in a header.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from heli.access import limits
from heli.access.permissions import BOOK_VISIT, OWN_VISIT, PUBLIC_INFORMATION
from heli.api import schemas
from heli.api.access import CODE_HEADER, needs
from heli.api.operations import Answer
from heli.api.refusing import problem
from heli.kernel.decisions import Denied
from heli.kernel.references import BadReference, normalise_reference
from heli.reception import asking
from heli.reception.booking import Wish, taken_away
from heli.reception.codes import code_of, is_code, link_to
from heli.reception.forms import DetailsForm, NeedsForm
from heli.reception.known import known
from heli.reception.models import Appointment, Booking, Centre, ReceptionDay, Service
from heli.reception.offers import MOST_COMING, MOST_PAST, day_by, needs_of, service_by
from heli.reception.reception_days import numbers_of, public_days
from heli.reception.shapes import Beginning, Days, DayTimes, Needed, Place, Times, Visit, VisitAsked, VisitBooked
from heli.reception.slots import Needs, Slot, day_times, days_of, free_times
from heli.reception.views.showing import closures_of, hours_of

router = Router()


@router.get("/centres", response=list[Place], auth=needs(PUBLIC_INFORMATION), summary="List reception centres")
def list_centres(request: HttpRequest) -> Answer:
    """List the reception centres with their services, hours and closures to come."""
    return Status(200, [_place(each) for each in known().centres.values()])


@router.get(
    "/services/{int:pk}/times",
    response={200: Times, 404: schemas.Problem, 422: schemas.Problem},
    auth=needs(BOOK_VISIT),
    summary="Free times",
)
def list_times(request: HttpRequest, pk: int, needed: Query[Needed]) -> Answer:
    """List the times of a service that are free; no time is kept by that."""
    service, wanted = service_by(pk), _needs(needed)
    if service is None:
        return _missing()
    if wanted is None:
        return _unknown_language()
    now = timezone.now()
    days = [each for each in days_of(known().centres[service.centre_id], now) if needed.day in (None, each)]
    slots = free_times(service, wanted, days, now)
    return Status(200, {"minutes": service.minutes, "times": _beginnings(slots)})


@router.get("/days", response=Days, auth=needs(PUBLIC_INFORMATION), summary="Published days")
def list_days(request: HttpRequest) -> Answer:
    """List published days of all kinds: those to come, and what came of those that are past."""
    today = timezone.localdate()
    coming = list(public_days().filter(day__gte=today, held_at=None).order_by("day", "begins", "pk")[:MOST_COMING])
    past = list(public_days().filter(held_at__isnull=False).order_by("-day", "-pk")[:MOST_PAST])
    numbers = numbers_of(past)
    held = [_day_row(each, asdict(numbers[each.pk])) for each in past]
    return Status(200, {"coming": [_day_row(each, {}) for each in coming], "held": held})


@router.get(
    "/days/{int:pk}",
    response={200: DayTimes, 404: schemas.Problem},
    auth=needs(BOOK_VISIT),
    summary="One published day",
)
def read_day(request: HttpRequest, pk: int) -> Answer:
    """Return a published day with its free times, or with what came of it."""
    day = day_by(pk)
    if day is None:
        return _missing()
    numbers = asdict(numbers_of([day])[day.pk]) if day.held_at else {}
    slots = day_times(day, timezone.now()) if day.booked else []
    offered = {"minutes": day.minutes, "free": len(slots), "times": _beginnings(slots)}
    return Status(200, {**_day_row(day, numbers), **offered})


@router.post(
    "/appointments",
    response={
        200: VisitBooked,
        201: VisitBooked,
        404: schemas.Problem,
        409: schemas.Problem,
        422: schemas.Problem,
        429: schemas.Problem,
    },
    auth=needs(BOOK_VISIT),
    summary="Make an appointment",
)
def make(request: HttpRequest, response: HttpResponse, body: VisitAsked) -> Answer:
    """Keep and book a time. 200: this ``key`` has booked before; 409: the time is taken; 429: see ``Retry-After``."""
    form, wanted = DetailsForm(body.dict()), _needs(body)
    if wanted is None:
        return _unknown_language()
    if not form.is_valid():
        return Status(422, problem(_("Please check what is marked."), _errors(form)))
    before = _by_key(body.key)
    if before is not None and (before.state != Booking.HELD or before.span.lower != _aware(body.begins)):
        return _told_again(before)
    wish = _wish(body, wanted)
    if wish is None:
        return _missing()
    address = limits.address_of(request)
    held = asking.keep(wish, key=body.key, address=address)
    booked = asking.book(held, form.details(), address=address) if isinstance(held, Appointment) else held
    if isinstance(booked, timedelta):
        return _wait(response, booked)
    if isinstance(booked, Denied):
        return Status(409, problem(str(booked.reason)))
    return Status(201, _booked(booked))


@router.get(
    "/appointments/{reference}",
    response={200: Visit, 404: schemas.Problem, 429: schemas.Problem},
    auth=needs(OWN_VISIT),
    summary="See an appointment",
)
def see(request: HttpRequest, response: HttpResponse, reference: str) -> Answer:
    """Return the appointment whose code the header ``X-Query-Code`` holds."""
    found = _own(request, reference)
    return _refused(response, found) if not isinstance(found, Appointment) else Status(200, _visit(found))


@router.post(
    "/appointments/{reference}/move",
    response={200: Visit, 404: schemas.Problem, 409: schemas.Problem, 429: schemas.Problem},
    auth=needs(OWN_VISIT),
    summary="Move an appointment",
)
def move_to(request: HttpRequest, response: HttpResponse, reference: str, body: Beginning) -> Answer:
    """Move the appointment to another free time of the same service or day; what was booked stays if it is taken."""
    found = _own(request, reference)
    if not isinstance(found, Appointment):
        return _refused(response, found)
    return _changed(found, asking.move(found, _aware(body.begins)))


@router.post(
    "/appointments/{reference}/cancel",
    response={200: Visit, 404: schemas.Problem, 409: schemas.Problem, 429: schemas.Problem},
    auth=needs(OWN_VISIT),
    summary="Cancel an appointment",
)
def give_up(request: HttpRequest, response: HttpResponse, reference: str) -> Answer:
    """Cancel the appointment; its time is free again at once."""
    found = _own(request, reference)
    if not isinstance(found, Appointment):
        return _refused(response, found)
    return _changed(found, asking.cancel(found))


# ── who asks, and for what ────────────────────────────────────────────────────────────────────────


def _own(request: HttpRequest, reference: str) -> Appointment | timedelta | None:
    """Return the appointment if the header holds its code; how long to wait after too many wrong ones, else None."""
    offered = request.headers.get(CODE_HEADER, "")
    try:
        plain = normalise_reference(reference)
    except BadReference:
        return None
    if not offered:
        return None
    guessed = limits.guess(request, plain, lambda: is_code(_appointment(plain), offered))
    return guessed.wait or (_appointment(plain) if guessed.right else None)


def _appointment(reference: str) -> Appointment | None:
    rows = Appointment.objects.select_related("centre", "service", "window", "reception_day__centre")
    return rows.filter(reference=reference).exclude(visitor=None).first()


def _by_key(key: UUID) -> Appointment | None:
    return Appointment.objects.filter(key=key).first()


def _needs(asked: Needed | VisitAsked) -> Needs | None:
    form = NeedsForm({"accessible": asked.accessible, "interpreter": asked.interpreter})
    return needs_of(form) if form.is_valid() else None


def _wish(body: VisitAsked, wanted: Needs) -> Wish | None:
    """Return what is asked for; None for a service or a day that is not offered, or for both at once."""
    day = day_by(body.day) if body.day and not body.service else None
    service = day.service if day else service_by(body.service) if not body.day else None
    if service is None:
        return None
    language = get_language() or "zh-hans"
    return Wish(service=service, begins=_aware(body.begins), needs=wanted, reception_day=day, language=language)


def _aware(instant: datetime) -> datetime:
    """Return ``instant`` with the district's time zone where it names none."""
    return instant if instant.tzinfo else instant.replace(tzinfo=timezone.get_default_timezone())


# ── answers ───────────────────────────────────────────────────────────────────────────────────────


def _missing() -> Answer:
    return Status(404, problem(_("There is no such page at the reception centre.")))


def _unknown_language() -> Answer:
    return Status(
        422, problem(_("Please check what is marked."), {"interpreter": [_("This language is not on offer.")]})
    )


def _wait(response: HttpResponse, wait: timedelta) -> Answer:
    response["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return Status(429, problem(limits.please_wait(wait)))


def _refused(response: HttpResponse, found: timedelta | None) -> Answer:
    if found is not None:
        return _wait(response, found)
    return Status(404, problem(_("We find no appointment with this number and this code. Please check both.")))


def _changed(row: Appointment, outcome: Appointment | Denied) -> Answer:
    if isinstance(outcome, Denied):
        return Status(409, problem(str(outcome.reason)))
    return Status(200, _visit(_appointment(row.reference) or row))


def _told_again(row: Appointment) -> Answer:
    """Answer a key that was used before: with what it booked, or that this time is gone."""
    if row.state != Booking.BOOKED:
        return Status(409, problem(str(taken_away().reason)))
    return Status(200, _booked(row))


def _errors(form: DetailsForm) -> dict[str, list[str]]:
    return {name: [str(each) for each in found] for name, found in form.errors.items()}


def _beginnings(slots: Sequence[Slot]) -> list[datetime]:
    return [timezone.localtime(each) for each in sorted({slot.begins for slot in slots})]


def _place(centre: Centre) -> dict[str, Any]:
    return {
        "code": centre.code,
        "label": centre.label,
        "address": centre.where,
        "phone": centre.phone,
        "languages": known().languages_of(centre),
        "accessible": any(each.accessible for each in known().windows_of(centre)),
        "hours": [{name: str(text) for name, text in each.items()} for each in hours_of(centre)],
        "closures": [{"label": each.day.isoformat(), "value": each.why} for each in closures_of(centre)],
        "services": [_service(each) for each in known().services_of(centre)],
    }


def _service(service: Service) -> dict[str, Any]:
    names = ("letter", "label", "about", "minutes")
    return {"id": service.pk, **{name: getattr(service, name) for name in names}}


def _day_row(day: ReceptionDay, numbers: dict[str, int]) -> dict[str, Any]:
    return {
        "id": day.pk,
        "kind": day.kind,
        "kind_label": day.get_kind_display(),
        "who": day.who,
        "about": day.about,
        "where": day.where,
        "day": day.day,
        "begins": f"{day.begins:%H:%M}",
        "ends": f"{day.ends:%H:%M}",
        "cancelled": day.cancelled_at is not None,
        "why_cancelled": day.why,
        "held": day.held_at is not None,
        "report": day.told,
        "numbers": numbers,
    }


def _visit(row: Appointment) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "state": row.state,
        "state_label": row.get_state_display(),
        "centre": row.centre.label,
        "address": row.centre.where,
        "window": str(row.window),
        "service": row.service.label,
        "who": row.reception_day.who if row.reception_day else "",
        "begins": timezone.localtime(row.span.lower),
        "ends": timezone.localtime(row.span.upper),
        "accessible": row.accessible,
        "interpreter": row.interpreter,
        "changeable": row.state == Booking.BOOKED and row.span.lower > timezone.now(),
    }


def _booked(row: Appointment) -> dict[str, Any]:
    return {**_visit(row), "code": code_of(row), "link": link_to(row)}
