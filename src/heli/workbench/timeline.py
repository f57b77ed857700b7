"""The history of a case as staff read it: what the resident sees and what is internal, visibly apart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.access.roles import Role
from heli.cases.families import state_of, step_of
from heli.cases.files import file_line
from heli.cases.kinds import Kind
from heli.cases.models import Event
from heli.kernel.procedures import Step
from heli.workbench import labels

ICONS = {
    Role.APPLICANT: "user", Role.OTHER_SIDE: "users", Role.SYSTEM: "clock",
    Role.GRID_WORKER: "map-pin", Role.INTAKE: "phone", Role.COORDINATOR: "route", Role.DISTRICT_CENTRE: "gavel",
}  # fmt: skip
TONES = {"adverse": "bad", "waiting": "warn", "closed": "good"}
#: What can be shown of the history alone, in the order of the links.
SHOWS = {
    "all": gettext_lazy("Everything"),
    "steps": gettext_lazy("Steps"),
    "letters": gettext_lazy("Letters"),
    "notes": gettext_lazy("Notes for staff"),
    "files": gettext_lazy("Files"),
    "limits": gettext_lazy("Time limits"),
    "reads": gettext_lazy("Looks at the contact"),
    "public": gettext_lazy("What the resident sees"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the history. ``note`` is for the resident, ``internal_note`` for staff.

    ``sorts`` are the names in ``SHOWS`` under which it is found besides "all"; ``anchor`` is its permanent address on
    the page.
    """

    title: str
    at: datetime
    who: str
    icon: str
    tone: str
    anchor: str
    sorts: frozenset[str]
    role: str = ""
    note: str = ""
    internal_note: str = ""
    internal: bool = False
    basis: str = ""
    facts: list[dict[str, str]] = field(default_factory=list)
    files: list[dict[str, str]] = field(default_factory=list)


def entries(kind: Kind, events: Iterable[Event], besides: Iterable[Entry] = ()) -> list[Entry]:
    """Return ``events`` and what stands beside them as lines, the newest first."""
    lines = [entry(kind, event) for event in events]
    return sorted([*lines, *besides], key=lambda line: line.at, reverse=True) if besides else lines[::-1]


def counted(lines: Iterable[Entry]) -> Counter[str]:
    """Return how many of ``lines`` each name in ``SHOWS`` finds."""
    found = Counter(name for line in lines for name in line.sorts)
    found["all"] = sum(1 for _line in lines)
    return found


def entry(kind: Kind, event: Event) -> Entry:
    """Return ``event`` as a line."""
    step = step_of(kind, event.step)
    return Entry(
        title=str(step.done),
        anchor=f"e{event.pk}",
        sorts=_sorts(step, event),
        at=event.at,
        who=_who(event),
        role=str(Role(event.role).label) if event.role and event.role != Role.SYSTEM else "",
        icon=_icon(event),
        tone=_tone(kind, event),
        note=event.note,
        internal_note=event.internal_note,
        internal=event.internal,
        basis=_basis(step, event),
        facts=_facts(event.facts),
        files=[file_line(each["id"], each["name"], each["state"]) for each in getattr(event, "files", [])],
    )


def _sorts(step: Step, event: Event) -> frozenset[str]:
    by_clock = event.role == Role.SYSTEM or bool(step.extends)
    moved = event.from_state != event.to_state
    found = {
        "steps": moved or not by_clock,
        "limits": by_clock,
        "notes": event.internal or bool(event.internal_note),
        "files": bool(getattr(event, "files", [])),
        "public": not event.internal,
    }
    return frozenset(name for name, holds in found.items() if holds)


def _who(event: Event) -> str:
    if event.role == Role.SYSTEM or event.actor == "system":
        return _("Automatically")
    if event.role == Role.APPLICANT or (not event.role and not event.unit_id):
        return _("The resident")
    if event.role == Role.OTHER_SIDE:
        return str(Role.OTHER_SIDE.label)
    return " · ".join(part for part in (event.actor_name, labels.unit(event.unit_id)) if part)


def _icon(event: Event) -> str:
    if not event.role:
        return "send"
    return ICONS.get(Role(event.role), "building")


def _tone(kind: Kind, event: Event) -> str:
    if event.from_state == event.to_state:
        return "neutral"
    return TONES.get(state_of(kind, event.to_state).tone, "accent")


def _basis(step: Step, event: Event) -> str:
    moved = event.from_state != event.to_state
    return str(step.basis) if step.basis and (moved or step.extends) else ""


def _facts(facts: dict[str, Any]) -> list[dict[str, str]]:
    """Return the particulars that every domain keeps under the same names."""
    found = []
    if facts.get("unit_id"):
        found.append({"label": _("Unit"), "value": labels.unit(facts["unit_id"])})
    for name, label in (("member", _("Handled by")), ("task", _("Task")), ("percent", _("Share of the time used, %"))):
        if facts.get(name):
            found.append({"label": label, "value": str(facts[name])})
    if facts.get("many"):
        found.append({"label": _("How it came"), "value": _("It came with very many others from one connection.")})
    if facts.get("into"):
        url = reverse("workbench:case", args=[facts["into"]])
        found.append({"label": _("Into"), "value": facts["into"], "url": url})
    return found
