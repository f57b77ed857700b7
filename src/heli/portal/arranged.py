"""The district's arrangements in one field of work, as residents read them: item by item, with today's values."""

from dataclasses import dataclass

from heli.cases.explaining import period_text
from heli.kernel.periods import Period
from heli.kernel.procedures import Text


@dataclass(frozen=True)
class Item:
    """One arrangement: its number (as pages and papers cite it), what it is for, today's value, what the law says.

    ``portal/arranged_table.html`` shows ``items``.
    """

    number: int
    what: Text
    value: str
    law: Text


def length_text(period: Period) -> str:
    """Return "5 working days" in the reader's language."""
    return period_text(period.amount, period.unit.value)
