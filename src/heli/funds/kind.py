"""Applications to funds as a kind of case: procedure, actions, forms and guards joined by the names of the steps."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.acts import Opened
from heli.cases.kinds import Counter, Door, Entrance, Kind, Stage
from heli.cases.models import Channel
from heli.cases.usual.actions import usual_for
from heli.funds import actions
from heli.funds.apply_form import ApplyForm, WindowForm
from heli.funds.forms import FORMS
from heli.funds.opening import APPLICANT, apply
from heli.funds.panels import MILESTONES, officer_context, resident_context
from heli.funds.procedure import FundApplicationProcedure as P
from heli.funds.rules import GUARDS


def _open(form: ApplyForm, many: bool) -> Opened:  # noqa: FBT001 - the signature that entrances have
    """Open what a valid form of another system applies for; each application is looked at anyway."""
    return apply(replace(form.application(), channel=Channel.API), by=APPLICANT, key=form.submission())


def _open_at_window(form: WindowForm, by: Actor) -> Opened:
    """Open what a visitor applies for at a window, in the name of the visitor."""
    return apply(form.application(), by=by, key=form.submission())


_OWN = {step.name: getattr(actions, step.name) for step in P.steps() if hasattr(actions, step.name)}

KIND = Kind(
    procedure=P,
    actions={**usual_for(P), **_OWN},
    forms=FORMS,
    guards=GUARDS,
    related=("fund_application__fund", "fund_application__line"),
    stages={
        Stage.WORK: (P.applied, P.assessed, P.payable, P.in_review),
        Stage.VERIFY: (P.half_approved, P.ordered),
        Stage.PERSON: (P.asked_back, P.granted),
    },
    door=Door(
        _("Apply for money of a fund"),
        _("For people in hardship: illness, housing, school, a disaster, when nothing else helps in time"),
        "heart-handshake",
        "funds:apply",
    ),
    entrance=Entrance(ApplyForm, _open),
    counter=Counter(
        _("Application to a fund"),
        _("Money of a hardship or livelihood fund, for somebody in need"),
        "heart-handshake",
        WindowForm,
        _open_at_window,
    ),
    panel="funds/panel.html",
    context=officer_context,
    milestones=MILESTONES,
    resident_panel="funds/resident_panel.html",
    resident_context=resident_context,
    coming_back=(P.assess_again, P.hand_back, P.stop_payment, P.set_aside, P.ask_reconsideration),
)
