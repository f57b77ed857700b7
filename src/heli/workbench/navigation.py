"""What the side bar of the officers' pages leads to. Other apps add their entries when they are loaded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.permissions import (
    ASK_EMERGENCY,
    AUDIT_RECORD,
    DISPATCH,
    KEEP_REPLIES,
    LIST_CASES,
    MANAGE,
    MESSAGES,
    READ_REPORTS,
    REVIEW_EMERGENCY,
    SCHEDULE_REPORTS,
    SEARCH_CASES,
    SEE_WALL,
    Permission,
)
from heli.cases.emergency import may_decide
from heli.kernel.procedures import Text
from heli.notices.inbox import unread
from heli.organizations.models import Duty
from heli.workbench.waiting import for_me, overdue, to_dispatch


def anybody(actor: Actor) -> bool:
    """Whether the page opens to whoever has its permission: it does."""
    return True


Counted = Callable[[Actor], QuerySet[Any]]


@dataclass(frozen=True)
class Entry:
    """One entry: where it leads, and the permission that whoever sees it has.

    ``rank`` orders. ``also`` are beginnings of further addresses that belong to it. ``opens`` says of whom the page
    asks for more than the permission. ``counted`` and ``late`` return the rows that are counted beside it. ``leads``
    are the duties whose first thing to do it is; ``begin`` says so on a button. ``key`` opens it after "g".
    """

    label: Text
    view: str
    icon: str
    rank: int
    permission: Permission
    group: str = "work"
    also: tuple[str, ...] = ()
    opens: Callable[[Actor], bool] = anybody
    counted: Counted | None = None
    late: Counted | None = None
    leads: tuple[Duty, ...] = ()
    begin: Text = ""
    key: str = ""


GROUPS = {"work": "", "look": _("Look up"), "arrange": _("Arrange")}

_entries: dict[str, Entry] = {}


def add(entry: Entry) -> None:
    """Show ``entry`` from now on; called once from an AppConfig."""
    _entries[entry.view] = entry


add(Entry(_("My desk"), "workbench:home", "layout-dashboard", 10, MESSAGES, counted=for_me, key="h"))
add(
    Entry(
        _("Dispatch board"),
        "workbench:dispatch",
        "route",
        20,
        DISPATCH,
        counted=to_dispatch,
        leads=(Duty.COORDINATOR,),
        begin=_("To the dispatch board"),
        key="d",
    )
)
add(
    Entry(
        _("Matters"),
        "workbench:queue",
        "list-details",
        30,
        LIST_CASES,
        also=("/desk/cases/", "/desk/bulk/"),
        late=overdue,
        key="m",
    )
)
add(Entry(_("Messages"), "workbench:inbox", "bell", 60, MESSAGES, counted=unread, key="i"))
add(
    Entry(
        _("Arrange"),
        "workbench:manage",
        "settings",
        90,
        MANAGE,
        group="arrange",
        leads=(Duty.ADMINISTRATOR,),
        begin=_("Arrange the district"),
        key="a",
    )
)
add(Entry(_("Emergency access"), "workbench:emergency", "lock", 80, ASK_EMERGENCY, group="look", key="e"))
add(Entry(_("Reply templates"), "workbench:replies", "note", 95, KEEP_REPLIES, group="arrange"))
add(
    Entry(
        _("Requests to confirm"),
        "workbench:emergency_review",
        "shield-check",
        85,
        REVIEW_EMERGENCY,
        group="look",
        opens=may_decide,
        key="r",
    )
)
add(Entry(_("Search"), "workbench:search", "search", 70, SEARCH_CASES, group="look", key="s"))
add(
    Entry(
        _("Audit"),
        "workbench:audit",
        "checklist",
        80,
        AUDIT_RECORD,
        group="look",
        leads=(Duty.AUDITOR,),
        begin=_("To the audit record"),
        key="u",
    )
)
add(Entry(_("The wall"), "wall:wall", "map-2", 74, SEE_WALL, group="look", key="w"))
add(Entry(_("Reports"), "workbench:reports", "chart-bar", 75, READ_REPORTS, group="look", key="b"))
add(
    Entry(
        _("Schedules of reports"),
        "workbench:report_schedules",
        "calendar-event",
        91,
        SCHEDULE_REPORTS,
        group="arrange",
        opens=lambda actor: not actor.may(READ_REPORTS),
    )
)


def entries_of(actor: Actor) -> list[Entry]:
    """Return the entries that ``actor`` sees, in their order."""
    return sorted((each for each in _entries.values() if _sees(actor, each)), key=lambda each: each.rank)


def navigation(actor: Actor, path: str, numbers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the entries that ``actor`` sees, with group titles; the one that ``path`` lies under is current.

    ``numbers`` are the counts to show, by the name of the view; those of late cases by the name and "!".
    """
    seen = entries_of(actor)
    here = _here(seen, path)
    lines: list[dict[str, Any]] = []
    for group, title in GROUPS.items():
        inside = [each for each in seen if each.group == group]
        lines += [{"heading": title}] if str(title) and inside else []
        lines += [
            {
                "label": each.label,
                "url": reverse(each.view),
                "icon": each.icon,
                "current": each.view == here,
                "name": each.view,
                "key": each.key,
                "counts": each.counted is not None,
                "count": numbers.get(each.view, ""),
                "lates": each.late is not None,
                "late": numbers.get(f"{each.view}!", ""),
            }
            for each in inside
        ]
    return lines


def _here(entries: list[Entry], path: str) -> str:
    """Return the view of the entry with the longest address that ``path`` begins with."""
    places = [(place, each.view) for each in entries for place in (reverse(each.view), *each.also)]
    return max(
        (found for found in places if path.startswith(found[0])), key=lambda found: len(found[0]), default=("", "")
    )[1]


def _sees(actor: Actor, entry: Entry) -> bool:
    return actor.may(entry.permission) and entry.opens(actor)
