"""How the resident can be reached: masked until somebody who works on the case says what for."""

from dataclasses import dataclass

from heli.people.models import Contact


@dataclass(frozen=True)
class Reach:
    """Name, phone and e-mail as shown."""

    name: str
    phone: str
    email: str


def masked(contact: Contact | None) -> Reach | None:
    """Return the contact with only as much as tells two people apart."""
    if contact is None:
        return None
    return Reach(_name(contact.name), _phone(contact.phone), _email(contact.email))


def open_(contact: Contact) -> Reach:
    """Return the contact as it is."""
    return Reach(contact.name, contact.phone, contact.email)


def _name(name: str) -> str:
    return name[0] + "＊" * min(2, len(name) - 1) if len(name) > 1 else name and "＊"


def _phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-2:]}" if len(phone) >= 7 else phone and "****"


def _email(email: str) -> str:
    name, _at, domain = email.partition("@")
    return f"{name[0]}***@{domain}" if domain else ""
