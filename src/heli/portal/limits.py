"""How often one address may send or guess."""

from datetime import timedelta

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


def too_many(wait: timedelta) -> str:
    """Return what somebody reads who has sent too many wrong query codes."""
    text = _("There were too many wrong attempts from your connection. Please try again in %(wait)s.")
    return text % {"wait": limits.in_words(wait)}
