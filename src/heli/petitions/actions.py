"""The acts that all petitions share, one function per step, named as the step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.assignments import hand_over
from heli.cases.conflicts import concerned_by
from heli.cases.engine import acting, perform
from heli.cases.kinds import Outcome, procedure_of
from heli.cases.models import Attachment, Case, Event
from heli.cases.personal import CONTACT
from heli.cases.usual.actions import with_files
from heli.kernel.decisions import Denied
from heli.kernel.periods import Period, days
from heli.kernel.procedures import Step
from heli.organizations.models import Unit
from heli.papers.models import StoredFile
from heli.people.models import Contact
from heli.petitions.arrangements import arrangements
from heli.petitions.letters import ending, to_unit
from heli.petitions.models import Petition
from heli.petitions.opening import Filing, file
from heli.petitions.procedure import PetitionProcedure
from heli.petitions.public import key_of_new_facts
from heli.petitions.reach import CODES

Files = Sequence[StoredFile]
#: States in which nobody deals with a petition, so that none can be pointed to there.
TURNED_AWAY = tuple(
    state.name for state in (PetitionProcedure.redirected, PetitionProcedure.declined, PetitionProcedure.withdrawn)
)
_ONCE = Act()


def keep(case: Case, **values: Any) -> None:
    """Write fields of the petition; one statement."""
    Petition.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case.petition, name, value)


def take(case: Case, name: str, *, by: Actor, act: Act, **more: Any) -> Outcome:
    """Take the step called ``name`` of the case's own procedure, with the lengths that the district has arranged."""
    lengths = {**arrangements().lengths, **more.pop("lengths", {})}
    return perform(case, step_of(case, name), by=by, act=replace(act, lengths=lengths, **more))


def step_of(case: Case, name: str) -> Step:
    """Return the step called ``name`` of the case's procedure."""
    return procedure_of(case).step(name)


def until(day: date) -> Period:
    """Return the period of natural days from today to ``day``, which is its last; at least one day."""
    return days(max(1, (day - timezone.localdate()).days))


@acting
def classify(case: Case, *, by: Actor, act: Act = _ONCE, kind: str, reason: str, way: int | None = None) -> Outcome:
    """Settle which kind of petition it is (arts. 22, 29 to 31); limits that run go on."""
    changes = {} if kind == case.procedure else {"procedure": kind}
    if not changes and way == case.petition.way:
        return Denied(_("That is the kind it has already."))
    outcome = take(case, "classify", by=by, act=act, note=reason, changes=changes, facts={"way": way} if way else {})
    if outcome:
        keep(case, way=way)
    return outcome


@acting
def forward(case: Case, *, by: Actor, act: Act = _ONCE, unit: Unit, note: str = "") -> Outcome:
    """Forward to the organ that is competent (art. 22, items 1 and 2)."""
    return _to_unit(case, "forward", "forwarding_letter", unit, by=by, act=act, note=note)


@acting
def entrust(case: Case, *, by: Actor, act: Act = _ONCE, unit: Unit, report_by: date, note: str = "") -> Outcome:
    """Assign to the competent organ, which reports back until the last day set (art. 22, item 3)."""
    return _to_unit(
        case,
        "entrust",
        "assignment_letter",
        unit,
        by=by,
        act=act,
        note=note,
        lengths={"reporting_back": until(report_by)},
        said={"report_by": report_by},
    )


@acting
def pass_down(case: Case, *, by: Actor, act: Act = _ONCE, unit: Unit, note: str = "") -> Outcome:
    """Pass down to an organ of the same line (art. 23, para. 1)."""
    return _to_unit(case, "pass_down", "forwarding_letter", unit, by=by, act=act, note=note)


@acting
def settle_competence(case: Case, *, by: Actor, act: Act = _ONCE, unit: Unit, settled_by: str, reason: str) -> Outcome:
    """Record which organ is competent, and who decided it (art. 24)."""
    facts = {"settled_by": settled_by}
    return _to_unit(case, "settle_competence", "forwarding_letter", unit, by=by, act=act, note=reason, facts=facts)


def _to_unit(
    case: Case,
    name: str,
    paper: str,
    unit: Unit,
    *,
    by: Actor,
    act: Act,
    note: str,
    said: dict[str, Any] | None = None,
    **more: Any,
) -> Outcome:
    changes = {"unit_id": unit.pk, "handler_id": None}
    papers = {paper: to_unit(case, unit, note, **(said or {}))}
    outcome = take(case, name, by=by, act=act, internal_note=note, changes=changes, papers=papers, **more)
    if isinstance(outcome, Event):
        hand_over(case, unit, at=outcome.at)
    return outcome


@acting
def report_upward(case: Case, *, by: Actor, act: Act = _ONCE, told: str, reason: str) -> Outcome:
    """Report a grave or urgent matter at once (arts. 22, 25)."""
    outcome = take(case, "report_upward", by=by, act=act, internal_note=reason, facts={"reported_to": told})
    if isinstance(outcome, Event):
        keep(case, urgent_at=outcome.at)
    return outcome


