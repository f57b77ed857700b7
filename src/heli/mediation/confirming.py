"""The acts by which the sides have a court confirm their agreement: asked together, filed, docketed, ruled on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.engine import acting, lock, perform
from heli.cases.kinds import Outcome
from heli.cases.models import Case, Event
from heli.cases.people_models import Party
from heli.kernel.decisions import Denied
from heli.kernel.periods import compute
from heli.mediation.actions import take
from heli.mediation.agreement_models import Agreement, Confirmation, ConfirmationRequest
from heli.mediation.agreement_text import clause_lines, names_of
from heli.mediation.agreements import clauses_of, in_force, names_by_side, today
from heli.mediation.arrangements import arrangements
from heli.mediation.court_law import GROUND_ZH, confirmable, right_court
from heli.mediation.models import How, Mediating
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.sides import Side, side_of, sides_of
from heli.organizations.calendar import work_calendar
from heli.organizations.days import midnight
from heli.papers.wording import day

_ONCE = Act()
RESULT = Confirmation.Result


def confirmation_of(case: Case) -> Confirmation | None:
    """Return how far the agreement in force is with the court; None while nothing is prepared."""
    found = Confirmation.objects.filter(
        case=case, agreement__effective_on__isnull=False, agreement__voided_at__isnull=True
    )
    return found.select_related("agreement").first()


def still_asked(case: Case, agreement: Agreement) -> list[Side]:
    """Return the sides that have not asked the court yet."""
    asked = set(ConfirmationRequest.objects.filter(agreement=agreement).values_list("party_id", flat=True))
    return [side for side in sides_of(case) if (side.key or None) not in asked]


@acting
def ask_confirmation(
    case: Case, *, by: Actor, act: Act = _ONCE, party: Party | None = None, how: str = How.OWN_PAGE, note: str = ""
) -> Outcome:
    """A side asks for confirmation (art. 33); the application is made when every side has asked."""
    lock(case)
    own, agreement = side_of(case, by), in_force(case)
    asks, form = own.party if own else party, How.OWN_PAGE if own else how
    open_for = {side.key for side in still_asked(case, agreement)} if agreement else set()
    if agreement is None or (asks.pk if asks else 0) not in open_for:
        return Denied(_("This side has asked already."))
    facts = {"side": asks.side or 0 if asks else 0, "how": form}
    outcome = take(case, P.ask_confirmation, by=by, act=act, note=note, facts=facts)
    if isinstance(outcome, Event):
        ConfirmationRequest.objects.create(
            case=case, agreement=agreement, party=asks, how=form, at=outcome.at, event=outcome
        )
    return outcome


@acting
def prepare_confirmation(
    case: Case, *, by: Actor, act: Act = _ONCE, excluded: Sequence[str], invited: bool, intermediate: bool, ground: str,
    court: str,
) -> Outcome:  # fmt: skip
    """Write the application and the proof of mediation (Interpretation, art. 354), after the court's own questions."""
    lock(case)
    agreement = in_force(case)
    if agreement is None or still_asked(case, agreement):
        return Denied(_("Not every side has asked for it: the application is made together (art. 33)."))
    for decision in (confirmable(list(excluded)), right_court(ground, invited=invited, intermediate=intermediate)):
        if isinstance(decision, Denied):
            return decision
    names = names_by_side(case, agreement.parties)
    if isinstance(names, Denied):
        return names
    facts = {"ground": ground, "court": court}
    papers = _papers(case, agreement, clause_lines(clauses_of(agreement), names), court, ground)
    outcome = take(case, P.prepare_confirmation, by=by, act=act, facts=facts, papers=papers)
    if isinstance(outcome, Event):
        values = {"case": case, "ground": ground, "court": court, "prepared_at": outcome.at}
        Confirmation.objects.update_or_create(agreement=agreement, defaults=values)
    return outcome


def _papers(case: Case, agreement: Agreement, lines: list[str], court: str, ground: str) -> dict[str, dict[str, Any]]:
    rows = Mediating.objects.filter(case=case, until__isnull=True).select_related("user").order_by("id")
    shared = {
        "addressee": "、".join(names_of(agreement.parties)),
        "parties": agreement.parties,
        "agreed": f"于{day(agreement.effective_on or timezone.localdate())}生效的人民调解协议",
    }
    return {
        "mediation_confirmation_application": {
            **shared, "addressee": court, "court": court, "clauses": "\n".join(lines),
            "ground": GROUND_ZH[Confirmation.Ground(ground)],
        },
        "mediation_proof": {**shared, "mediators": "、".join(row.user.name for row in rows)},
    }  # fmt: skip


@acting
def file_confirmation(case: Case, *, by: Actor, act: Act = _ONCE, on: date) -> Outcome:
    """Record on which day the application was handed in at the court; judged by the window (art. 33)."""
    lock(case)
    found = confirmation_of(case)
    if found is None or found.filed_on:
        return Denied(_("There is no application that waits to be handed in."))
    if not timezone.localdate(found.prepared_at) <= on <= today(act.at):
        return Denied(_("It is handed in between the day on which it was prepared and today."))
    facts = {"on": on.isoformat(), "court": found.court}
    outcome = take(case, P.file_confirmation, by=by, act=act, facts=facts, asked_at=midnight(on))
    return _kept(found, outcome, filed_on=on)


