"""Placeholders in texts that offices edit: found, checked and filled without evaluating anything.

A placeholder is a name of small letters, digits and ``_`` in double braces. What is filled in is never read again, so
no word of a person can become one.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypedDict

_PLACEHOLDER = re.compile(r"\{\{ *([a-z][a-z0-9_]*) *\}\}")


@dataclass(frozen=True)
class Problems:
    """What is wrong with a text: names that there are not, required ones it lacks, braces that are no placeholder."""

    unknown: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    braces: bool = False

    def __bool__(self) -> bool:
        return bool(self.unknown or self.lacking or self.braces)


class Paragraph(TypedDict):
    """One paragraph of a letter; ``boxed`` ones stand in a frame."""

    text: str
    boxed: bool


def names_in(text: str) -> list[str]:
    """Return the names of the placeholders in ``text``, each once, in their order."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(text)))


def problems(text: str, allowed: Collection[str], required: Collection[str]) -> Problems:
    """Return what is wrong with ``text``; falsy where nothing is."""
    used = names_in(text)
    return Problems(
        unknown=tuple(name for name in used if name not in allowed),
        lacking=tuple(name for name in required if name not in used),
        braces=bool(re.search(r"[{}]", _PLACEHOLDER.sub("", text))),
    )


def filled(text: str, values: Mapping[str, str], *, boxed: Collection[str] = ()) -> list[Paragraph]:
    """Return the paragraphs of ``text``, one for each line, with its placeholders replaced; of values, lines too.

    A line of which every placeholder is empty is left out: "Phone: {{ phone }}" says nothing without one.
    """
    found: list[Paragraph] = []
    for line in text.splitlines():
        names = names_in(line)
        if names and not any(values.get(name) for name in names):
            continue
        said = _PLACEHOLDER.sub(lambda match: values.get(match[1], ""), line)
        framed = any(name in boxed for name in names)
        found += [{"text": each.strip(), "boxed": framed} for each in said.splitlines() if each.strip()]
    return found
