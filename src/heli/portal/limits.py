"""How often one address may send or guess."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from heli.access import limits
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.organizations.settings import district


def may_send(sending: limits.Sending) -> Decision:
    """Decide whether a report may be handed in now, or its sender must call the hotline or send it later."""
    if not sending.wait:
        return Allowed()
    text = _(
        "Very many reports have come from your connection within an hour. Please call %(hotline)s, they take it at"
        " once, or send it again in %(wait)s. What you have filled in stays here."
    )
    return Denied(text % {"hotline": district().hotline, "wait": limits.in_words(sending.wait)})


def may_guess(request: HttpRequest, reference: str) -> Decision:
    """Count a guess of the query code of ``reference`` and decide whether the sender of ``request`` may make it."""
    wait = limits.guessing(request, reference)
    if not wait:
        return Allowed()
    text = _("There were too many wrong attempts from your connection. Please try again in %(wait)s.")
    return Denied(text % {"wait": limits.in_words(wait)})
