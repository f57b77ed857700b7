"""The acts from the first clause to an agreement in force, one function per step, named as the step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
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
from heli.mediation.agreement_models import Agreement, Clause, Instalment, Signature
from heli.mediation.agreement_text import compose, digest_of, names_of, plain, signature_lines
from heli.mediation.agreements import (
    MOST_CLAUSES,
    MOST_INSTALMENTS,
    begun_draft,
    clauses_of,
    complete_on,
    copied,
    draft_of,
    in_force,
    names_by_side,
    presented,
    signatures_of,
    today,
)
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.sides import side_of, sides_of
from heli.organizations.days import midnight

_ONCE = Act()


@dataclass(frozen=True)
class Due:
    """What falls due: on which day (None: from effect on), and how much in fen."""

    on: date | None
    amount: int | None = None


@acting
def add_clause(
    case: Case, *, by: Actor, act: Act = _ONCE, what: str, debtor: Party | None, creditor: Party | None, words: str,
    amount: int | None = None, dues: Sequence[Due] = (),
) -> Outcome:  # fmt: skip
    """Add a clause to the draft: who owes whom what, how much (fen) in all, and when; without ``dues`` at once.

    Refused where the instalments do not make the amount, where somebody would owe themselves, or a day lies behind.
    """
    lock(case)
    dues = dues or [Due(None, amount)]
    wrong = _wrong_clause(case, what, debtor, creditor, amount, dues, on=today(act.at))
    if wrong:
        return Denied(wrong)
    outcome = take(case, P.add_clause, by=by, act=act)
    if isinstance(outcome, Event):
        draft = begun_draft(case)
        last = Clause.objects.filter(agreement=draft).order_by("-number").first()
        clause = Clause.objects.create(
            case=case, agreement=draft, number=last.number + 1 if last else 1, what=what, debtor=debtor,
            creditor=creditor, words=words, amount=amount,
        )  # fmt: skip
        Instalment.objects.bulk_create(
            Instalment(case=case, clause=clause, number=number, due_on=each.on, amount=each.amount)
            for number, each in enumerate(dues, start=1)
        )
    return outcome


def _wrong_clause(
    case: Case, what: str, debtor: Party | None, creditor: Party | None, amount: int | None, dues: Sequence[Due],
    *, on: date,
) -> str:  # fmt: skip
    keys = {side.key for side in sides_of(case)}
    of_case = all((party.pk if party else 0) in keys for party in (debtor, creditor))
    if not of_case or (debtor and debtor.pk) == (creditor and creditor.pk):
        return _("A clause is between two different sides of the dispute.")
    if what == Clause.What.PAY and amount is None:
        return _("Write how much is to be paid.")
    if len(dues) > MOST_INSTALMENTS:
        return _("At most %(most)s instalments.") % {"most": MOST_INSTALMENTS}
    if amount is not None and sum(each.amount or 0 for each in dues) != amount:
        return _("The instalments do not make the whole amount.")
    days = [each.on for each in dues if each.on]
    if (len(dues) > 1 and len(days) < len(dues)) or days != sorted(set(days)):
        return _("Every instalment has a day of its own, the earliest first.")
    return _("A day that lies behind cannot be agreed on.") if days and days[0] < on else ""


@acting
def remove_clause(case: Case, *, by: Actor, act: Act = _ONCE, clause: Clause) -> Outcome:
    """Take a clause out of the draft; it stays on record."""
    lock(case)
    draft = draft_of(case)
    if draft is None or clause.agreement_id != draft.pk or clause.removed_at:
        return Denied(_("There is no such clause in the draft."))
    outcome = take(case, P.remove_clause, by=by, act=act, facts={"clause": clause.number})
    if isinstance(outcome, Event):
        Clause.objects.filter(pk=clause.pk).update(removed_at=outcome.at)
    return outcome


@acting
def draft_agreement(
    case: Case, *, by: Actor, act: Act = _ONCE, parties: str, facts: str, disputed: str, manner: str,
    responsibility: str = "",
) -> Outcome:  # fmt: skip
    """Put the whole text before the sides (arts. 28, 29); its words are fixed until somebody wants others."""
    lock(case)
    words = {
        "parties": parties,
        "facts": facts,
        "disputed": disputed,
        "manner": manner,
        "responsibility": responsibility,
    }
    draft = _written(case, words, oral=False)
    if isinstance(draft, Denied):
        return draft
    outcome = take(case, P.draft_agreement, by=by, act=act, facts={"version": draft.version, "digest": draft.digest})
    if isinstance(outcome, Event):
        draft.presented_at = outcome.at
        draft.save()
    return outcome


def _written(case: Case, words: Mapping[str, str], *, oral: bool) -> Agreement | Denied:
    """Return the draft with its words, its text and its digest, not yet saved."""
    draft = draft_of(case)
    clauses = clauses_of(draft) if draft else []
    if draft is None or not clauses:
        return Denied(_("There is no clause yet: add what the sides agree on first."))
    if len(clauses) > MOST_CLAUSES:
        return Denied(_("At most %(most)s clauses.") % {"most": MOST_CLAUSES})
    names = names_by_side(case, words["parties"])
    if isinstance(names, Denied):
        return names
    for name, value in words.items():
        setattr(draft, name, value)
    draft.oral = oral
    draft.text = compose(case, draft, clauses, names)
    draft.digest = digest_of(draft.text)
    return draft


@acting
def sign(case: Case, *, by: Actor, act: Act = _ONCE, digest: str, name: str, consent: bool) -> Outcome:
    """A side signs by itself the text with this ``digest``: it says yes, and writes its own name (art. 29)."""
    lock(case)
    agreement, own = presented(case), side_of(case, by)
    if agreement is None or own is None:
        return Denied(_("There is nothing for you to sign."))
    if digest != agreement.digest:
        return Denied(_("The text has changed since you read it. Read it once more, then sign."))
    if not consent:
        return Denied(_("Say that you have read the agreement and want it."))
    names = names_by_side(case, agreement.parties)
    if isinstance(names, Denied) or plain(name) != plain(names[own.key]):
        return Denied(_("Write your own name as it stands for you in the agreement."))
    signature = Signature(
        part=Signature.Part.SIDE, party=own.party, name=name, how=Signature.How.OWN_PAGE, on=today(act.at)
    )
    return _signed(case, P.sign, agreement, signature, by=by, act=act)


@acting
def record_signature(
    case: Case, *, by: Actor, act: Act = _ONCE, party: Party | None, on: date, scan: Files = ()
) -> Outcome:
    """Record that a side signed, sealed or fingerprinted the paper on a day; the scan is the proof (art. 29)."""
    lock(case)
    agreement = presented(case)
    if agreement is None or not scan:
        return Denied(_("Add the scan of the signed paper."))
    names = names_by_side(case, agreement.parties)
    if isinstance(names, Denied):
        return names
    name = names[party.pk if party else 0]
    act = with_files(act, scan, Attachment.Purpose.EVIDENCE)
    signature = Signature(part=Signature.Part.SIDE, party=party, name=name, how=Signature.How.ON_PAPER, on=on)
    return _signed(case, P.record_signature, agreement, signature, by=by, act=act)


@acting
def sign_as_mediator(case: Case, *, by: Actor, act: Act = _ONCE, digest: str) -> Outcome:
    """The mediator signs the text with this ``digest`` (art. 29)."""
    lock(case)
    agreement = presented(case)
    if agreement is None or digest != agreement.digest:
        return Denied(_("The text has changed since you read it. Read it once more, then sign."))
    signature = Signature(
        part=Signature.Part.MEDIATOR, user_id=by.user_id, name=by.name, how=Signature.How.OWN_PAGE, on=today(act.at)
    )
    return _signed(case, P.sign_as_mediator, agreement, signature, by=by, act=act)


@acting
def seal(case: Case, *, by: Actor, act: Act = _ONCE, on: date) -> Outcome:
    """Record on which day the committee put its seal on the agreement (art. 29)."""
    lock(case)
    agreement = presented(case)
    if agreement is None:
        return Denied(_("There is no agreement to be signed."))
    unit = case.unit.name if case.unit else ""
    signature = Signature(
        part=Signature.Part.COMMITTEE, user_id=by.user_id, name=unit, how=Signature.How.ON_PAPER, on=on
    )
    return _signed(case, P.seal, agreement, signature, by=by, act=act)


def _signed(case: Case, step: Any, agreement: Agreement, row: Signature, *, by: Actor, act: Act) -> Outcome:
    """Take ``step``, keep the signature, and let the agreement take effect if it was the last."""
    if not timezone.localdate(agreement.presented_at) <= row.on <= today(act.at):
        return Denied(_("A signature is dated between the day on which the text was fixed and today."))
    facts = {
        "version": agreement.version,
        "digest": agreement.digest,
        "part": row.part,
        "side": row.party.side or 0 if row.party else 0,
        "on": row.on.isoformat(),
    }
    outcome = take(case, step, by=by, act=act, facts=facts)
    if isinstance(outcome, Event):
        row.case, row.agreement, row.digest = case, agreement, agreement.digest
        row.event, row.at = outcome, outcome.at
        row.save(force_insert=True)
        if complete_on(case, signatures_of(agreement)):
            assert take_effect(case, by=SYSTEM, act=Act(at=outcome.at))
    return outcome


@acting
def take_effect(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Let the agreement bind the sides from the day on which the last signature or seal was there (art. 29)."""
    lock(case)
    agreement = presented(case)
    rows = signatures_of(agreement) if agreement else []
    on = complete_on(case, rows)
    if agreement is None or on is None:
        return Denied(_("Not everybody has signed yet."))
    said = "\n".join(signature_lines(rows))
    paper = {"addressee": "、".join(names_of(agreement.parties)), "agreement": agreement.text, "signatures": said}
    facts = {"version": agreement.version, "digest": agreement.digest, "on": on.isoformat()}
    papers = {"mediation_agreement": paper}
    begins = {"confirming": midnight(on)}
    outcome = take(case, P.take_effect, by=by, act=act, begins=begins, facts=facts, papers=papers)
    if isinstance(outcome, Event):
        replace_by(case, agreement, on=on, at=outcome.at)
    return outcome


