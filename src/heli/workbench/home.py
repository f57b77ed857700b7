"""The first page: what is to be done next, and what waits for whom; different for each duty."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import OWN_DESK, SEE_WALL
from heli.cases.counting import Head, heads, shown
from heli.cases.models import Case
from heli.notices import inbox as messages
from heli.organizations.models import Duty
from heli.workbench import labels
from heli.workbench.desk_parts import PARTS, DeskPart, Layout, address, condition, layout_of
from heli.workbench.inbox import lines
from heli.workbench.navigation import entries_of
from heli.workbench.rows import Row, narrow, row_of
from heli.workbench.shell import DeskRequest, desk

SHORT, MOST_LOADS = 8, 12


@require_safe
@needs(OWN_DESK)
def home(request: DeskRequest) -> HttpResponse:
    """Show the desk of the actor; an account without a post reads why there is nothing to see."""
    actor = request.actor
    if not actor.posts:
        return desk(request, "workbench/no_post.html", status=403)
    layout = layout_of(actor)
    names = dict.fromkeys((*layout.left, *layout.right, *layout.figures))
    visible = Case.objects.visible_to(actor)
    found = heads({name: visible.filter(condition(PARTS[name], actor)) for name in names}, size=SHORT)
    rows = _rows(found, layout, actor)
    context = {
        "today": timezone.localdate(),
        "figures": [_figure(PARTS[name], found[name]) for name in layout.figures],
        "left": [_panel(PARTS[name], found[name], rows) for name in layout.left],
        "right": [_panel(PARTS[name], found[name], rows) for name in layout.right if found[name].number],
        "lists": {name: [rows[pk] for pk in found[name].first if pk in rows] for name in names if found[name].first},
        "next": _next(layout, found, rows),
        "begin": _begin(actor),
        "loads": _loads(actor),
        "notices": lines(messages.page(actor, only_unread=True, size=SHORT)),
    }
    return desk(request, "workbench/home.html", context)


def _rows(found: dict[str, Head], layout: Layout, actor: Actor) -> dict[int, Row]:
    """Return the lines of all lists by the id of the case; one statement."""
    wanted = {pk for name in (*layout.left, *layout.right) for pk in found[name].first}
    if not wanted:
        return {}
    return {case.pk: row_of(case) for case in narrow(Case.objects.visible_to(actor).filter(pk__in=wanted))}


def _figure(part: DeskPart, head: Head) -> dict[str, Any]:
    return {
        "label": part.title if part.name != "mine" else _("In my hands"),
        "name": part.name,
        "icon": part.icon,
        "href": address(part),
        "value": shown(head.number),
        "urgent": part.tone == "bad" and head.number > 0,
    }


def _panel(part: DeskPart, head: Head, rows: dict[int, Row]) -> dict[str, Any]:
    return {
        "part": part,
        "rows": [rows[pk] for pk in head.first if pk in rows],
        "number": shown(head.number),
        "more": address(part) if part.query and head.number > len(head.first) else "",
    }


def _next(layout: Layout, found: dict[str, Head], rows: dict[int, Row]) -> dict[str, Any] | None:
    """Return the one matter to take up first: the most urgent of the first list that holds any."""
    for name in layout.left:
        row = next((rows[pk] for pk in found[name].first if pk in rows), None)
        if row is not None and name not in ("today", "others"):
            return {"row": row, "why": PARTS[name].title}
    return None


def _begin(actor: Actor) -> dict[str, Any] | None:
    """Return the one thing that the actor's duty begins with; None where it is the next matter itself."""
    duties = {post.duty for post in actor.posts}
    for entry in entries_of(actor):
        if duties.intersection(entry.leads):
            return {"label": entry.begin, "url": reverse(entry.view), "icon": entry.icon}
    leads = any(post.of_district for post in actor.with_duty(Duty.LEADER))
    if leads and actor.may(SEE_WALL):
        return {"label": _("To the wall"), "url": reverse("wall:wall"), "icon": "map-2"}
    return None


def _loads(actor: Actor) -> dict[str, Any] | None:
    """Return how much is open and overdue: by handler for a unit's leader, by unit for who looks after many."""
    led = [post.unit_id for post in actor.with_duty(Duty.LEADER) if not post.of_district and not post.of_oversight]
    wide = bool(actor.with_duty(Duty.COORDINATOR, Duty.AUDITOR)) or any(
        post.of_district for post in actor.with_duty(Duty.LEADER)
    )
    cases = Case.objects.visible_to(actor).open().order_by()
    late = Count("pk", filter=Q(due_at__lte=timezone.now()))
    if wide:
        rows = cases.values("unit_id").annotate(open=Count("pk"), late=late).order_by("-late", "-open")[:MOST_LOADS]
        named = [{**row, "name": labels.unit(row["unit_id"]) or "–", "query": f"unit={row['unit_id']}"} for row in rows]
        return {"title": _("Load of the units"), "head": _("Unit"), "rows": named}
    if led:
        each = cases.filter(unit_id__in=led).values("handler__name").annotate(open=Count("pk"), late=late)
        named = [
            {**row, "name": row["handler__name"] or _("Nobody yet"), "query": ""}
            for row in each.order_by("-open")[:MOST_LOADS]
        ]
        return {"title": _("Load of our unit"), "head": _("Handler"), "rows": named}
    return None
