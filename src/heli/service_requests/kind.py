"""The request desk as a kind of case: procedure, actions, forms and guards joined by the names of the steps."""

from django.db.models import Q

from heli.cases.kinds import Kind, Stage
from heli.service_requests import actions
from heli.service_requests.forms import FORMS
from heli.service_requests.procedure import ServiceRequestProcedure as P
from heli.service_requests.rules import GUARDS

KIND = Kind(
    procedure=P,
    actions={step.name: getattr(actions, step.name) for step in P.steps() if not step.opening},
    forms=FORMS,
    guards=GUARDS,
    related=("service_request",),
    stages={
        Stage.DISPATCH: (P.registered, P.contested),
        Stage.ACCEPT: (P.dispatched, P.imposed),
        Stage.WORK: (P.in_hand,),
        Stage.VERIFY: (P.completed,),
        Stage.PERSON: (P.awaiting_information, P.verified),
    },
    asked={P.grant_extension.name: Q(service_request__extension_amount__isnull=False)},
)