def replace_by(case: Case, agreement: Agreement, *, on: date, at: datetime) -> None:
    """Let ``agreement`` bind the sides from ``on``; one that bound them before is replaced."""
    Agreement.objects.filter(case=case, effective_on__isnull=False, voided_at__isnull=True).update(voided_at=at)
    agreement.effective_on = on
    agreement.save()


@acting
def change_agreement(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Somebody wants other words: the version is void with every signature under it, a further one is drafted."""
    lock(case)
    agreement = presented(case)
    if agreement is None:
        return Denied(_("There is no agreement to be signed."))
    void = len(signatures_of(agreement))
    facts = {"version": agreement.version, "void": void}
    outcome = take(case, P.change_agreement, by=by, act=act, note=reason, facts=facts)
    if isinstance(outcome, Event):
        agreement.voided_at = outcome.at
        agreement.save(update_fields=["voided_at"])
        copied(agreement)
    return outcome


@acting
def conclude_orally(
    case: Case, *, by: Actor, act: Act = _ONCE, parties: str, facts: str, disputed: str, manner: str, on: date,
    responsibility: str = "",
) -> Outcome:  # fmt: skip
    """Record an oral agreement (arts. 28, 30): the day on which the sides agreed is the day of its effect."""
    lock(case)
    if not timezone.localdate(case.opened_at) <= on <= today(act.at):
        return Denied(_("The sides agreed on a day between the application and today."))
    words = {
        "parties": parties,
        "facts": facts,
        "disputed": disputed,
        "manner": manner,
        "responsibility": responsibility,
    }
    draft = _written(case, words, oral=True)
    if isinstance(draft, Denied):
        return draft
    paper = {"addressee": "、".join(names_of(parties)), "agreement": draft.text, "on": on}
    told = {"version": draft.version, "digest": draft.digest, "on": on.isoformat()}
    begins = {"confirming": midnight(on)}
    papers = {"mediation_oral_agreement": paper}
    outcome = take(case, P.conclude_orally, by=by, act=act, facts=told, begins=begins, papers=papers)
    if isinstance(outcome, Event):
        draft.presented_at = outcome.at
        replace_by(case, draft, on=on, at=outcome.at)
    return outcome


@acting
def keep_agreement(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """End the further talks: what was agreed before goes on to bind both sides, its windows run on."""
    lock(case)
    agreement = in_force(case)
    if agreement is None or agreement.effective_on is None:
        return Denied(_("There is no agreement before this one."))
    begins = {"confirming": midnight(agreement.effective_on)}
    return take(case, P.keep_agreement, by=by, act=act, note=reason, begins=begins)
