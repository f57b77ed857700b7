"""The request desk as a kind of case: procedure, actions, forms and guards joined by the names of the steps."""

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.acts import Opened
from heli.cases.kinds import Counter, Door, Entrance, Kind, Measures, Stage
from heli.cases.models import Channel
from heli.cases.usual.actions import usual_for
from heli.referrals.forms import REFERRING_FORMS
from heli.referrals.referring import REFERRING, REFERRING_GUARDS
from heli.service_requests.actions import ACTIONS
from heli.service_requests.desk_forms import OPEN_DETAILS, VisitForm
from heli.service_requests.forms import FORMS
from heli.service_requests.opening import REPORTER, report
from heli.service_requests.panels import officer_context
from heli.service_requests.procedure import FAMILY
from heli.service_requests.procedure import ServiceRequestProcedure as P
from heli.service_requests.public import MILESTONES, public_facts, public_search, resident_context
from heli.service_requests.report_form import ReportForm, topics_of
from heli.service_requests.rules import GUARDS


def _open(form: ReportForm, many: bool) -> Opened:  # noqa: FBT001 - the signature that entrances have
    """Open what a valid form of another system reports."""
    return report(replace(form.report(), channel=Channel.API, many=many), by=REPORTER, key=form.submission())


def _open_at_window(form: VisitForm, by: Actor) -> Opened:
    """Open what a visitor says at a window."""
    return report(form.report(), by=by, key=form.submission())


def _at_window(form: VisitForm) -> dict[str, Any]:
    """Return what the fields at a window show besides: topics, and whether the rarer fields stand open."""
    return {
        "topics": topics_of(form),
        "more_open": any(form[name].value() or form[name].errors for name in OPEN_DETAILS),
    }


KIND = Kind(
    procedure=P,
    family=FAMILY,
    on_wall=True,
    in_public=True,
    actions={**usual_for(P), **REFERRING, **ACTIONS},
    forms={**FORMS, **REFERRING_FORMS},
    guards={**GUARDS, **REFERRING_GUARDS},
    related=("service_request",),
    stages={
        Stage.DISPATCH: (P.registered, P.contested),
        Stage.ACCEPT: (P.dispatched, P.imposed),
        Stage.WORK: (P.in_hand,),
        Stage.VERIFY: (P.completed,),
        Stage.PERSON: (P.awaiting_information, P.verified),
    },
    door=Door(
        _("Report something"),
        _("A lamp that is out, rubbish, noise, a leak, rude service: anything that somebody should see to"),
        "message-report",
        "service_requests:report",
        topic="category",
    ),
    entrance=Entrance(ReportForm, _open),
    counter=Counter(
        _("Service request"),
        _("Something that a unit should see to: a lamp, noise, a leak, rude service"),
        "message-report",
        VisitForm,
        _open_at_window,
        fields="service_requests/counter_fields.html",
        context=_at_window,
    ),
    panel="service_requests/panel.html",
    context=officer_context,
    milestones=MILESTONES,
    public_facts=public_facts,
    public_search=public_search,
    resident_panel="service_requests/resident_panel.html",
    receipt="service_requests/receipt.html",
    resident_context=resident_context,
    asked={P.grant_extension.name: Q(service_request__extension_amount__isnull=False)},
    in_bulk={
        P.dispatch.name: ("unit", "note"),
        P.assign.name: ("member", "note"),
        P.record_work.name: ("note",),
        P.supervise.name: ("note",),
        P.urge.name: ("text",),
    },
    coming_back=(P.send_back, P.contest, P.send_back_to_work, P.reject, P.object),
    measures=Measures(
        process="service_request__rating_process",
        result="service_request__rating_result",
        rated_at="service_request__rated_at",
        rejecting=(P.reject,),
        reopening=(P.object,),
        contesting=(P.contest,),
    ),
)
