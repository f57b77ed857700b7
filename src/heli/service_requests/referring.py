"""Service requests and referrals: how the desk takes what others refer to it, and what its end returns."""

from typing import Final
from uuid import UUID

from heli.access.actors import Actor
from heli.cases.acts import Opened
from heli.cases.conflicts import NobodyLeftError, nobody_left, units_of
from heli.cases.models import Case
from heli.cases.parties import add_parties
from heli.kernel.decisions import Denied
from heli.referrals.models import Outcome, PartnerKind
from heli.referrals.receivers import Ending, Handover, Receiver
from heli.service_requests.opening import Report, report
from heli.service_requests.procedure import FAMILY
from heli.service_requests.procedure import ServiceRequestProcedure as P


def open_from(handover: Handover, by: Actor, key: UUID) -> Opened | Denied:
    """Open a request from what was referred; the unit that answers for the topic at the place gets it."""
    concerned = handover.concerned
    what = Report(
        text=f"{handover.question}\n\n{handover.text}",
        category=handover.category,
        channel=handover.channel,
        area=handover.area,
        address=handover.address,
        contact=handover.contact,
        about=units_of(sorted(concerned.units)),
        about_people=sorted(concerned.people),
        confidential=True,
        photos=handover.files,
    )
    try:
        opened = report(what, by=by, key=key)
    except NobodyLeftError:
        return Denied(nobody_left())
    add_parties(opened.case, handover.parties)
    return opened


def ending_of(case: Case) -> Ending:
    """Return what the end of a request says as the result: its answer, else the state it ended in."""
    state = str(P.state(case.state).label)
    answered = case.state == P.closed.name
    return Ending(Outcome.SETTLED if answered else Outcome.NOT_SETTLED, case.service_request.answer or state)


RECEIVER: Final = Receiver(PartnerKind.REQUESTS, FAMILY.code, FAMILY.title, open_from, ending_of)
