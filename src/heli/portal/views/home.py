"""The start page, help, and how matters are handled."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import SESSION_KEY, needs
from heli.access.permissions import PUBLIC_INFORMATION, PUBLIC_REGISTER
from heli.cases.kinds import kinds
from heli.portal.answers import CHAPTERS
from heli.portal.explained import flow_of, tables
from heli.portal.forms import TrackForm
from heli.portal.pages import render
from heli.portal.register import LONGEST_QUERY
from heli.portal.searching import reference_in, search
from heli.portal.tiles import tiles as more_tiles

#: Up to this height, in units of the drawing, a chart stands open; on a phone about two screens.
SHORT_CHART = 1400


@needs(PUBLIC_INFORMATION)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the big things to do, and the field for a reference number."""
    doors = [
        {"label": kind.door.label, "hint": kind.door.hint, "icon": kind.door.icon, "url": reverse(kind.door.url_name)}
        for kind in kinds()
        if kind.door
    ]
    tiles = [
        *({**door, "primary": number == 0} for number, door in enumerate(doors)),
        {
            "label": _("Follow my request"),
            "hint": _("With the number and the query code from the receipt"),
            "icon": "search",
            "url": reverse("portal:track"),
        },
        {
            "label": _("What is happening around you"),
            "hint": _("Requests of others, on the map and as a list"),
            "icon": "map-2",
            "url": reverse("portal:register"),
        },
        *({"label": t.label, "hint": t.hint, "icon": t.icon, "url": reverse(t.url_name)} for t in more_tiles()),
    ]
    known = request.session.get(SESSION_KEY, [])
    return render(request, "portal/home.html", {"tiles": tiles, "form": TrackForm(), "known": known[::-1][:3]})


@needs(PUBLIC_INFORMATION)
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Answer the questions that people ask most."""
    crumbs = [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("Help")}]
    return render(request, "portal/help.html", {"crumbs": crumbs, "chapters": CHAPTERS})


@needs(PUBLIC_REGISTER)
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Find help, topics, public matters and procedures by words; a reference number leads to its case."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    reference = reference_in(query)
    if reference:
        return redirect(f"{reverse('portal:track')}?{urlencode({'reference': reference})}")
    crumbs = [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("Search")}]
    return render(request, "portal/search.html", {"crumbs": crumbs, "query": query, "found": search(query)})


@needs(PUBLIC_INFORMATION)
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """List the procedures."""
    rows = [
        {"label": kind.procedure.title, "url": reverse("portal:procedure", args=[kind.procedure.code])}
        for kind in kinds()
    ]
    crumbs = [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("How we handle requests")}]
    return render(request, "portal/procedures.html", {"rows": rows, "crumbs": crumbs})


@needs(PUBLIC_INFORMATION)
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show one procedure as declared: a flow chart, and state by state; ``at`` marks a state, ``all`` opens all."""
    kind = next((kind for kind in kinds() if kind.procedure.code == code), None)
    if kind is None:
        raise Http404
    found = kind.procedure
    crumbs = [
        {"label": _("Start page"), "url": reverse("portal:home")},
        {"label": _("How we handle requests"), "url": reverse("portal:procedures")},
        {"label": found.title},
    ]
    here = next((state for state in found.states() if state.name == request.GET.get("at", "")), None)
    drawn = flow_of(kind, here.name if here else "")
    reading = [{"label": each.label, "hint": each.hint, "url": reverse(each.url_name)} for each in kind.reading]
    known = {"crumbs": crumbs, "procedure": found, "stands_at": here, "chart": drawn, "reading": reading}
    open_all = "all" in request.GET
    known |= {"open_all": open_all, "open_chart": open_all or here is not None or drawn.height <= SHORT_CHART}
    context = {**known, **tables(found, drawn)}
    return render(request, "portal/procedure.html", context)
