"""What the generic case page shows of a service request beyond the case itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.permissions import TAKE_REPORTS, WORK_OUTSIDE
from heli.cases.explaining import period_text
from heli.cases.models import Case
from heli.organizations.models import Duty
from heli.service_requests.models import Outcome
from heli.workbench import labels
from heli.workbench.navigation import Entry

ENTRIES = (
    Entry(
        _("Take a report"),
        "request_desk:intake",
        "phone-call",
        15,
        TAKE_REPORTS,
        leads=(Duty.INTAKE,),
        begin=_("Take a report"),
        key="n",
    ),
    Entry(
        _("Today outside"),
        "request_desk:field",
        "map-pin",
        15,
        WORK_OUTSIDE,
        leads=(Duty.GRID_WORKER,),
        begin=_("To my grids"),
        key="f",
    ),
)


def officer_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``service_requests/panel.html`` shows: a request for more time, the result, the rating, returns."""
    request = case.service_request
    level = case.category.period
    asked = request.extension_amount
    return {
        "request_": request,
        "outcome_label": Outcome(request.outcome).label if request.outcome else "",
        "more_time": period_text(asked, level.unit.value) if asked and level else "",
        "returned": [labels.unit(pk) for pk in request.returned_by],
    }
