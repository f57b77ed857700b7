"""Cases as the API shows them."""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from heli.access.actors import Actor
from heli.cases.explaining import explain
from heli.cases.kinds import Kind, kind_of, may_read, procedure_of
from heli.cases.models import Case, Clock, Event, Paper
from heli.cases.paper_rows import services_in, standing_of
from heli.cases.serving import open_to_person
from heli.cases.submitting import offered
from heli.organizations.responsibility import registry
from heli.papers.kinds import title
from heli.people.reading import in_english
from heli.places.territory import territory


def row(case: Case) -> dict[str, Any]:
    """Return ``case`` as a row of a list; names come from memory."""
    known = registry()
    english = in_english()
    unit = known.units.get(case.unit_id or 0)
    return {
        "reference": case.reference,
        "kind": case.procedure,
        "kind_label": str(procedure_of(case).title),
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
    trace, history, papers = _read(case)
    return {
        **row(case),
        "text": case.text,
        "address": case.address,
        "version": case.version,
        "why_due": explain(Clock(trace=trace)) if trace else [],
        "steps": [
            {"name": step.name, "label": str(step.label), "basis": str(step.basis)} for step in offered(case, actor)
        ],
        "events": _shown(case, history, actor),
        "papers": list(_papers(kind_of(case), papers, actor)),
    }


FACTS = ("at", "step", "unit_id", "note", "internal")


def events(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """Return the history; residents see neither internal acts nor internal notes."""
    return _shown(case, _read(case)[1], actor)


def _papers(kind: Kind, rows: list[dict[str, Any]], actor: Actor) -> Iterator[dict[str, Any]]:
    """Yield the papers that ``actor`` may read, with how it stands with their service."""
    for each in rows:
        stands = standing_of(each["services"])
        if actor.is_staff or (may_read(kind, each["kind"], actor) and open_to_person(each["kind"], stands)):
            yield {
                "url": reverse("cases:paper", args=[each["id"]]),
                "kind": each["kind"],
                "title": title(each["kind"]),
                "number": each["number"],
                "issued_at": each["issued_at"],
                "served_at": stands.served_at,
                "served_by": stands.counting.method if stands.counting else "",
            }


def _read(case: Case) -> tuple[list[Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the reckoning of the main clock, the history and the papers, in one statement."""
    clock = Clock.objects.filter(case=OuterRef("pk"), main=True).order_by("-id").values("trace")[:1]
    rows = Event.objects.filter(case=OuterRef("pk")).order_by("id")
    history = ArraySubquery(
        rows.values(row=JSONObject(internal_note="note_for_staff__text", **{name: name for name in FACTS}))
    )
    papers = ArraySubquery(
        Paper.objects.filter(case=OuterRef("pk"))
        .order_by("id")
        .values(
            row=JSONObject(
                id="paper_id",
                kind="paper__kind",
                number="paper__number",
                issued_at="paper__issued_at",
                services=services_in(paper=OuterRef("pk")),
            )
        )
    )
    trace, found, issued = Case.objects.filter(pk=case.pk).values_list(Subquery(clock), history, papers).get()
    return trace or [], found, issued


def _shown(case: Case, history: list[dict[str, Any]], actor: Actor) -> list[dict[str, Any]]:
    procedure, units = kind_of(case).procedure, registry().units
    return [
        {
            "at": each["at"],
            "step": each["step"],
            "label": str(procedure.step(each["step"]).done),
            "unit": units[each["unit_id"]].label if each["unit_id"] in units else None,
            "note": each["note"],
            "internal_note": (each["internal_note"] or "") if actor.is_staff else None,
        }
        for each in history
        if actor.is_staff or not (each["internal"] or (actor.side and procedure.step(each["step"]).about_data))
    ]
