"""Petitions and referrals: what of a petition may be passed, and how the office takes what others refer to it."""

from typing import Final
from uuid import UUID

from heli.access.actors import Actor
from heli.cases.acts import Opened
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.organizations.models import UnitKind
from heli.petitions.claims import ClaimProcedure
from heli.petitions.models import Opinion, Outcome
from heli.petitions.opening import Filing, file
from heli.petitions.procedure import FAMILY
from heli.referrals.models import Outcome as Result
from heli.referrals.models import PartnerKind
from heli.referrals.receivers import Ending, Handover, Receiver

#: Ends that name another procedure or body.
_ELSEWHERE: Final = ("guided", "redirected", "declined")
_GRANTED: Final = (Outcome.SUPPORTED, Outcome.CHANGED)


def open_from(handover: Handover, by: Actor, key: UUID) -> Opened | Denied:
    """Register a petition from what was referred; the person tells nothing again (Regulation, arts. 22, 37)."""
    return file(
        Filing(
            text=handover.text,
            request=handover.question,
            category=handover.category,
            procedure=ClaimProcedure,
            channel=handover.channel,
            received_at=handover.received_at,
            organ=None if handover.unit.kind == UnitKind.PETITION_OFFICE else handover.unit,
            area=handover.area,
            address=handover.address,
            contact=handover.contact,
            parties=handover.parties,
            files=handover.files,
            concerned=handover.concerned,
        ),
        by=by,
        key=key,
    )


def ending_of(case: Case) -> Ending:
    """Return what the end of a petition says as the result: its last opinion, else the state it ended in."""
    state = str(ClaimProcedure.state(case.state).label)
    if case.state in _ELSEWHERE:
        return Ending(Result.ELSEWHERE, state)
    last = Opinion.objects.filter(case=case).order_by("-pk").first()
    if last is None:
        return Ending(Result.SETTLED if case.state in ("settled", "performed") else Result.NOT_SETTLED, state)
    granted = last.outcome in _GRANTED
    return Ending(Result.SETTLED if granted else Result.NOT_SETTLED, f"{last.get_level_display()}: {last.opinion}")


RECEIVER: Final = Receiver(PartnerKind.PETITIONS, FAMILY.code, FAMILY.title, open_from, ending_of)
