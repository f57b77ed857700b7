"""How a resident can be reached: masked until somebody who works on the case says what for."""

from dataclasses import dataclass

from heli.people.models import Contact


@dataclass(frozen=True)
class Reach:
    """Name, phone, e-mail and postal address as shown."""

    name: str
    phone: str
    email: str
    address: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.name or self.phone or self.email or self.address)


def masked(contact: Contact | None) -> Reach | None:
    """Return the contact with only as much as tells two people apart."""
    if contact is None:
        return None
    hidden = "****" if contact.address else ""
    return Reach(masked_name(contact.name), masked_phone(contact.phone), masked_email(contact.email), hidden)


def open_(contact: Contact) -> Reach:
    """Return the contact as it is."""
    return Reach(contact.name, contact.phone, contact.email, contact.address)


def masked_name(name: str) -> str:
    """Return the first character and two stars, whatever the length: 李**."""
    return f"{name[0]}**" if len(name) > 1 else name and "**"


def masked_phone(phone: str) -> str:
    """Return the first three and the last four digits: 138****5678; of a short number nothing."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else phone and "****"


def masked_email(email: str) -> str:
    """Return the first letter and the domain: l***@example.org."""
    name, _at, domain = email.partition("@")
    return f"{name[0]}***@{domain}" if name and domain else ""
