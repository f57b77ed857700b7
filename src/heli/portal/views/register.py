"""The public register: a list, a map, a feed, and one permanent page for each case."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from heli.access.gates import needs, resident_actor
from heli.access.permissions import PUBLIC_REGISTER
from heli.cases.listing import NEWEST, BadCursorError, page
from heli.cases.models import Event
from heli.insight.clusters import EVERYWHERE, Look
from heli.organizations.responsibility import registry
from heli.people.reading import in_english
from heli.places.models import Level
from heli.places.territory import territory
from heli.portal.journey import public_marks, public_photos, public_time
from heli.portal.pages import render
from heli.portal.register import PERIODS, Wanted, entry, listed, now, public_case, state_labels
from heli.portal.register_map import collection

PAGE_SIZE = 20


@needs(PUBLIC_REGISTER)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the public cases, the newest first."""
    return _list(request, "list")


@needs(PUBLIC_REGISTER)
@require_safe
def register_map(request: HttpRequest) -> HttpResponse:
    """Show the same cases on a map, with the list as its equal."""
    return _list(request, "map")


def _list(request: HttpRequest, view: str) -> HttpResponse:
    wanted = Wanted.of(request.GET)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    rows = wanted.apply(listed(), now())
    try:
        found = page(rows, NEWEST, size=PAGE_SIZE, after=after, before=before)
    except BadCursorError as error:
        raise Http404 from error
    here = reverse("portal:register" if view == "list" else "portal:register_map")
    address = {
        name: f"{reverse(f'portal:{name}')}?{urlencode(wanted.given)}" for name in ("points", "feed", "table", "news")
    }
    context = {
        "entries": [entry(case) for case in found.rows],
        "wanted": wanted,
        "choices": _choices(),
        "older": found.after and _turned(here, wanted, after=found.after),
        "newer": found.before and _turned(here, wanted, before=found.before),
        "view": view,
        "here": here,
        "points_url": address["points"],
        "feed_url": address["feed"],
        "table_url": address["table"],
        "news_url": address["news"],
        "tabs": _tabs(view, wanted),
        "crumbs": [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("Around you")}],
    }
    return render(request, "portal/register.html", context)


def _turned(here: str, wanted: Wanted, **cursor: str) -> str:
    return f"{here}?{urlencode({**wanted.given, **cursor})}"


def _tabs(view: str, wanted: Wanted) -> list[dict[str, Any]]:
    names = (("list", "register", _("List"), "list"), ("map", "register_map", _("Map"), "map-2"))
    return [
        {
            "label": label,
            "url": f"{reverse(f'portal:{name}')}?{urlencode(wanted.given)}",
            "icon": icon,
            "current": view == key,
        }
        for key, name, label, icon in names
    ]


def _choices() -> dict[str, Any]:
    """Return what the filters offer: groups with their topics, towns with their communities."""
    known, english = territory(), in_english()
    names = {area.pk: (area.name_en or area.name) if english else area.name for area in known.areas.values()}
    groups = [each for each in registry().categories.values() if not each.parent_id and each.active]
    communities = known.level(Level.COMMUNITY)
    return {
        "topics": [
            {"group": group, "topics": [each for each in registry().leaves() if each.parent_id == group.pk]}
            for group in groups
        ],
        "places": [
            {
                "town": town.path,
                "name": names[town.pk],
                "below": [(area.path, names[area.pk]) for area in communities if area.parent_id == town.pk],
            }
            for town in known.level(Level.TOWN)
        ],
        "states": state_labels(),
        "periods": {key: _("Last %(days)s days") % {"days": days} for key, days in PERIODS.items()},
    }


@needs(PUBLIC_REGISTER)
@require_safe
@gzip_page
def points(request: HttpRequest) -> HttpResponse:
    """Answer with the cases of the list as GeoJSON points, rounded to some 100 m, gathered for what is looked at."""
    cases = Wanted.of(request.GET).apply(listed(), now())
    answer = JsonResponse(collection(cases, Look.of(request.GET) or EVERYWHERE))
    answer["Content-Type"] = "application/geo+json"
    return answer


@needs(PUBLIC_REGISTER)
@require_safe
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one public case at its permanent address; one that is not public answers like one that is not there."""
    case = public_case(reference)
    plain = case.reference
    events = list(Event.objects.filter(case=case, internal=False).order_by("id"))
    context = {
        "entry": entry(case),
        "case": case,
        "milestones": public_marks(case, events),
        "photos": public_photos(case),
        "time": public_time(case),
        "mine": resident_actor(request, plain) is not None,
        "crumbs": [
            {"label": _("Start page"), "url": reverse("portal:home")},
            {"label": _("Around you"), "url": reverse("portal:register")},
            {"label": plain},
        ],
    }
    return render(request, "portal/entry.html", context)
