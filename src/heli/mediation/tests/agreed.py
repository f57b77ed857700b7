"""Disputes of Li and Wu with an agreement: drafted, before the sides, in force."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.cases.acts import Act
from heli.cases.models import Case
from heli.cases.parties import parties_of
from heli.cases.people_models import Party
from heli.kernel.decisions import Denied
from heli.mediation.agreeing import Due
from heli.mediation.agreement_models import Agreement
from heli.mediation.agreements import in_force, presented
from heli.mediation.kind import KIND
from heli.mediation.owed import Owed, owed_in
from heli.mediation.tests.people import MediationDistrict, first, mediated, other

WORDS: dict[str, Any] = {
    "parties": "李女士，住人民路12号201室\n吴先生，住人民路12号301室",
    "facts": "楼上卫生间漏水，楼下天花板发霉。",
    "disputed": "是否修理、赔偿多少。",
    "responsibility": "吴先生负责修理。",
    "manner": "转账支付，按期履行。",
}


def do(case: Case, step: str, by: Actor, at: datetime | None = None, **facts: Any) -> Any:
    """Take a step of the kind with a key of its own."""
    return KIND.actions[step](case, by=by, act=Act(key=uuid4(), at=at), **facts)


def refused(outcome: object) -> bool:
    """Whether the step was refused."""
    return isinstance(outcome, Denied)


def wu(case: Case) -> Party:
    """Return the other side."""
    with acting_as(SYSTEM):
        return next(each for each in parties_of(case) if each.role == Party.Role.OTHER_SIDE)


def clause(case: Case, by: Actor, at: datetime | None = None, **more: Any) -> Any:
    """Add that Wu pays Li 3,000.00 yuan; ``more`` replaces any of it."""
    what = {"what": "pay", "debtor": wu(case), "creditor": None, "words": "支付维修赔偿款", "amount": 300_000, **more}
    return do(case, "add_clause", by, at=at, **what)


def before_the_sides(district: MediationDistrict, *, dues: list[Due] | None = None, **more: Any) -> Case:
    """Return a dispute whose agreement is to be signed."""
    case = mediated(district, **more)
    cai = district.actor("cai")
    assert clause(case, cai, dues=dues or [])
    assert do(case, "draft_agreement", cai, **WORDS)
    return case


def text_of(case: Case) -> Agreement:
    """Return the agreement that lies before the sides, or is in force."""
    with acting_as(SYSTEM):
        found = presented(case) or in_force(case)
    assert found is not None
    return found


def signed(case: Case, who: Actor, name: str, at: datetime | None = None) -> Any:
    """Let a side sign what lies before it."""
    return do(case, "sign", who, at=at, digest=text_of(case).digest, name=name, consent=True)


def by_both(case: Case, at: datetime | None = None) -> None:
    """Let Li and Wu sign."""
    assert signed(case, first(case), "李女士", at)
    assert signed(case, other(case), "吴先生", at)


def by_committee(case: Case, district: MediationDistrict, on: date, at: datetime | None = None) -> None:
    """Let the mediator sign, and the committee put its seal on it on a day."""
    assert do(case, "sign_as_mediator", district.actor("cai"), at=at, digest=text_of(case).digest)
    assert do(case, "seal", district.actor("chu"), at=at, on=on)


def concluded(district: MediationDistrict, on: date, at: datetime | None = None, **more: Any) -> Case:
    """Return a dispute whose agreement is in force since ``on``."""
    case = before_the_sides(district, **more)
    by_both(case, at)
    by_committee(case, district, on, at)
    assert case.state == "in_force"
    return case


def owed(case: Case) -> list[Owed]:
    """Return what is owed, as the system sees it."""
    with acting_as(SYSTEM):
        return owed_in(case)
