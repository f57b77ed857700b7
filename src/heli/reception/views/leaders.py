"""Published days as everybody reads them: a calendar by kind and place, one day, and what came of those held."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import BOOK_VISIT, PUBLIC_INFORMATION
from heli.places.models import Area
from heli.portal.pages import render
from heli.reception.calendar_file import days_file
from heli.reception.forms import DaysForm, NeedsForm
from heli.reception.models import OF_LEADERS, ReceptionDay
from heli.reception.offers import MOST_COMING, MOST_PAST
from heli.reception.reception_days import numbers_of, public_days
from heli.reception.slots import day_times
from heli.reception.views.booking import choice
from heli.reception.views.showing import crumbs


@needs(PUBLIC_INFORMATION)
@require_safe
def leader_days(request: HttpRequest) -> HttpResponse:
    """List leaders' days to come, and what came of those that are past."""
    rows = public_days().filter(kind__in=OF_LEADERS)
    context = {**_listed(rows), "crumbs": crumbs(_("Leaders' reception days"))}
    return render(request, "reception/leader_days.html", context)


def _listed(rows: QuerySet[ReceptionDay]) -> dict[str, Any]:
    """Return what a page shows of ``rows``: those to come, the next first, and those held, the last first."""
    today = timezone.localdate()
    coming = rows.filter(day__gte=today, held_at__isnull=True).select_related("moved_to")
    past = list(rows.filter(held_at__isnull=False).order_by("-day", "-pk")[:MOST_PAST])
    numbers = numbers_of(past)
    return {
        "coming": list(coming.order_by("day", "begins", "pk")[:MOST_COMING]),
        "past": [{"day": each, "numbers": numbers[each.pk]} for each in past],
    }


@needs(PUBLIC_INFORMATION)
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Show the calendar of all published days, by kind and place."""
    form = _asked(request)
    asked = {name: value for name, value in form.values().items() if value}
    context = {
        **_listed(_found(form)),
        "form": form,
        "asked": asked,
        "calendar_query": f"?{urlencode(asked)}" if asked else "",
        "crumbs": crumbs(_("Days near you")),
    }
    return render(request, "reception/days.html", context)


def _asked(request: HttpRequest) -> DaysForm:
    """Return the filter; places are those that a published day to come is in, with the towns that they belong to."""
    paths = public_days().filter(day__gte=timezone.localdate(), area__isnull=False).values_list("area__path", flat=True)
    wanted = {path[: path.index("/", start) + 1] for path in set(paths) for start in _ends(path)}
    places = Area.objects.valid_on(timezone.localdate()).filter(path__in=wanted).exclude(parent=None)
    return DaysForm(request.GET, places=list(places.order_by("path")))


def _ends(path: str) -> list[int]:
    """Return where the parts of a path of territory begin."""
    return [0, *(at + 1 for at, sign in enumerate(path[:-1]) if sign == "/")]


def _found(form: DaysForm) -> QuerySet[ReceptionDay]:
    rows, asked = public_days(), form.values()
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    return rows.filter(area__path__startswith=asked["place"]) if asked["place"] else rows


@needs(PUBLIC_INFORMATION)
@require_safe
def days_calendar(request: HttpRequest) -> HttpResponse:
    """Answer the days to come, by kind and place, as a calendar that other programs subscribe to."""
    rows = _found(_asked(request)).filter(day__gte=timezone.localdate()).order_by("day", "begins", "pk")
    answer = HttpResponse(days_file(rows[:MOST_COMING]), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="days.ics"'
    return answer


@needs(BOOK_VISIT)
@require_safe
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one day: who, where, about what, and the times or seats that are free; or its report."""
    day = public_days().select_related("moved_to").filter(pk=pk).first()
    if day is None:
        raise Http404
    bookable = day.booked and not day.cancelled_at and not day.held_at
    slots = day_times(day, timezone.now()) if bookable else []
    context = {
        "day": day,
        "bookable": bookable,
        "seats_left": len(slots) if day.seats else 0,
        "form": NeedsForm(),
        "numbers": numbers_of([day])[day.pk] if day.held_at else None,
        "crumbs": crumbs(_("Leaders' reception days") if day.of_leaders else _("Days near you"), day.who),
        **choice(slots, ""),
    }
    return render(request, "reception/day.html", context)
