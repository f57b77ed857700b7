"""From the frozen content of a paper to its PDF: the same content gives the same bytes.

The content reaches the template as data, never as part of it, so that no text can act on the page. Fonts are those of
a package; what they do not cover is drawn as an empty box, and only such a paper is no PDF/A (ISO 19005-2, level A).
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pylopdf_fonts_zh_cn

from heli.papers.models import Addressee, IssuedPaper
from heli.papers.wording import day, due, moment

TEMPLATES = Path(__file__).parent / "templates_typst"
STANDARD: Final = "a-2a"
#: The layout that all letters share.
LETTER: Final = "letter"


def kinds() -> list[str]:
    """Return the kinds of papers that have a layout of their own."""
    return sorted(path.stem for path in TEMPLATES.glob("[a-z]*.typ") if path.stem != LETTER)


def render(paper: IssuedPaper) -> bytes:
    """Return ``paper`` as PDF; raises LookupError for a kind without a template.

    The document's date is that of the issue, whenever it is rendered.
    """
    if "paragraphs" in paper.content:
        return typeset(TEMPLATES / f"{LETTER}.typ", {"paper": _letter(paper)}, at=paper.issued_at)
    if paper.kind not in kinds():
        raise LookupError(paper.kind)
    content = {**_written(paper.content), "issued_at": moment(paper.issued_at), "digest": paper.digest}
    return typeset(TEMPLATES / f"{paper.kind}.typ", {"paper": content}, at=paper.issued_at)


def _letter(paper: IssuedPaper) -> dict[str, Any]:
    """Return what a letter says, its addressee among it; whose name was erased is not named any more."""
    to = paper.content.get("to", "")
    if not paper._state.adding and not to:
        sealed = Addressee.objects.select_related("key").filter(paper=paper).first()
        to = sealed.name if sealed else ""
    return {**paper.content, "to": to, "issued_at": day(paper.issued_at), "digest": paper.digest}


def typeset(template: Path, content: Mapping[str, object], *, at: datetime) -> bytes:
    """Return ``template`` as PDF dated ``at``; it finds each value of ``content`` as JSON under its name."""
    try:
        return _compile(template, content, at, archival=True)
    except _compiler().TypstError:
        return _compile(template, content, at, archival=False)


def _written(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``content`` with its instants (names that end in ``_at``) as the paper writes them."""
    found: dict[str, Any] = {}
    for name, value in content.items():
        if isinstance(value, Mapping):
            found[name] = _written(value)
        elif name.endswith("_at") and value:
            found[name] = (due if name == "due_at" else moment)(datetime.fromisoformat(value))
        else:
            found[name] = value
    return found


def _compile(template: Path, content: Mapping[str, object], at: datetime, *, archival: bool) -> bytes:
    written: bytes = _compiler().compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        pdf_standards=STANDARD if archival else None,
        sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in content.items()},
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    return written


@cache
def _compiler() -> Any:
    """Return the type-setting library, loaded with the first paper: many processes never draw one."""
    return import_module("typst")


@cache
def _fonts() -> Any:
    """Return the Chinese fonts and the compiler's own Latin ones, opened once for each process."""
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return _compiler().Fonts(include_system_fonts=False, font_paths=[str(folder)])
