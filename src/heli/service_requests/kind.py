"""The request desk as a kind of case: procedure, actions, forms and guards joined by the names of the steps."""

from heli.cases.kinds import Kind
from heli.service_requests import actions
from heli.service_requests.forms import FORMS
from heli.service_requests.procedure import ServiceRequestProcedure
from heli.service_requests.rules import GUARDS

KIND = Kind(
    procedure=ServiceRequestProcedure,
    actions={step.name: getattr(actions, step.name) for step in ServiceRequestProcedure.steps() if not step.opening},
    forms=FORMS,
    guards=GUARDS,
)
