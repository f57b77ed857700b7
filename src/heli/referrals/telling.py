"""What the matter behind a referral learns: a line in its history for each turn, and the result for its staff."""

from datetime import datetime
from typing import Final

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.acts import Act
from heli.cases.engine import perform
from heli.cases.kinds import procedure_of
from heli.cases.models import Case

#: What the person reads, in the language of the district's papers; the panel beside their matter says it in theirs.
WORDS: Final = {
    "accepted": "{partner}已接受转介，正在办理。",
    "refused": "{partner}未接受转介，您的事项仍由原承办单位继续办理。",
    "returned": "{partner}已反馈转介结果，由原承办单位继续处理。",
}


def tell_source(case: Case, happened: str, *, at: datetime, internal: str = "") -> None:
    """Write into the history of the matter behind the referral ``case`` what happened; in the transaction of the act.

    The system writes it: whoever works on the referral does not see that matter. Its state and clocks stay.
    """
    referral = case.referral
    if referral.source is None:
        return
    partner = referral.partner.name
    act = Act(
        at=at,
        note=WORDS[happened].format(partner=partner),
        internal_note=internal,
        facts={"referral": case.reference, "partner": partner, "happened": happened, "outcome": referral.outcome},
    )
    with acting_as(SYSTEM):
        perform(referral.source, procedure_of(referral.source).step("note_referral"), by=SYSTEM, act=act)
