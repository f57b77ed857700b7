"""Answers to "may this be done?": yes, or no with a reason that a person can read.

A refusal is a value, not an exception: it is shown, recorded and tested like any
other answer. Both kinds have a truth value, so a guard reads as a sentence:

>>> decision = Denied("The review period is over.")
>>> if not decision:
...     print(decision.reason)
The review period is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, Protocol


class Text(Protocol):
    """A string, or a lazy translation that becomes one in the reader's language."""

    def __mod__(self, value: Any, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> Literal[True]:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """No, and why."""

    reason: Text

    def __bool__(self) -> Literal[False]:
        return False

    def __str__(self) -> str:
        return str(self.reason)


Decision = Allowed | Denied


def all_of(decisions: Iterable[Decision]) -> Decision:
    """The first refusal, else ``Allowed``; later decisions are not asked for.

    Give a generator where the later checks are costly or rely on the earlier ones.
    """
    for decision in decisions:
        if not decision:
            return decision
    return Allowed()
