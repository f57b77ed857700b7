"""Following one's own case: with reference and query code, then everything that its person may know and do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heli.access.actors import Actor
from heli.access.gates import SESSION_KEY, needs, remember
from heli.access.limits import guess
from heli.access.permissions import LOOK_UP, OWN_CASE, OWN_READS
from heli.cases.beside import beside_for_resident
from heli.cases.parties import is_code
from heli.kernel.references import BadReference, normalise_own
from heli.portal import visits
from heli.portal.forms import TrackForm
from heli.portal.journey import Journey, journey
from heli.portal.limits import too_many
from heli.portal.pages import render
from heli.portal.reads import reads_of


@needs(LOOK_UP)
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """Ask for reference and query code; a right pair opens the case for this session."""
    if request.method != "POST":
        asked = request.GET.get("reference", "")
        if _known(request, asked):
            return redirect("portal:case", reference=normalise_own(asked))
        return _ask(request, TrackForm(initial={"reference": asked}))
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    reference, code = form.cleaned_data["reference"], form.cleaned_data["code"]
    guessed = guess(request, reference, lambda: is_code(reference, code))
    if guessed.right:
        remember(request, reference)
        return redirect("portal:case", reference=reference)
    wrong = _("We find no request with this number and this query code. Please check both.")
    form.add_error(None, too_many(guessed.wait) if guessed.wait else wrong)
    return _ask(request, form, status=422)


def _known(request: HttpRequest, asked: str) -> bool:
    try:
        return normalise_own(asked) in request.session.get(SESSION_KEY, [])
    except BadReference:
        return False


def _ask(request: HttpRequest, form: TrackForm, *, status: int = 200) -> HttpResponse:
    known = request.session.get(SESSION_KEY, [])[::-1]
    return render(request, "portal/track.html", {"form": form, "known": known}, status=status)


def _journey(actor: Actor) -> Journey:
    found = journey(actor.reference, actor)
    if found is None:
        raise Http404
    return found


def _crumbs(reference: str, *more: str) -> list[dict[str, str]]:
    path = [
        {"label": _("Start page"), "url": reverse("portal:home")},
        {"label": _("Follow"), "url": reverse("portal:track")},
    ]
    here = {"label": reference}
    if not more:
        return [*path, here]
    return [*path, {**here, "url": reverse("portal:case", args=[reference])}, *({"label": each} for each in more)]


@needs(OWN_CASE)
@never_cache
@require_safe
def case(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Show where the case stands, what comes next, what happened and what its person can do now."""
    way = _journey(actor)
    context = {
        "way": way,
        "case": way.case,
        "actor": actor,
        "crumbs": _crumbs(reference),
        "panel": way.kind.resident_panel,
        "beside": beside_for_resident(way.case, actor),
        **way.kind.resident_context(way.case, actor),
    }
    return render(request, "portal/case.html", context)


@needs(OWN_CASE)
@never_cache
@require_safe
def receipt(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Show the receipt; the query code as long as this session is the one that handed the case in."""
    if actor.side:
        raise Http404
    way = _journey(actor)
    context = {
        "way": way,
        "case": way.case,
        "code": visits.query_code(request, reference),
        "sent": visits.submission(request, reference),
        "crumbs": _crumbs(reference, _("Receipt")),
    }
    return render(request, "portal/receipt.html", context)


@needs(OWN_READS)
@never_cache
@require_safe
def reads(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Show who has looked at the person's data, when and what for."""
    context = {
        "rows": reads_of(actor.reference, actor.side),
        "reference": reference,
        "crumbs": _crumbs(reference, _("Who looked")),
    }
    return render(request, "portal/reads.html", context)


@needs(OWN_CASE)
@require_POST
def leave(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Forget the case on this device."""
    visits.leave(request, reference)
    messages.success(request, _("This device has forgotten %(reference)s.") % {"reference": reference})
    return redirect("portal:home")
