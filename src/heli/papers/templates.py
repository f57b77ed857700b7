"""The texts of letters: those that offices have edited, else the shipped ones, which are version 0.

Versions are only ever added. One of a kind is in force, or the shipped one is; an issued paper keeps the number of the
version it was written by, and its words.
"""

from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from heli.audit.record import write
from heli.papers.kinds import PaperKind
from heli.papers.models import PaperTemplate
from heli.papers.placeholders import problems
from heli.places.revisions import Cached, bump

REVISION: Final = "paper_templates"
CHAIN: Final = "arrangements"


@dataclass(frozen=True)
class TemplateText:
    """One version of a letter's text; ``version`` 0 is the shipped one."""

    version: int
    heading: str
    heading_en: str
    body: str


class MovedOn(Exception):  # noqa: N818  a state of affairs
    """Somebody saved a version after the one that this text was begun from."""


def shipped(kind: PaperKind) -> TemplateText:
    """Return the text that ``kind`` is shipped with."""
    return TemplateText(0, kind.printed, kind.heading_en, kind.body)


def _load() -> dict[str, TemplateText]:
    return {row.kind: text_of(row) for row in PaperTemplate.objects.filter(in_force=True)}


_in_force = Cached(_load, REVISION)


def text_of(row: PaperTemplate) -> TemplateText:
    """Return what a stored version says."""
    return TemplateText(row.version, row.heading, row.heading_en, row.body)


def in_force(kind: PaperKind) -> TemplateText:
    """Return the text by which papers of ``kind`` are written now; from memory.

    A stored text that a later release of the kind no longer allows gives way to the shipped one.
    """
    text = _in_force().get(kind.code)
    sound = text is not None and not problems(text.body, kind.placeholders, kind.required)
    return text if text is not None and sound else shipped(kind)


def newest(kind: PaperKind) -> int:
    """Return the number of the newest version; one statement."""
    found = PaperTemplate.objects.filter(kind=kind.code).aggregate(newest=Max("version"))["newest"]
    return found or 0


@transaction.atomic
def add_version(kind: PaperKind, text: TemplateText, *, by: str, by_name: str, note: str) -> PaperTemplate:
    """Add ``text`` as the version after ``text.version``, in force only once it is put so; on record.

    Raises MovedOn where a newer version is there, ValueError for a text that ``problems`` refuses.
    """
    if problems(text.body, kind.placeholders, kind.required):
        raise ValueError(kind.code)
    if newest(kind) != text.version:
        raise MovedOn
    now = timezone.now()
    row = PaperTemplate(
        kind=kind.code,
        version=text.version + 1,
        heading=text.heading,
        heading_en=text.heading_en,
        body=text.body,
        made_at=now,
        made_by=by,
        made_by_name=by_name,
        note=note,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise MovedOn from None
    data = {"kind": kind.code, "version": row.version, "heading": row.heading, "body": row.body, "note": note}
    write(CHAIN, "papertemplate.create", at=now, actor=by, data=data)
    return row


@transaction.atomic
def put_in_force(kind: PaperKind, version: int, *, by: str) -> None:
    """Write papers of ``kind`` by ``version`` from now on, 0 being the shipped text; on record.

    Raises PaperTemplate.DoesNotExist for a version that there is not, ValueError for one the kind no longer allows.
    """
    rows = list(PaperTemplate.objects.select_for_update().filter(kind=kind.code).order_by("version"))
    chosen = next((row for row in rows if row.version == version), None)
    if version and chosen is None:
        raise PaperTemplate.DoesNotExist
    if chosen and problems(chosen.body, kind.placeholders, kind.required):
        raise ValueError(kind.code)
    before = next((row.version for row in rows if row.in_force), 0)
    PaperTemplate.objects.filter(kind=kind.code, in_force=True).update(in_force=False)
    if chosen:
        PaperTemplate.objects.filter(pk=chosen.pk).update(in_force=True)
    data = {"kind": kind.code, "before": before, "after": version}
    write(CHAIN, "papertemplate.in_force", at=timezone.now(), actor=by, data=data)
    bump(REVISION)
