"""Being told of public matters by e-mail: asking, confirming, changing and ending it, without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from heli.access import limits
from heli.access.gates import needs
from heli.access.permissions import SUBSCRIBE
from heli.notices import subscriptions
from heli.notices.models import Rhythm, Subscription
from heli.notices.subscription_links import LIST_VALID, by_token, index_by, list_token
from heli.people.models import Language
from heli.people.reading import in_english
from heli.portal.forms import SubscribeForm
from heli.portal.news import newest_event, wanted_of
from heli.portal.pages import render
from heli.portal.register import Wanted, entry, listed, public_case, wish_words

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@needs(SUBSCRIBE)
@PAGE
@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for an address to tell of a list of the register, or of one entry; a letter there asks to confirm it."""
    wish = _wish(request)
    form = SubscribeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wait = limits.take(limits.NEWS_SOURCE, limits.address_of(request))
        if not wait:
            language = Language.ENGLISH if in_english() else Language.CHINESE
            subscriptions.ask(form.cleaned_data["email"], language, form.cleaned_data["rhythm"], **wish)
            return redirect("portal:news_asked")
        form.add_error(None, limits.please_wait(wait))
    context = {"form": form, "what": _words(**wish), "crumbs": _crumbs(_("Be told by e-mail"))}
    return render(request, "portal/news.html", context, status=422 if form.is_bound else 200)


def _wish(request: HttpRequest) -> dict[str, Any]:
    """Return what the address asks to be told of; raises Http404 for an entry that is not public."""
    reference = request.GET.get("reference", "")
    if reference:
        return {"reference": public_case(reference).reference}
    wanted = Wanted.of(request.GET)
    return {"topic": wanted.topic, "place": wanted.place, "case_state": wanted.state, "words": wanted.query}


def _words(reference: str = "", **wish: Any) -> list[str]:
    """Return what is followed, as lines."""
    if not reference:
        return wish_words(wanted_of(Subscription(**wish)))
    case = listed().filter(reference=reference).first()
    return [" · ".join((reference, entry(case).title))] if case else [reference]


@needs(SUBSCRIBE)
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way, the same whatever was typed."""
    return render(request, "portal/news_asked.html", {"crumbs": _crumbs(_("Be told by e-mail"))})


@needs(SUBSCRIBE)
@PAGE
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is to be confirmed, and begin it on the button alone: mail scanners follow links."""
    row = by_token(token, "confirm")
    if row is None:
        return _gone(request)
    here = list_token(bytes(row.email_index))
    if request.method == "POST" and not row.confirmed_at:
        if not subscriptions.confirm(row, newest_event()):
            messages.error(request, _("This address follows as much as one address can. Please end something first."))
            return redirect("portal:my_news", token=here)
        messages.success(request, _("Confirmed. We write to you as soon as there is news."))
    if row.confirmed_at:
        # The link of an old letter opens no more than the letter's own link to the list does by now.
        old = timezone.now() - row.confirmed_at > LIST_VALID
        return _gone(request) if old else redirect("portal:my_news", token=here)
    context = {"what": _row_words(row), "row": row, "crumbs": _crumbs(_("Confirm your address"))}
    return render(request, "portal/news_confirm.html", context)


@csrf_exempt
@needs(SUBSCRIBE)
@PAGE
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription: by the button, or by the mailbox's own "unsubscribe" (RFC 8058), which sends no cookie."""
    row = by_token(token, "stop")
    if row is None:
        return _gone(request)
    if request.method == "POST":
        subscriptions.end(row)
        return render(request, "portal/news_stopped.html", {"crumbs": _crumbs(_("Ended"))})
    context = {"what": _row_words(row), "crumbs": _crumbs(_("Stop these letters"))}
    return render(request, "portal/news_stop.html", context)


@needs(SUBSCRIBE)
@PAGE
@never_cache
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """List what an address follows, for whoever has a letter to it; change how often, or end one."""
    index = index_by(token)
    if index is None:
        return _gone(request)
    if request.method == "POST":
        _change(request, index)
        return redirect("portal:my_news", token=token)
    rows = [{"row": row, "what": _row_words(row)} for row in subscriptions.of_address(index)]
    context = {"rows": rows, "rhythms": Rhythm.choices, "crumbs": _crumbs(_("What you follow"))}
    return render(request, "portal/news_mine.html", context)


def _change(request: HttpRequest, index: bytes) -> None:
    """Take what the list's buttons ask for; what belongs to another address is not found."""
    asked_for = request.POST.get("number", "")
    row = next((each for each in subscriptions.of_address(index) if each.number.hex == asked_for), None)
    rhythm = request.POST.get("rhythm", "")
    if row and request.POST.get("end"):
        subscriptions.end(row)
        messages.success(request, _("Ended. Nothing of it is left with us."))
    elif row and rhythm in Rhythm.values:
        subscriptions.set_rhythm(row, rhythm)
        messages.success(request, _("Changed."))


def _row_words(row: Subscription) -> list[str]:
    wish = {name: getattr(row, name) for name in subscriptions.WISH}
    return _words(**wish) if row.reference else wish_words(wanted_of(row))


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/news_gone.html", {"crumbs": _crumbs(_("No longer valid"))}, status=404)


def _crumbs(here: str) -> list[dict[str, str]]:
    return [
        {"label": _("Start page"), "url": reverse("portal:home")},
        {"label": _("Around you"), "url": reverse("portal:register")},
        {"label": here},
    ]
