"""Cases as the API shows them."""

from typing import Any

from django.utils.translation import get_language

from heli.access.actors import Actor
from heli.cases.explaining import explain
from heli.cases.kinds import kind_of, procedure_of
from heli.cases.models import Case, Event
from heli.cases.submitting import offered
from heli.organizations.responsibility import registry
from heli.places.territory import territory


def row(case: Case) -> dict[str, Any]:
    """Return ``case`` as a row of a list; names come from memory."""
    known = registry()
    english = (get_language() or "").startswith("en")
    unit = known.units.get(case.unit_id or 0)
    return {
        "reference": case.reference,
        "title": case.title,
        "state": case.state,
        "state_label": str(procedure_of(case).state(case.state).label),
        "category": known.categories[case.category_id].label,
        "place": territory().names(case.area_path, english=english),
        "unit": unit.label if unit else None,
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "lamp": case.lamp,
    }


def detail(case: Case, actor: Actor) -> dict[str, Any]:
    """Return ``case`` whole, as ``actor`` may see it."""
    main = case.clocks.filter(main=True).order_by("id").last()
    return {
        **row(case),
        "text": case.text,
        "address": case.address,
        "version": case.version,
        "why_due": explain(main) if main else [],
        "steps": [
            {"name": step.name, "label": str(step.label), "basis": str(step.basis)} for step in offered(case, actor)
        ],
        "events": events(case, actor),
    }


def events(case: Case, actor: Actor, *, since: int = 0) -> list[dict[str, Any]]:
    """Return the history after event ``since`` (id); residents see neither internal acts nor internal notes."""
    procedure, known = kind_of(case).procedure, registry()
    rows = case.events.filter(pk__gt=since).order_by("id")
    return [
        _event(event, str(procedure.step(event.step).done), known.units, staff=actor.is_staff)
        for event in rows
        if actor.is_staff or not event.internal
    ]


def _event(event: Event, label: str, units: Any, *, staff: bool) -> dict[str, Any]:
    unit = units.get(event.unit_id)
    return {
        "at": event.at,
        "step": event.step,
        "label": label,
        "unit": unit.label if unit else None,
        "note": event.note,
        "internal_note": event.internal_note if staff else None,
    }
