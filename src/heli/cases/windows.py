"""Windows that a letter tells of: they count from its service, and end for nobody whom it has not reached."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from heli.cases.clocks import running_of
from heli.cases.kinds import procedure_of
from heli.cases.models import Case, Clock, Paper, Service
from heli.cases.serving import Delivery, served_by, service_of
from heli.kernel.procedures import Limit, Step


def is_in_time(case: Case, step: Step, running: Iterable[Clock], moment: datetime) -> bool:
    """Whether ``step`` is in time at ``moment``, by the ``running`` clocks of ``case``.

    A window that has ended by its clock is open all the same while the letter that tells of it was not served; a
    statement or two then, none before.
    """
    limit = step.within
    if limit is None:
        return True
    clock = next((each for each in running if each.limit == limit.name), None)
    return clock is not None and (moment < clock.due_at or _untold(case, limit))


def _untold(case: Case, limit: Limit) -> bool:
    if not limit.told_by:
        return False
    letter = Paper.objects.filter(case=case, paper__kind__in=limit.told_by).order_by("-id").first()
    return letter is not None and service_of(letter).counting is None


def begins_anew(case: Case, paper: Paper, delivery: Delivery) -> Mapping[str, datetime]:
    """Return from when windows that run, and of which ``paper`` tells, count once ``delivery`` is recorded.

    Only ever later than before: neither a second service nor the correction of a record shortens a person's time.
    """
    served = served_by(delivery)
    if served is None:
        return {}
    names = {limit.name for limit in procedure_of(case).limits() if paper.paper.kind in limit.told_by}
    counts = min([served, *_held(paper, delivery)])
    return {
        clock.limit: counts
        for clock in running_of(case)
        if clock.window and clock.limit in names and clock.started_at < counts
    }


def _held(paper: Paper, delivery: Delivery) -> list[datetime]:
    """When the paper was served by the records that stand beside ``delivery``."""
    rows = list(Service.objects.filter(paper=paper))
    corrected = {row.corrects_id for row in rows} | ({delivery.corrects.pk} if delivery.corrects else set())
    return [row.served_at for row in rows if row.pk not in corrected and row.served_at is not None]
