"""The officers' own pages for mediation."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import TAKE_STEPS
from heli.cases.codes import secret
from heli.cases.finding import find
from heli.kernel.references import own_number, query_code_for
from heli.mediation.procedure import MediationProcedure
from heli.mediation.sides import invited_lately
from heli.workbench.shell import DeskRequest, desk


@require_safe
@needs(TAKE_STEPS)
@never_cache
def code(request: DeskRequest, reference: str) -> HttpResponse:
    """Show number and code of the side invited last, for an hour, to whoever invited it; to nobody else."""
    case = find(reference, request.actor)
    if case is None or case.procedure != MediationProcedure.code:
        raise Http404
    last = invited_lately(case, request.actor)
    if last is None or last.key is None:
        raise Http404
    told = {"case": case, "number": own_number(case.reference, last.facts["side"])}
    return desk(request, "mediation/code.html", {**told, "code": query_code_for(secret(), last.key)})
