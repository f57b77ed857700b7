"""Finding issued reports: pages of those that somebody may read, one by its number, the public ones."""

from heli.access.actors import Actor
from heli.insight.periods import Length, Period
from heli.kernel.plain import number_in
from heli.reports.models import LENGTHS, Report
from heli.reports.scopes import readable

PAGE = 30


def page(
    actor: Actor, *, length: str = "", public: bool = False, before: int | None = None, size: int = PAGE
) -> list[Report]:
    """Return the newest reports that ``actor`` may read, or those older than the one with key ``before``."""
    rows = Report.objects.filter(readable(actor)).defer("content")
    if length in dict(LENGTHS):
        rows = rows.filter(length=length)
    if public:
        rows = rows.filter(public=True)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:size])


def find(number: str, actor: Actor) -> Report | None:
    """Return the report ``number`` (R12) if ``actor`` may read it; a hidden one is a missing one."""
    pk = number_in(number.removeprefix("R")) if number.startswith("R") else None
    return Report.objects.filter(readable(actor), pk=pk).first() if pk else None


def published(*, before: str = "", size: int = PAGE) -> list[Report]:
    """Return the newest issue of each public report, the latest month first; or those of earlier months."""
    rows = Report.objects.filter(public=True, state=Report.State.ISSUED, length=Length.MONTH)
    if before:
        rows = rows.filter(first__lt=Period.read(Length.MONTH, before).first)
    return list(rows.order_by("-first", "-issue").distinct("first")[:size])


def published_issues(code: str) -> list[Report]:
    """Return the issues of the public report on month ``code``, the newest first; none for what is no month."""
    try:
        first = Period.read(Length.MONTH, code).first
    except ValueError:
        return []
    rows = Report.objects.filter(public=True, state=Report.State.ISSUED, length=Length.MONTH, first=first)
    return list(rows.order_by("-issue"))
