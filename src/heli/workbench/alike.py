"""Likely duplicates of a case: found when asked for, laid side by side, merged only by a person."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import READ_CASES
from heli.cases.models import Case
from heli.cases.similar import Alike, alike, probe_of
from heli.workbench import labels
from heli.workbench.dossier import find
from heli.workbench.rows import row_of
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.step_panel import merging


@require_safe
@needs(READ_CASES)
def similar(request: DeskRequest, reference: str) -> HttpResponse:
    """List open cases that may be the same."""
    case = _found(reference, request.actor)
    context = {
        "case": case,
        "alike": [_line(case, each) for each in alike(probe_of(case), request.actor)],
        "crumbs": _crumbs(case, _("Likely duplicates")),
    }
    part = "#list" if request.htmx else ""  # type: ignore[attr-defined]
    return desk(request, f"workbench/similar.html{part}", context)


@require_safe
@needs(READ_CASES)
def beside(request: DeskRequest, reference: str, other: str) -> HttpResponse:
    """Lay two cases side by side; either can be merged into the other where the actor may."""
    one, two = _found(reference, request.actor), _found(other, request.actor)
    if one.pk == two.pk:
        raise Http404
    context = {
        "case": one,
        "sides": [_side(one, two, request.actor), _side(two, one, request.actor)],
        "crumbs": _crumbs(one, _("Side by side")),
    }
    return desk(request, "workbench/beside.html", context)


def _found(reference: str, actor: Actor) -> Case:
    case = find(reference, actor)
    if case is None:
        raise Http404
    return case


def _line(case: Case, found: Alike) -> dict[str, Any]:
    url = reverse("workbench:beside", args=[case.reference, found.case.reference])
    return {"row": row_of(found.case), "metres": found.metres, "likeness": found.likeness, "url": url}


def _side(case: Case, other: Case, actor: Actor) -> dict[str, Any]:
    step = merging(case, actor)
    merge = ""
    if step:
        merge = f"{reverse('workbench:step', args=[case.reference, step.name])}?into={other.reference}"
    return {"case": case, "row": row_of(case), "place": labels.place(case.area_path, parts=4), "merge": merge}


def _crumbs(case: Case, last: str) -> list[dict[str, str]]:
    return [{"label": case.reference, "url": reverse("workbench:case", args=[case.reference])}, {"label": last}]
