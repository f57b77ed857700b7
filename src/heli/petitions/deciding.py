"""Opinion, review and re-review: the three levels at which a claim is decided (Regulation, arts. 32, 34 to 36)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import translation

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.assignments import assist, hand_over
from heli.cases.conflicts import answer_for, concerned_by
from heli.cases.engine import acting
from heli.cases.kinds import Outcome as Result
from heli.cases.models import Attachment, Case, Event, Paper
from heli.cases.serving import Delivery
from heli.cases.usual.actions import with_files
from heli.organizations.models import Unit
from heli.organizations.responsibility import registry
from heli.papers.kinds import LANGUAGE
from heli.petitions.actions import Files, keep, take, until
from heli.petitions.arrangements import arrangements, organ_above, petition_office
from heli.petitions.handling import serve
from heli.petitions.letters import FIRST_WINDOW, SECOND_WINDOW, last_remedy, remedy_after, to_person
from heli.petitions.models import Level, Opinion, Outcome

_ONCE = Act()
HAND_IN = "移交本事项的办理材料，并就请求作出说明。"


@dataclass(frozen=True)
class _Written:
    """One level of opinion: the step that issues it, its paper, and what the person can ask for afterwards."""

    level: Level
    step: str
    paper: str
    window: str


_FIRST = _Written(Level.FIRST, "decide", "opinion", FIRST_WINDOW)
_REVIEW = _Written(Level.REVIEW, "decide_review", "review_opinion", SECOND_WINDOW)
_LAST = _Written(Level.RE_REVIEW, "decide_re_review", "re_review_opinion", "")


@acting
def decide(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    outcome: str,
    findings: str,
    opinion: str,
    ground: str,
    execute_by: date | None = None,
) -> Result:
    """Issue the written opinion: request, facts and reasons, opinion, legal basis, remedy (art. 32)."""
    said = {"outcome": outcome, "findings": findings, "opinion": opinion, "ground": ground, "execute_by": execute_by}
    return _decide(case, _FIRST, said, by=by, act=act)


@acting
def decide_review(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    outcome: str,
    findings: str,
    opinion: str,
    ground: str,
    execute_by: date | None = None,
) -> Result:
    """Issue the review opinion: the opinion below is upheld or changed (art. 35)."""
    said = {"outcome": outcome, "findings": findings, "opinion": opinion, "ground": ground, "execute_by": execute_by}
    return _decide(case, _REVIEW, said, by=by, act=act)


@acting
def decide_re_review(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    outcome: str,
    findings: str,
    opinion: str,
    ground: str,
    execute_by: date | None = None,
) -> Result:
    """Issue the re-review opinion, the last one in the petition procedure (art. 36)."""
    said = {"outcome": outcome, "findings": findings, "opinion": opinion, "ground": ground, "execute_by": execute_by}
    return _decide(case, _LAST, said, by=by, act=act)


def _decide(case: Case, written: _Written, said: Mapping[str, Any], *, by: Actor, act: Act) -> Result:
    unit, execute_by = case.unit_id, said["execute_by"]
    if written.window:
        body, remedy = remedy_after(unit, window=written.window)
    else:
        body, remedy = "", last_remedy()
    words = {name: said[name] for name in ("findings", "opinion", "ground")}
    printed = to_person(
        case,
        outcome=_in_chinese(Outcome(said["outcome"])),
        facts=said["findings"],
        opinion=said["opinion"],
        ground=said["ground"],
        remedy=remedy,
    )
    taken = take(
        case,
        written.step,
        by=by,
        act=act,
        note=said["opinion"],
        facts={"outcome": said["outcome"]},
        papers={written.paper: printed},
        lengths={"executing": until(execute_by)} if execute_by else {},
    )
    if isinstance(taken, Event):
        Opinion.objects.create(
            case=case,
            event=taken,
            level=written.level,
            outcome=said["outcome"],
            body=body,
            remedy=remedy,
            execute_by=execute_by,
            unit=unit,
            made_by=by.key,
            made_at=taken.at,
            **words,
        )
    return taken


def _in_chinese(outcome: Outcome) -> str:
    with translation.override(LANGUAGE):
        return str(outcome.label)


@acting
def serve_opinion(case: Case, *, by: Actor, act: Act = _ONCE, paper: Paper, delivery: Delivery) -> Result:
    """Record the service of the opinion; the time to ask for a review counts from it (art. 35)."""
    given: dict[str, Any] = {"paper": paper, "delivery": delivery, "kind": _FIRST.paper, "window": "asking_review"}
    return serve(case, "serve_opinion", by=by, act=act, **given)


@acting
def serve_review(case: Case, *, by: Actor, act: Act = _ONCE, paper: Paper, delivery: Delivery) -> Result:
    """Record the service of the review opinion; the time to ask for a re-review counts from it (art. 36)."""
    given: dict[str, Any] = {"paper": paper, "delivery": delivery, "kind": _REVIEW.paper, "window": "asking_re_review"}
    return serve(case, "serve_review", by=by, act=act, **given)


@acting
def serve_re_review(case: Case, *, by: Actor, act: Act = _ONCE, paper: Paper, delivery: Delivery) -> Result:
    """Record the service of the last opinion; with it the procedure is concluded."""
    return serve(case, "serve_re_review", by=by, act=act, paper=paper, delivery=delivery, kind=_LAST.paper)


@acting
def ask_review(
    case: Case, *, by: Actor, act: Act = _ONCE, reason: str, sent_on: datetime | None = None, photos: Files = ()
) -> Result:
    """Ask the organ one level up for a review (art. 35). ``sent_on``: when a letter was posted; that keeps the time."""
    act = replace(with_files(act, photos, Attachment.Purpose.REPORT, note=reason), asked_at=sent_on)
    return _ask(case, "ask_review", case.petition.first_unit or case.unit_id, by=by, act=act)


@acting
def ask_re_review(
    case: Case, *, by: Actor, act: Act = _ONCE, reason: str, sent_on: datetime | None = None, photos: Files = ()
) -> Result:
    """Ask the organ above the reviewing one for a re-review (art. 36)."""
    act = replace(with_files(act, photos, Attachment.Purpose.REPORT, note=reason), asked_at=sent_on)
    return _ask(case, "ask_re_review", case.petition.review_unit, by=by, act=act)


def _ask(case: Case, step: str, decided_by: int | None, *, by: Actor, act: Act) -> Result:
    """Hand the case to the organ above the one that decided; outside the district the petition office passes it on."""
    unit = registry().units.get(decided_by or 0)
    above = organ_above(unit) if unit and not case.petition.outside_body else None
    reviewer = _free_reviewer(case, above)
    before = case.unit_id
    assisting = [pk for pk in case.assisting if pk != reviewer.pk]
    joins = before is not None and before not in (reviewer.pk, *assisting)
    changes = {"unit_id": reviewer.pk, "handler_id": None, "assisting": [*assisting, before] if joins else assisting}
    outcome = take(case, step, by=by, act=act, changes=changes)
    if isinstance(outcome, Event):
        hand_over(case, reviewer, at=outcome.at)
        if joins:
            assist(case, registry().units[before or 0], task=HAND_IN, at=outcome.at)
        keep(case, review_unit=reviewer.pk, outside_body="" if above else arrangements().upper_body)
    return outcome


def _free_reviewer(case: Case, above: Unit | None) -> Unit:
    """Return the unit that takes the request in hand: never one that the case concerns."""
    centre = registry().units.get(case.centre_id or 0) or petition_office()
    return answer_for(above or centre, case.area_path, concerned_by(case), since=case.opened_at, centre=centre).unit
