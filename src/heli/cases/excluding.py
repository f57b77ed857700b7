"""Cases that complain about a unit stay hidden from it when it moves to another place in the organization."""

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from heli.cases.models import Case


def keep_excluded(old: str, new: str) -> int:
    """Let complaints about the unit at path ``old``, or below it, follow it to ``new``; returns how many there were.

    In the transaction that moves the unit, whose entry in the audit record covers both.
    """
    about = Case.objects.filter(excluded_path__startswith=old)
    return about.update(excluded_path=Concat(Value(new), Substr(F("excluded_path"), len(old) + 1)))
