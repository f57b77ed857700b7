"""What the side bar of the officers' pages leads to. Other apps add their entries when they are loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
    Permission,
)
from heli.cases.emergency import may_decide
from heli.kernel.procedures import Text


def anybody(actor: Actor) -> bool:
    """Whether the page opens to whoever has its permission: it does."""
    return True


@dataclass(frozen=True)
class Entry:
    """One entry: where it leads, and the permission that whoever sees it has.

    ``rank`` orders. ``also`` is the beginning of further addresses that belong to it. ``opens`` says of whom the page
    asks for more than the permission.
    """

    label: Text
    view: str
    icon: str
    rank: int
    permission: Permission
    group: str = "work"
    also: str = ""
    opens: Callable[[Actor], bool] = anybody


GROUPS = {"work": "", "look": _("Look up"), "arrange": _("Arrange")}

_entries: dict[str, Entry] = {}


def add(entry: Entry) -> None:
    """Show ``entry`` from now on; called once from an AppConfig."""
    _entries[entry.view] = entry


add(Entry(_("My desk"), "workbench:home", "layout-dashboard", 10, MESSAGES))
add(Entry(_("Dispatch board"), "workbench:dispatch", "route", 20, DISPATCH))
add(Entry(_("Matters"), "workbench:queue", "list-details", 30, LIST_CASES, also="/desk/cases/"))
add(Entry(_("Messages"), "workbench:inbox", "bell", 60, MESSAGES))
add(Entry(_("Reply templates"), "workbench:replies", "note", 95, KEEP_REPLIES, group="arrange"))
add(Entry(_("Arrange"), "workbench:manage", "settings", 90, MANAGE, group="arrange"))
add(Entry(_("Emergency access"), "workbench:emergency", "lock", 80, ASK_EMERGENCY, group="look"))
add(
    Entry(
        _("Requests to confirm"),
        "workbench:emergency_review",
        "shield-check",
        85,
        REVIEW_EMERGENCY,
        group="look",
        opens=may_decide,
    )
)
add(Entry(_("Search"), "workbench:search", "search", 70, SEARCH_CASES, group="look"))
add(Entry(_("Reports"), "workbench:reports", "chart-bar", 75, READ_REPORTS, group="look"))
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
add(Entry(_("Audit"), "workbench:audit", "checklist", 80, AUDIT_RECORD, group="look"))


def navigation(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Return the entries that ``actor`` sees, with group titles; the one that ``path`` lies under is current."""
    seen = sorted((each for each in _entries.values() if _sees(actor, each)), key=lambda each: each.rank)
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
            }
            for each in inside
        ]
    return lines


def _here(entries: list[Entry], path: str) -> str:
    """Return the view of the entry with the longest address that ``path`` begins with."""
    places = [(place, each.view) for each in entries for place in (reverse(each.view), each.also) if place]
    return max(
        (found for found in places if path.startswith(found[0])), key=lambda found: len(found[0]), default=("", "")
    )[1]


def _sees(actor: Actor, entry: Entry) -> bool:
    return actor.may(entry.permission) and entry.opens(actor)
