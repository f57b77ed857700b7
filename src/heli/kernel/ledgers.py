"""Double-entry accounts of public money kept for one purpose: whole fen, entries that sum to zero, nothing overdrawn.

An entry moves money between accounts and is never changed; what was wrong is taken back by an entry that reverses it.
A balance is the sum of the postings to its account, so it can be reckoned again at any time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from heli.kernel.decisions import Allowed, Decision, Denied


class Account(StrEnum):
    """Where the money of one purpose stands.

    ``SOURCE`` is the other side of what was allotted and ``RETURNED`` that of what came back, so both are never above
    zero; the others are never below it.
    """

    SOURCE = "source"
    FREE = "free"
    RESERVED = "reserved"
    GRANTED = "granted"
    PAID = "paid"
    RETURNED = "returned"


class Movement(StrEnum):
    """Kinds of entries, each between two accounts; a reversal moves back whatever it reverses."""

    ALLOT = "allot"
    CUT = "cut"
    RESERVE = "reserve"
    RELEASE = "release"
    GRANT = "grant"
    LAPSE = "lapse"
    PAY = "pay"
    RETURN = "return"
    REVERSE = "reverse"


#: From which account to which each kind of entry moves its amount.
BETWEEN: dict[Movement, tuple[Account, Account]] = {
    Movement.ALLOT: (Account.SOURCE, Account.FREE),
    Movement.CUT: (Account.FREE, Account.SOURCE),
    Movement.RESERVE: (Account.FREE, Account.RESERVED),
    Movement.RELEASE: (Account.RESERVED, Account.FREE),
    Movement.GRANT: (Account.RESERVED, Account.GRANTED),
    Movement.LAPSE: (Account.GRANTED, Account.FREE),
    Movement.PAY: (Account.GRANTED, Account.PAID),
    Movement.RETURN: (Account.RETURNED, Account.FREE),
}


@dataclass(frozen=True)
class Posting:
    """An amount in fen put to an account, or taken from it (negative)."""

    account: Account
    fen: int


def postings(movement: Movement, fen: int) -> tuple[Posting, Posting]:
    """Return the two postings of an entry that moves ``fen``; ValueError unless it is a whole amount above zero."""
    if fen <= 0:
        raise ValueError("an entry moves an amount above zero")
    source, target = BETWEEN[movement]
    return Posting(source, -fen), Posting(target, fen)


def reversed_(entry: Iterable[Posting]) -> tuple[Posting, ...]:
    """Return the postings that take ``entry`` back."""
    return tuple(Posting(each.account, -each.fen) for each in entry)


def balanced(entry: Iterable[Posting]) -> bool:
    """Whether the postings of an entry move something and sum to zero."""
    amounts = [each.fen for each in entry]
    return any(amounts) and sum(amounts) == 0


@dataclass(frozen=True)
class Balances:
    """The balances of one purpose, in fen."""

    source: int = 0
    free: int = 0
    reserved: int = 0
    granted: int = 0
    paid: int = 0
    returned: int = 0

    @property
    def budget(self) -> int:
        """What was allotted, less what was cut."""
        return -self.source

    @property
    def granted_in_all(self) -> int:
        """What was granted and has not lapsed, paid or not."""
        return self.granted + self.paid

    @property
    def came_back(self) -> int:
        """What of the payments was returned."""
        return -self.returned

    @property
    def sound(self) -> bool:
        """Whether nothing is overdrawn and no more came back than was paid; the database holds the same."""
        positive = min(self.free, self.reserved, self.granted, self.paid, self.paid + self.returned) >= 0
        return positive and max(self.source, self.returned) <= 0 and sum(self.of(each) for each in Account) == 0

    def of(self, account: Account) -> int:
        """Return the balance of ``account``."""
        return int(getattr(self, account.value))

    def after(self, entry: Iterable[Posting]) -> "Balances":
        """Return the balances once ``entry`` is posted."""
        found = {account: self.of(account) for account in Account}
        for each in entry:
            found[each.account] += each.fen
        return Balances(**{account.value: fen for account, fen in found.items()})


def may_post(balances: Balances, entry: Iterable[Posting]) -> Decision:
    """Decide whether ``entry`` may be posted: it must balance and leave nothing overdrawn."""
    entry = tuple(entry)
    if not balanced(entry):
        return Denied("The entry does not balance.")
    return Allowed() if balances.after(entry).sound else Denied("The money of this purpose is not enough.")


def summed(rows: Iterable[tuple[str, int]]) -> Balances:
    """Return the balances that (account, fen) rows add up to; ValueError for an unknown account."""
    return Balances().after(Posting(Account(account), fen) for account, fen in rows)


def complete_groups(amounts: Iterable[int], size: int) -> tuple[int, int]:
    """Return how many of ``amounts``, in their order, fill groups of ``size``, and their sum.

    A total that grows by whole groups tells of no single amount, however often it is asked for.
    """
    kept = list(amounts)
    whole = len(kept) - len(kept) % size
    return whole, sum(kept[:whole])


def unequal(kept: Mapping[str, int], rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return by how much kept balances differ from the sum of their postings, by account; empty where none does."""
    found = summed(rows)
    differences = {each.value: kept.get(each.value, 0) - found.of(each) for each in Account}
    return {name: fen for name, fen in differences.items() if fen}
