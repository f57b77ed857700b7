"""Reports by the API: what was issued, to those who may read it; the public ones to anybody."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from heli.access.actors import Actor
from heli.access.permissions import PUBLIC_FIGURES, READ_REPORTS
from heli.api import schemas
from heli.api.access import needs
from heli.api.operations import LARGEST_ID, Answer
from heli.api.refusing import problem
from heli.reports.files import given, listed
from heli.reports.listing import find, page, published, published_issues
from heli.reports.models import Report

router = Router()


class FileOf(Schema):
    """One file: its language (zh, en), form (pdf, xlsx, csv), size in bytes, SHA-256 and address."""

    language: str
    form: str
    size: int
    digest: str
    url: str


class Issued(Schema):
    """One issue of a report. ``scope``: "district", "place:…" or "unit:…"; ``last`` is included.

    ``state``: making, issued or failed. ``digest`` is the SHA-256 of the frozen content.
    """

    number: str
    length: str
    period: str
    first: date
    last: date
    scope: str
    public: bool
    issue: int
    state: str
    asked_at: datetime
    issued_at: datetime | None
    digest: str


class Whole(Issued):
    """The same with its figures, as they were frozen, and its files."""

    content: dict[str, Any]
    files: list[FileOf]


class Reports(Schema):
    """One page; ``before`` asks for the next, null at the end."""

    reports: list[Issued]
    before: int | None


class Bulletins(Schema):
    """Public reports, the newest issue of each month; ``before`` asks for earlier months, empty at the end."""

    reports: list[Issued]
    before: str


SIZE = 50


@router.get("/reports", response={200: Reports, 400: schemas.Problem}, auth=needs(READ_REPORTS), summary="List reports")
def list_reports(request: HttpRequest, length: str = "", before: int = 0) -> Answer:
    """List the reports that the caller may read, the newest first; ``length`` is day, week or month."""
    if not 0 <= before <= LARGEST_ID:
        return Status(400, problem(_("This page address is not one of ours.")))
    found = page(_actor(request), length=length, before=before or None, size=SIZE)
    return Status(
        200, {"reports": [_row(each) for each in found], "before": found[-1].pk if len(found) == SIZE else None}
    )


@router.get(
    "/reports/{number}", response={200: Whole, 404: schemas.Problem}, auth=needs(READ_REPORTS), summary="Read a report"
)
def read_report(request: HttpRequest, number: str) -> Answer:
    """Return one report with its figures; a hidden one is a missing one."""
    found = find(number, _actor(request))
    return _missing() if found is None else Status(200, _whole(found, "heli-api:report_file", [number]))


@router.get(
    "/reports/{number}/{language}.{form}", auth=needs(READ_REPORTS), summary="Download a report", url_name="report_file"
)
def report_file(request: HttpRequest, number: str, language: str, form: str) -> HttpResponseBase:
    """Give out one file of a report."""
    found = find(number, _actor(request))
    if found is None:
        raise Http404
    return given(found, language, form)


@router.get(
    "/bulletins",
    response={200: Bulletins, 400: schemas.Problem},
    auth=needs(PUBLIC_FIGURES),
    summary="List public reports",
)
def list_bulletins(request: HttpRequest, before: str = "") -> Answer:
    """List the public reports, the latest month first; ``before`` is a month (2026-06)."""
    try:
        found = published(before=before, size=SIZE)
    except ValueError:
        return Status(400, problem(_("This page address is not one of ours.")))
    more = found[-1].period.code if len(found) == SIZE else ""
    return Status(200, {"reports": [_row(each) for each in found], "before": more})


@router.get(
    "/bulletins/{period}",
    response={200: Whole, 404: schemas.Problem},
    auth=needs(PUBLIC_FIGURES),
    summary="Read a public report",
)
def read_bulletin(request: HttpRequest, period: str, issue: int = 0) -> Answer:
    """Return the newest issue of the public report on a month (2026-06), or a certain one; counts are protected."""
    found = _issue(period, issue)
    return _missing() if found is None else Status(200, _whole(found, "heli-api:bulletin_file", [period, found.issue]))


@router.get(
    "/bulletins/{period}/{int:issue}/{language}.{form}",
    auth=needs(PUBLIC_FIGURES),
    summary="Download a public report",
    url_name="bulletin_file",
)
def bulletin_file(request: HttpRequest, period: str, issue: int, language: str, form: str) -> HttpResponseBase:
    """Give out one file of a public report; it never changes."""
    found = _issue(period, issue)
    if found is None:
        raise Http404
    return given(found, language, form)


def _issue(period: str, issue: int) -> Report | None:
    return next((each for each in published_issues(period) if issue in (0, each.issue)), None)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _missing() -> Answer:
    return Status(404, problem(_("There is no such report.")))


def _row(report: Report) -> dict[str, Any]:
    names = ("number", "length", "first", "scope", "public", "issue", "state", "asked_at", "issued_at", "digest")
    period = report.period
    return {**{name: getattr(report, name) for name in names}, "period": period.code, "last": period.last}


def _whole(report: Report, address: str, arguments: list[Any]) -> dict[str, Any]:
    files = listed(report, lambda language, form: reverse(address, args=[*arguments, language, form]))
    return {**_row(report), "content": report.content, "files": files if report.is_issued else []}
