"""Taking what a visitor hands in: counted, opened and known to the session, in one transaction."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from heli.access.limits import Sending
from heli.access.limits import sending as sending_of
from heli.cases import sending
from heli.cases.acts import Opened
from heli.kernel.decisions import Denied
from heli.portal import visits
from heli.portal.limits import may_send


@transaction.atomic
def receive(request: HttpRequest, key: UUID, open_: Callable[[bool], Opened]) -> str | Sending:
    """Count what is handed in under ``key``, open its case and let the session know it.

    ``open_`` takes whether it comes with very many others from one address, so that somebody looks at it first.
    Returns the reference, or how it stands with the sender where that is too much. Raises KeyTaken.
    """
    counted = sending_of(request)
    if isinstance(may_send(counted), Denied):
        return counted
    opened = open_(counted.many)
    if counted.many:
        messages.info(request, _("Very many reports come from your connection, so somebody looks at yours first."))
    account = sending.by_its_writer(request)
    visits.received(request, opened.case.reference, key, account=account)
    return opened.case.reference


def later(response: HttpResponse, seconds: int) -> HttpResponse:
    """Say when the page, which holds all that was typed, may be sent again."""
    response["Retry-After"] = str(seconds)
    return response
