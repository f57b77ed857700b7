"""What the person sees of their petition beyond the case: the marks on its way, opinions, hearings, new petitions."""

from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.codes import secret
from heli.cases.conflicts import concerned_by, nobody_left
from heli.cases.kinds import Milestone
from heli.cases.models import Case, Event
from heli.kernel.procedures import State
from heli.kernel.references import query_code_for
from heli.petitions.models import Hearing, Opinion
from heli.petitions.procedure import PetitionProcedure

#: Namespace of the keys under which new facts are registered as petitions of their own.
NEW_FACTS = UUID("5b5c7a52-6f0f-4a8b-9a2e-4e3f2d7f6a10")
_MARKS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Registered"), ("registered", "received")),
    (_("Sent to the competent organ"), ("forwarded", "objected", "disputed")),
    (_("In hand"), ("in_hand", "in_duty")),
    (
        _("Opinion or answer"),
        ("decided", "answered", "replied", "performed", "settled", "guided", "redirected", "declined", "withdrawn"),
    ),
    (_("Review"), ("in_review", "review_decided", "reviewed")),
    (_("Re-review"), ("in_re_review", "in_hearing", "re_review_decided", "concluded")),
)


def milestones_of(procedure: type[PetitionProcedure]) -> tuple[Milestone, ...]:
    """Return the marks on the way of a kind of petition, those that it has."""
    known = {state.name: state for state in procedure.states()}
    marks = []
    for label, names in _MARKS:
        states: tuple[State, ...] = tuple(known[name] for name in names if name in known)
        if states:
            marks.append(Milestone(label, states))
    return tuple(marks)


def key_of_new_facts(key: UUID) -> UUID:
    """Return the key under which what was brought with the submission ``key`` is registered."""
    return uuid5(NEW_FACTS, str(key))


def is_imported(case: Case) -> bool:
    """Whether the petition was taken over from an older register, whose dates its limits were computed from."""
    return case.opened_by.startswith("import:")


def resident_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``petitions/resident_panel.html`` shows the person of their petition.

    An opinion is shown in words once it has been issued; the paper itself when it has been served. Of petitions that
    their new facts became they read number and code here: whoever has proved this one is the same person.
    """
    return {
        "petition": case.petition,
        "imported": is_imported(case),
        "opinions": list(Opinion.objects.filter(case=case).order_by("id")),
        "hearings": list(Hearing.objects.filter(case=case).order_by("id")),
        "brought": _brought(case),
        "nobody": nobody_left() if _left_to_nobody(case) else "",
    }


def _left_to_nobody(case: Case) -> bool:
    """Whether it concerns whoever would answer, and nobody else may: registered, and hidden from them."""
    return bool(case.unit_id and concerned_by(case).holds_unit(case.unit_id))


def _brought(case: Case) -> list[dict[str, str]]:
    keys = Event.objects.filter(case=case, step="bring_new_facts").values_list("key", flat=True)
    derived = {key_of_new_facts(key) for key in keys if key}
    if not derived:
        return []
    rows = Event.objects.filter(key__in=derived).values_list("case__reference", "key")
    return [{"reference": reference, "code": query_code_for(secret(), key)} for reference, key in rows if key]
