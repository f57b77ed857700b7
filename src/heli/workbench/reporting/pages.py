"""Issued reports, the preview of one, and issuing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import ISSUE_REPORTS, READ_REPORTS, SCHEDULE_REPORTS
from heli.insight.periods import DAY
from heli.kernel.decisions import Denied
from heli.kernel.plain import number_in
from heli.papers.serving import unless_known
from heli.reports.document import document, period_text, title_of
from heli.reports.files import given, listed
from heli.reports.issuing import figures_of, issue, issues_of, order
from heli.reports.listing import PAGE, find, page
from heli.reports.making import FILES
from heli.reports.models import LENGTHS, Report
from heli.reports.scopes import DISTRICT, About
from heli.reports.showing import shown
from heli.reports.words import read
from heli.workbench.reporting.forms import ReportForm
from heli.workbench.shell import DeskRequest, desk


@require_safe
@needs(READ_REPORTS)
def reports(request: DeskRequest) -> HttpResponse:
    """List the issued reports that the reader may read, and offer to make one."""
    show = request.GET.get("show", "")
    found = page(request.actor, length=show, public=show == "public", before=number_in(request.GET.get("before", "")))
    address, kept = reverse("workbench:reports"), f"show={show}&" if show else ""
    names = [("", _("All")), *((str(code), label) for code, label in LENGTHS), ("public", _("Public"))]
    context = {
        "rows": [_line(each) for each in found],
        "tabs": [
            {"label": label, "url": f"{address}?show={name}" if name else address, "current": name == show}
            for name, label in names
        ],
        "older": f"{address}?{kept}before={found[-1].pk}" if len(found) == PAGE else "",
        "form": _form(request, {"length": "day", "day": timezone.localdate() - DAY, "scope": DISTRICT}),
        "may_schedule": request.actor.may(SCHEDULE_REPORTS),
    }
    return desk(request, "workbench/reporting/reports.html", context)


def _form(request: DeskRequest, initial: dict[str, Any]) -> ReportForm:
    form = ReportForm(None, actor=request.actor)
    form.initial = initial
    return form


def _line(report: Report) -> dict[str, Any]:
    return {
        "report": report,
        "title": title_of(report.period.length, public=report.public),
        "period": period_text(report.period),
        "about": read(About.read(report.scope).name) if _known(report.scope) else report.scope,
        "url": reverse("workbench:report", args=[report.number]),
        "tone": {"issued": "good", "failed": "bad"}.get(report.state, "progress"),
    }


def _known(scope: str) -> bool:
    try:
        About.read(scope)
    except ValueError:
        return False
    return True


@require_safe
@needs(READ_REPORTS)
def preview(request: DeskRequest) -> HttpResponse:
    """Show what a report would say now, with the way to issue it; a form at fault is shown again."""
    form = ReportForm(request.GET, actor=request.actor)
    if not form.is_valid():
        return desk(request, "workbench/reporting/preview.html", {"form": form}, status=422)
    now = timezone.now()
    content = figures_of(form.about, form.period, request.actor, now, public=form.public)
    found = document(content)
    issued = issues_of(form.about, form.period, public=form.public)
    context = {
        "form": form,
        **shown(found, _queue),
        "title": f"{found.title} · {found.about}",
        "issued": [_line(each) for each in issued],
        "same": bool(issued) and issued[0].content["figures"] == content["figures"],
        "may_issue": request.actor.may(ISSUE_REPORTS),
    }
    return desk(request, "workbench/reporting/preview.html", context)


def _queue(link: dict[str, str]) -> str:
    """Return the officers' list of what a row is about."""
    named = {key: value for key, value in link.items() if key != "kind" and value}
    return f"{reverse('workbench:queue')}?{urlencode({'tab': 'open', **named})}" if named else ""


@require_POST
@needs(ISSUE_REPORTS)
def issuing(request: DeskRequest) -> HttpResponse:
    """Issue the report in the reader's name; the worker makes its files."""
    form = ReportForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return desk(request, "workbench/reporting/preview.html", {"form": form}, status=422)
    made = issue(form.about, form.period, by=request.actor, public=form.public)
    if isinstance(made, Denied):
        messages.error(request, str(made.reason))
        asked = {name: request.POST.get(name, "") for name in ("length", "day", "scope")}
        return redirect(f"{reverse('workbench:report_preview')}?{urlencode(asked)}")
    return redirect("workbench:report", made.number)


@require_safe
@needs(READ_REPORTS)
def report(request: DeskRequest, number: str) -> HttpResponse:
    """Show an issued report with its files; while they are made, how far they are."""
    found = _found(request, number)
    written = document(found.content, issue=found.issue)
    context = {
        "report": found,
        **shown(written, _queue),
        "title": f"{written.title} · {written.about}",
        "files": listed(found, lambda language, form: reverse("workbench:report_file", args=[number, language, form])),
        "steps": len(FILES),
        "issues": [_line(each) for each in issues_of(About.read(found.scope), found.period, public=found.public)]
        if _known(found.scope)
        else [],
        "may_issue": request.actor.may(ISSUE_REPORTS),
        "public_url": reverse("portal:bulletin", args=[found.period.code]) if found.public and found.is_issued else "",
    }
    return desk(request, "workbench/reporting/report.html", context)


@require_POST
@needs(ISSUE_REPORTS)
def again(request: DeskRequest, number: str) -> HttpResponse:
    """Let the worker try once more to make the files of a report that failed."""
    found = _found(request, number)
    if found.state == Report.State.FAILED:
        Report.objects.filter(pk=found.pk, state=Report.State.FAILED).update(state=Report.State.MAKING, tries=0)
        order(found.pk)
    return redirect("workbench:report", number)


@require_safe
@needs(READ_REPORTS)
def file(request: DeskRequest, number: str, language: str, form: str) -> HttpResponseBase:
    """Give out one file of an issued report."""
    return unless_known(request, given(_found(request, number), language, form))


def _found(request: DeskRequest, number: str) -> Report:
    found = find(number, request.actor)
    if found is None:
        raise Http404
    return found
