"""The numbers around every officers' page, and what has come since it was opened: one statement for all of them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from heli.access.actors import Actor
from heli.cases.counting import counts
from heli.cases.stages import moved_since
from heli.notices.inbox import MOST_COUNTED
from heli.workbench.navigation import entries_of
from heli.workbench.waiting import for_me, to_dispatch

#: Nobody reads further; a number stays cheap however much there is.
MOST = MOST_COUNTED - 1
INBOX, NEW, NEW_TO_DISPATCH = "workbench:inbox", "new", "new to dispatch"


def lists_of(actor: Actor) -> dict[str, QuerySet[Any]]:
    """Return what is counted beside the entries of the side bar; late cases under the name and "!"."""
    found: dict[str, QuerySet[Any]] = {}
    for entry in entries_of(actor):
        if entry.counted:
            found[entry.view] = entry.counted(actor)
        if entry.late:
            found[f"{entry.view}!"] = entry.late(actor)
    return found


def pulse(actor: Actor, *, since: datetime | None = None) -> dict[str, int]:
    """Return the numbers for ``actor``, each at most ``MOST`` + 1; with ``since`` also what has come after it."""
    lists = lists_of(actor)
    if since is not None:
        lists[NEW] = for_me(actor).filter(moved_since(since))
        lists[NEW_TO_DISPATCH] = to_dispatch(actor).filter(moved_since(since))
    return counts(lists, most=MOST)


def said(number: int) -> str:
    """Return a number as it stands beside an entry: nothing for none, "99+" for more than are counted."""
    return "" if not number else f"{MOST}+" if number > MOST else str(number)
