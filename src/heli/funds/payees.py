"""The account of a payee: kept sealed, shown masked, opened for a purpose and on record."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.reads import log_read
from heli.access.roles import Role, holds
from heli.cases.models import Case
from heli.funds.models import Payee
from heli.people.keys import destroy_key
from heli.people.masking import masked_name
from heli.people.models import Contact

PURPOSES = [("paying", _("To pay the grant")), ("checking", _("To check the account with the bank"))]
#: What reads of the account are called where their person and the auditors read of them.
WORDS = {**dict(PURPOSES), "bank account": _("the bank account for a grant")}
READERS = (Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER)
SHOWN = 4


@dataclass(frozen=True)
class Shown:
    """Holder, bank and number as shown."""

    holder: str
    bank: str
    number: str


def payee_of(case: Case) -> Payee | None:
    """Return the account named in ``case``, None where there is none or it was erased; one statement."""
    found = Payee.objects.filter(case=case).select_related("key").first()
    return found if found and found.key_id else None


def name(case: Case, *, holder: str, bank: str, number: str, at: datetime) -> None:
    """Keep the account, in place of an earlier one; under the person's own key, so that it is erased with the contact.

    In the transaction of the step.
    """
    payee = Payee.objects.filter(case=case).select_related("key").first() or Payee(case=case)
    if payee.key_id is None:
        contact = Contact.objects.select_related("key").filter(pk=case.contact_id).first()
        payee.key = contact.key if contact else None
    payee.holder, payee.bank, payee.number, payee.given_at = holder, bank, number, at
    payee.save()


def erase(case: Case) -> None:
    """Make the account named in ``case`` unreadable for good, here and in copies."""
    payee = payee_of(case)
    if payee and payee.key_id:
        destroy_key(payee.key_id)


def masked(payee: Payee) -> Shown:
    """Return the account with only as much as tells two apart: 李**, the bank, the last four digits."""
    return Shown(masked_name(payee.holder), payee.bank, f"**** {payee.number[-SHOWN:]}")


def may_read(actor: Actor, case: Case) -> bool:
    """Whether ``actor`` may see the whole account of ``case``."""
    return holds(actor, READERS, case) is not None


def reveal(case: Case, *, by: Actor, purpose: str) -> Shown | None:
    """Return the whole account and keep on record who saw it and what for, in one transaction; None where none is.

    ``purpose`` is a code of ``PURPOSES``; the caller has asked ``may_read``.
    """
    with transaction.atomic():
        payee = payee_of(case)
        if payee is None:
            return None
        log_read(case.reference, by=by, purpose=purpose, what=("bank account",))
        return Shown(payee.holder, payee.bank, payee.number)