@acting
def redirect(case: Case, *, by: Actor, act: Act = _ONCE, body: str, reason: str) -> Outcome:
    """Name the body outside of the district's organs that is competent (art. 23, para. 1)."""
    papers = {"redirection_notice": ending(case, reason, body=body)}
    return take(case, "redirect", by=by, act=act, note=reason, facts={"body": body}, papers=papers)


@acting
def decline_same(case: Case, *, by: Actor, act: Act = _ONCE, other: Case, reason: str) -> Outcome:
    """Point to where the same matter is dealt with, or to its final opinion (art. 19, para. 3; art. 36, para. 3)."""
    if other.pk == case.pk or other.procedure not in CODES or other.state in TURNED_AWAY:
        return Denied(_("Name another petition that an organ deals with, or that has had its final opinion."))
    papers = {"non_acceptance_notice": ending(case, reason, other=other.reference)}
    return take(case, "decline_same", by=by, act=act, note=reason, facts={"into": other.reference}, papers=papers)


@acting
def contest_ending(case: Case, *, by: Actor, act: Act = _ONCE, reason: str, photos: Files = ()) -> Outcome:
    """Object to having been turned away: the petition is registered again."""
    act = with_files(act, photos, Attachment.Purpose.REPORT, note=reason)
    return take(case, "contest_ending", by=by, act=act, changes=back_to_office(case))


def back_to_office(case: Case) -> dict[str, Any]:
    """Return what brings the case back to those who coordinate it, so that nobody who turned it away holds it."""
    return {"unit_id": case.centre_id, "handler_id": None} if case.centre_id else {"handler_id": None}


@acting
def disown(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Object with reasons: it is not within the organ's powers (art. 23, para. 3)."""
    unit = case.unit_id
    act = replace(act, facts={"returned_by": unit})
    outcome = take(case, "disown", by=by, act=act, internal_note=reason, changes={"handler_id": None})
    if outcome:
        keep(case, disowned_by=[*case.petition.disowned_by, unit])
    return outcome


@acting
def refuse_objection(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Find, after a check, that it stays with the organ (art. 23, para. 3)."""
    return take(case, "refuse_objection", by=by, act=act, internal_note=reason)


@acting
def dispute(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Record that several organs are competent and do not agree (art. 24)."""
    return take(case, "dispute", by=by, act=act, internal_note=reason)


@acting
def supervise(case: Case, *, by: Actor, act: Act = _ONCE, note: str, manner: str, answer_by: date) -> Outcome:
    """Supervise by reminder, visit or listing, with an answer due (arts. 38 to 40)."""
    papers = {"supervision_order": to_unit(case, None, note, manner=manner, answer_by=answer_by)}
    lengths = {"answering_supervision": until(answer_by)}
    facts = {"manner": manner}
    return take(case, "supervise", by=by, act=act, internal_note=note, lengths=lengths, facts=facts, papers=papers)


@acting
def answer_supervision(case: Case, *, by: Actor, act: Act = _ONCE, text: str, photos: Files = ()) -> Outcome:
    """Answer the supervision: what was done, and by when the rest will be (art. 40)."""
    act = with_files(act, photos, Attachment.Purpose.INTERNAL, internal_note=text)
    return take(case, "answer_supervision", by=by, act=act)


@acting
def report_back(case: Case, *, by: Actor, act: Act = _ONCE, text: str) -> Outcome:
    """Report the result back to whoever assigned it (art. 22, item 3)."""
    return take(case, "report_back", by=by, act=act, internal_note=text, papers={"closing_report": {"report": text}})


@acting
def bring_new_facts(case: Case, *, by: Actor, act: Act = _ONCE, text: str, request: str, photos: Files = ()) -> Outcome:
    """Bring new facts or reasons: they are registered as a petition of their own, tied to this one.

    Whom the matter concerns may know nothing of what is added to it either (arts. 28, 30).
    """
    act = act if act.key else replace(act, key=uuid4())
    outcome = take(case, "bring_new_facts", by=by, act=act)
    if isinstance(outcome, Event) and outcome.key:
        what = Filing(
            text=text,
            request=request,
            category=case.category,
            procedure=_procedure_of(case),
            channel=case.channel,
            area=case.area,
            address=case.address,
            contact=_copied(case),
            concerned=concerned_by(case),
            people=case.petition.people,
            files=photos,
            follows=case,
        )
        file(what, by=by, key=key_of_new_facts(outcome.key), at=outcome.at)
    return outcome


def _procedure_of(case: Case) -> type[PetitionProcedure]:
    procedure = procedure_of(case)
    assert issubclass(procedure, PetitionProcedure)
    return procedure


def _copied(case: Case) -> Contact | None:
    """How the person is reached, once more: each case keeps a contact of its own, which is erased with it."""
    known = case.contact
    if known is None:
        return None
    return Contact(**{name: getattr(known, name) for name in CONTACT}, language=known.language)


@acting
def rate(case: Case, *, by: Actor, act: Act = _ONCE, unit: int, office: int, comment: str = "") -> Outcome:
    """Rate the organ and the petition office apart, each from 1 to 5 (art. 21)."""
    outcome = take(case, "rate", by=by, act=act, note=comment, facts={"unit": unit, "office": office})
    if isinstance(outcome, Event):
        keep(case, rating_unit=unit, rating_office=office, rating_comment=comment, rated_at=outcome.at)
    return outcome
