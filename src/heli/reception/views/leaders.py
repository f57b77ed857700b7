"""Leaders' reception days and visits, as everybody reads them: to come, held, and in numbers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import BOOK_VISIT, PUBLIC_INFORMATION
from heli.portal.pages import render
from heli.reception.forms import NeedsForm
from heli.reception.leader_days import numbers_of, public_days
from heli.reception.models import LeaderDay
from heli.reception.slots import leader_times
from heli.reception.views.booking import choice
from heli.reception.views.showing import crumbs

MOST_PAST = 24


@needs(PUBLIC_INFORMATION)
@require_safe
def leader_days(request: HttpRequest) -> HttpResponse:
    """List the days to come, and what came of those that are past."""
    today = timezone.localdate()
    coming = list(public_days().filter(day__gte=today, held_at__isnull=True).order_by("day", "begins", "pk")[:60])
    past = list(public_days().filter(held_at__isnull=False).order_by("-day", "-pk")[:MOST_PAST])
    numbers = numbers_of(past)
    context = {
        "coming": coming,
        "past": [{"day": each, "numbers": numbers[each.pk]} for each in past],
        "crumbs": crumbs(_("Leaders' reception days")),
    }
    return render(request, "reception/leader_days.html", context)


@needs(BOOK_VISIT)
@require_safe
def leader_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one day: who, where, about what, and the times that are free; or its report."""
    day = public_days().filter(pk=pk).first()
    if day is None:
        raise Http404
    bookable = day.mode == LeaderDay.Mode.AT_CENTRE and not day.cancelled_at and not day.held_at
    slots = leader_times(day, timezone.now()) if bookable else []
    context = {
        "day": day,
        "bookable": bookable,
        "form": NeedsForm(),
        "numbers": numbers_of([day])[day.pk] if day.held_at else None,
        "crumbs": crumbs(_("Leaders' reception days"), day.who),
        **choice(slots, ""),
    }
    return render(request, "reception/leader_day.html", context)
