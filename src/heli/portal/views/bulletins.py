"""The public reports: a list, one permanent page for each month and each issue, their files, and a feed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import PUBLIC_FIGURES
from heli.organizations.settings import district
from heli.papers.serving import unless_known
from heli.portal.pages import render
from heli.reports.document import document, period_text, title_of
from heli.reports.files import given, listed
from heli.reports.listing import PAGE, published, published_issues
from heli.reports.models import Report
from heli.reports.showing import shown


@needs(PUBLIC_FIGURES)
@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """List the public reports, the latest month first."""
    try:
        found = published(before=request.GET.get("before", ""))
    except ValueError as error:
        raise Http404 from error
    here = reverse("portal:bulletins")
    context = {
        "rows": [{"report": each, "period": period_text(each.period), "url": _address(each)} for each in found],
        "older": f"{here}?before={found[-1].period.code}" if len(found) == PAGE else "",
        "feed_url": reverse("portal:bulletin_feed"),
        "crumbs": [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("Public reports")}],
    }
    return render(request, "portal/bulletins.html", context)


def _address(report: Report) -> str:
    return reverse("portal:bulletin", args=[report.period.code])


@needs(PUBLIC_FIGURES)
@require_safe
def bulletin(request: HttpRequest, period: str, issue: int = 0) -> HttpResponse:
    """Show the newest issue of a month's report, or a certain one."""
    issues = published_issues(period)
    found = _chosen(issues, issue)
    written = document(found.content, issue=found.issue)
    context: dict[str, Any] = {
        **shown(written),
        "report": found,
        "files": listed(
            found, lambda language, form: reverse("portal:bulletin_file", args=[period, found.issue, language, form])
        ),
        "issues": [
            {
                "issue": each.issue,
                "url": reverse("portal:bulletin_issue", args=[period, each.issue]),
                "at": each.issued_at,
            }
            for each in issues
        ],
        "newest": issues[0].issue,
        "crumbs": [
            {"label": _("Start page"), "url": reverse("portal:home")},
            {"label": _("Public reports"), "url": reverse("portal:bulletins")},
            {"label": period},
        ],
    }
    return render(request, "portal/bulletin.html", context)


@needs(PUBLIC_FIGURES)
@require_safe
def file(request: HttpRequest, period: str, issue: int, language: str, form: str) -> HttpResponseBase:
    """Give out one file of a certain issue; it never changes."""
    return unless_known(request, given(_chosen(published_issues(period), issue), language, form))


def _chosen(issues: list[Report], issue: int) -> Report:
    found = next((each for each in issues if issue in (0, each.issue)), None)
    if found is None:
        raise Http404
    return found


@needs(PUBLIC_FIGURES)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Answer with the newest public reports as an Atom feed."""
    made = Atom1Feed(
        title=_("%(district)s: public reports") % {"district": district().label},
        link=request.build_absolute_uri(reverse("portal:bulletins")),
        description=_("What came in and what became of it, month by month"),
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    for each in published():
        address = request.build_absolute_uri(_address(each))
        made.add_item(
            title=f"{title_of(each.period.length, public=True)} · {period_text(each.period)}",
            link=address,
            description=_("Issue %(issue)s") % {"issue": each.issue},
            pubdate=each.asked_at,
            updateddate=each.issued_at,
            unique_id=request.build_absolute_uri(reverse("portal:bulletin_issue", args=[each.period.code, each.issue])),
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
