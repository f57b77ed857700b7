"""What joins two faces: for officers, a case as its resident reads it."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.actors import resident
from heli.access.gates import needs
from heli.access.permissions import READ_CASES
from heli.portal.journey import journey
from heli.workbench.dossier import find
from heli.workbench.shell import DeskRequest, desk


@require_safe
@needs(READ_CASES)
def as_resident(request: DeskRequest, reference: str) -> HttpResponse:
    """Show a case that the officer may see as its resident reads it, without anything that could be pressed."""
    case = find(reference, request.actor)
    way = journey(case.reference, resident(case.reference)) if case else None
    if case is None or way is None:
        raise Http404
    crumbs = [
        {"label": case.reference, "url": reverse("workbench:case", args=[case.reference])},
        {"label": _("As the resident sees it")},
    ]
    return desk(request, "workbench/as_resident.html", {"case": case, "way": way, "crumbs": crumbs})
