"""The page of data classes for the documentation, in both languages."""

from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heli.kernel.data_classes import DataClass, Declared
from heli.project.data_protection.declared import all_declared, field_names
from heli.project.data_protection.readable import READABLE

LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    made: dict[str, str] = {}
    for language, suffix in LANGUAGES.items():
        with translation.override(language):
            made[f"data-classes.{suffix}.md"] = page()
    return made


def page() -> str:
    """Return the page in the present language: a table per model, from the declarations."""
    title, written = _("Data classes"), _("Written by `make docs` from the declarations beside the models.")
    lines = [f"# {title}", "", written, "", *(f"- **{label}**: {meaning}" for label, meaning in _meanings())]
    for model, found in all_declared():
        lines += ["", f"## {model._meta.label}", "", *_section(model, found)]
    lines += ["", "## " + _("Guarded fields that the database holds readable"), ""]
    lines += ["| " + _("field") + " | " + _("reason") + " |", "|---|---|"]
    lines += [f"| `{name}` | {reason} |" for name, reason in READABLE.items()]
    return "\n".join(lines) + "\n"


def _section(model: type[Model], found: Declared) -> list[str]:
    why, how_long = _("Why it is kept"), _("How long it is kept")
    lines = [f"- {why}: {found.why}", f"- {how_long}: {found.kept}", ""] if found.why else []
    head, fields = pgettext("data class", "class"), _("fields")
    lines += [f"| {head} | {fields} |", "|---|---|"]
    for each, label in zip(DataClass, _labels(), strict=True):
        names = [f"`{name}`" for name in field_names(model) if found.classes.get(name) == each]
        if names:
            lines.append(f"| {label} | {', '.join(names)} |")
    return lines


def _labels() -> list[str]:
    return [
        pgettext("data class", "public"),
        pgettext("data class", "internal"),
        pgettext("data class", "personal"),
        pgettext("data class", "sensitive"),
    ]


def _meanings() -> list[tuple[str, str]]:
    meanings = [
        _("may be shown to anybody."),
        _("serves the work of staff."),
        _("tells of an identified person; shown for a purpose, and on record."),
        _("harms somebody if it becomes known, or opens a door; shown to nobody who does not need it."),
    ]
    return list(zip(_labels(), meanings, strict=True))
