"""Pages of figures of mediation for those who answer for the work: as a page, printed as it is, and as a workbook."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import MEDIATION_FIGURES
from heli.audit.record import write
from heli.insight.spans import Span, offered
from heli.mediation.overview import overview
from heli.mediation.reach import Reach, reach_of
from heli.reports.sheets import xlsx_of
from heli.reports.showing import shown
from heli.workbench.shell import DeskRequest, desk

#: Tables that stand open; the others are opened by who wants them, and all are printed.
OPEN = ("ends", "times", "performance")
CHAIN, EXPORT = "exports", "export_mediation_figures"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def reach_or_refuse(actor: Actor) -> Reach:
    """Return what ``actor`` may read; PermissionDenied for who reads nothing of it."""
    reach = reach_of(actor)
    if reach is None:
        raise PermissionDenied
    return reach


@require_safe
@needs(MEDIATION_FIGURES)
@never_cache
def figures(request: DeskRequest) -> HttpResponse:
    """Show the figures of a year or month beside those of the one before."""
    reach, now = reach_or_refuse(request.actor), timezone.now()
    span = Span.read(request.GET.get("period", ""), timezone.localdate())
    document, found = overview(reach, span, now)
    spans = offered(timezone.localdate())
    whole, said = found.whole, shown(document)
    said["tables"] = [replace(each, open=each.code in OPEN) for each in said["tables"]]
    context = {**said, "span": span, "spans": spans, "came": whole.came}
    return desk(request, "mediation/figures.html", context)


@require_safe
@needs(MEDIATION_FIGURES)
def spreadsheet(request: DeskRequest) -> HttpResponse:
    """Send the same figures as a workbook; who took it is on record."""
    reach, now = reach_or_refuse(request.actor), timezone.now()
    span = Span.read(request.GET.get("period", ""), timezone.localdate())
    document, _found = overview(reach, span, now)
    with transaction.atomic():
        write(CHAIN, EXPORT, at=now, actor=request.actor.key, data={"period": span.code})
    book = xlsx_of(document, number="–", issuer=request.actor.name, at=now)
    answer = HttpResponse(book, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="heli-mediation-{span.code}.xlsx"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
