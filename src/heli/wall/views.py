"""The wall for those who lead, coordinate or audit, and the one for everybody."""

from copy import copy
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import PUBLIC_FIGURES, SEE_WALL
from heli.insight.clusters import EVERYWHERE, Look
from heli.insight.figures import Figures, figures
from heli.insight.public import PublicFigures, public_figures
from heli.insight.stretches import USUAL
from heli.insight.wording import before_text, days_text, stretch_text
from heli.organizations.settings import district
from heli.wall.asking import Wanted
from heli.wall.cards import cards, public_cards
from heli.wall.charts import charts
from heli.wall.choosing import PUBLIC_PERIODS, choices, crumbs, narrowed, periods, public_choices, screens
from heli.wall.grids import public_map, staff_map, tag_of
from heli.wall.lists import lists
from heli.wall.points import points as marked
from heli.wall.public_charts import public_charts
from heli.wall.screens import DARK, LIGHT, parts_of


def _asked(request: HttpRequest) -> tuple[Wanted, Figures]:
    wanted = Wanted.of(request.GET)
    # The figures are kept: a copy of the actor, not the request behind it.
    return wanted, figures(wanted.scope(copy(request.actor)))  # type: ignore[attr-defined]


@require_safe
@needs(SEE_WALL)
def wall(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    wanted, found = _asked(request)
    context = {
        **_parts(found, wanted),
        **choices(wanted),
        **periods(wanted, found),
        "crumbs": crumbs(wanted),
        "narrowed": narrowed(wanted),
        "measures": [(each, wanted.address(measure=each), wanted.measure == each) for each in _MEASURES],
        "boundaries": wanted.address("wall:grids"),
        "points": wanted.address("wall:points"),
        "home_url": reverse("workbench:home"),
        **screens(wanted),
    }
    return _private(render(request, "wall/screen.html" if wanted.screen else "wall/wall.html", context))


@require_safe
@needs(SEE_WALL)
def refresh(request: HttpRequest) -> HttpResponse:
    """The parts that changed since the figures marked ``seen``; when none did, only the time."""
    wanted, found = _asked(request)
    return _private(_refreshed(request, _parts(found, wanted), found.mark))


@require_safe
@gzip_page
@needs(SEE_WALL)
def grids(request: HttpRequest) -> HttpResponse:
    """The map's grids with their counts."""
    wanted, found = _asked(request)
    body = staff_map(
        found,
        measure=wanted.measure,
        url=lambda path: wanted.queue(place=path),
        into=lambda path: wanted.address(place=path),
        place=wanted.place,
    )
    return _tagged(request, body, "private, no-cache")


@require_safe
@gzip_page
@needs(SEE_WALL)
def points(request: HttpRequest) -> HttpResponse:
    """The map's cases, gathered for the part of it that is seen."""
    wanted = Wanted.of(request.GET)
    # A screen hangs where everybody passes by, also those whom a case concerns.
    scope = replace(wanted.scope(copy(request.actor)), shared=bool(wanted.screen))  # type: ignore[attr-defined]
    body = marked(scope, Look.of(request.GET) or EVERYWHERE, late=wanted.measure == "late")
    return _tagged(request, body, "private, no-cache")


@needs(PUBLIC_FIGURES)
@require_safe
def public_wall(request: HttpRequest) -> HttpResponse:
    """The public page: protected counts."""
    name = _public_period(request)
    found = public_figures(name)
    context = {
        **_public_parts(found, name),
        **public_choices(name, DARK if request.GET.get("theme") == DARK else LIGHT),
        "period_name": stretch_text(name, found.at),
        "period_days": days_text(found.period),
        "compared_with": before_text(found.period, found.at) if found.before else "",
        "boundaries": reverse("wall:public_towns"),
        "home_url": reverse("portal:home"),
    }
    return render(request, "wall/public.html", context)


@needs(PUBLIC_FIGURES)
@require_safe
def public_refresh(request: HttpRequest) -> HttpResponse:
    """The parts of the public page that changed."""
    name = _public_period(request)
    found = public_figures(name)
    answer = _refreshed(request, _public_parts(found, name), found.mark)
    answer["Cache-Control"] = "no-cache"
    return answer


@needs(PUBLIC_FIGURES)
@require_safe
@gzip_page
def public_towns(request: HttpRequest) -> HttpResponse:
    """The public map's towns and streets with protected counts."""
    return _tagged(request, public_map(public_figures()), "public, no-cache")


_MEASURES = ("open", "late")


def _parts(found: Figures, wanted: Wanted) -> dict[str, Any]:
    """Return what changes with the figures."""
    return {
        "district_name": district().label,
        "wanted": wanted,
        "as_of": found.at,
        "mark": found.mark,
        "cards": cards(found, wanted),
        "charts": [chart for chart in charts(found, wanted) if chart.id in parts_of(wanted.screen)],
        "shown": parts_of(wanted.screen),
        "refresh_url": wanted.address("wall:figures"),
        **lists(found, wanted),
    }


def _public_period(request: HttpRequest) -> str:
    asked = request.GET.get("period", "")
    return asked if asked in PUBLIC_PERIODS else USUAL


def _public_parts(found: PublicFigures, period: str) -> dict[str, Any]:
    return {
        "district_name": district().label,
        "as_of": found.at,
        "mark": found.mark,
        "cards": public_cards(found),
        "charts": public_charts(found),
        "refresh_url": f"{reverse('wall:public_figures')}?{urlencode({'period': period})}",
    }


def _refreshed(request: HttpRequest, parts: dict[str, Any], mark: str) -> HttpResponse:
    """Return the page's parts to be put in their places; a browser that has seen them gets the time alone."""
    fresh = request.GET.get("seen") != mark
    return render(request, "wall/refresh.html", {**parts, "fresh": fresh, "oob": True})


def _tagged(request: HttpRequest, body: bytes, caching: str) -> HttpResponse:
    """Return GeoJSON with its tag, or the word that nothing changed."""
    tag = tag_of(body)
    answer = HttpResponse(body, content_type="application/geo+json", headers={"ETag": tag, "Cache-Control": caching})
    conditional = get_conditional_response(request, etag=tag, response=answer)
    assert isinstance(conditional, HttpResponse)
    return conditional


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
