"""The page of one case: where it stands, the one thing to do now, and everything that is known about it."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import READ_CASES
from heli.cases.beside import beside_for_officer
from heli.cases.conflicts import concerned_by
from heli.cases.models import Link
from heli.cases.naming import proposed
from heli.cases.similar import near_open
from heli.cases.witnessing import had_seen
from heli.organizations.models import Duty
from heli.people.masking import masked
from heli.workbench import labels, presence
from heli.workbench.course import OLDEST_FIRST, history_of
from heli.workbench.dossier import Dossier, Task, Tie, dossier, find
from heli.workbench.earlier import may_find_earlier
from heli.workbench.files import files_of
from heli.workbench.letters import papers_of
from heli.workbench.presence import others_at
from heli.workbench.rows import case_address, point_of
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.step_panel import panel_of, ties_or_unties
from heli.workbench.times import times


@require_safe
@needs(READ_CASES)
def case(request: DeskRequest, reference: str) -> HttpResponse:
    """Show the case; a hidden case is a missing page."""
    found = dossier(reference, request.actor)
    if found is None:
        raise Http404
    if found.case.reference != reference:
        return redirect("workbench:case", found.case.reference)
    return desk(request, "workbench/case.html", context_of(found, request))


@require_safe
@needs(READ_CASES)
def case_map(request: DeskRequest, reference: str) -> JsonResponse:
    """Answer the place of the case, and of the open cases near it, as GeoJSON."""
    found = find(reference, request.actor)
    if found is None:
        raise Http404
    point = point_of(found)
    near = [point_of(case) for case in near_open(found, request.actor)] if point else []
    return JsonResponse({"type": "FeatureCollection", "features": [each for each in (*near, point) if each]})


@require_safe
@needs(READ_CASES)
def case_print(request: DeskRequest, reference: str) -> HttpResponse:
    """Show the whole case as it goes on paper: everything open, the oldest first, nothing to press."""
    found = dossier(reference, request.actor)
    if found is None:
        raise Http404
    context = {**context_of(found, request), **history_of(found, "all", OLDEST_FIRST), "printed_at": timezone.now()}
    return desk(request, "workbench/case_print.html", context)


def context_of(found: Dossier, request: DeskRequest) -> dict[str, Any]:
    """Return what the page shows."""
    # What is rarely needed is never the thing to do now, not even where there is nothing else.
    primary = next((step for step in found.steps if not step.quiet), None)
    others = [step for step in found.steps if step is not primary]
    limits = times(found.kind, list(found.clocks))
    main = [step for step in others if not step.quiet]
    return {
        **header_of(found),
        "dossier": found,
        **presence.context_of(found.case, others_at(found.case, found.actor)),
        "panel": panel_of(found.case, primary, found.actor, latest=found.latest) if primary is not None else None,
        "others": main,
        "more": [step for step in others if step not in main],
        "facts": _facts(found),
        "photos": found.photos,
        "files": files_of(found),
        "times": [each for each in limits if each.running],
        "times_past": [each for each in limits if not each.running],
        "all_times": limits,
        "coming": found.next,
        **history_of(found, request.GET.get("show", ""), request.GET.get("order", "")),
        "tasks": [_task(each) for each in found.tasks],
        "links": [_link(tie) for tie in found.ties],
        "tie_steps": [step for step in found.steps if ties_or_unties(found.kind, step)],
        "may_find_earlier": may_find_earlier(found.case, found.actor),
        "papers": papers_of(found),
        "named": _(", ").join(proposed(found.case, found.actor)) if found.case.is_open else "",
        "contact": masked(found.case.contact),
        "may_reach": found.may_reach,
        "domain_panel": found.kind.panel,
        "beside": beside_for_officer(found.case, found.actor),
        **found.kind.context(found.case, found.actor),
    }


def header_of(found: Dossier) -> dict[str, Any]:
    """Return what stands at the head of every page about the case."""
    case = found.case
    return {
        "case": case,
        "state": found.state,
        "state_tone": labels.tone(found.state),
        "category": labels.category(case.category_id, group=True),
        "place": labels.place(case.area_path, parts=4),
        "unit": labels.unit(case.unit_id),
        "crumbs": [{"label": _("Matters"), "url": reverse("workbench:queue")}, {"label": case.reference}],
    }


def _facts(found: Dossier) -> list[dict[str, Any]]:
    case = found.case
    return [
        {"label": _("Category"), "value": labels.category(case.category_id, group=True)},
        {"label": _("Place"), "value": labels.place(case.area_path, parts=4)},
        {"label": _("Address"), "value": case.address},
        {"label": _("Handling unit"), "value": labels.unit(case.unit_id), "note": case.unit.phone if case.unit else ""},
        {"label": _("Coordinating unit"), "value": labels.unit(case.centre_id) if case.centre_id else ""},
        {"label": _("Handler"), "value": str(case.handler) if case.handler else _("Nobody yet")},
        {"label": _("Channel"), "value": case.get_channel_display()},
        {"label": _("Concerns"), "value": _concerns(found)},
        {"label": _("Had seen it before"), "value": _witnesses(found)},
        {"label": _("Merged reports"), "value": case.followers or ""},
    ]


def _witnesses(found: Dossier) -> str:
    """Return for the auditor who of those concerned had seen the case."""
    if not found.actor.with_duty(Duty.AUDITOR) or not concerned_by(found.case):
        return ""
    return _(", ").join(str(person) for person in had_seen(found.case))


def _concerns(found: Dossier) -> str:
    """Return whom the case is kept from: units by name, officers by number, and names that no account bears."""
    case = found.case
    units = [labels.unit(pk) for pk in case.excluded_units]
    number = len(case.excluded_people)
    people = [ngettext("%(number)d officer", "%(number)d officers", number) % {"number": number}] if number else []
    names = [name for event in found.events for name in event.facts.get("about_names", ())]
    return _(", ").join([*units, *people, *names])


def _task(task: Task) -> dict[str, Any]:
    done = task.until is not None
    return {
        "unit": labels.unit(task.unit_id),
        "task": task.task,
        "result": task.result,
        "since": task.since,
        "due_at": task.due_at,
        "until": task.until,
        "status": _("Done") if done else _("Open"),
        "tone": "good" if done else "progress",
    }


def _link(tie: Tie) -> dict[str, Any]:
    texts = {
        (Link.Kind.MERGED_INTO, True): _("Merged into"),
        (Link.Kind.MERGED_INTO, False): _("Merged into this one"),
    }
    return {
        "tie": tie,
        "label": texts.get((Link.Kind(tie.kind), tie.outgoing), _("Related")),
        "url": case_address(tie.reference),
        "tone": labels.tone(tie.state),
    }
