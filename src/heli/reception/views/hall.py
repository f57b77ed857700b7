"""In the hall: the board with numbers and windows, and one's own place in the queue. No names anywhere."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import OWN_VISIT, PUBLIC_INFORMATION
from heli.portal.pages import render
from heli.reception.codes import reference_by
from heli.reception.known import known
from heli.reception.models import AT_WINDOW, Centre, Standing, Ticket
from heli.reception.queueing import waiting_today
from heli.reception.turns import RULE
from heli.reception.views.showing import crumbs
from heli.reception.waiting import ahead_of, estimate

MOST_SHOWN = 12


@needs(PUBLIC_INFORMATION)
@never_cache
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show on the wall of the hall who is called where, and how many wait; renewed every five seconds."""
    centre = _centre(code)
    return render_template(request, "reception/board.html", {"centre": centre, "rule": RULE, **shown_on_board(centre)})


@needs(PUBLIC_INFORMATION)
@never_cache
@require_safe
def board_now(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the part of the board that changes."""
    centre = _centre(code)
    return render_template(request, "reception/board.html#now", {"centre": centre, **shown_on_board(centre)})


def _centre(code: str) -> Centre:
    centre = next((each for each in known().centres.values() if each.code == code), None)
    if centre is None:
        raise Http404
    return centre


def shown_on_board(centre: Centre) -> dict[str, Any]:
    """Return numbers and windows of those called, the newest first, and how many wait for what; two statements."""
    now = timezone.now()
    called = Ticket.objects.filter(centre=centre, day=timezone.localdate(now), state__in=AT_WINDOW)
    rows = called.select_related("service", "window").order_by("-called_at", "-pk")[:MOST_SHOWN]
    waiting = waiting_today(centre.pk, now)
    services = known().services_of(centre)
    counted = [
        {"service": each, "waiting": sum(ticket.service_id == each.pk for ticket in waiting)} for each in services
    ]
    return {"called": list(rows), "counted": counted, "waiting": len(waiting), "as_of": now}


@needs(OWN_VISIT)
@never_cache
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Show whoever holds a number their place in the queue and the estimate, or the window that calls them."""
    reference = reference_by(token, "ticket")
    rows = Ticket.objects.select_related("service", "window", "centre", "reception_day")
    row = rows.filter(reference=reference).first() if reference else None
    if row is None:
        raise Http404
    context = {"ticket": row, "rule": RULE, "crumbs": crumbs(row.label), **_place(row)}
    return render(request, "reception/ticket.html", context)


def _place(row: Ticket) -> dict[str, Any]:
    if row.state != Standing.WAITING:
        return {}
    now = timezone.now()
    ahead = ahead_of(row, waiting_today(row.centre_id, now))
    return {"ahead": ahead, "minutes": estimate(row.centre, row.service, ahead, now)}
