"""The contact of a case: who may reach the person, for what, on record; and what the person may do about it."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.reads import log_read
from heli.access.roles import Role, holds
from heli.audit.record import write
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.cases.people_models import Party
from heli.papers.issuing import forget_addressees
from heli.people.keys import destroy_key
from heli.people.masking import Reach, open_
from heli.people.models import Contact

CONTACT = ("name", "phone", "email", "address")
PURPOSES = [
    ("calling", _("To call the resident back")),
    ("handling", _("To handle the matter on site")),
    ("verifying", _("To check the result with the resident")),
]
FOUND_BY = (Role.COORDINATOR, Role.INTAKE)
MOST_FOUND = 50
SEARCHES = "contact searches"


def may_reach(actor: Actor, case: Case) -> bool:
    """Whether ``actor`` may see how the resident of ``case`` can be reached."""
    return holds(actor, kind_of(case).reaching, case) is not None


def reveal(case: Case, *, by: Actor, purpose: str) -> Reach | None:
    """Return the open contact and keep on record who saw it, in one transaction; None where there is none to see.

    ``purpose`` is a code of ``PURPOSES``; the caller has asked ``may_reach``.
    """
    if case.contact is None:
        return None
    with transaction.atomic():
        log_read(case.reference, by=by, purpose=purpose)
        return open_(case.contact)


def found_by_contact(text: str, *, by: Actor, cases: QuerySet[Case]) -> list[Case]:
    """Return those of ``cases`` whose contact has exactly this phone number or e-mail, the newest first, 50 at most.

    Only cases that ``by`` coordinates or takes in. The search is on record, and each case found for its person.
    """
    return _found(Contact.objects.reached_by(text), by, cases)


def found_like(contact: Contact, *, by: Actor, cases: QuerySet[Case]) -> list[Case]:
    """Return those of ``cases`` with the phone number or e-mail of ``contact``, as ``found_by_contact`` does."""
    return _found(Contact.objects.reached_like(contact), by, cases)


def _found(contacts: QuerySet[Contact], by: Actor, cases: QuerySet[Case]) -> list[Case]:
    with transaction.atomic():
        rows = cases.filter(contact__in=contacts).order_by("-opened_at", "-id")
        found = [case for case in rows[: 2 * MOST_FOUND] if holds(by, FOUND_BY, case) is not None][:MOST_FOUND]
        data = {"found": [case.reference for case in found]}
        write(SEARCHES, "find_by_contact", at=timezone.now(), actor=by.key, data=data)
        for case in found:
            log_read(case.reference, by=by, purpose="searching", what=("phone",))
        return found


def contact_of(case: Case, actor: Actor) -> Contact | None:
    """Return the contact that is ``actor``'s own in ``case``: of one of its sides, else of the person it belongs to."""
    if not actor.side:
        return case.contact
    rows = Party.objects.filter(case=case, side=actor.side).select_related("contact__key")
    return rows.get().contact


def correct_contact(case: Case, by: Actor, **given: str) -> None:
    """Write the values given (names of ``CONTACT``) into the contact of ``by``; empty ones leave what is there."""
    contact = contact_of(case, by) or Contact()
    for name in CONTACT:
        if given.get(name):
            setattr(contact, name, given[name])
    contact.save()
    if case.contact_id is None and not by.side:
        case.contact = contact
        Case.objects.filter(pk=case.pk).update(contact=contact)


def erase_contact(case: Case, by: Actor) -> None:
    """Make the contact of ``by`` in ``case`` unreadable for good, here and in copies; the case itself goes on.

    Papers that were addressed to the person stay, without the name.
    """
    contact = contact_of(case, by)
    forget_addressees(case.reference, by.side)
    if contact and contact.key_id:
        destroy_key(contact.key_id)
        contact.refresh_from_db()
