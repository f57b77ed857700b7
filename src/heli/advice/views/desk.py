"""The desk's own page: who is to be called, what was told lately; and calling somebody back."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heli.access.context import acting_as
from heli.access.gates import needs
from heli.access.permissions import ADVISE
from heli.advice.callbacks import callback_at, due, not_reached, number_of, reached
from heli.advice.known import desks_of, edits
from heli.advice.models import LIVE, Callback
from heli.advice.talks import talks_of
from heli.kernel.decisions import Denied
from heli.workbench.shell import DeskRequest, desk

MOST_DUE, A_PAGE = 100, 30


@require_safe
@needs(ADVISE)
def home(request: DeskRequest) -> HttpResponse:
    """Show callbacks by their windows and the talks of late; page by page, the newest first."""
    desks = desks_of(request.actor)
    if not desks:
        raise Http404
    rows = talks_of(desks)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    with acting_as(request.actor), transaction.atomic():
        waiting = list(due(desks)[:MOST_DUE])
        talks = list(rows.order_by("-pk")[: A_PAGE + 1])
    context = {
        "desks": desks,
        "due": waiting,
        "today": timezone.localdate(),
        "talks": talks[:A_PAGE],
        "older": f"?before={talks[A_PAGE - 1].pk}" if len(talks) > A_PAGE else "",
        "edits": edits(request.actor),
        "crumbs": [{"label": _("Advice desk")}],
    }
    return desk(request, "advice/desk/home.html", context)


def callback_of(reference: str, request: DeskRequest) -> Callback:
    """Return a callback of a desk at which the actor works; another is a missing page."""
    row = callback_at(reference, request.actor)
    if row is None:
        raise Http404
    return row


@never_cache
@require_POST
@needs(ADVISE)
def number(request: DeskRequest, reference: str) -> HttpResponse:
    """Show the number to call, on record, and ask how it went."""
    row = callback_of(reference, request)
    if row.state not in LIVE:
        messages.error(request, _("This callback is over."))
        return redirect("advice_desk:home")
    phone = number_of(row, by=request.actor)
    if isinstance(phone, Denied):
        raise Http404
    context = {"callback": row, "phone": phone, "crumbs": [{"label": _("Advice desk")}, {"label": _("Call back")}]}
    return desk(request, "advice/desk/number.html", context)


@require_POST
@needs(ADVISE)
def called(request: DeskRequest, reference: str, what: str) -> HttpResponse:
    """Note how the call went: whoever was reached is advised, whoever was not is called again."""
    act = {"reached": reached, "not-reached": not_reached}.get(what)
    if act is None:
        raise Http404
    row = callback_of(reference, request)
    ended = act(row, by=request.actor)
    if isinstance(ended, Denied):
        messages.error(request, str(ended.reason))
        return redirect("advice_desk:home")
    if what == "reached":
        return redirect(f"{reverse('advice_desk:new')}?callback={row.reference}")
    gone = _("Not reached. The number is destroyed.")
    messages.success(request, _("Not reached. It stays in the list.") if ended.state in LIVE else gone)
    return redirect("advice_desk:home")
