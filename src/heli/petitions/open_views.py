"""What anybody reads of petition work: figures, published re-review opinions, the district's arrangements."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import PUBLIC_FIGURES, PUBLIC_INFORMATION
from heli.insight.public_years import PublicYear, year_asked
from heli.organizations.days import midnight
from heli.organizations.settings import district
from heli.people.reading import in_english
from heli.petitions.arrangements import arrangements
from heli.petitions.local_items import items, reviewing
from heli.petitions.public_figures import public_year
from heli.petitions.public_lines import parts_of
from heli.petitions.published import PAGE, latest, one_published
from heli.portal.figure_lines import page_of, table
from heli.portal.pages import render

FEED_SIZE = 40


def _crumbs(*more: str) -> list[dict[str, str]]:
    return [{"label": _("Start page"), "url": reverse("portal:home")}, *({"label": each} for each in more)]


def _year(request: HttpRequest) -> PublicYear:
    year = year_asked(request.GET.get("year", ""), timezone.localdate())
    return public_year(year, timezone.now())


@require_safe
@needs(PUBLIC_FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of a year of petition work; the page prints as it is."""
    found, here, csv_url = _year(request), reverse("petitions:figures"), reverse("petitions:figures_csv")
    parts = parts_of(found) if found.begun else []
    context = page_of(found, parts, here=here, csv_url=csv_url, title=_("Petition work in figures"))
    return render(request, "petitions/public_figures.html", context)


@require_safe
@needs(PUBLIC_FIGURES)
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Give the same figures as CSV, UTF-8 with a mark that spreadsheets know."""
    found = _year(request)
    return table(found, parts_of(found) if found.begun else [], name="petition-work")


@require_safe
@needs(PUBLIC_INFORMATION)
def opinions(request: HttpRequest) -> HttpResponse:
    """List the published re-review opinions, the latest first."""
    before = request.GET.get("before", "")
    try:
        found = latest(before=UUID(before) if before else None)
    except (ValueError, LookupError) as error:
        raise Http404 from error
    here = reverse("petitions:opinions")
    context = {
        "rows": found,
        "older": f"{here}?before={found[-1].key}" if len(found) == PAGE else "",
        "feed_url": reverse("petitions:opinion_feed"),
        "crumbs": _crumbs(_("Published re-review opinions")),
    }
    return render(request, "petitions/opinions.html", context)


@require_safe
@needs(PUBLIC_INFORMATION)
def opinion(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one published opinion at its permanent address."""
    found = one_published(key)
    if found is None:
        raise Http404
    above = {"label": _("Published re-review opinions"), "url": reverse("petitions:opinions")}
    crumbs: list[dict[str, Any]] = [*_crumbs(), above, {"label": found.on.isoformat()}]
    return render(request, "petitions/opinion.html", {"found": found, "crumbs": crumbs})


@require_safe
@needs(PUBLIC_INFORMATION)
def feed(request: HttpRequest) -> HttpResponse:
    """Answer with the latest published opinions as an Atom feed; of their time it tells the day alone."""
    made = Atom1Feed(
        title=_("%(district)s: published re-review opinions") % {"district": district().label},
        link=request.build_absolute_uri(reverse("petitions:opinions")),
        description=_("Opinions after a hearing, without names (Regulation, art. 36)"),
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    for each in latest(FEED_SIZE):
        address = request.build_absolute_uri(each.url)
        day = midnight(each.on)
        made.add_item(
            title=each.title, link=address, description=each.text, pubdate=day, updateddate=day, unique_id=address
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@needs(PUBLIC_INFORMATION)
def local(request: HttpRequest) -> HttpResponse:
    """Show what the district arranges where the law of petition work leaves something open, as it stands today."""
    today = arrangements()
    context = {
        "items": items(today),
        "reviewing": reviewing(today),
        "above": (in_english() and today.upper_body_en) or today.upper_body,
        "crumbs": _crumbs(_("What the district arranges for petition work")),
    }
    return render(request, "petitions/local.html", context)
