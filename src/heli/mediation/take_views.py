"""Taking disputes in at the desk, and the roster as staff read it."""

from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import KEEP_ABSENCES, READ_ROSTER, TAKE_DISPUTES
from heli.cases.acts import Opened
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock
from heli.mediation.absent_views import led_by
from heli.mediation.committees import committees
from heli.mediation.desk import reads_figures
from heli.mediation.desk_forms import TakeForm
from heli.mediation.opening import bring
from heli.mediation.procedure import MediationProcedure
from heli.mediation.roster import Standing, field_names, loads, standings, tongue_names
from heli.mediation.roster_models import Absence, Training
from heli.papers import kept_files
from heli.workbench import labels
from heli.workbench.dossier import find
from heli.workbench.handed_over import HandedOver
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.times import times

TAKEN = HandedOver("disputes taken")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(TAKE_DISPUTES)
def take(request: DeskRequest) -> HttpResponse:
    """Take a dispute in, or offer to mediate one, and lead to what is handed over (art. 17)."""
    if request.method != "POST":
        return _page(request, TakeForm(actor=request.actor))
    if "ask" in request.POST:
        return _page(request, TakeForm(initial=request.POST.dict(), actor=request.actor))
    form = TakeForm(request.POST, kept_files.taken_up(request), actor=request.actor)
    if not form.is_valid():
        return _page(request, form, status=422)
    opened = open_taken(form, request.actor)
    TAKEN.remember(request, opened.case.reference, form.submission())
    return redirect("mediation_desk:taken", reference=opened.case.reference)


def open_taken(form: TakeForm, by: Actor) -> Opened:
    """Open the dispute of a valid form on behalf of ``by``; ``Kind.counter`` opens those of windows by it as well."""
    return bring(form.application(), by=by, key=form.submission())


@require_safe
@needs(TAKE_DISPUTES)
@never_cache
def taken(request: DeskRequest, reference: str) -> HttpResponse:
    """Show what to hand over; the code only to whoever took it in, in this session. Others' cases answer as missing."""
    code = TAKEN.code(request, reference)
    case = find(reference, request.actor)
    if (case is None and not code) or (case and case.procedure != MediationProcedure.code):
        raise Http404
    told = {"reference": reference, "code": code, "case": case}
    return desk(request, "mediation/taken.html", {**told, **(_seen(case) if case else {})})


def _seen(case: Case) -> dict[str, object]:
    running = list(Clock.objects.filter(case=case).order_by("id"))
    return {"unit": case.unit, "state": labels.state_of(case), "times": times(kind_of(case), running)}


def take_context(form: TakeForm) -> dict[str, Any]:
    """Return what ``mediation/take_fields.html`` shows of ``form``."""
    return {"form": form, "asked": form.asked(), "kept": kept_files.keep(form) if form.is_bound else []}


def _page(request: DeskRequest, form: TakeForm, *, status: int = 200) -> HttpResponse:
    return desk(request, "mediation/take.html", take_context(form), status=status)


#: So many committees are shown with all their mediators at once; of more, each is unfolded by its reader.
MOST_UNFOLDED: Final = 5


@require_safe
@needs(READ_ROSTER)
def roster(request: DeskRequest) -> HttpResponse:
    """Show committees, what they lack by law, and their mediators: fields, languages, trainings, load, absences."""
    today = timezone.localdate()
    found = standings(list(committees()), today)
    people = {seat.user_id for standing in found for seat in standing.seats}
    known = {
        "loads": loads(people),
        "away": set(Absence.objects.on(today).filter(user__in=people).values_list("user_id", flat=True)),
        "trained": dict(Training.objects.filter(user__in=people).order_by("on").values_list("user_id", "on")),
    }
    rows = [_row(standing, known) for standing in found]
    context = {
        "rows": rows,
        "lacking": sum(bool(row["warnings"]) for row in rows),
        "few": len(rows) <= MOST_UNFOLDED,
        "reads_figures": reads_figures(request.actor),
        "keeps_absences": request.actor.may(KEEP_ABSENCES) and led_by(request.actor).exists(),
    }
    return desk(request, "mediation/roster.html", context)


def _row(standing: Standing, known: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": standing.committee.unit,
        "level": standing.committee.get_level_display(),
        "sector": standing.committee.get_sector_display(),
        "term": standing.term,
        "warnings": standing.warnings,
        "people": [_person(seat, known) for seat in standing.seats],
    }


def _person(seat: Any, known: dict[str, Any]) -> dict[str, Any]:
    about = getattr(seat.user, "as_mediator", None)
    return {
        "name": seat.user.label,
        "role": seat.get_role_display(),
        "fields": field_names(about),
        "tongues": tongue_names(about),
        "hours": about.hours if about else "",
        "load": known["loads"].get(seat.user_id, 0),
        "away": seat.user_id in known["away"],
        "trained": known["trained"].get(seat.user_id),
    }
