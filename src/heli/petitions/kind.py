"""The kinds of petitions and the suggestions to units: each with procedure, acts, forms and guards by step name."""

from dataclasses import replace
from types import ModuleType
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.acts import Opened
from heli.cases.kinds import Action, Counter, Door, Entrance, Kind, Reading, Stage
from heli.cases.usual.actions import usual_for
from heli.kernel.procedures import State
from heli.petitions import actions, closing, deciding, handling, hearings
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.advice_kind import ADVICE_KIND
from heli.petitions.claims import ClaimProcedure
from heli.petitions.desk_forms import WindowForm
from heli.petitions.filing_form import AccusationFiling, ClaimFiling, FilingForm, SuggestionFiling
from heli.petitions.forms import FORMS
from heli.petitions.opening import PETITIONER, file
from heli.petitions.panels import officer_context
from heli.petitions.procedure import FAMILY, PetitionProcedure
from heli.petitions.public import milestones_of, resident_context
from heli.petitions.rules import GUARDS
from heli.petitions.suggestions import SuggestionProcedure
from heli.petitions.views import page_context
from heli.referrals.forms import REFERRING_FORMS
from heli.referrals.referring import REFERRING, REFERRING_GUARDS

_ROOMS: Final[tuple[ModuleType, ...]] = (actions, handling, hearings, deciding, closing)
_WORK: Final = (
    "in_hand",
    "in_duty",
    "decided",
    "in_review",
    "review_decided",
    "in_re_review",
    "in_hearing",
    "re_review_decided",
)


def _actions(procedure: type[PetitionProcedure]) -> dict[str, Action]:
    found = {**usual_for(procedure), **REFERRING}
    for step in procedure.steps():
        for room in _ROOMS:
            action = vars(room).get(step.name)
            if action is not None and not step.opening:
                found[step.name] = action
    return found


def _stages(procedure: type[PetitionProcedure]) -> dict[Stage, tuple[State, ...]]:
    work = tuple(state for state in procedure.states() if state.name in _WORK)
    return {
        Stage.DISPATCH: (procedure.registered, procedure.objected, procedure.disputed),
        Stage.ACCEPT: (procedure.forwarded, procedure.received),
        Stage.WORK: work,
    }


def _open(form: FilingForm, many: bool) -> Opened:  # noqa: FBT001 - the signature that entrances have
    """Register what a valid form of another system brings."""
    return file(replace(form.filing(), many=many), by=PETITIONER, key=form.submission())


_ENTRANCES: Final[dict[type[PetitionProcedure], type[FilingForm]]] = {
    ClaimProcedure: ClaimFiling,
    SuggestionProcedure: SuggestionFiling,
    AccusationProcedure: AccusationFiling,
}
_DOOR: Final = Door(
    _("Bring a petition"),
    _("A grievance or claim, a suggestion, or something that must be reported: registered at once, by law"),
    "file-text",
    "petitions:file",
)


_READING: Final = (
    Reading(
        _("What the district arranges for petition work"),
        _("Where the law leaves something open: today's values, item by item"),
        "petitions:arrangements",
    ),
    Reading(
        _("Petition work in figures"),
        _("Year by year: how timely, with what result, and how it held on review"),
        "petitions:figures",
    ),
    Reading(
        _("Published re-review opinions"),
        _("Opinions after a hearing, without names (Regulation, art. 36)"),
        "petitions:opinions",
    ),
)


def _open_at_window(form: WindowForm, by: Actor) -> Opened:
    """Register what a visitor brings to a window."""
    return file(form.filing(), by=by, key=form.submission())


_COUNTER: Final = Counter(
    _("Petition"),
    _("A grievance or claim, a suggestion or a report, told and read back, or handed in on paper"),
    "file-text",
    WindowForm,
    _open_at_window,
    fields="petitions/counter_fields.html",
    context=page_context,
)


def _begins(procedure: type[PetitionProcedure]) -> dict[str, Any]:
    """Where petitions of a kind begin: the claim's door and window stand for all three."""
    found: dict[str, Any] = {"entrance": Entrance(_ENTRANCES[procedure], _open)}
    return found | ({"door": _DOOR, "counter": _COUNTER} if procedure is ClaimProcedure else {})


def _kind(procedure: type[PetitionProcedure]) -> Kind:
    return Kind(
        procedure=procedure,
        actions=_actions(procedure),
        family=FAMILY,
        forms={name: form for name, form in {**FORMS, **REFERRING_FORMS}.items() if name in procedure.parts},
        guards={**{name: guard for name, guard in GUARDS.items() if name in procedure.parts}, **REFERRING_GUARDS},
        related=("petition",),
        kept_for_nobody=True,
        stages=_stages(procedure),
        asked={"grant_extension": Q(petition__asked_days__isnull=False)} if procedure is ClaimProcedure else {},
        in_bulk={"assign": ("member", "note"), "record_work": ("note",)},
        coming_back=(procedure.disown, procedure.contest_ending),
        panel="petitions/panel.html",
        context=officer_context,
        milestones=milestones_of(procedure),
        resident_panel="petitions/resident_panel.html",
        resident_context=resident_context,
        receipt="petitions/receipt.html",
        reading=_READING,
        **_begins(procedure),
    )


PETITIONS: Final = tuple(_kind(each) for each in (ClaimProcedure, SuggestionProcedure, AccusationProcedure))
KINDS: Final = (*PETITIONS, ADVICE_KIND)
