"""Writing the ledger: the only place where entries come from. Nothing is changed; a mistake is reversed."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.audit.record import write
from heli.cases.models import Event
from heli.funds.models import BudgetLine, Entry, Fund, FundApplication, Posting
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.kernel.ledgers import Account, Movement, may_post, postings, reversed_, unequal
from heli.kernel.ledgers import Posting as Moved


def chain_of(fund: Fund) -> str:
    """Return the audit chain of the entries of ``fund``."""
    return f"funds/{fund.code}"


def locked(line: BudgetLine) -> BudgetLine:
    """Return ``line`` as it is now, locked until the transaction ends, so that nobody spends its money meanwhile."""
    return BudgetLine.objects.select_for_update(of=("self",)).select_related("fund").get(pk=line.pk)


def post(
    line: BudgetLine,
    movement: Movement,
    fen: int,
    *,
    by: Actor,
    reason: str,
    reference: str = "",
    event: Event | None = None,
    at: datetime | None = None,
) -> Entry | Denied:
    """Post an entry that moves ``fen`` in ``line``; in the caller's transaction. A refusal changes nothing.

    ``event`` is the step of an application that caused it. ValueError unless the amount is above zero.
    """
    line = locked(line)
    return _posted(line, movement, fen, postings(movement, fen), by=by, why=(reason, reference), event=event, at=at)


def may_reserve(application: FundApplication, line: BudgetLine, fen: int) -> Decision:
    """Decide whether ``fen`` of ``line`` may be reserved for an application: its fund, open, within the most.

    Whether there is money enough is decided when it is posted.
    """
    fund = application.fund
    if line.fund_id != fund.pk or not line.open:
        return Denied(_("This budget is not open for grants of the fund."))
    if fund.most and fen > fund.most:
        return Denied(_("This is more than one application to the fund may be granted."))
    return Allowed()


def reverse(entry: Entry, *, by: Actor, reason: str, at: datetime | None = None) -> Entry | Denied:
    """Take ``entry`` back by an entry of the opposite amounts; once, and never a reversal itself."""
    line = locked(entry.line)
    if entry.movement == Movement.REVERSE or Entry.objects.filter(reverses=entry).exists():
        return Denied(_("This entry was reversed already, or reverses another one."))
    moved = reversed_(Moved(Account(each.account), each.fen) for each in entry.postings.order_by("id"))
    return _posted(
        line, Movement.REVERSE, entry.fen, moved, by=by, why=(reason, entry.reference), event=None, at=at, of=entry
    )


def _posted(
    line: BudgetLine,
    movement: Movement,
    fen: int,
    moved: Iterable[Moved],
    *,
    by: Actor,
    why: tuple[str, str],
    event: Event | None,
    at: datetime | None,
    of: Entry | None = None,
) -> Entry | Denied:
    moved, now = tuple(moved), at or timezone.now()
    if not may_post(line.balances, moved):
        return Denied(_("The money of “%(line)s” is not enough for this.") % {"line": line.label})
    reason, reference = why
    case = event.case if event else of.case if of else None
    data = {
        "line": line.pk,
        "year": line.year,
        "purpose": line.name,
        "fen": fen,
        "postings": {each.account.value: each.fen for each in moved},
        "reason": reason,
        "reference": reference,
        "case": case.reference if case else "",
        "reverses": of.pk if of else None,
    }
    with acting_as(by):
        audit = write(chain_of(line.fund), movement.value, at=now, actor=by.key, data=data)
    entry = Entry.objects.create(
        line=line,
        movement=movement.value,
        fen=fen,
        at=now,
        actor=by.key,
        actor_name=by.name,
        reason=reason,
        reference=reference,
        case=case,
        event=event,
        reverses=of,
        audit=audit,
    )
    Posting.objects.bulk_create([Posting(entry=entry, account=each.account.value, fen=each.fen) for each in moved])
    return entry


def differences(line: BudgetLine) -> dict[str, int]:
    """Return by how many fen the balances of ``line`` differ from the sum of its postings, by account.

    Empty in a sound database; the ledger page shows it, so that nobody has to take the balances on trust.
    """
    rows = Posting.objects.filter(entry__line=line).values_list("account").annotate(total=Sum("fen"))
    kept = BudgetLine.objects.values(*(account.value for account in Account)).get(pk=line.pk)
    return unequal(kept, rows)
