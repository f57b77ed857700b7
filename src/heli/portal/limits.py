"""How often one address may send or guess; counting what is sent comes with the protection against abuse."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from heli.access import limits
from heli.kernel.decisions import Allowed, Decision, Denied


def may_send(request: HttpRequest) -> Decision:
    """Decide whether the sender of ``request`` may hand in something now."""
    return Allowed()


def may_guess(request: HttpRequest, reference: str) -> Decision:
    """Count a guess of the query code of ``reference`` and decide whether the sender of ``request`` may make it."""
    wait = limits.guessing(request, reference)
    if not wait:
        return Allowed()
    text = _("There were too many wrong attempts from your connection. Please try again in %(wait)s.")
    return Denied(text % {"wait": limits.in_words(wait)})
