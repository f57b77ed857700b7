"""The frame around every officers' page: side bar, search, messages, account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from heli.access.actors import Actor
from heli.access.permissions import MESSAGES, SEARCH_CASES
from heli.organizations.responsibility import registry
from heli.organizations.settings import district
from heli.workbench.navigation import navigation
from heli.workbench.pulse import INBOX, pulse, said


class DeskRequest(HttpRequest):
    """A request of somebody with a post; ``heli.access.middleware`` sets the actor."""

    actor: Actor


def desk(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render an officers' page within its frame; nothing of it is kept by the browser or on the way."""
    answer = render(request, template, {**frame(request), **(context or {})}, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what ``heli/base_workbench.html`` shows around the page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    numbers = pulse(actor)
    shown = {name: said(number) for name, number in numbers.items()}
    return {
        "district_name": district().label,
        "home_url": reverse("workbench:home"),
        "navigation": navigation(actor, request.path, shown),
        "search_url": reverse("workbench:search"),
        "inbox_url": reverse("workbench:inbox"),
        "inbox_count": numbers.get(INBOX, 0),
        "inbox_shown": shown.get(INBOX, ""),
        "live_url": reverse("workbench:live") if actor.may(MESSAGES) else "",
        "live_since": timezone.now().isoformat(),
        "palette_url": reverse("workbench:palette") if actor.may(SEARCH_CASES) else "",
        "shortcuts": getattr(request.user, "shortcuts", False),
        "account": {"name": actor.name, "unit": _units(actor), "url": reverse("workbench:account")},
        "sign_out_url": reverse("account_logout"),
    }


def _units(actor: Actor) -> str:
    units = registry().units
    return " · ".join(dict.fromkeys(units[post.unit_id].label for post in actor.posts if post.unit_id in units))
