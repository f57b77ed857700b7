"""The offer of counselling for everybody and for callers, and the helper's own page: one wish at a time."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access import limits
from heli.access.gates import needs
from heli.access.permissions import ADVISE, ASK_ADVICE, COUNSEL
from heli.advice.counselling import answered, look, next_for, wish, wish_days, wish_of_anybody
from heli.advice.forms import WishForm
from heli.advice.helplines import helplines
from heli.advice.known import advises, helper_of, known
from heli.advice.limits import ASKING
from heli.advice.models import Way
from heli.advice.views.reading import crumbs
from heli.kernel.decisions import Denied
from heli.portal.pages import render
from heli.workbench.shell import DeskRequest, desk


@needs(ASK_ADVICE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Show numbers for an emergency and the offer; a form with consent keeps the wish, and nothing else does."""
    form = WishForm(request.POST if request.method == "POST" else None)
    sent = False
    if request.method == "POST" and form.is_valid():
        wait = limits.take(ASKING, limits.address_of(request))
        refused = Denied(limits.please_wait(wait)) if wait else wish_of_anybody(form.wanted())
        if refused is None:
            form, sent = WishForm(), True
        else:
            form.add_error(None, str(refused.reason))
    context = {"form": form, "sent": sent, **_shown(), "crumbs": crumbs(_("Somebody to talk to"))}
    return render(request, "advice/counselling.html", context, status=422 if form.is_bound else 200)


def _shown() -> dict[str, object]:
    return {"helplines": helplines(), "helpers": list(known().helpers.values()), "days": wish_days()}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(ADVISE)
def for_caller(request: DeskRequest) -> HttpResponse:
    """Show the offer to read out; where the caller agrees, keep the wish. A caller who declines leaves nothing."""
    if not advises(request.actor):
        raise Http404
    form = WishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        refused = wish(form.wanted(), by=request.actor)
        if refused is None:
            messages.success(request, _("The helper will make contact. Nothing of it stays at this desk."))
            return redirect("advice_desk:offer")
        form.add_error(None, str(refused.reason))
    context = {"form": form, **_shown(), "crumbs": [{"label": _("Advice desk")}, {"label": _("Offer of counselling")}]}
    return desk(request, "advice/desk/offer.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@needs(COUNSEL)
def helping(request: DeskRequest) -> HttpResponse:
    """Show a helper whether somebody wishes to be contacted; never how many."""
    if helper_of(request.actor) is None:
        raise Http404
    context = {"pk": next_for(request.actor), "crumbs": [{"label": _("Wishes to be contacted")}]}
    return desk(request, "advice/desk/helping.html", context)


@require_POST
@needs(COUNSEL)
def number(request: DeskRequest, pk: int) -> HttpResponse:
    """Show number and way of the wish to its helper, on record."""
    row = look(pk, by=request.actor)
    if row is None:
        raise Http404
    context = {"wish": row, "way": Way(row.way).label, "crumbs": [{"label": _("Wishes to be contacted")}]}
    return desk(request, "advice/desk/wish.html", context)


@require_POST
@needs(COUNSEL)
def done(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove the wish that was answered."""
    if not answered(pk, by=request.actor):
        raise Http404
    messages.success(request, _("It is gone: nothing of it is kept."))
    return redirect("advice_desk:helping")
