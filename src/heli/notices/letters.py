"""The texts of notices: rows edited by the district, else the built-in ones; both languages, {placeholders}."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from heli.notices.models import Letter, Notice
from heli.organizations.settings import district
from heli.places.revisions import Cached

REVISION = "letters"


@dataclass(frozen=True)
class LetterText:
    """Subject and body in both languages."""

    subject: str
    body: str
    subject_en: str
    body_en: str


BUILT_IN: dict[str, LetterText] = {
    "applicant": LetterText(
        "【{district}】{reference} {step}",
        "您的诉求 {reference}（{title}）：{step}。\n{note}\n承办单位：{unit}\n办结期限：{due}\n\n"
        "查看进度：{link}\n咨询电话：{hotline}\n",
        "[{district}] {reference}: {step}",
        "Your request {reference} ({title}): {step}.\n{note}\nUnit that answers: {unit}\nDue: {due}\n\n"
        "Follow it here: {link}\nTelephone: {hotline}\n",
    ),
    "staff": LetterText(
        "{reference} {step}",
        "{reference}（{title}）：{step}。\n{note}\n承办单位：{unit}\n办结期限：{due}\n{link}\n",
        "{reference}: {step}",
        "{reference} ({title}): {step}.\n{note}\nHandling unit: {unit}\nDue: {due}\n{link}\n",
    ),
    "escalation": LetterText(
        "【催办】{reference} 时限已过 {percent}%",
        "{reference}（{title}）的“{limit}”时限已过 {percent}%，到期时间 {due}。\n承办单位：{unit}\n{link}\n",
        "[Reminder] {reference}: {percent}% of the time has passed",
        "{percent}% of “{limit}” has passed for {reference} ({title}); it is due {due}.\n"
        "Handling unit: {unit}\n{link}\n",
    ),
}

PLACEHOLDERS = (
    "district", "hotline", "reference", "title", "step", "note", "unit", "due", "link", "limit", "percent",
)  # fmt: skip


def _load() -> dict[str, LetterText]:
    rows = Letter.objects.values_list("code", "subject", "body", "subject_en", "body_en")
    return {code: LetterText(*texts) for code, *texts in rows}


letters = Cached(_load, REVISION)


class _Blank(dict[str, Any]):
    """Placeholders that a notice has no value for stay empty."""

    def __missing__(self, key: str) -> str:
        return ""


def render(notice: Notice, language: str) -> tuple[str, str]:
    """Return subject and body of ``notice`` in ``language``.

    ``notice.kind`` is "procedure.step.audience"; the most specific text wins, then the one of the audience.
    """
    english = language.startswith("en")
    audience = notice.kind.rpartition(".")[2]
    text = letters().get(notice.kind) or letters().get(audience) or BUILT_IN[audience]
    values = _Blank(_values(notice, english=english))
    subject, body = (text.subject_en, text.body_en) if english else (text.subject, text.body)
    return subject.format_map(values), body.format_map(values).replace("\n\n\n", "\n\n")


def _values(notice: Notice, *, english: bool) -> Mapping[str, Any]:
    """Return the placeholders' values; {"en": …, "zh": …} pairs are read in the right language."""
    local = district()
    found: dict[str, Any] = {
        name: (value["en" if english else "zh"] if isinstance(value, dict) else value)
        for name, value in notice.values.items()
    }
    found["district"] = local.district_name_en if english else local.district_name
    found["hotline"], found["reference"] = local.hotline, notice.reference
    if due := notice.values.get("due"):
        moment = timezone.localtime(datetime.fromisoformat(due))
        found["due"] = f"{moment:%Y-%m-%d %H:%M}"
    found["link"] = f"{settings.HELI_BASE_URL}{notice.values.get('path', '')}"
    return found
