"""Choices that a list offers to everybody alike: made once for each language, not for each page."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.choices import BaseChoiceIterator
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Choices(BaseChoiceIterator):
    """Choices in one language that never change; each is itself alone, so what is written of it can be kept too."""

    def __init__(self, listed: Iterable[tuple[Any, Any]]) -> None:
        self.listed = tuple(listed)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.listed)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __copy__(self) -> "Choices":
        return self

    def __deepcopy__(self, _seen: object) -> "Choices":
        return self


_kept: dict[tuple[str, str | None], tuple[object, Choices]] = {}


def offered(name: str, source: object, make: Callable[[], list[tuple[Any, Any]]]) -> Choices:
    """Return what ``make`` says, and "all", in the reader's language; made anew when ``source`` is another object."""
    key = name, get_language()
    kept = _kept.get(key)
    if kept is None or kept[0] is not source:
        kept = _kept[key] = source, with_all(make())
    return kept[1]


def with_all(listed: list[tuple[Any, Any]]) -> Choices:
    """Return ``listed`` with "all" before it, every label in the reader's language."""
    return Choices([("", _("All")), *((value, _said(label)) for value, label in listed)])


def _said(label: Any) -> Any:
    return [(value, str(each)) for value, each in label] if isinstance(label, list) else str(label)
