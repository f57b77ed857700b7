"""The texts of notices: rows edited by the district, else the built-in ones; both languages, {placeholders}."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from heli.notices.models import Channel, Letter, Notice, Subscription
from heli.notices.subscription_links import address, list_token, token
from heli.organizations.settings import district
from heli.papers.wording import due
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
        "{title}\n{step}。{note}\n承办单位：{unit}\n办结期限：{due}\n{link}\n",
        "{reference}: {step}",
        "{title}\n{step}. {note}\nHandling unit: {unit}\nDue: {due}\n{link}\n",
    ),
    "escalation": LetterText(
        "【催办】{reference} 时限已过 {percent}%",
        "{title}\n{reference}的“{limit}”时限已过 {percent}%，期限为 {due}。\n承办单位：{unit}\n{link}\n",
        "[Reminder] {reference}: {percent}% of the time has passed",
        "{title}\n{percent}% of the time for “{limit}” has passed for {reference}. Due: {due}\n"
        "Handling unit: {unit}\n{link}\n",
    ),
    "confirm": LetterText(
        "【{district}】请确认您的邮箱",
        "有人（希望是您本人）在{district}的公开事项页面填写了这个邮箱，想收到进展通知。\n\n"
        "如果是您，请打开下面的页面并按“确认”：\n{link}\n\n"
        "如果不是您，什么都不用做：三天后这条记录会自动删除，我们不会再发信。\n\n咨询电话：{hotline}\n",
        "[{district}] Please confirm your address",
        "Somebody, we hope you, gave this address on the pages of {district} to be told of public matters.\n\n"
        "If it was you, open this page and press “Confirm”:\n{link}\n\n"
        "If it was not, do nothing: after three days the address is removed and we do not write again.\n\n"
        "Telephone: {hotline}\n",
    ),
    "news": LetterText(
        "【{district}】您关注的事项有新进展",
        "您关注的公开事项有新进展：\n\n{list}\n{more}\n\n"
        "不再接收这类邮件：{stop}\n查看或修改您的全部订阅：{all}\n咨询电话：{hotline}\n",
        "[{district}] News about matters that you follow",
        "There is news about public matters that you follow:\n\n{list}\n{more}\n\n"
        "Stop these letters: {stop}\nSee or change all your subscriptions: {all}\nTelephone: {hotline}\n",
    ),
    "report": LetterText("{step}", "{step}。\n{link}\n", "{step}", "{step}.\n{link}\n"),
}
#: What an unknown audience reads.
USUAL = "staff"
ESCALATION = "escalation"
CONFIRM, NEWS = "confirm", "news"

PLACEHOLDERS = (
    "district", "hotline", "reference", "title", "step", "note", "unit", "due", "link", "limit", "percent",
    "list", "more", "stop", "all",
)  # fmt: skip


def _load() -> dict[str, LetterText]:
    rows = Letter.objects.values_list("code", "subject", "body", "subject_en", "body_en")
    return {code: LetterText(*texts) for code, *texts in rows}


letters = Cached(_load, REVISION)


_PLACEHOLDER = re.compile(r"\{(\w+)\}")
LONGEST_SUBJECT = 150


def audience_of(kind: str) -> str:
    """Return the audience of a notice whose ``kind`` is "procedure.step.audience"."""
    return kind.rpartition(".")[2]


def written_in(language: str) -> str:
    """Return the language of a letter to somebody who reads ``language``, as pages name it: letters have two."""
    return "en" if language.startswith("en") else "zh-Hans"


def render(notice: Notice, language: str, *, link: bool = True) -> tuple[str, str]:
    """Return subject (one line) and body of ``notice`` in ``language``.

    The most specific text wins: that of the notice's kind, then that of its audience, then the built-in one. A line
    whose placeholders are all empty is left out. Text is filled in as it is and never read as a template again.
    """
    english, known = written_in(language) == "en", letters()
    audience = audience_of(notice.kind)
    text = known.get(notice.kind) or known.get(audience) or BUILT_IN.get(audience, BUILT_IN[USUAL])
    values = _values(notice, english=english, link=link)
    subject, body = (text.subject_en, text.body_en) if english else (text.subject, text.body)
    lines = [_filled(line, values) for line in body.splitlines() if not _is_empty(line, values)]
    written = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
    # A notice about no case has no number to begin with.
    return " ".join(_filled(subject, values).split()).lstrip(": ")[:LONGEST_SUBJECT], written


#: Returns those of some references that are public.
Publicity = Callable[[Sequence[str]], set[str]]
_publicities: list[Publicity] = []


def publish(rule: Publicity) -> None:
    """Ask ``rule`` which cases are public before subscribers are told of them; called once from an AppConfig."""
    _publicities.append(rule)


def public_entries(notice: Notice) -> list[dict[str, str]]:
    """Return the lines of a letter of news whose cases are still public."""
    lines: list[dict[str, str]] = notice.values.get("entries", [])
    allowed = {each["reference"] for each in lines}
    for rule in _publicities if lines else ():
        allowed &= rule(sorted(allowed))
    return [each for each in lines if each["reference"] in allowed]


def problems_of(template: str) -> list[str]:
    """Return the placeholders in ``template`` that no letter knows, for whoever edits the texts."""
    return sorted(set(_PLACEHOLDER.findall(template)) - set(PLACEHOLDERS))


def _filled(line: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], ""), line).rstrip()


def _is_empty(line: str, values: Mapping[str, str]) -> bool:
    names = _PLACEHOLDER.findall(line)
    return bool(names) and not any(values.get(name) for name in names)


def _values(notice: Notice, *, english: bool, link: bool) -> dict[str, str]:
    """Return the placeholders' values; {"en": …, "zh": …} pairs are read in the right language.

    What residents wrote stays out of staff's e-mail, which leaves the district's own system.
    """
    local = district()
    found = {name: _read(value, english=english) for name, value in notice.values.items()}
    found["district"] = local.district_name_en if english else local.district_name
    found["hotline"], found["reference"] = local.hotline, notice.reference
    if at := notice.values.get("due"):
        found["due"] = due(datetime.fromisoformat(at), english=english)
    if notice.channel == Channel.EMAIL and notice.to_contact_id is None:
        found["title"] = found["note"] = ""
    found["link"] = _address(notice) if link else ""
    row = notice.to_subscription
    return found | _of_subscription(notice, row, english=english) if row else found


def _of_subscription(notice: Notice, row: Subscription, *, english: bool) -> dict[str, str]:
    """Return what letters to subscribers hold besides; only what is public at this moment."""
    if audience_of(notice.kind) == CONFIRM:
        return {"link": address("confirm", token(row, "confirm"))}
    named = [f"· {each['text']}\n  {address('entry', each['reference'])}" for each in public_entries(notice)]
    left = notice.values.get("left", 0)
    more = f"And {left} more: {address('register')}" if english else f"另有 {left} 件：{address('register')}"
    return {
        "list": "\n".join(named),
        "more": more if left else "",
        "stop": address("stop", token(row, "stop")),
        "all": address("all", list_token(bytes(row.email_index))),
    }


def _read(value: object, *, english: bool) -> str:
    if isinstance(value, Mapping):
        return str(value.get("en" if english else "zh", ""))
    return "" if value is None else str(value)


def _address(notice: Notice) -> str:
    """Return where the addressee can see the case or report; the page asks who they are."""
    path = reverse(page_of(notice.kind), args=[notice.reference]) if notice.reference else "/"
    return f"{settings.HELI_BASE_URL}{path}"


def page_of(kind: str) -> str:
    """Return the name of the page that a notice of ``kind`` leads to."""
    page: str = settings.LETTER_PAGES.get(audience_of(kind), settings.LETTER_PAGES[USUAL])
    return page
