"""The lines of a list of matters, written in code: a template costs several times as much, and a page has fifty."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heli.project.ui.marks import lamp_mark, sprite, status_mark, stopped_mark, when_mark


class Matter(Protocol):
    """What a line shows; names are in the reader's language."""

    @property
    def reference(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def tone(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def handler(self) -> str: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def warn_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def waits_for_person(self) -> bool: ...
    @property
    def confidential(self) -> bool: ...
    @property
    def followers(self) -> int: ...
    @property
    def css(self) -> str: ...


def lines(rows: Sequence[Matter], *, form: str = "") -> SafeString:
    """Return ``rows`` as table rows; with ``form``, the id of a form, each can be chosen for it."""
    labels = escape(_("Place")), escape(_("Handling unit")), escape(_("Reported"))
    return mark_safe("".join(_line(row, labels, escape(form)) for row in rows))  # noqa: S308  _line escapes every text


def _line(row: Matter, labels: tuple[str, str, str], form: str) -> str:
    place, unit, reported = labels
    title = f'<a class="desk-title" href="{escape(row.url)}">{escape(row.title)}</a>'
    number = f'<span class="number">{escape(row.reference)}</span>'
    about = f"{number} · {escape(row.category)}{_followers(row)}{_confidential(row)}"
    handler = f'<span class="desk-sub">{escape(row.handler)}</span>' if row.handler else ""
    return (
        f'<tr class="{escape(row.css)}">\n{_choice(row, form)}'
        f'  <th scope="row">{title}<span class="desk-sub">{about}</span></th>\n'
        f"  <td>{_limit(row)}</td>\n"
        f"  <td>{_state(row.state, row.tone)}</td>\n"
        f'  <td data-label="{place}">{escape(row.place or "–")}</td>\n'
        f'  <td data-label="{unit}">{escape(row.unit or "–")}{handler}</td>\n'
        f'  <td data-label="{reported}">{when_mark(row.opened_at, "short")}</td>\n'
        "</tr>"
    )


def _choice(row: Matter, form: str) -> str:
    """The box by which a line is chosen; its value names the version that its reader saw."""
    if not form:
        return ""
    reference = escape(row.reference)
    label = escape(_("Choose %(reference)s") % {"reference": row.reference})
    return (
        f'  <td class="choose"><input class="form-check-input" type="checkbox" form="{form}" name="case"'
        f' value="{reference}|{row.version}" aria-label="{label}"></td>\n'
    )


@lru_cache(maxsize=500)
def _state(label: str, tone: str) -> SafeString:
    """Kept, for there are few states; the texts are plain ones, which are escaped."""
    return status_mark(str(label), tone)


def _followers(row: Matter) -> str:
    if not row.followers:
        return ""
    text = ngettext("%(number)s merged report", "%(number)s merged reports", row.followers)
    return f" · {escape(text % {'number': row.followers})}"


def _confidential(row: Matter) -> str:
    word = escape(_("confidential"))
    return f" · {sprite('lock')}{word}" if row.confidential else ""


def _limit(row: Matter) -> str:
    if row.closed_at:
        return when_mark(row.closed_at, "date")
    if row.waits_for_person:
        return stopped_mark()
    return lamp_mark(row.due_at, None, row.warn_at)
