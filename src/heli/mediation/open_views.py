"""What anybody reads of mediation: the first step, committees and mediators, local arrangements, figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.gates import needs
from heli.access.permissions import PUBLIC_FIGURES, PUBLIC_INFORMATION
from heli.insight.public_years import PublicYear, year_asked
from heli.mediation.arrangements import arrangements
from heli.mediation.committees import committees
from heli.mediation.first_step import FirstStepForm, guidance
from heli.mediation.local_items import items
from heli.mediation.models import Level
from heli.mediation.public_figures import public_year
from heli.mediation.public_lines import parts_of
from heli.mediation.roster import Standing, field_names, shown, standings, tongue_names
from heli.people.reading import in_english
from heli.places.models import Area
from heli.portal.figure_lines import page_of, table
from heli.portal.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
@needs(PUBLIC_INFORMATION)
@never_cache
def first_step(request: HttpRequest) -> HttpResponse:
    """Ask a few questions and say what they lead to; the answers are sent with the body and kept nowhere."""
    form = FirstStepForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "found": None}
    if form.is_bound and form.is_valid():
        found = guidance(form.cleaned_data)
        query = f"?{urlencode(found.taken)}" if found.taken else ""
        context |= {"found": found, "apply_url": f"{reverse('mediation:apply')}{query}"}
    status = 422 if form.is_bound and not context["found"] else 200
    return render(request, "mediation/first_step.html", context, status=status)


@require_safe
@needs(PUBLIC_INFORMATION)
def committee_list(request: HttpRequest) -> HttpResponse:
    """List the committees level by level, with the mediators who are named in public as holders of an office."""
    known = [each for each in committees() if each.level >= Level.COMMITTEE]
    rows = [_listed(each) for each in standings(known, timezone.localdate())]
    levels = [
        {"label": level.label, "rows": [row for row in rows if row["level"] == level]}
        for level in sorted(Level, reverse=True)
    ]
    context = {"levels": [each for each in levels if each["rows"]], "crumbs": _crumbs(_("Committees and mediators"))}
    return render(request, "mediation/committees.html", context)


def _listed(standing: Standing) -> dict[str, Any]:
    """Return one committee as anybody reads it; its warnings are for the district."""
    own = standing.committee
    return {
        "level": own.level,
        "unit": own.unit,
        "place": _place(own.unit.area),
        "sector": own.get_sector_display(),
        "mediators": [
            {
                "name": seat.user.label,
                "role": seat.get_role_display(),
                "fields": field_names(seat.user.as_mediator),
                "tongues": tongue_names(seat.user.as_mediator),
                "hours": (in_english() and seat.user.as_mediator.hours_en) or seat.user.as_mediator.hours,
            }
            for seat in shown(standing.seats)
        ],
    }


def _place(area: Area | None) -> str:
    return ((in_english() and area.name_en) or area.name) if area else ""


@require_safe
@needs(PUBLIC_INFORMATION)
def local(request: HttpRequest) -> HttpResponse:
    """Show what the district arranges where the law of mediation leaves something open, as it stands today."""
    title = _("What the district arranges for mediation")
    return render(request, "mediation/local.html", {"items": items(arrangements()), "crumbs": _crumbs(title)})


def _year(request: HttpRequest) -> PublicYear:
    year = year_asked(request.GET.get("year", ""), timezone.localdate())
    return public_year(year, timezone.now())


@require_safe
@needs(PUBLIC_FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of a year of mediation; the page prints as it is."""
    found, here, csv_url = _year(request), reverse("mediation:figures"), reverse("mediation:figures_csv")
    parts = parts_of(found) if found.begun else []
    context = page_of(found, parts, here=here, csv_url=csv_url, title=_("Mediation in figures"))
    return render(request, "mediation/public_figures.html", context)


@require_safe
@needs(PUBLIC_FIGURES)
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Give the same figures as CSV."""
    found = _year(request)
    return table(found, parts_of(found) if found.begun else [], name="mediation")


def _crumbs(title: str) -> list[dict[str, str]]:
    return [{"label": _("How we handle requests"), "url": reverse("portal:procedures")}, {"label": title}]
