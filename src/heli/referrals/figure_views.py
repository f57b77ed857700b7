"""Pages of figures of referrals: exact ones for officers of what they may know of, protected ones for anybody."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import PUBLIC_FIGURES, REFERRALS
from heli.insight.public_years import year_asked, years
from heli.insight.small_counts import BASE
from heli.portal.pages import render
from heli.referrals.figures import of_year, public_lines
from heli.referrals.listing import known_to
from heli.workbench.shell import DeskRequest, desk


def _tabs(here: str, year: int) -> list[dict[str, object]]:
    return [
        {"label": str(each), "url": f"{here}?year={each}", "current": each == year}
        for each in years(timezone.localdate())
    ]


@require_safe
@needs(REFERRALS)
def figures(request: DeskRequest) -> HttpResponse:
    """Show how the referrals that the reader may know of went, by kind of body."""
    year = year_asked(request.GET.get("year", ""), timezone.localdate())
    context = {
        "lines": of_year(known_to(request.actor), year),
        "tabs": _tabs(reverse("referral_desk:figures"), year),
        "year": year,
    }
    return desk(request, "referrals/figures.html", context)


@require_safe
@needs(PUBLIC_FIGURES)
def public_figures(request: HttpRequest) -> HttpResponse:
    """Show anybody how referrals of the district went, in whole groups of three."""
    year = year_asked(request.GET.get("year", ""), timezone.localdate())
    context = {
        "lines": public_lines(year, timezone.now()),
        "tabs": _tabs(reverse("referrals:figures"), year),
        "year": year,
        "group": BASE,
        "crumbs": [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("Referrals in figures")}],
    }
    return render(request, "referrals/public_figures.html", context)
