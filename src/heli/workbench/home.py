"""The first page: what is to be done today, and what waits for whom."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import OWN_DESK
from heli.cases.counting import counts, shown
from heli.cases.kinds import Stage
from heli.cases.models import Case
from heli.cases.stages import in_stage, waiting_for
from heli.cases.visibility import assisted_by
from heli.notices import inbox as messages
from heli.workbench.inbox import lines
from heli.workbench.rows import narrow, rows_of
from heli.workbench.shell import DeskRequest, desk

SHORT = 8


@require_safe
@needs(OWN_DESK)
def home(request: DeskRequest) -> HttpResponse:
    """Show the desk of the actor; an account without a post reads why there is nothing to see."""
    actor = request.actor
    if not actor.posts:
        return desk(request, "workbench/no_post.html", status=403)
    parts = _parts(actor)
    visible = Case.objects.visible_to(actor)
    lists = {name: visible.filter(condition) for name, condition in parts.items()}
    numbers = counts(lists)
    shown_lists = {
        name: rows_of(list(narrow(lists[name]).order_by("order_at", "id")[:SHORT]))
        for name in ("mine", "waiting", "late")
        if numbers.get(name)
    }
    context = {
        "today": timezone.localdate(),
        "figures": _figures(actor, numbers),
        "lists": shown_lists,
        "numbers": {name: shown(number) for name, number in numbers.items()},
        "handles": bool(actor.unit_ids),
        "notices": lines(messages.page(actor, only_unread=True, size=SHORT)),
    }
    return desk(request, "workbench/home.html", context)


def _parts(actor: Actor) -> dict[str, Q]:
    """Return the parts of the page as conditions."""
    still_open = Q(closed_at__isnull=True)
    parts = {
        "waiting": waiting_for(actor),
        "late": still_open & Q(due_at__lte=timezone.now()),
        "soon": still_open & Q(due_at__gt=timezone.now(), warn_at__lte=timezone.now()),
    }
    if actor.unit_ids:
        parts["mine"] = Q(handler_id=actor.user_id) & in_stage(Stage.ACCEPT, Stage.WORK)
        parts["assist"] = still_open & assisted_by(actor)
    return parts


def _figures(actor: Actor, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Return the figures on top, each a way into the queue."""
    tab = f"{reverse('workbench:queue')}?tab="
    found = [{"label": _("Waiting for me"), "name": "waiting", "icon": "hand-stop", "href": "#waiting"}]
    if actor.unit_ids:
        found.append({"label": _("In my hands"), "name": "mine", "icon": "user-check", "href": f"{tab}work&mine=on"})
        found.append({"label": _("Our part"), "name": "assist", "icon": "friends", "href": f"{tab}assist"})
    found.append(
        {"label": _("Due soon"), "name": "soon", "icon": "clock-exclamation", "href": f"{tab}open&lamp=yellow"}
    )
    found.append({"label": _("Overdue"), "name": "late", "icon": "alert-triangle", "href": f"{tab}late"})
    return [{**each, "value": shown(numbers.get(each["name"], 0))} for each in found]
