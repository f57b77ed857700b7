"""Referrals as a kind of case: procedure, acts, forms and guards joined by the names of the steps."""

from typing import Final

from heli.access.roles import Role
from heli.cases.kinds import Kind, Stage
from heli.cases.usual.actions import usual_for
from heli.referrals.actions import ACTIONS
from heli.referrals.forms import FORMS
from heli.referrals.panels import officer_context
from heli.referrals.procedure import FAMILY
from heli.referrals.procedure import ReferralProcedure as P
from heli.referrals.rules import GUARDS

KIND: Final = Kind(
    procedure=P,
    family=FAMILY,
    actions={**usual_for(P), **ACTIONS},
    forms={name: form for name, form in FORMS.items() if name in P.parts},
    guards={name: guard for name, guard in GUARDS.items() if name in P.parts},
    related=("referral__partner", "referral__work"),
    reaching=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.COORDINATOR),
    stages={
        Stage.ACCEPT: (P.offered, P.assigned),
        Stage.WORK: (P.in_work, P.appointed, P.entrusted, P.entrusted_summary),
    },
    panel="referrals/panel.html",
    context=officer_context,
)
