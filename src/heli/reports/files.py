"""The files of an issued report: found, named, and given out."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _

from heli.papers.serving import file_response
from heli.reports.models import Report, ReportFile
from heli.reports.words import LANGUAGES

_TONGUES = {"zh": "中文", "en": "English"}


def listed(report: Report, address: Callable[[str, str], str]) -> list[dict[str, Any]]:
    """Return the files of ``report`` as a page lists them; ``address`` gives that of a language and form."""
    order = list(LANGUAGES)
    found = sorted(report.files.select_related("file"), key=lambda each: (order.index(each.language), each.pk))
    return [
        {
            "language": each.language,
            "form": each.form,
            "hreflang": LANGUAGES[each.language],
            "label": f"{form_label(each.form)} · {_TONGUES[each.language]}",
            "size": each.file.size,
            "digest": each.file.digest,
            "url": address(each.language, each.form),
        }
        for each in found
    ]


def form_label(form: str) -> str:
    """Return what a form of file is called."""
    return {"pdf": _("PDF, to read and print"), "xlsx": _("Spreadsheet (.xlsx)"), "csv": _("CSV, for programs")}[form]


def given(report: Report, language: str, form: str) -> HttpResponseBase:
    """Return one file of an issued report as an answer; one that is not there is a missing page (Http404)."""
    rows = ReportFile.objects.filter(report=report, language=language, form=form).select_related("file")
    found = rows.first() if report.is_issued else None
    if found is None:
        raise Http404
    return file_response(found.file, inline_image=False)
