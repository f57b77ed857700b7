"""How often one address may send or guess; counting what is sent comes with the protection against abuse."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from heli.access import limits
from heli.kernel.decisions import Allowed, Decision, Denied


def may_send(request: HttpRequest) -> Decision:
    """Decide whether the sender of ``request`` may hand in something now."""
    return Allowed()


def may_guess(request: HttpRequest) -> Decision:
    """Decide whether the sender of ``request`` may try a query code now."""
    if limits.may_guess(request):
        return Allowed()
    return Denied(_("There were too many wrong attempts from your connection. Please try again in ten minutes."))
