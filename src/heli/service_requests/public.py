"""What the public may read of a service request, and the marks on its way that the resident sees."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.kinds import Milestone, PublicFacts
from heli.cases.models import Case, Link
from heli.service_requests.models import Outcome
from heli.service_requests.procedure import ServiceRequestProcedure as P

#: A result is published when it has been checked and the person has had the last word.
SETTLED = frozenset({P.closed.name})

MILESTONES = (
    Milestone(_("Received"), (P.registered,)),
    Milestone(_("Sent to the unit"), (P.dispatched, P.contested, P.imposed)),
    Milestone(_("In hand"), (P.in_hand, P.awaiting_information)),
    Milestone(_("Check of the result"), (P.completed, P.verified)),
    Milestone(_("Close of the case"), (P.closed, P.declined, P.merged, P.withdrawn)),
)


def public_facts(case: Case) -> PublicFacts:
    """Return what the register shows of ``case``: the resident's words only with consent, the answer once it holds.

    A declined request shows no answer: its ground is written to the person and may repeat what only they know.
    """
    request = case.service_request
    settled = case.state in SETTLED and bool(request.outcome)
    return PublicFacts(
        summary=request.public_summary,
        words=case.text if request.publish_text else "",
        outcome=str(Outcome(request.outcome).label) if settled else "",
        answer=request.answer if settled else "",
    )


def public_search(word: str) -> Q:
    """Return the condition under which the published texts of a case hold ``word``."""
    summary = Q(service_request__public_summary__icontains=word)
    return summary | Q(service_request__publish_text=True, text__icontains=word)


def resident_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what the resident's page shows of the request: its result, its rating, the case it was merged into.

    The other case is named only where the public may know of it.
    """
    request = case.service_request
    into = None
    if case.state == P.merged.name:
        links = Link.objects.filter(case=case, kind=Link.Kind.MERGED_INTO, ended_at__isnull=True)
        into = links.filter(other__public=True).values_list("other__reference", flat=True).first()
    outcome = Outcome(request.outcome).label if request.outcome else ""
    return {"request_": request, "outcome": outcome, "merged_into": into}
