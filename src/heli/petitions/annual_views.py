"""Pages of the annual report of petition work: years, draft, issue, files; the petition office alone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import PETITION_OVERSIGHT
from heli.audit.record import write
from heli.cases.step_forms import Text
from heli.insight.spans import YEARS, Span
from heli.kernel.decisions import Denied
from heli.petitions import annual
from heli.petitions.annual_models import LONGEST_TEXT, TEXTS, AnnualReport
from heli.petitions.annual_sheets import annual_document
from heli.petitions.overview_views import CHAIN, XLSX, reach_or_refuse, tabs
from heli.petitions.reach import of_office
from heli.reports.document import Document
from heli.reports.files import form_label
from heli.reports.pdf import pdf_of
from heli.reports.sheets import xlsx_of
from heli.reports.showing import shown
from heli.reports.words import LANGUAGES
from heli.workbench.shell import DeskRequest, desk


class DraftForm(forms.Form):
    """The written parts of a report; each may stay empty."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in TEXTS.items():
            self.fields[name] = Text(label=label, required=False, max_length=LONGEST_TEXT)


class IssueForm(forms.Form):
    """Which draft is issued, and what a later issue corrects."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    correction = Text(
        label=gettext_lazy("What this issue corrects"),
        help_text=gettext_lazy("Printed in the report. The issue before stays as it is."),
        required=False,
    )


def _office(request: DeskRequest) -> None:
    if not of_office(request.actor):
        raise PermissionDenied


def _offered() -> list[int]:
    this = timezone.localdate().year
    return [this - back for back in range(YEARS)]


def _offered_or_missing(year: int) -> None:
    if year not in _offered():
        raise Http404


@require_safe
@needs(PETITION_OVERSIGHT)
def years(request: DeskRequest) -> HttpResponse:
    """List the years that can be written, and every issue there is."""
    _office(request)
    issues: dict[int, list[AnnualReport]] = {}
    for each in AnnualReport.objects.defer("content").order_by("-year", "-issue"):
        issues.setdefault(each.year, []).append(each)
    offered = _offered()
    rows = [
        {"span": Span(year), "offered": year in offered, "issues": issues.get(year, [])}
        for year in sorted({*offered, *issues}, reverse=True)
    ]
    return desk(request, "petitions/annual.html", {"rows": rows, "pages": tabs(request.actor, "annual")})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(PETITION_OVERSIGHT)
def draft(request: DeskRequest, year: int) -> HttpResponse:
    """Show the figures of a year as they are now, and keep the written parts."""
    _office(request)
    _offered_or_missing(year)
    if request.method != "POST":
        return _draft_page(request, year, _form(year))
    form = DraftForm(request.POST)
    if form.is_valid():
        texts = {name: form.cleaned_data[name] for name in TEXTS}
        saved = annual.save(year, texts, seen=form.cleaned_data["seen"], by=request.actor)
        if not isinstance(saved, Denied):
            messages.success(request, _("The draft was saved."))
            return redirect("petition_work:annual_draft", year=year)
        form.add_error(None, str(saved.reason))
    return _draft_page(request, year, form, status=422)


@require_POST
@needs(PETITION_OVERSIGHT)
def issuing(request: DeskRequest, year: int) -> HttpResponse:
    """Issue the report of a year: figures and texts are frozen."""
    _office(request)
    _offered_or_missing(year)
    asked = IssueForm(request.POST)
    if asked.is_valid():
        said = asked.cleaned_data
        made = annual.issue(year, seen=said["seen"], correction=said["correction"], by=request.actor)
        if not isinstance(made, Denied):
            messages.success(request, _("The report was issued as %(number)s.") % {"number": made.number})
            return redirect("petition_work:annual_issue", year=year, issue=made.issue)
        asked.add_error(None, str(made.reason))
    return _draft_page(request, year, _form(year), asked=asked, status=422)


def _form(year: int) -> DraftForm:
    kept = annual.draft_of(year)
    return DraftForm(initial={"seen": kept.version, **{name: getattr(kept, name) for name in TEXTS}})


def _draft_page(
    request: DeskRequest, year: int, form: DraftForm, *, asked: IssueForm | None = None, status: int = 200
) -> HttpResponse:
    now, kept = timezone.now(), annual.draft_of(year)
    content = annual.content_of(kept, reach_or_refuse(request.actor), now)
    issues = list(AnnualReport.objects.filter(year=year).defer("content").order_by("-issue"))
    context = {
        **shown(annual_document(content)),
        "form": form,
        "asked": asked or IssueForm(initial={"seen": kept.version}),
        "issues": issues,
        "year": year,
        "over": Span(year).until <= now,
        "may_issue": annual.may_issue(request.actor),
        "pages": tabs(request.actor, "annual"),
    }
    return desk(request, "petitions/annual_draft.html", context, status=status)


@require_safe
@needs(PETITION_OVERSIGHT)
def issued(request: DeskRequest, year: int, issue: int) -> HttpResponse:
    """Show one issue as it was frozen, with its files."""
    _office(request)
    report = get_object_or_404(AnnualReport, year=year, issue=issue)
    context = {
        **shown(annual_document(report.content)),
        "report": report,
        "files": _files(report),
        "pages": tabs(request.actor, "annual"),
    }
    return desk(request, "petitions/annual_issue.html", context)


def _files(report: AnnualReport) -> list[dict[str, str]]:
    names = {"zh": "中文", "en": "English"}
    found = []
    for language, hreflang in LANGUAGES.items():
        for form in DRAWN:
            parts = {"year": report.year, "issue": report.issue, "language": language, "form": form}
            url = reverse("petition_work:annual_file", kwargs=parts)
            found.append({"url": url, "hreflang": hreflang, "label": f"{form_label(form)} · {names[language]}"})
    return found


def _pdf(report: AnnualReport, document: Document) -> bytes:
    return pdf_of(document, number=report.number, issuer=report.issued_name, digest=report.digest, at=report.issued_at)


def _book(report: AnnualReport, document: Document) -> bytes:
    return xlsx_of(document, number=report.number, issuer=report.issued_name, at=report.issued_at)


#: Forms of files: what draws each, and its type. Drawn from the frozen content alone, dated with the issue.
DRAWN: dict[str, tuple[Callable[[AnnualReport, Document], bytes], str]] = {
    "pdf": (_pdf, "application/pdf"),
    "xlsx": (_book, XLSX),
}


@require_safe
@needs(PETITION_OVERSIGHT)
def file(request: DeskRequest, year: int, issue: int, language: str, form: str) -> HttpResponse:
    """Send an issue as a file in Chinese or English; who took it is on record."""
    _office(request)
    report = get_object_or_404(AnnualReport, year=year, issue=issue)
    if language not in LANGUAGES or form not in DRAWN:
        raise Http404
    with transaction.atomic():
        data = {"report": report.number, "language": language, "form": form}
        write(CHAIN, "export_petition_annual", at=timezone.now(), actor=request.actor.key, data=data)
    draw, kind = DRAWN[form]
    with translation.override(LANGUAGES[language]):
        answer = HttpResponse(draw(report, annual_document(report.content)), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="heli-{report.number}-{language}.{form}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
