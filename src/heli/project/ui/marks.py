"""Small marks that every page is full of, written in code: icons, moments, lamps, states.

A list has hundreds of them. What is put together here from texts has each of them escaped where it is put in.
"""

from datetime import date, datetime
from functools import lru_cache
from html import escape

from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from heli.project.ui.dates import ago, due_text, written
from heli.project.ui.lamps import Lamp, lamp

_DOT = SafeString('<span class="chip-mark" aria-hidden="true"></span>')


@lru_cache(maxsize=1000)
def sprite(name: str, label: str = "", size: str = "") -> SafeString:
    """Return the icon ``name``; kept, for a list has a hundred of few kinds."""
    css = f"icon icon-{size}" if size else "icon"
    address = f"{static('heli/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', css, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', css, address)


def when_mark(moment: datetime | date, style: str = "full") -> SafeString:
    """Return ``moment`` in the reader's language; style is full, date, day, short, time, ago or due."""
    if style == "ago" and isinstance(moment, datetime):
        text = ago(moment, timezone.now())
    elif style == "due" and isinstance(moment, datetime):
        text = due_text(moment)
    else:
        text = written(moment, style if style not in {"ago", "due"} else "date")
    full = escape(written(moment, "full"))
    return _safe(f'<time datetime="{moment.isoformat()}" title="{full}">{escape(text)}</time>')


def lamp_mark(
    due_at: datetime | None,
    closed_at: datetime | None = None,
    warn_at: datetime | None = None,
    *,
    paused: bool = False,
    show_date: bool = False,
) -> SafeString:
    """Return the lamp of a time limit, the date beside it or in its title."""
    shown = lamp(due_at, closed_at, warn_at=warn_at, paused=paused)
    label = "" if not shown.due else _("by %(due)s") if show_date else _("Due: %(due)s")
    return _lamp(shown, label and label % {"due": shown.due}, show_date)


@lru_cache(maxsize=2000)
def _lamp(shown: Lamp, due: str, beside: bool) -> SafeString:  # noqa: FBT001  kept by place, not by name
    """Kept, for the lamps of a list are few of the many that there could be; their texts are in one language."""
    title = f' title="{escape(due)}"' if due and not beside else ""
    day = f' <span class="lamp-date">{escape(due)}</span>' if due and beside else ""
    words = f'<span class="lamp-text">{escape(shown.text)}</span>'
    return _safe(f'<span class="lamp lamp-{shown.tone}"{title}>{sprite(shown.icon)}{words}{day}</span>')


def stopped_mark() -> SafeString:
    """Return the lamp of a limit that stands still while the person's turn counts."""
    return format_html(
        '<span class="lamp lamp-neutral">{}<span class="lamp-text">{}</span></span>',
        sprite("player-pause"), _("Clock stopped"),
    )  # fmt: skip


def status_mark(label: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """Return a state as a chip; ``icon`` stands instead of the dot."""
    return format_html(
        '<span class="chip chip-{}">{}{}</span>', tone or "neutral", sprite(icon) if icon else _DOT, label
    )


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  every text in it was escaped
