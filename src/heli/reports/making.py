"""Making the files of an issued report: in both languages, each form once, kept on the shelf with their hash."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from heli.audit.record import write
from heli.papers.made import keep_made
from heli.reports.document import Document, document
from heli.reports.issuing import CHAIN
from heli.reports.models import MOST_TRIES, Report, ReportFile
from heli.reports.pdf import pdf_of
from heli.reports.sheets import csv_of, xlsx_of
from heli.reports.telling import tell, tell_of_failure
from heli.reports.words import LANGUAGES

log = logging.getLogger(__name__)
TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
FILES: Final = [(language, form) for language in LANGUAGES for form in TYPES]
PATIENCE = timedelta(minutes=10)


def make(pk: int) -> bool:
    """Draw the files of a report that are not there yet, mark it issued, and tell those who wait for it.

    May run twice and after a worker that was killed: each file is one transaction, and no file is made again. False
    where it failed; the reason is kept with the report.
    """
    report = Report.objects.get(pk=pk)
    if report.is_issued:
        return True
    Report.objects.filter(pk=pk).update(tries=report.tries + 1, tried_at=timezone.now(), state=Report.State.MAKING)
    try:
        for language, form in FILES:
            _add(report, language, form)
    except Exception as failure:
        log.exception("report %s could not be made", pk)
        _fail(pk, type(failure).__name__)
        return False
    _finish(pk)
    return True


@transaction.atomic
def _fail(pk: int, reason: str) -> None:
    report = Report.objects.select_for_update().get(pk=pk)
    report.state, report.error = Report.State.FAILED, reason
    report.save(update_fields=["state", "error"])
    if report.tries >= MOST_TRIES:
        tell_of_failure(report)


@transaction.atomic
def _finish(pk: int) -> None:
    report = Report.objects.select_for_update().get(pk=pk)
    if report.is_issued:
        return
    report.state, report.issued_at, report.error = Report.State.ISSUED, timezone.now(), ""
    report.save(update_fields=["state", "issued_at", "error"])
    files = report.files.select_related("file")
    digests = {f"{each.language}.{each.form}": each.file.digest for each in files}
    write(CHAIN, "report.files", at=report.issued_at, actor="system", data={"report": report.number, "files": digests})
    tell(report)


@transaction.atomic
def _add(report: Report, language: str, form: str) -> None:
    if ReportFile.objects.filter(report=report, language=language, form=form).exists():
        return
    content = drawn(report, language, form)
    stored = keep_made(content, file_name(report, language, form), TYPES[form], by="system", claimed=True)
    ReportFile.objects.create(report=report, language=language, form=form, file=stored)
    Report.objects.filter(pk=report.pk).update(done=ReportFile.objects.filter(report=report).count())


def drawn(report: Report, language: str, form: str) -> bytes:
    """Return one file of a report, drawn from its frozen content."""
    with translation.override(LANGUAGES[language]):
        found = document(report.content, issue=report.issue)
        return _drawn(report, found, form)


def _drawn(report: Report, found: Document, form: str) -> bytes:
    issuer = report.issued_name or _("by schedule")
    if form == "csv":
        return csv_of(found)
    if form == "xlsx":
        return xlsx_of(found, number=report.number, issuer=issuer, at=report.asked_at)
    return pdf_of(found, number=report.number, issuer=issuer, digest=report.digest, at=report.asked_at)


def file_name(report: Report, language: str, form: str) -> str:
    """Return what a file is called when it is saved."""
    kind = "public" if report.public else report.number.lower()
    return f"heli-{kind}-{report.period.code}-{report.issue}-{language}.{form}"


def unfinished(now: datetime) -> list[int]:
    """Return the reports whose files should be tried again: after a failure, or after a worker that was killed."""
    rows = Report.objects.exclude(state=Report.State.ISSUED).filter(tries__lt=MOST_TRIES).order_by("id")
    return [
        report.pk
        for report in rows
        if report.state == Report.State.FAILED or (report.tried_at or report.asked_at) < now - PATIENCE
    ]
