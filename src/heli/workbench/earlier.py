"""Other matters of the same resident: looked for on purpose and on record, by those who take in or coordinate."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import FIND_BY_CONTACT
from heli.access.roles import holds
from heli.cases.models import Case
from heli.cases.personal import FOUND_BY, found_like
from heli.workbench.dossier import find
from heli.workbench.rows import narrow, rows_of
from heli.workbench.shell import DeskRequest, desk


def may_find_earlier(case: Case, actor: Actor) -> bool:
    """Whether ``actor`` may look for other matters of the resident of ``case``; there is a contact to go by."""
    known = case.contact is not None and bool(case.contact.phone_index or case.contact.email_index)
    return known and actor.may(FIND_BY_CONTACT) and holds(actor, FOUND_BY, case) is not None


@require_POST
@needs(FIND_BY_CONTACT)
def earlier(request: DeskRequest, reference: str) -> HttpResponse:
    """List the cases with the same phone number or e-mail address that the actor coordinates or takes in."""
    case = find(reference, request.actor)
    if case is None or case.contact is None or not may_find_earlier(case, request.actor):
        raise Http404
    cases = narrow(Case.objects.visible_to(request.actor).exclude(pk=case.pk))
    found = found_like(case.contact, by=request.actor, cases=cases)
    context = {
        "case": case,
        "rows": rows_of(found),
        "crumbs": [
            {"label": case.reference, "url": reverse("workbench:case", args=[case.reference])},
            {"label": _("Other matters of this resident")},
        ],
    }
    return desk(request, "workbench/earlier.html", context)
