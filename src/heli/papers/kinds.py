"""The kinds of papers there are: each declared once, with its placeholders and the text it is shipped with.

A domain registers its kinds when it is loaded; this floor knows none of them. A kind with a body is a letter: offices
may edit its text (``heli.papers.templates``), and all letters share one layout. A kind without one has a layout of its
own and is edited by nobody.
"""

from dataclasses import dataclass, field
from typing import Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from heli.kernel.procedures import Text
from heli.papers.placeholders import problems

#: The language that papers are written in.
LANGUAGE: Final = "zh-hans"


@dataclass(frozen=True)
class PaperField:
    """A placeholder: its name in braces, what it stands for, and what previews show in its place."""

    name: str
    label: Text
    example: str


#: What every letter may say of its case; ``heli.cases.paper_facts`` gives the values.
COMMON: Final = (
    PaperField("reference", _("number of the matter"), "7K3M-Q9TX-C"),
    PaperField("title", _("title of the matter"), "小区门口路灯不亮"),
    PaperField("category", _("topic"), "市政设施 / 路灯故障"),
    PaperField("place", _("place"), "东街道 人民路12号"),
    PaperField("unit", _("handling unit"), "市政所"),
    PaperField("unit_phone", _("phone of the handling unit"), "0571-5550101"),
    PaperField("issuer", _("unit that issues the paper"), "市政所"),
    PaperField("opened_at", _("when the matter came in"), "2026年6月1日 9:05"),
    PaperField("due_at", _("due date"), "2026年7月31日24:00前"),
    PaperField("issued_at", _("day of issue"), "2026年6月15日"),
    PaperField("district", _("district"), "合安区"),
    PaperField("hotline", _("hotline"), "12345"),
    PaperField("site", _("address of the service on the network"), "https://heli.example"),
)


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    ``title`` names it in lists, ``heading`` is printed (the Chinese of ``title`` where it is empty). ``body`` is the
    shipped text: one paragraph for each line, with placeholders like ``{{ reference }}`` of ``COMMON`` and ``fields``.
    ``required`` are placeholders that no edited text may lack and no paper may leave empty; paragraphs with one of
    ``boxed`` stand in a frame. ``numbered``: counted by kind, issuing unit and year, after ``mark``. ``to_person``:
    addressed to the person of the case, who may then read it; a paper between units they never see. ``served``:
    given to the person formally, so that they have it once its service is on record; else from its issue on.
    """

    code: str
    title: Text
    body: str = ""
    fields: tuple[PaperField, ...] = ()
    required: tuple[str, ...] = ()
    boxed: tuple[str, ...] = ("remedy",)
    heading: str = ""
    heading_en: str = ""
    numbered: bool = False
    mark: str = ""
    to_person: bool = True
    served: bool = True
    _all: dict[str, PaperField] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._all.update({each.name: each for each in (*COMMON, *self.fields)})

    @property
    def editable(self) -> bool:
        """Whether it is a letter whose text an office may edit."""
        return bool(self.body)

    @property
    def placeholders(self) -> dict[str, PaperField]:
        """The placeholders that its text may use, by name; its own go before the common ones."""
        return self._all

    @property
    def printed(self) -> str:
        """What is printed at its head unless an office has edited it."""
        with translation.override(LANGUAGE):
            return self.heading or str(self.title)


_kinds: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> None:
    """Make ``kind`` known; called once from an AppConfig. ValueError for a second one or an unsound shipped text."""
    if _kinds.get(kind.code, kind) != kind:
        msg = f"two kinds of papers are called {kind.code}"
        raise ValueError(msg)
    wrong = problems(kind.body, kind.placeholders, kind.required) if kind.body else None
    if wrong:
        msg = f"{kind.code}: {wrong}"
        raise ValueError(msg)
    _kinds[kind.code] = kind


def forget(code: str) -> None:
    """Take a kind out again; for tests that register their own."""
    _kinds.pop(code, None)


def known(code: str) -> PaperKind | None:
    """Return the kind called ``code``, None where none is registered."""
    return _kinds.get(code)


def letters() -> list[PaperKind]:
    """Return the kinds whose text offices may edit, in the order of their registration."""
    return [kind for kind in _kinds.values() if kind.editable]


def title(code: str) -> str:
    """Return what papers of a kind are called in the reader's language; the code itself where none is registered."""
    kind = _kinds.get(code)
    return str(kind.title) if kind else code


register(PaperKind("receipt", _("Receipt"), served=False))
