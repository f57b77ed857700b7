"""Issuing papers and claiming files."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import Q

from heli.kernel.chains import canonical_json
from heli.organizations.responsibility import registry
from heli.papers.kinds import COMMON, PaperKind, known
from heli.papers.models import Addressee, IssuedPaper, StoredFile
from heli.papers.numbering import next_number
from heli.papers.placeholders import filled
from heli.papers.templates import TemplateText, in_force
from heli.papers.wording import day, due, moment
from heli.people.keys import destroy_key


class FileTaken(SuspiciousOperation):
    """A file that another case has taken meanwhile, or that the clean-up has removed."""


class Incomplete(ValueError):  # noqa: N818  what is missing, not what went wrong
    """A letter that lacks what its kind requires; holds the labels."""


def issue(
    kind: str,
    reference: str,
    content: Mapping[str, Any],
    *,
    at: datetime,
    given: Mapping[str, Any] | None = None,
    unit_id: int | None = None,
    to: str = "",
    side: int | None = 0,
) -> IssuedPaper:
    """Freeze a paper of ``kind`` for case ``reference``, and return it.

    ``content`` (JSON values) are the facts of the case, ``given`` what the step adds. A letter is written by the text
    in force, numbered where its kind is, and addressed to ``to`` (``side``, as `Addressee` has it): the name of a
    person is kept sealed, apart from the content. Other kinds freeze ``content`` as it is. Raises Incomplete;
    ValueError for a numbered letter of no unit.
    """
    letter = known(kind)
    if letter is None or not letter.editable:
        return _freeze(kind, reference, content, at=at)
    if missing := lacking(letter, given or {}, content):
        raise Incomplete(", ".join(missing))
    values = values_of(letter, given or {}, content, at=at, unit_id=unit_id)
    text = in_force(letter)
    number = _number(letter, unit_id, at)
    words = written(letter, text, values) | {"reference": reference, "number": number}
    if not letter.to_person:
        words["to"] = to
    paper = _freeze(kind, reference, words, at=at, number=number, version=text.version, unit_id=unit_id)
    if letter.to_person and to:
        Addressee.objects.create(paper=paper, reference=reference, name=to, side=side)
    return paper


def lacking(kind: PaperKind, given: Mapping[str, Any], content: Mapping[str, Any]) -> list[str]:
    """Return the labels of what ``kind`` requires and neither the step nor the case gives."""
    values = _texts(kind, given, content)
    return [str(kind.placeholders[name].label) for name in kind.required if not values.get(name)]


def values_of(
    kind: PaperKind, given: Mapping[str, Any], content: Mapping[str, Any], *, at: datetime, unit_id: int | None
) -> dict[str, str]:
    """Return what stands in each placeholder of ``kind``, as papers write it."""
    unit = registry().units.get(unit_id or 0)
    return {
        **_texts(kind, given, content),
        "issuer": unit.name if unit else str(content.get("issuer", "")),
        "issued_at": day(at),
    }


def written(kind: PaperKind, text: TemplateText, values: Mapping[str, str]) -> dict[str, Any]:
    """Return the words of a letter, as they are frozen: head and paragraphs."""
    return {
        "heading": text.heading,
        "heading_en": text.heading_en,
        "issuer": values.get("issuer", ""),
        "district": values.get("district", ""),
        "paragraphs": filled(text.body, values, boxed=kind.boxed),
    }


def example(kind: PaperKind, text: TemplateText, *, at: datetime) -> IssuedPaper:
    """Return an unsaved paper by ``text`` with the example of each placeholder, for whoever edits it."""
    values = {name: each.example for name, each in kind.placeholders.items()}
    words: dict[str, Any] = written(kind, text, values) | {"reference": values["reference"], "to": "示例收件人"}
    words["number"] = f"{kind.mark}〔{at.year}〕第1号" if kind.numbered else ""
    return IssuedPaper(kind=kind.code, reference="", content=words, digest=_digest(words), issued_at=at)


def forget_addressees(reference: str, side: int | None = None) -> None:
    """Make the names to which papers of case ``reference`` were addressed unreadable for good, copies included.

    With ``side`` those alone that name it, be it together with others.
    """
    rows = Addressee.objects.filter(reference=reference, key__isnull=False)
    if side is not None:
        rows = rows.filter(Q(side=side) | Q(side__isnull=True))
    for key in rows.values_list("key_id", flat=True):
        destroy_key(key)


def _texts(kind: PaperKind, given: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, str]:
    """Of the case come the common facts alone: what a kind declares for itself is the step's to say."""
    own = {each.name for each in kind.fields}
    facts = {each.name: content.get(each.name) for each in COMMON if each.name not in own}
    return {name: _text(name, value) for name, value in {**facts, **given}.items() if name in kind.placeholders}


def _text(name: str, value: Any) -> str:
    if not value:
        return ""
    if isinstance(value, str) and name.endswith("_at") and name != "issued_at":
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return (due if name == "due_at" else moment)(value)
    return day(value) if isinstance(value, date) else str(value)


def _number(kind: PaperKind, unit_id: int | None, at: datetime) -> str:
    if not kind.numbered:
        return ""
    if unit_id is None:
        msg = f"{kind.code} is numbered by the unit that issues it"
        raise ValueError(msg)
    return next_number(kind, unit_id, at)


def _digest(content: Mapping[str, Any]) -> str:
    return sha256(canonical_json(content).encode()).hexdigest()


def _freeze(kind: str, reference: str, content: Mapping[str, Any], *, at: datetime, **more: Any) -> IssuedPaper:
    return IssuedPaper.objects.create(
        kind=kind, reference=reference, content=dict(content), digest=_digest(content), issued_at=at, **more
    )


def claim(files: Iterable[StoredFile]) -> None:
    """Mark ``files`` as taken by a case, so that the clean-up leaves them; in the transaction of the act.

    Raises FileTaken where another case was quicker: a file belongs to one case for good.
    """
    wanted = {stored.pk for stored in files}
    if StoredFile.objects.filter(pk__in=wanted, claimed=False).update(claimed=True) != len(wanted):
        raise FileTaken
