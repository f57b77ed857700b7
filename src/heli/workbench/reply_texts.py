"""Reply templates as step forms offer them: which fit, and what they say in this case.

A template begins an answer and never sends it: the text goes into the field, and the officer reads and changes it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import F
from django.forms import Form
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.families import step_value, value_of
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.cases.step_forms import Text
from heli.organizations.responsibility import registry
from heli.papers.wording import due
from heli.people.masking import masked_name
from heli.people.models import Language
from heli.places.revisions import Cached, bump
from heli.workbench.models import ReplyTemplate

REVISION: Final = "replies"
PLACEHOLDERS: Final = ("reference", "topic", "unit", "due", "form_of_address")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
ENGLISH, CHINESE = Language.ENGLISH.value, Language.CHINESE.value


def problems_of(text: str) -> list[str]:
    """Return the placeholders in ``text`` that there are not, and single braces, for whoever edits it."""
    unknown = [f"{{{name}}}" for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    return sorted({*unknown, *re.findall(r"[{}]", _PLACEHOLDER.sub("", text))})


def _load() -> list[ReplyTemplate]:
    return list(ReplyTemplate.objects.filter(active=True).select_related("unit"))


#: The templates in use, the most used first; kept by each process.
replies = Cached(_load, REVISION)


@dataclass(frozen=True)
class Offer:
    """A template in one language; ``value`` is what the form sends to have it inserted."""

    value: str
    label: str


def field_of(form: Form) -> str:
    """Return the name of the field that a template goes into: the form's first text; empty where it has none."""
    return next((name for name, field in form.fields.items() if isinstance(field, Text)), "")


def offers(case: Case, step: str, actor: Actor) -> list[Offer]:
    """Return the templates that fit, the most used first and each in the resident's language first; no statement."""
    languages = sorted((CHINESE, ENGLISH), key=lambda each: each != _language_of(case))
    found = [row for row in replies() if _fits(row, case, step, actor)]
    return [
        Offer(f"{row.pk}:{language}", f"{row.name} · {Language(language).label}")
        for language in languages
        for row in found
        if _text(row, language)
    ]


def _language_of(case: Case) -> str:
    return case.contact.language if case.contact else CHINESE


def _text(row: ReplyTemplate, language: str) -> str:
    return row.text_en if language == ENGLISH else row.text


def _fits(row: ReplyTemplate, case: Case, step: str, actor: Actor) -> bool:
    known = registry().categories.get(case.category_id)
    topics = {case.category_id, known.parent_id if known else None}
    for_unit = row.unit is None or any(post.unit_path.startswith(row.unit.path) for post in actor.posts)
    for_step = not row.steps or value_of(kind_of(case).belongs_to, step) in map(step_value, row.steps)
    return for_unit and for_step and (not row.categories or bool(topics.intersection(row.categories)))


def inserted(case: Case, step: str, actor: Actor, value: str, before: str) -> str | None:
    """Return ``before`` with the chosen template after it, and count its use; None where it is not offered here."""
    if value not in {offer.value for offer in offers(case, step, actor)}:
        return None
    number, _colon, language = value.partition(":")
    row = next(each for each in replies() if each.pk == int(number))
    text = filled(_text(row, language), values_for(case, english=language == ENGLISH))
    ReplyTemplate.objects.filter(pk=row.pk).update(uses=F("uses") + 1)
    bump(REVISION)
    return f"{before.rstrip()}\n\n{text}" if before.strip() else text


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with its placeholders replaced; what is filled in is never read as a template again."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def values_for(case: Case, *, english: bool) -> dict[str, str]:
    """Return what the placeholders say of ``case``; nothing that its page does not show."""
    unit, category = registry().units.get(case.unit_id or 0), registry().categories.get(case.category_id)
    named = {"topic": category, "unit": unit}
    names = {key: (row.name_en if english and row.name_en else row.name) if row else "" for key, row in named.items()}
    term = due(case.due_at, english=english) if case.due_at else ""
    return {**names, "reference": case.reference, "due": term, "form_of_address": _form_of_address(case, english)}


def _form_of_address(case: Case, english: bool) -> str:  # noqa: FBT001 - a private helper
    """The surname is no more than the masked contact shows; how a name is read in another script nobody can tell."""
    if english:
        return "Dear resident"
    first = masked_name(case.contact.name)[:1] if case.contact and case.contact.name else ""
    return f"尊敬的{first}先生/女士" if "\u4e00" <= first <= "\u9fff" else "尊敬的市民"


def preview(text: str, *, english: bool) -> str:
    """Return ``text`` with an example in each placeholder, for whoever writes a template."""
    examples = {
        "reference": "7K3M-Q9TX-C",
        "topic": "Street lamp" if english else "路灯故障",
        "unit": "Roads unit" if english else "市政所",
        "due": "15 June 2026, end of the day" if english else "2026年6月15日24:00前",
        "form_of_address": "Dear resident" if english else "尊敬的李先生/女士",
    }
    return filled(text, examples)


def hint() -> str:
    """Return which placeholders there are, in words."""
    meanings = {
        "reference": _("number of the matter"),
        "topic": _("topic"),
        "unit": _("handling unit"),
        "due": _("due date"),
        "form_of_address": _("form of address"),
    }
    return _(", ").join(f"{{{name}}} {meanings[name]}" for name in PLACEHOLDERS)
