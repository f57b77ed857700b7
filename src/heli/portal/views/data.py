"""The page of one's own data in a case: what is kept, who looked, a copy, and every right in one place."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.gates import needs
from heli.access.permissions import OWN_DATA, OWN_STEPS
from heli.cases.people_models import ElectronicConsent
from heli.cases.personal import contact_of
from heli.cases.serving import consent_of, give_consent, serves_papers, withdraw_consent
from heli.papers.serving import guarded, paper_response
from heli.people.masking import masked
from heli.portal.journey import Journey, journey
from heli.portal.own_data import as_pdf, copy_of
from heli.portal.pages import render
from heli.portal.reads import reads_of

SHOWN = 5


@needs(OWN_DATA)
@never_cache
@require_safe
def page(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Show what is kept and what its person can do about it; the contact masked, for screens are shared."""
    way = _way(actor)
    looks = reads_of(actor.reference, actor.side)
    context: dict[str, Any] = {
        "way": way,
        "case": way.case,
        "actor": actor,
        "contact": masked(contact_of(way.case, actor)),
        "steps": way.data_steps,
        "serves": not actor.side and serves_papers(way.kind.procedure),
        "consent": None if actor.side else consent_of(way.case),
        "looks": looks[:SHOWN],
        "more": len(looks) > SHOWN,
        "crumbs": [
            {"label": _("Start page"), "url": reverse("portal:home")},
            {"label": reference, "url": reverse("portal:case", args=[reference])},
            {"label": _("My data and my rights")},
        ],
    }
    return render(request, "portal/data.html", context)


@needs(OWN_DATA)
@never_cache
@require_safe
def copy_json(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Give the copy for machines, for saving."""
    copy = copy_of(_way(actor))
    answer = JsonResponse(copy, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="{reference}.json"'
    return _kept_nowhere(guarded(answer))


@needs(OWN_DATA)
@never_cache
@require_safe
def copy_pdf(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Give the copy to read and print, for saving."""
    way = _way(actor)
    return _kept_nowhere(paper_response(as_pdf(way, copy_of(way)), f"{reference}.pdf"))


@needs(OWN_STEPS)
@require_POST
def electronic_service(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Keep that the person agrees to electronic service, or takes it back (Civil Procedure Law, art. 90)."""
    if actor.side:
        raise Http404
    way = _way(actor)
    agrees = request.POST.get("agree") == "yes"
    with acting_as(actor), transaction.atomic():
        (give_consent if agrees else withdraw_consent)(way.case, how=ElectronicConsent.How.OWN_PAGE, by=actor)
    told = (
        _("Papers of this matter may now be served to you electronically.")
        if agrees
        else _("From now on no paper of this matter is served to you electronically.")
    )
    messages.success(request, told)
    return redirect(f"{reverse('portal:data', args=[reference])}#electronic-service")


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _way(actor: Actor) -> Journey:
    found = journey(actor.reference, actor)
    if found is None:
        raise Http404
    return found
