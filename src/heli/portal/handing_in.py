"""Taking what a visitor hands in: counted, opened and known to the session, in one transaction."""

import math
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from heli.access.limits import Sending
from heli.access.limits import sending as sending_of
from heli.cases import sending
from heli.cases.acts import Opened
from heli.cases.engine import KeyTaken
from heli.cases.step_forms import SubmissionForm
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


def hand_in(
    request: HttpRequest, form: SubmissionForm, open_: Callable[[bool], Opened], page: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer a valid ``form``: its case is opened by ``open_``, as `receive` says, and the receipt follows.

    Where the sender has sent too much, ``page`` shows the form once more with all that was typed. Raises KeyTaken.
    """
    try:
        received = receive(request, form.submission(), open_)
    except KeyTaken:
        # What was rolled back with it counts all the same: nobody tries one key after another.
        sending_of(request)
        raise
    if not isinstance(received, Sending):
        return redirect("portal:receipt", reference=received)
    form.add_error(None, str(may_send(received)))
    answer = page()
    answer.status_code = 429
    return later(answer, math.ceil(received.wait.total_seconds()))


def later(response: HttpResponse, seconds: int) -> HttpResponse:
    """Say when the page, which holds all that was typed, may be sent again."""
    response["Retry-After"] = str(seconds)
    return response
