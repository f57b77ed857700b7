"""Which units work on a case: exactly one handles it, others may assist with tasks of their own."""

from collections.abc import Iterable
from datetime import datetime

from heli.cases.models import Assignment, Case
from heli.organizations.models import Unit

#: The version of a case after the first step that moved it.
FIRST_MOVED = 2


def hand_over(case: Case, unit: Unit, *, at: datetime) -> None:
    """Make ``unit`` the handling unit from ``at`` on; what the unit before did stays on record.

    Called after the step; a case that no step has moved before was handed to nobody.
    """
    kind = Assignment.Kind.HANDLING
    if case.version > FIRST_MOVED:
        Assignment.objects.filter(case=case, kind=kind, until__isnull=True).update(until=at)
    Assignment.objects.create(case=case, unit=unit, kind=kind, since=at)


def handled_by(case: Case) -> bool:
    """Whether some unit has been given the handling of ``case``."""
    return Assignment.objects.filter(case=case, kind=Assignment.Kind.HANDLING, until__isnull=True).exists()


def assist(case: Case, unit: Unit, *, task: str, at: datetime) -> None:
    """Give ``unit`` a task in ``case``."""
    Assignment.objects.create(case=case, unit=unit, kind=Assignment.Kind.ASSISTING, task=task, since=at)


def end_assistance(case: Case, units: Iterable[int], *, result: str, at: datetime) -> None:
    """Close the open tasks of ``units`` (ids) with their ``result``."""
    tasks = Assignment.objects.filter(case=case, kind=Assignment.Kind.ASSISTING, until__isnull=True)
    tasks.filter(unit_id__in=list(units)).update(until=at, result=result)
