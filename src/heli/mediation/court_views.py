"""The officers' download of the file for the court."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import READ_CONTACT
from heli.access.roles import Role, holds
from heli.cases.finding import find
from heli.mediation.court_package import court_package
from heli.mediation.procedure import MediationProcedure
from heli.workbench.shell import DeskRequest


@require_safe
@needs(READ_CONTACT)
@never_cache
def court(request: DeskRequest, reference: str) -> HttpResponse:
    """Send the signed file for the court to who mediates the dispute or leads the committee; on record as a read."""
    case = find(reference, request.actor)
    if case is None or case.procedure != MediationProcedure.code:
        raise Http404
    if holds(request.actor, (Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER), case) is None:
        raise Http404
    with transaction.atomic():
        package = court_package(case, by=request.actor)
    if package is None:
        raise Http404
    name = f"{case.reference}-court.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(package, content_type="application/zip", headers=headers)
