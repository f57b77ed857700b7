"""Mediation and referrals: what of a dispute may be passed, and how committees take what others refer to them.

Private talks, evidence, and the files that a side sent for the mediators have no way into a package: only the words and
papers that every side reads, and those people whose consent is on it.
"""

from typing import Final
from uuid import UUID

from heli.access.actors import Actor
from heli.cases.acts import Opened
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.mediation.models import Committee
from heli.mediation.opening import Application, bring
from heli.mediation.paper_kinds import JOINT
from heli.mediation.procedure import FAMILY
from heli.mediation.procedure import MediationProcedure as P
from heli.referrals.models import Outcome, PartnerKind
from heli.referrals.passable import Passable, papers, parties, reached, told
from heli.referrals.receivers import Ending, Handover, Receiver

#: Ends with an agreement that stands.
_SETTLED: Final = ("in_force", "fulfilled")
TITLE_LENGTH: Final = 60


def items(case: Case) -> list[Passable]:
    """Return what of a dispute may be passed: what every side reads, and how people are reached."""
    joint = [each for each in papers(case) if each.paper is not None and each.paper.paper.kind in JOINT]
    return [*told(case), *reached(case), *parties(case), *joint]


def open_from(handover: Handover, by: Actor, key: UUID) -> Opened | Denied:
    """Open a dispute from what was referred; who it is about is asked whether they agree all the same (art. 17)."""
    return bring(
        Application(
            title=handover.question[:TITLE_LENGTH],
            text=handover.text,
            request=handover.question,
            category=handover.category,
            parties=handover.parties,
            channel=handover.channel,
            area=handover.area,
            address=handover.address,
            contact=handover.contact,
            how="",
            committee=Committee.objects.filter(unit=handover.unit).first(),
            concerned=handover.concerned,
            files=handover.files,
        ),
        by=by,
        key=key,
    )


def ending_of(case: Case) -> Ending:
    """Return what the end of a dispute says as the result: the state alone, never what was said in it."""
    label = str(P.state(case.state).label)
    if case.state == "turned_away":
        return Ending(Outcome.ELSEWHERE, label)
    return Ending(Outcome.SETTLED if case.state in _SETTLED else Outcome.NOT_SETTLED, label)


RECEIVER: Final = Receiver(PartnerKind.MEDIATION, FAMILY.code, FAMILY.title, open_from, ending_of)
