"""The kind of disputes: procedure, acts, forms and guards joined by the names of the steps."""

from dataclasses import replace
from types import ModuleType
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heli.access.roles import Role
from heli.cases.acts import Opened
from heli.cases.kinds import Action, Counter, Door, Entrance, Kind, Milestone, Reading, Stage
from heli.cases.models import Channel
from heli.cases.usual.actions import usual_for
from heli.mediation import actions, agreeing, choosing, confirming, consents, filing, performing, sessions
from heli.mediation.agreement_forms import FORMS as AGREEMENT_FORMS
from heli.mediation.agreement_rules import GUARDS as AGREEMENT_GUARDS
from heli.mediation.apply_form import ApplyForm
from heli.mediation.consent_forms import FORMS as CONSENT_FORMS
from heli.mediation.court_forms import FORMS as COURT_FORMS
from heli.mediation.desk_forms import WindowForm
from heli.mediation.filing_forms import FORMS as FILING_FORMS
from heli.mediation.forms import FORMS
from heli.mediation.opening import PARTY, bring
from heli.mediation.panels import officer_context, resident_context
from heli.mediation.paper_kinds import JOINT
from heli.mediation.procedure import FAMILY
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.rules import GUARDS
from heli.mediation.session_forms import FORMS as SESSION_FORMS
from heli.mediation.take_views import open_taken, take_context
from heli.referrals.forms import REFERRING_FORMS
from heli.referrals.referring import REFERRING, REFERRING_GUARDS

#: The modules whose functions are the acts, by the names of the steps.
_ROOMS: Final[tuple[ModuleType, ...]] = (
    actions,
    choosing,
    agreeing,
    performing,
    confirming,
    sessions,
    consents,
    filing,
)
_FORMS: Final = {
    **FORMS,
    **REFERRING_FORMS,
    **AGREEMENT_FORMS,
    **COURT_FORMS,
    **SESSION_FORMS,
    **CONSENT_FORMS,
    **FILING_FORMS,
}
_GUARDS: Final = {
    **GUARDS,
    **REFERRING_GUARDS,
    **AGREEMENT_GUARDS,
    **sessions.GUARDS,
    **consents.GUARDS,
    "file_dossier": filing.may_file,
}


def _actions() -> dict[str, Action]:
    found = {**usual_for(P), **REFERRING}
    for step in P.steps():
        for room in _ROOMS:
            action = vars(room).get(step.name)
            if action is not None and not step.opening:
                found[step.name] = action
    return found


def _open(form: ApplyForm, many: bool) -> Opened:  # noqa: FBT001 - the signature that entrances have
    """Open what a valid form of another system brings."""
    return bring(replace(form.application(), channel=Channel.API, many=many), by=PARTY, key=form.submission())


_COUNTER: Final = Counter(
    _("Dispute"),
    _("An application for mediation, told and read back, or handed in on paper"),
    "users",
    WindowForm,
    open_taken,
    fields="mediation/take_fields.html",
    context=take_context,
)
_READING: Final = (
    Reading(
        _("First step in a dispute"),
        _("A few questions: what you can do, what mediation is, what else there is; nothing is kept"),
        "mediation:first_step",
    ),
    Reading(
        _("Committees and mediators"),
        _("Who mediates where, what they know, and when they can be met"),
        "mediation:committees",
    ),
    Reading(
        _("Mediation in figures"),
        _("Year by year: what talks lead to, how long they take, and whether agreements are kept"),
        "mediation:figures",
    ),
    Reading(
        _("What the district arranges for mediation"),
        _("Where the law leaves something open: today's values, item by item"),
        "mediation:arrangements",
    ),
)
KIND: Final = Kind(
    procedure=P,
    actions=_actions(),
    family=FAMILY,
    forms={name: form for name, form in _FORMS.items() if name in P.parts},
    guards={name: guard for name, guard in _GUARDS.items() if name in P.parts},
    related=("dispute",),
    reaching=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.INTAKE),
    joint_papers=JOINT,
    stages={
        Stage.ACCEPT: (P.applied,),
        Stage.PERSON: (P.inviting, P.to_sign),
        Stage.WORK: (P.in_mediation, P.suspended),
        Stage.VERIFY: (P.in_force, P.not_kept, P.not_confirmed),
    },
    coming_back=(P.apply_anew,),
    panel="mediation/panel.html",
    context=officer_context,
    door=Door(
        _("Have a dispute mediated"),
        _("With neighbours, in the family, about wages or damage: free of charge, and only if both sides want it"),
        "users",
        "mediation:apply",
        "category",
    ),
    entrance=Entrance(ApplyForm, _open),
    counter=_COUNTER,
    reading=_READING,
    milestones=(
        Milestone(_("Applied for"), (P.applied,)),
        Milestone(_("Both sides asked"), (P.inviting,)),
        Milestone(_("In mediation"), (P.in_mediation,)),
        Milestone(_("Agreement"), (P.to_sign, P.in_force)),
        Milestone(
            pgettext_lazy("mediation", "Ended"),
            (P.fulfilled, P.in_court, P.not_settled, P.ended, P.refused, P.turned_away),
        ),
    ),
    main_date=_("The mediation ends at the latest"),
    resident_panel="mediation/resident_panel.html",
    resident_context=resident_context,
)
