"""The acts by which an agreement is performed, urged, not kept, talked about again or taken to court."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid5

from django.utils.translation import gettext as _

from heli.access.actors import SYSTEM, Actor
from heli.cases.acts import Act
from heli.cases.engine import acting, lock
from heli.cases.kinds import Outcome
from heli.cases.models import Attachment, Case, Event
from heli.cases.people_models import Party
from heli.cases.usual.actions import Files, with_files
from heli.kernel.decisions import Denied
from heli.mediation.actions import take
from heli.mediation.agreement_models import Agreement, Performance
from heli.mediation.agreement_text import names_of
from heli.mediation.agreements import in_force, today
from heli.mediation.letters import not_kept
from heli.mediation.owed import Owed, of_creditor, of_debtor, owed_in
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.sides import side_of
from heli.organizations.days import midnight

_ONCE = Act()


@acting
def report_performance(
    case: Case, *, by: Actor, act: Act = _ONCE, instalment: int, on: date, note: str = "", receipts: Files = ()
) -> Outcome:
    """Whoever owes it says that it was performed on a day, with a receipt where there is one (art. 31)."""
    act = with_files(act, receipts, Attachment.Purpose.EVIDENCE)
    lock(case)
    mine = of_debtor(owed_in(case), by)
    return _said(case, P.report_performance, mine, Performance.Said.REPORTED, instalment, on, note, by=by, act=act)


@acting
def confirm_performance(
    case: Case, *, by: Actor, act: Act = _ONCE, instalment: int, on: date, note: str = ""
) -> Outcome:
    """Whoever it is owed to says that it was performed on a day (art. 31); the last one ends the matter."""
    lock(case)
    mine = of_creditor(owed_in(case), by)
    outcome = _said(case, P.confirm_performance, mine, Performance.Said.CONFIRMED, instalment, on, note, by=by, act=act)
    if isinstance(outcome, Event):
        _go_on(case, at=outcome.at)
    return outcome


@acting
def contest_performance(case: Case, *, by: Actor, act: Act = _ONCE, instalment: int, reason: str) -> Outcome:
    """Whoever it is owed to says that what was reported is not so (art. 31)."""
    lock(case)
    reported = [each for each in of_creditor(owed_in(case), by) if each.said == Performance.Said.REPORTED]
    on = today(act.at)
    return _said(
        case, P.contest_performance, reported, Performance.Said.CONTESTED, instalment, on, reason, by=by, act=act
    )


def _said(
    case: Case, step: Any, among: list[Owed], said: str, instalment: int, on: date, note: str, *, by: Actor, act: Act
) -> Outcome:
    owed = next((each for each in among if each.key == instalment), None)
    if owed is None:
        return Denied(_("This is not yours to say of the agreement."))
    agreement = in_force(case)
    if on > today(act.at) or agreement is None or (agreement.effective_on and on < agreement.effective_on):
        return Denied(_("The day lies between the effect of the agreement and today."))
    facts = {"clause": owed.clause.number, "instalment": owed.part.number, "on": on.isoformat()}
    outcome = take(case, step, by=by, act=act, note=note, facts=facts)
    if isinstance(outcome, Event):
        own = side_of(case, by)
        Performance.objects.create(
            case=case, instalment=owed.part, said=said, party=own.party if own else None, on=on, note=note,
            at=outcome.at, event=outcome,
        )  # fmt: skip
    return outcome


def _go_on(case: Case, *, at: datetime) -> None:
    """End the matter when everything is performed; in arrears go back to an agreement that is kept."""
    rows = owed_in(case)
    if all(each.done for each in rows):
        assert fulfil(case, by=SYSTEM, act=Act(at=at))
    elif case.state == P.not_kept.name and not any(each.late(today(at)) for each in rows):
        assert catch_up(case, by=SYSTEM, act=Act(at=at))


@acting
def fulfil(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """End the matter: everything is performed and confirmed (art. 31)."""
    lock(case)
    if not all(each.done for each in owed_in(case)):
        return Denied(_("Something is still open."))
    return take(case, P.fulfil, by=by, act=act)


@acting
def catch_up(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Go back to an agreement that is kept: nothing is late any more (art. 31)."""
    lock(case)
    if any(each.late(today(act.at)) for each in owed_in(case)):
        return Denied(_("Something is still late."))
    return take(case, P.catch_up, by=by, act=act)


