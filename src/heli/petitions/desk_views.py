"""Taking petitions in at the desk, by whatever way they come."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.gates import needs
from heli.access.permissions import TAKE_PETITIONS
from heli.access.roles import excluded
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock
from heli.cases.similar import alike, probe_of
from heli.papers import kept_files
from heli.petitions.desk_forms import TakeForm
from heli.petitions.filing_form import PROCEDURES
from heli.petitions.opening import file as register
from heli.petitions.views import page_context
from heli.workbench import labels
from heli.workbench.dossier import find
from heli.workbench.handed_over import HandedOver
from heli.workbench.rows import rows_of
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.times import times

TAKEN = HandedOver("petitions taken")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(TAKE_PETITIONS)
def take(request: DeskRequest) -> HttpResponse:
    """Take a petition in, and lead to what is read out or handed over (Regulation, arts. 19, 22, 23)."""
    if request.method != "POST":
        return _page(request, TakeForm(actor=request.actor))
    form = TakeForm(request.POST, kept_files.taken_up(request), actor=request.actor)
    if not form.is_valid():
        return _page(request, form, status=422)
    key = form.submission()
    opened = register(form.filing(), by=request.actor, key=key)
    if excluded(request.actor, opened.case):
        told = {"reference": opened.case.reference, "code": opened.code}
        return desk(request, "petitions/taken_apart.html", told)
    TAKEN.remember(request, opened.case.reference, key)
    return redirect("petition_desk:taken", reference=opened.case.reference)


@require_safe
@needs(TAKE_PETITIONS)
def taken(request: DeskRequest, reference: str) -> HttpResponse:
    """Show what to hand over; the code only to whoever took it in, in this session. Others' cases answer as missing."""
    code = TAKEN.code(request, reference)
    case = find(reference, request.actor)
    if (case is None and not code) or (case and case.procedure not in PROCEDURES):
        raise Http404
    told = {"reference": reference, "code": code, "case": case}
    return desk(request, "petitions/taken.html", {**told, **(_seen(request, case) if case else {})})


def _seen(request: DeskRequest, case: Case) -> dict[str, object]:
    """What is shown of a petition that the actor may see, with others of the same matter; nothing follows from them."""
    found = alike(probe_of(case), request.actor, ended=True)
    likely = [each for each in found if each.case.procedure in PROCEDURES]
    return {
        "unit": case.unit,
        "state": labels.state_of(case),
        "category": labels.category(case.category_id, group=True),
        "times": times(kind_of(case), list(Clock.objects.filter(case=case).order_by("id"))),
        "likely": rows_of([each.case for each in likely]),
    }


def _page(request: DeskRequest, form: TakeForm, *, status: int = 200) -> HttpResponse:
    return desk(request, "petitions/take.html", page_context(form), status=status)
