"""The officers' pages of a dispute's dossier: what it must hold and holds, and the set as filed."""

from io import BytesIO
from zipfile import ZipFile

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import TAKE_STEPS
from heli.access.reads import ALL, log_read
from heli.cases.finding import find
from heli.cases.models import Case
from heli.mediation.binding import PDF, WHOLE, ZIP
from heli.mediation.dossier import COMPLETED_BY, entries, material
from heli.mediation.filing import content_of, filings
from heli.mediation.procedure import MediationProcedure
from heli.workbench.shell import DeskRequest, desk

#: Digits of a number that no list of filings reaches.
LONGEST = 4


def _case(request: DeskRequest, reference: str) -> Case:
    case = find(reference, request.actor)
    readable = case is not None and Case.objects.readable_by(request.actor).filter(pk=case.pk).exists()
    if case is None or not readable or case.procedure != MediationProcedure.code:
        raise Http404
    return case


@require_safe
@needs(TAKE_STEPS)
@never_cache
def dossier(request: DeskRequest, reference: str) -> HttpResponse:
    """Show the list of the dossier: what is there, what is missing and where it is completed."""
    case = _case(request, reference)
    rows = [
        {"entry": each, "number": len(each.papers) + len(each.files), "step": COMPLETED_BY.get(each.code, "")}
        for each in entries(material(case, timezone.now()))
    ]
    whole = not any(row["entry"].missing for row in rows)  # type: ignore[attr-defined]
    context = {"case": case, "rows": rows, "whole": whole, "filings": filings(case)}
    return desk(request, "mediation/dossier.html", context)


@require_safe
@needs(TAKE_STEPS)
@never_cache
def dossier_pdf(request: DeskRequest, reference: str) -> HttpResponse:
    """Send the set as filed, with cover, list and page numbers; who took it is on record."""
    case = _case(request, reference)
    with ZipFile(BytesIO(_filed(request, case))) as box:
        return _sent(request, case, box.read(WHOLE), PDF, "pdf")


@require_safe
@needs(TAKE_STEPS)
@never_cache
def dossier_zip(request: DeskRequest, reference: str) -> HttpResponse:
    """Send the archive as filed, with the signed list of hashes; who took it is on record."""
    case = _case(request, reference)
    return _sent(request, case, _filed(request, case), ZIP, "zip")


def _filed(request: DeskRequest, case: Case) -> bytes:
    """The archive that the query names by its number (``number``, from 1), else the last one; Http404 without."""
    rows, number = filings(case), request.GET.get("number", "")
    wanted = int(number) if number.isdecimal() and len(number) < LONGEST else len(rows)
    content = content_of(rows[wanted - 1]) if 0 < wanted <= len(rows) else None
    if content is None:
        raise Http404
    return content


def _sent(request: DeskRequest, case: Case, content: bytes, content_type: str, suffix: str) -> HttpResponse:
    log_read(case.reference, by=request.actor, purpose="export", what=("contact",), sides=ALL)
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="dossier-{case.reference}.{suffix}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
