"""Files and papers of cases, each behind the same question: may this visitor see the case?

Whatever is refused answers like something that does not exist.
"""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from heli.access.actors import NOBODY, Actor
from heli.access.context import acting_as
from heli.access.gates import needs, resident_actor
from heli.access.permissions import CASE_FILES, CASE_PAPERS
from heli.access.reads import ALL, log_read
from heli.cases.kinds import kind_of, may_read
from heli.cases.models import Attachment, Case, Paper
from heli.cases.opened import note_reading
from heli.cases.serving import open_to_person, service_of
from heli.papers.models import Addressee
from heli.papers.rendering import render
from heli.papers.serving import elsewhere, file_response, finder_of, meant, paper_response, unless_known

Purpose = Attachment.Purpose
PUBLISHED = (Purpose.BEFORE, Purpose.AFTER)
#: For what staff read the name on a letter, as the log of reads has it.
PAPER = "paper"


@needs(CASE_FILES)
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Return the file of an attachment: a picture in place, anything else for saving."""
    return _answer(request, pk, small=False)


@needs(CASE_FILES)
@require_safe
def thumbnail(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Return the thumbnail of an attached picture; of another file, the file."""
    return _answer(request, pk, small=True)


def _answer(request: HttpRequest, pk: UUID, *, small: bool) -> HttpResponseBase:
    found = Attachment.objects.select_related("case", "event", "file").filter(file_id=pk).first()
    if found is None or not (_is_published(found) or _may_see(request, found)):
        raise Http404
    if settings.HELI_FILES_HOST:
        return elsewhere("small" if small else "file", found.file_id, found.case.reference)
    return unless_known(request, file_response(found.file, inline_image=True, small=small))


def _is_published(attachment: Attachment) -> bool:
    """Whether anybody may see it: the pictures from before and after of a public case whose answer is published."""
    case = attachment.case
    shown = attachment.purpose in PUBLISHED and not attachment.event.internal and attachment.file.is_image
    return shown and case.public and not case.confidential and not case.is_open and bool(_answer_of(case))


def _answer_of(case: Case) -> str:
    return kind_of(case).public_facts(case).answer


def _may_see(request: HttpRequest, attachment: Attachment) -> bool:
    """Staff see all of a case that they may see; the resident all but what is internal, as their page does."""
    if _staff_sees(request, attachment.case):
        return True
    event = attachment.event
    told = attachment.purpose != Purpose.EVIDENCE or bool(event.note)
    open_to_resident = attachment.purpose != Purpose.INTERNAL and not event.internal and told
    reader = resident_actor(request, attachment.case.reference)
    return open_to_resident and reader is not None and not reader.side


def _staff_sees(request: HttpRequest, case: Case) -> bool:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    allowed = actor.may(request.permission)  # type: ignore[attr-defined]
    seen = allowed and Case.objects.readable_by(actor).filter(pk=case.pk).exists()
    if seen:
        note_reading(case, actor, "file")
    return seen


@needs(CASE_PAPERS)
@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Return an issued paper as PDF."""
    found = Paper.objects.select_related("case", "paper").filter(paper_id=pk).first()
    if found is None or not (_staff_reads(request, found) or _person_reads(request, found)):
        raise Http404
    if settings.HELI_FILES_HOST:
        return elsewhere("paper", found.paper_id, found.case.reference)
    return _pdf(found)


def _staff_reads(request: HttpRequest, found: Paper) -> bool:
    """Staff read the papers of a case that they may see; that they read to whom a letter went is on record."""
    seen = _staff_sees(request, found.case)
    to = Addressee.objects.filter(paper=found.paper_id, key__isnull=False).only("side").first() if seen else None
    if to is not None:
        sides = ALL if to.side is None else [to.side]
        log_read(found.case.reference, by=request.actor, purpose=PAPER, what=["name"], sides=sides)  # type: ignore[attr-defined]
    return seen


def _person_reads(request: HttpRequest, found: Paper) -> bool:
    """The person reads what is addressed to them, and what is served only once it has reached them."""
    reader = resident_actor(request, found.case.reference)
    if reader is None or not may_read(kind_of(found.case), found.paper.kind, reader):
        return False
    with acting_as(NOBODY, on=[found.case.reference]):
        return open_to_person(found.paper.kind, service_of(found))


def _pdf(found: Paper) -> HttpResponseBase:
    return paper_response(render(found.paper), f"{found.paper.kind}-{found.case.reference}.pdf")


def given_out(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer on the host of files: the signed ``token`` says what, and that its bearer was asked on the site.

    Http404 for a token that is not ours or too old, and for what is gone or not checked yet.
    """
    kind, pk, reference = meant(token)
    finder = finder_of(kind)
    if finder is not None:
        found = finder(pk, reference)
        if found is None:
            raise Http404
        return unless_known(request, file_response(found, inline_image=True))
    with acting_as(NOBODY, on=[reference]):
        if kind == "paper":
            return _pdf(get_object_or_404(Paper.objects.select_related("case", "paper"), paper_id=pk))
        stored = get_object_or_404(Attachment.objects.select_related("file"), file_id=pk).file
    return unless_known(request, file_response(stored, inline_image=True, small=kind == "small"))
