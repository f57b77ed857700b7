"""How often one address may send or guess; the counting itself comes with the protection against abuse."""

from django.http import HttpRequest

from heli.kernel.decisions import Allowed, Decision


def may_send(request: HttpRequest) -> Decision:
    """Decide whether the sender of ``request`` may hand in something now."""
    return Allowed()


def may_guess(request: HttpRequest) -> Decision:
    """Decide whether the sender of ``request`` may try a query code now."""
    return Allowed()
