"""Who else is at a case just now. A hint among colleagues, never a lock: the engine alone settles who was first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.roles import Role, holds
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.workbench.models import Presence

#: How long a sign of life counts; pages in view give one every half minute.
FRESH: Final = timedelta(seconds=75)
FORGOTTEN: Final = timedelta(hours=1)
MOST: Final = 5
#: Whose presence colleagues are told: those who act in the case. Who only looks on, an auditor for instance, is not.
SHOWN: Final = (
    Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.ASSISTING_UNIT, Role.COORDINATOR, Role.INTAKE, Role.GRID_WORKER,
)  # fmt: skip

_OTHERS = """
SELECT u.name, p.step, p.since FROM workbench_presence p JOIN people_user u ON u.id = p.user_id
WHERE p.case_id = %(case)s AND p.user_id <> %(user)s AND p.seen_at >= %(fresh)s AND p.user_id <> ALL(%(concerned)s)
ORDER BY p.step = '', p.since LIMIT %(most)s
"""
#: A sign of life from the case page does not end the writing of somebody who has turned back to read.
_NOTE = """
WITH mine AS (
  INSERT INTO workbench_presence AS p (user_id, case_id, step, since, seen_at)
  VALUES (%(user)s, %(case)s, %(step)s, %(now)s, %(now)s)
  ON CONFLICT (case_id, user_id) DO UPDATE SET
    seen_at = EXCLUDED.seen_at,
    step = CASE WHEN EXCLUDED.step = '' AND %(stays)s AND p.seen_at >= %(fresh)s THEN p.step ELSE EXCLUDED.step END,
    since = CASE WHEN p.seen_at >= %(fresh)s AND (p.step = EXCLUDED.step OR (EXCLUDED.step = '' AND %(stays)s))
      THEN p.since ELSE EXCLUDED.since END
)"""
_NOTED = f"{_NOTE}{_OTHERS}"


@dataclass(frozen=True)
class Colleague:
    """Somebody else at the case: what they do, since when. ``name`` is empty where they are not to be named."""

    name: str
    writes: str
    since: datetime

    @property
    def says(self) -> str:
        """What they do, in the reader's language."""
        who = self.name or _("Somebody else who works on this matter")
        if self.writes:
            return _("%(name)s is writing “%(step)s”") % {"name": who, "step": self.writes}
        return _("%(name)s is reading this matter") % {"name": who}


def others_at(case: Case, actor: Actor, *, step: str = "", stays: bool = False) -> list[Colleague]:
    """Return who else is at ``case``, those who write first, and note that ``actor`` is; one statement.

    ``step`` is the step whose form the actor has before them, empty on the case page. ``stays``: a sign of life of a
    page that is open already. The caller has asked whether ``actor`` may see the case.
    """
    now = timezone.now()
    values = {
        "case": case.pk, "user": actor.user_id, "step": step, "now": now, "fresh": now - FRESH, "stays": stays,
        "concerned": list(case.excluded_people), "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_NOTED if holds(actor, SHOWN, case) else _OTHERS, values)
        return [_colleague(case, *row) for row in cursor.fetchall()]


def _colleague(case: Case, name: str, step: str, since: datetime) -> Colleague:
    try:
        writes = str(kind_of(case).procedure.step(step).label) if step else ""
    except KeyError:
        writes = ""
    return Colleague("" if is_delicate(case) else name, writes, since)


def is_delicate(case: Case) -> bool:
    """Whether nobody is told by name who works on the case: it is confidential, or about units or officers."""
    return bool(case.confidential or case.oversight or case.excluded_units or case.excluded_people)


def leave(case: Case, actor: Actor) -> None:
    """Forget that ``actor`` is writing; they have sent it."""
    Presence.objects.filter(case=case, user_id=actor.user_id or 0).delete()


def remove_old() -> int:
    """Remove rows that count no more; return how many. For the worker."""
    removed, _each = Presence.objects.filter(seen_at__lt=timezone.now() - FORGOTTEN).delete()
    return removed


def context_of(case: Case, others: list[Colleague], *, step: str = "") -> dict[str, Any]:
    """Return what ``workbench/_presence.html`` shows."""
    writing = any(each.writes for each in others)
    return {"colleagues": others, "case": case, "presence_step": step, "someone_writes": writing}