@acting
def remind_performance(case: Case, *, by: Actor, act: Act = _ONCE, instalment: int) -> Outcome:
    """Remind both sides of what falls due; the same key twice reminds once."""
    lock(case)
    owed = next((each for each in owed_in(case) if each.key == instalment and not each.done), None)
    if owed is None:
        return Denied(_("Nothing is open there any more."))
    facts = {"clause": owed.clause.number, "instalment": owed.part.number}
    return take(case, P.remind_performance, by=by, act=act, note=owed.line, facts=facts)


def reminded(case: Case, owed: Owed, stage: str) -> Act:
    """Return the act by which both sides are reminded of ``owed`` once in this ``stage``."""
    event = Event.objects.filter(case=case, key__isnull=False).order_by("id").values_list("key", flat=True).first()
    assert event is not None
    return Act(key=uuid5(event, f"{stage} {owed.key}"))


@acting
def urge_performance(case: Case, *, by: Actor, act: Act = _ONCE, text: str) -> Outcome:
    """Urge whoever owes to perform (art. 31)."""
    return take(case, P.urge_performance, by=by, act=act, note=text)


@acting
def follow_up(case: Case, *, by: Actor, act: Act = _ONCE, on: date, found: str, text: str) -> Outcome:
    """Record a follow-up visit: when, what was found (art. 31)."""
    lock(case)
    agreement = in_force(case)
    if agreement is None or not (agreement.effective_on and agreement.effective_on <= on <= today(act.at)):
        return Denied(_("The day lies between the effect of the agreement and today."))
    paper = {"on": on, "found": FOUND_ZH[found], "text": text}
    facts = {"on": on.isoformat(), "found": found}
    return take(
        case, P.follow_up, by=by, act=act, internal_note=text, facts=facts, papers={"mediation_follow_up": paper}
    )


#: What a visit can find, as the paper says it.
FOUND_ZH = {
    "kept": "已按约定履行",
    "partly": "部分履行",
    "not_kept": "未履行",
    "not_reached": "未能联系到当事人",
}


@acting
def report_breach(case: Case, *, by: Actor, act: Act = _ONCE, reason: str, party: Party | None = None) -> Outcome:
    """Whoever something late is owed to says that the agreement is not kept; a paper says what is owed (art. 32)."""
    lock(case)
    rows, on = owed_in(case), today(act.at)
    if not any(each.late(on) for each in of_creditor(rows, by)):
        return Denied(_("Nothing that is owed to you is late."))
    agreement = in_force(case)
    assert agreement is not None
    assert agreement.effective_on is not None
    anew = {"confirming": midnight(agreement.effective_on)} if case.state == P.not_confirmed.name else {}
    late = [each for each in rows if each.late(on)]
    papers = {"mediation_not_kept": _statement(agreement, late, reason)}
    facts = {"on": on.isoformat()}
    return take(case, P.report_breach, by=by, act=act, note=reason, facts=facts, papers=papers, begins=anew)


def _statement(agreement: Agreement, late: list[Owed], reason: str) -> dict[str, Any]:
    return {**not_kept(agreement, late, reason), "addressee": "、".join(names_of(agreement.parties))}


@acting
def talk_again(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Talk again; what was agreed binds both sides until another agreement takes effect (art. 33)."""
    return take(case, P.talk_again, by=by, act=act, note=reason)


@acting
def go_to_court(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """A side goes to court about performance or content (art. 32); the paper with what is owed is ready for it."""
    return _to_court(case, P.go_to_court, reason, by=by, act=act)


@acting
def ask_enforcement(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Whoever something late is owed to asks the court to enforce what it confirmed (Civil Procedure Law, art. 206).

    The two years of art. 250 are shown and bar nobody: a court accepts what comes later, and looks at the time only if
    the other side raises it (Interpretation, art. 481).
    """
    return _to_court(case, P.ask_enforcement, reason, by=by, act=act)


def _to_court(case: Case, step: Any, reason: str, *, by: Actor, act: Act) -> Outcome:
    lock(case)
    agreement = in_force(case)
    if agreement is None:
        return Denied(_("There is no agreement in force."))
    owed = [each for each in owed_in(case) if not each.done]
    papers = {"mediation_not_kept": _statement(agreement, owed, reason)}
    return take(
        case, step, by=by, act=replace(act, note=reason), papers=papers, facts={"on": today(act.at).isoformat()}
    )
