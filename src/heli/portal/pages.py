"""The frame of every residents' page: who publishes it, where else to go, whom to call."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.urls import reverse
from django.utils.translation import gettext as _

from heli.cases.kinds import kinds
from heli.organizations.settings import district


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Return ``template`` in the frame of the residents' pages."""
    return render_template(request, template, {**frame(request), **(context or {})}, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame shows: navigation, district, hotline, links at the foot."""
    return {
        "navigation": navigation(request.path),
        "district_name": district().label,
        "hotline": district().hotline,
        "demo": district().demo,
        "footer_links": [
            {"label": _("How we handle requests"), "url": reverse("portal:procedures")},
            {"label": _("My matters"), "url": reverse("portal:mine")},
            {"label": _("Public reports"), "url": reverse("portal:bulletins")},
            {"label": _("On this device"), "url": reverse("service_requests:device")},
            {"label": _("Help"), "url": reverse("portal:help")},
            {"label": _("Your data"), "url": reverse("data_register")},
            {"label": _("For staff"), "url": "/desk/"},
        ],
    }


def navigation(path: str) -> list[dict[str, Any]]:
    """Return the main navigation; the part of the site that ``path`` belongs to is marked.

    The first door stands in it; a small screen has no room for those of all kinds, which the start page shows.
    """
    doors = [(str(kind.door.label), reverse(kind.door.url_name), "edit") for kind in kinds() if kind.door][:1]
    items = [
        *doors,
        (_("Follow"), reverse("portal:track"), "search"),
        (_("Around you"), reverse("portal:register"), "map-2"),
        (_("Help"), reverse("portal:help"), "help-circle"),
    ]
    return [{"label": label, "url": url, "icon": icon, "current": path.startswith(url)} for label, url, icon in items]
