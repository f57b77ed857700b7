"""Addresses that come with a request and that one is led to afterwards."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request: HttpRequest, text: str) -> str:
    """Return ``text`` if it is an address of this site, else nothing.

    What does not begin with a slash would be taken for the name of a view.
    """
    ours = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts={request.get_host()})
    return text if ours else ""
