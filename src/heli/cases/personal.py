"""What a person may do about their own data in a case: correct the contact, take it back; after ``perform``."""

from heli.cases.models import Case
from heli.people.keys import destroy_key
from heli.people.models import Contact

CONTACT = ("name", "phone", "email")


def correct_contact(case: Case, **given: str) -> None:
    """Write the values given (names of ``CONTACT``) into the contact of ``case``; empty ones leave what is there."""
    contact = case.contact or Contact()
    for name in CONTACT:
        if given.get(name):
            setattr(contact, name, given[name])
    contact.save()
    if case.contact_id is None:
        case.contact = contact
        Case.objects.filter(pk=case.pk).update(contact=contact)


def erase_contact(case: Case) -> None:
    """Make the contact of ``case`` unreadable for good, here and in copies; the case itself goes on."""
    if case.contact and case.contact.key_id:
        destroy_key(case.contact.key_id)
        case.contact.refresh_from_db()
