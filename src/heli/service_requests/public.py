"""What the public may read of a service request, and the marks on its way that the resident sees."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.cases.kinds import Milestone, PublicFacts
from heli.cases.models import Case
from heli.service_requests.models import Outcome
from heli.service_requests.procedure import ServiceRequestProcedure as P

#: A result counts in public once somebody else than the handler has checked it.
SETTLED = frozenset({P.verified.name, P.closed.name})

MILESTONES = (
    Milestone(_("Received"), (P.registered,)),
    Milestone(_("Sent to the unit"), (P.dispatched, P.contested, P.imposed)),
    Milestone(_("In hand"), (P.in_hand, P.awaiting_information)),
    Milestone(_("Checked"), (P.completed, P.verified)),
    Milestone(_("Closed"), (P.closed, P.declined, P.merged, P.withdrawn)),
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
    return Q(service_request__public_summary__icontains=word) | Q(
        service_request__publish_text=True, search_text__contains=word.lower()
    )