@acting
def record_docketing(case: Case, *, by: Actor, act: Act = _ONCE, on: date, number: str) -> Outcome:
    """Record the docketing; the court's 30 days are shown and nobody is alarmed (Civil Procedure Law, art. 187)."""
    lock(case)
    found = confirmation_of(case)
    if found is None or found.filed_on is None or found.docketed_on:
        return Denied(_("There is no application that waits to be docketed."))
    if not found.filed_on <= on <= today(act.at):
        return Denied(_("It is docketed between the day on which it was handed in and today."))
    lengths = {**arrangements().lengths, "court_ruling": P.court_ruling.period}
    facts = {"on": on.isoformat(), "number": number}
    outcome = _take_long(case, P.record_docketing, by, act, lengths, facts=facts, begins={"court_ruling": midnight(on)})
    return _kept(found, outcome, docketed_on=on, docket_number=number)


@acting
def record_ruling(case: Case, *, by: Actor, act: Act = _ONCE, on: date, number: str, served_on: date) -> Outcome:
    """Record that the court confirmed it, and when it was first served; from then the 15 days count (art. 372).

    The six months of others count from knowledge, which nobody has before the day of the ruling.
    """
    lock(case)
    found = confirmation_of(case)
    wrong = _cannot_end(found, on, act)
    if wrong or found is None:
        return Denied(wrong)
    if not on <= served_on <= today(act.at):
        return Denied(_("It is served between the day of the ruling and today."))
    windows = {each.name: each.period for each in (P.objecting, P.objecting_third)}
    lengths = {**arrangements().lengths, **windows}
    facts = {"on": on.isoformat(), "number": number, "served_on": served_on.isoformat()}
    begins = {"objecting": midnight(served_on), "objecting_third": midnight(on)}
    outcome = _take_long(case, P.record_ruling, by, act, lengths, facts=facts, begins=begins)
    ends = {"result": RESULT.CONFIRMED, "ruled_on": on, "ruling_number": number, "served_on": served_on}
    return _kept(found, outcome, **ends)


@acting
def record_dismissal(
    case: Case, *, by: Actor, act: Act = _ONCE, result: str, on: date, number: str, grounds: Sequence[str]
) -> Outcome:
    """Record that the court did not accept, dismissed, or let the sides withdraw it (Interpretation, arts. 355–358).

    Or that it took a confirming ruling back on an objection (art. 372).
    """
    return _not_confirmed(case, P.record_dismissal, result, on, number, list(grounds), by=by, act=act)


@acting
def record_late_dismissal(
    case: Case, *, by: Actor, act: Act = _ONCE, result: str, on: date, number: str, grounds: Sequence[str]
) -> Outcome:
    """Record the same after the matter has gone on or ended; its state stays."""
    return _not_confirmed(case, P.record_late_dismissal, result, on, number, list(grounds), by=by, act=act)


def _not_confirmed(
    case: Case, step: Any, result: str, on: date, number: str, grounds: list[str], *, by: Actor, act: Act
) -> Outcome:
    lock(case)
    found = confirmation_of(case)
    wrong = _cannot_revoke(case, found, on, act) if result == RESULT.REVOKED else _cannot_end(found, on, act)
    if wrong or found is None:
        return Denied(wrong)
    facts = {"result": result, "on": on.isoformat(), "number": number, "grounds": grounds}
    outcome = take(case, step, by=by, act=act, facts=facts)
    return _kept(found, outcome, result=result, ruled_on=on, ruling_number=number, grounds=grounds)


def objected(case: Case) -> bool:
    """Whether somebody objected to the ruling that confirms the agreement in force."""
    return Event.objects.filter(case=case, step=P.record_objection.name).exists()


def _cannot_revoke(case: Case, found: Confirmation | None, on: date, act: Act) -> str:
    if found is None or found.result != RESULT.CONFIRMED or not objected(case):
        return _("There is no objection to a ruling that confirms the agreement.")
    ordered = found.ruled_on is not None and found.ruled_on <= on <= today(act.at)
    return "" if ordered else _("The court decides between the day on which it had the application and today.")


def _cannot_end(found: Confirmation | None, on: date, act: Act) -> str:
    if found is None or found.filed_on is None or found.result:
        return _("There is no application that waits for the court.")
    ordered = found.filed_on <= (found.docketed_on or found.filed_on) <= on <= today(act.at)
    return "" if ordered else _("The court decides between the day on which it had the application and today.")


@acting
def record_objection(
    case: Case, *, by: Actor, act: Act = _ONCE, who: str, since: date, on: date, note: str = ""
) -> Outcome:
    """Record an objection to the confirming ruling and whether it came in time (Interpretation, art. 372)."""
    lock(case)
    found = confirmation_of(case)
    if found is None or found.result != RESULT.CONFIRMED:
        return Denied(_("There is no ruling that confirms the agreement."))
    if not since <= on <= today(act.at):
        return Denied(_("An objection comes after its cause and not later than today."))
    facts = {"who": who, "since": since.isoformat(), "on": on.isoformat(), "in_time": objection_in_time(who, since, on)}
    return take(case, P.record_objection, by=by, act=act, note=note, facts=facts)


def objection_in_time(who: str, since: date, on: date) -> bool:
    """Whether an objection ``on`` a day is in time: a side's 15 days from service, others' 6 months from knowledge."""
    period = (P.objecting_third if who == "third" else P.objecting).period
    assert period is not None
    due = compute(midnight(since), period, work_calendar(), zone=timezone.get_default_timezone())
    return midnight(on) < due.at


def _take_long(case: Case, step: Any, by: Actor, act: Act, lengths: Any, **more: Any) -> Outcome:
    """Take ``step`` and start a limit whose length is asked for each time."""
    return perform(case, step, by=by, act=replace(act, lengths=lengths, **more))


def _kept(found: Confirmation, outcome: Outcome, **values: Any) -> Outcome:
    if isinstance(outcome, Event):
        for name, value in values.items():
            setattr(found, name, value)
        found.save(update_fields=list(values))
    return outcome
