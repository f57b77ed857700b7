"""Asking for a callback, and one's own: by number and code on any device, seen and cancelled."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access import limits
from heli.access.context import acting_as
from heli.access.gates import needs
from heli.access.permissions import ASK_ADVICE
from heli.advice.callbacks import Asked, ask, cancel, offered
from heli.advice.codes import CALLER, callback_by, code_of, is_code, own, remember
from heli.advice.forms import CallbackForm, LookUpForm
from heli.advice.known import known
from heli.advice.limits import ASKING, PHONE
from heli.advice.models import LIVE
from heli.advice.views.reading import crumbs
from heli.kernel.decisions import Denied
from heli.people.sealed_fields import index_of
from heli.portal.pages import render
from heli.portal.reads import reads_of


@needs(ASK_ADVICE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for(request: HttpRequest) -> HttpResponse:
    """Ask for number and window; a valid form takes a place."""
    form = CallbackForm(request.POST if request.method == "POST" else None, free=offered())
    if request.method != "POST" or not form.is_valid():
        return _ask_page(request, form)
    values = form.cleaned_data
    wait = limits.take(ASKING, limits.address_of(request)) or limits.take(
        PHONE, index_of(values["phone"], "phone").hex()
    )
    if wait:
        form.add_error(None, limits.please_wait(wait))
        return _ask_page(request, form)
    asked = Asked(
        phone=values["phone"], free=form.chosen(), topic=values["topic"], language=get_language() or "zh-hans"
    )
    row = ask(asked, key=form.submission())
    if isinstance(row, Denied):
        form.add_error("window", str(row.reason))
        return _ask_page(request, form)
    remember(request, row.reference)
    messages.success(request, _("We will call you."))
    return redirect("advice:mine", reference=row.reference)


def _ask_page(request: HttpRequest, form: CallbackForm) -> HttpResponse:
    context = {"form": form, "desks": list(known().desks.values()), "crumbs": crumbs(_("Call me back"))}
    return render(request, "advice/callback.html", context, status=422 if form.is_bound else 200)


@needs(ASK_ADVICE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; a right pair opens the callback for this session."""
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reference, code = form.cleaned_data["reference"], form.cleaned_data["code"]
        guessed = limits.guess(request, reference, lambda: is_code(callback_by(reference), code))
        if guessed.right:
            remember(request, reference)
            return redirect("advice:mine", reference=reference)
        wrong = _("We find no callback with this number and this code. Please check both.")
        form.add_error(None, limits.please_wait(guessed.wait) if guessed.wait else wrong)
    context = {"form": form, "crumbs": crumbs(_("My callback"))}
    return render(request, "advice/look_up.html", context, status=422 if form.is_bound else 200)


@needs(ASK_ADVICE)
@never_cache
@require_safe
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the callback: when, number and code, where it stands, who has looked at the number."""
    row = own(request, reference)
    with acting_as(CALLER, on=[row.reference]), transaction.atomic():
        reads = reads_of(row.reference)
    context = {
        "callback": row,
        "code": code_of(row),
        "live": row.state in LIVE,
        "reads": reads,
        "crumbs": crumbs(_("My callback")),
    }
    return render(request, "advice/mine.html", context)


@needs(ASK_ADVICE)
@require_POST
def give_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Cancel the callback; the number is destroyed at once."""
    row = own(request, reference)
    ended = cancel(row)
    if isinstance(ended, Denied):
        messages.error(request, str(ended.reason))
    else:
        messages.success(request, _("The callback is cancelled and your number is destroyed."))
    return redirect("advice:mine", reference=row.reference)
