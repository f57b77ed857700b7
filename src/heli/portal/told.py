"""Parts of a case as its person reads them: limits, marks on the way, entries of the history, pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.roles import PEOPLE, Role
from heli.cases.explaining import explain, period_text
from heli.cases.families import limit_of, state_of, step_of
from heli.cases.kinds import Kind, Milestone
from heli.cases.models import Attachment, Clock, Event
from heli.kernel.procedures import State
from heli.organizations.responsibility import registry

ICONS = {Role.APPLICANT: "user", Role.OTHER_SIDE: "users", Role.SYSTEM: "clock"}
EVENT_TONES = {"adverse": "bad", "waiting": "warn", "closed": "good"}


@dataclass(frozen=True)
class Time:
    """One limit of a case, told honestly: what it is, when it ends, whether it stands still or is provisional."""

    kind: Kind
    clock: Clock

    @property
    def label(self) -> str:
        """What must be done by then."""
        return str(limit_of(self.kind, self.clock.limit).label)

    @property
    def period(self) -> str:
        """How long it is, without extensions."""
        return period_text(self.clock.amount, self.clock.unit)

    @property
    def why(self) -> list[str]:
        """How the date was reckoned."""
        return explain(self.clock)

    @property
    def basis(self) -> str:
        """The ground."""
        return str(limit_of(self.kind, self.clock.limit).basis or self.clock.basis)

    @property
    def paused_since(self) -> datetime | None:
        """Since when it stands still."""
        return self.clock.paused_at

    @property
    def extensions(self) -> list[dict[str, str]]:
        """What was added to it, and why."""
        return [
            {"period": period_text(each["amount"], each["unit"]), "reason": each.get("reason", "")}
            for each in self.clock.extensions
        ]


def photo(attachment: Attachment) -> dict[str, str]:
    """Return a picture as the photo component shows it."""
    pk = attachment.file_id
    return {
        "url": reverse("cases:file", args=[pk]),
        "thumb": reverse("cases:thumbnail", args=[pk]),
        "alt": attachment.get_purpose_display(),
    }


def marks(milestones: Iterable[Milestone], now: State, events: Sequence[Event]) -> Iterable[dict[str, Any]]:
    """Yield the marks in order; those that the case passed by are left out, the last one bears the real outcome."""
    ahead = first_done = False
    for mark in milestones:
        names = {state.name for state in mark.states}
        entered = [event.at for event in events if event.to_state in names and event.from_state not in names]
        here = now.name in names
        if not (here or ahead or entered):
            continue
        state = "todo" if ahead else "current" if here and not now.final else "done"
        label = now.label if here and now.final else mark.label
        # A case that was opened again was received once; of everything else the last time counts.
        moments = entered[:1] if not first_done else entered[-1:]
        if here and now.final:
            # The mark bears the name of the outcome, so it bears its day: an opinion is served after it was issued.
            moments = [event.at for event in events if event.to_state == now.name != event.from_state][-1:] or moments
        first_done = True
        yield {"label": label, "state": state, "at": moments[0] if moments and not ahead else None}
        ahead = ahead or here


def told(kind: Kind, event: Event, files: list[dict[str, str]], reader: Actor) -> dict[str, Any]:
    """Return ``event`` as ``reader`` reads it: the unit, never an officer's name; never an internal note."""
    step, target = step_of(kind, event.step), state_of(kind, event.to_state)
    moved = event.from_state != event.to_state
    grave = step.extends or (moved and (target.adverse or target.tone == "waiting"))
    return {
        "title": str(step.done) or str(step.label),
        "at": event.at,
        "actor": _who(event, reader),
        "body": event.note,
        "icon": ICONS.get(Role(event.role), "building") if event.role else "send",
        "tone": EVENT_TONES.get(target.tone, "accent") if moved else "neutral",
        "basis": str(step.basis) if grave and step.basis else "",
        "files": files,
    }


def _who(event: Event, reader: Actor) -> str:
    if event.role == Role.SYSTEM:
        return _("Automatically")
    if event.role in PEOPLE or (not event.role and not event.unit_id):
        return _person(event, reader)
    unit = registry().units.get(event.unit_id or 0)
    return unit.label if unit else ""


def _person(event: Event, reader: Actor) -> str:
    """Whoever wrote an event from outside, as ``reader`` calls them; what has no role was done by who opened the case.

    The person of a case acts at the desk too, under a key that is not theirs.
    """
    role = Role(event.role or Role.APPLICANT)
    own = event.actor == reader.key if role == Role.OTHER_SIDE else not reader.side
    return _("You") if own else str(role.label)
