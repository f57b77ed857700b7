"""What a device asks before it sends what it has kept: a fresh token, and to take its photos one by one."""

import math
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heli.access.gates import needs
from heli.access.limits import address_of, photo, please_wait, take
from heli.access.permissions import REPORT
from heli.cases import sending
from heli.papers.receiving import digest_of, receive
from heli.papers.refusals import UploadRefused

#: Characters that the name of a form's field may have.
LONGEST_FIELD = 40


@needs(REPORT)
@never_cache
@require_safe
def token(request: HttpRequest) -> JsonResponse:
    """Answer with a token for forms, and the mark of the account that is signed in."""
    # Open pages ask by themselves, for as long as something waits.
    request.session.by_itself = True  # type: ignore[attr-defined]
    return JsonResponse({"token": get_token(request), "who": sending.whose(request)})


@needs(REPORT)
@never_cache
@require_POST
def photos(request: HttpRequest) -> HttpResponse:
    """Take ``file`` for ``field`` of the submission ``key``; the same bytes again get the same receipt."""
    upload, field = request.FILES.get("file"), request.POST.get("field", "")
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return sending.refused([_("This file names no submission.")])
    if upload is None or not field.isidentifier() or len(field) > LONGEST_FIELD:
        return sending.refused([_("This file names no submission.")])
    wait = take(photo(), address_of(request))
    if wait:
        return sending.later(please_wait(wait), math.ceil(wait.total_seconds()))
    sent, size = digest_of(upload), upload.size
    try:
        receipt = receive(upload, key=key, field=field, by=request.actor.key)  # type: ignore[attr-defined]
    except UploadRefused as refusal:
        return sending.refused([str(refusal)])
    return JsonResponse({"id": str(receipt.pk), "sha256": sent, "size": size, "at": receipt.at.isoformat()}, status=201)
