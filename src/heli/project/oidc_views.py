"""Signing in through the district's provider: to it, back from it, and refusals in words.

Who comes in is (issuer, subject), tied to an account by an administrator. E-mail addresses and names in the token are
not looked at, and nobody gets an account by it.
"""

import hmac
import logging
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heli.access import limits
from heli.access.failures import record_failure
from heli.access.gates import needs
from heli.access.keyed import keyed
from heli.access.models import Identity
from heli.access.permissions import SIGN_IN
from heli.people.models import User
from heli.project import oidc

logger = logging.getLogger(__name__)

AWAITED = "oidc"
PROVIDER = "provider"


@require_safe
@never_cache
@needs(SIGN_IN)
def oidc_begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider, with an attempt that only this session knows."""
    _needs_a_provider()
    wait = limits.waiting(limits.SOURCE, limits.address_of(request))
    if wait:
        return _refused(request, limits.please_wait(wait), status=429)
    attempt = oidc.begin()
    try:
        address = oidc.entrance(attempt, back=_back(request))
    except oidc.Unreachable as fault:
        return _unreachable(request, fault)
    request.session[AWAITED] = attempt.kept()
    return redirect(address)


@require_safe
@never_cache
@needs(SIGN_IN)
def oidc_callback(request: HttpRequest) -> HttpResponse:
    """Take the browser back: the right state, once, a token right in every respect, and an account tied to it."""
    _needs_a_provider()
    kept = request.session.pop(AWAITED, None)
    state = request.GET.get("state", "")
    if not kept or not hmac.compare_digest(kept["state"].encode(), state.encode()):
        return _refused(request, _("This sign-in was not begun here, was used before, or has run out. Begin again."))
    # Counted from here on: a picture on any page makes its readers ask for this address, without an attempt of theirs.
    source = limits.address_of(request)
    wait = limits.take(limits.SOURCE, source)
    if wait:
        return _refused(request, limits.please_wait(wait), status=429)
    if "error" in request.GET or not request.GET.get("code"):
        return _refused(request, _("The sign-in service of the district has not confirmed you. Please begin again."))
    try:
        claims = oidc.redeem(oidc.Attempt(**kept), request.GET["code"], back=_back(request))
    except oidc.Unreachable as fault:
        return _unreachable(request, fault)
    except oidc.Untrusted as fault:
        _note("", str(fault))
        return _refused(request, _("What the sign-in service sent cannot be trusted, so nobody was signed in."))
    return _enter(request, claims, source)


def _enter(request: HttpRequest, claims: dict[str, Any], source: str) -> HttpResponse:
    subject = claims["sub"]
    found = Identity.objects.filter(issuer=settings.HELI_OIDC_ISSUER, subject=subject).select_related("user").first()
    if found is None or not found.user.is_active:
        _note(found.user.username if found else "", "no account")
        text = _("No open account is tied to you here. Give your administrator this identity: %(subject)s")
        return _refused(request, text % {"subject": subject})
    limits.give_back(limits.SOURCE, source)
    factor = oidc.has_shown_a_factor(claims)
    user: User = found.user
    record_authentication(request, user, "mfa" if factor else PROVIDER, type=PROVIDER)
    login = Login(user=user, redirect_url=settings.LOGIN_REDIRECT_URL, signal_kwargs={"provider_factor": factor})
    answer: HttpResponse = perform_login(request, login)
    return answer


def _note(account: str, reason: str) -> None:
    """Leave a line in the log and an entry in the record; what the token says stands in neither."""
    logger.warning("sign-in by provider refused: %s", reason)
    record_failure(account, keyed("account", account or PROVIDER)[:12], PROVIDER)


def _unreachable(request: HttpRequest, fault: Exception) -> HttpResponse:
    logger.error("the provider of sign-ins: %s", fault)
    text = _("The sign-in service of the district does not answer. Please sign in with your password, or try later.")
    return _refused(request, text, status=503)


def _refused(request: HttpRequest, text: str, *, status: int = 403) -> HttpResponse:
    return render(request, "account/oidc_refused.html", {"text": text}, status=status)


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("oidc_callback"))


def _needs_a_provider() -> None:
    if not oidc.is_on():
        raise Http404
