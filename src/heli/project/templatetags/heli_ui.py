"""Template tags of the shared components; parameters are listed in docs/components.md."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from heli.project.ui.fields import address_of, describe
from heli.project.ui.lines import Matter, lines
from heli.project.ui.marks import lamp_mark, sprite, status_mark, when_mark
from heli.project.ui.tongues import is_other, tongue_of

register = template.Library()


@register.simple_tag
def ui_icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is decoration; size is empty, "lg" or "xl"."""
    return sprite(name, str(label), size)


@register.simple_tag(takes_context=True)
def ui_display(context: Context) -> str:
    """What somebody chose for this device, as classes: large text, high contrast."""
    request = context.get("request")
    chosen = request.COOKIES.get("heli_display", "").split(".") if request else []
    return "".join(f" {name}" for name in ("large", "contrast") if name in chosen)


@register.simple_tag
def ui_lang(text: object) -> SafeString:
    """The attribute `lang` for a text that people have worded, where its language is not the page's."""
    tongue = tongue_of(str(text or ""))
    return format_html(' lang="{}"', tongue) if is_other(tongue, get_language() or "") else SafeString("")


@register.simple_tag
def ui_offline() -> bool:
    """Whether browsers may keep what is typed, and the pages that work without network."""
    kept: bool = settings.HELI_OFFLINE
    return kept


@register.simple_tag
def ui_when(moment: datetime | date | None, style: str = "full", empty: str = "–") -> str:
    """A moment in the reader's language; style is full, date, day, short, time, ago or due (an exclusive end)."""
    return empty if moment is None else when_mark(moment, style)


@register.simple_tag
def ui_lamp(
    due_at: datetime | None,
    closed_at: datetime | None = None,
    warn_at: datetime | None = None,
    paused: bool = False,  # noqa: FBT001, FBT002  template tags take words, not code
    show_date: bool = False,  # noqa: FBT001, FBT002
) -> SafeString:
    """The lamp of a time limit: `{% ui_lamp clock.due_at clock.closed_at %}`."""
    return lamp_mark(due_at, closed_at, warn_at, paused=paused, show_date=show_date)


@register.simple_tag
def ui_status(label: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """A state as a chip; tone is neutral, info, progress, good, warn or bad; ``icon`` stands instead of the dot."""
    return status_mark(label, tone, icon)


@register.simple_tag
def ui_lines(rows: Sequence[Matter], form: str = "") -> SafeString:
    """The rows of a table of matters: matter, time limit, state, place, unit, day; a box before each for ``form``."""
    return lines(rows, form=form)


@register.simple_tag
def ui_field(bound: BoundField, **options: Any) -> SafeString:
    """A form field with label, hint and error, wired for screen readers."""
    return render_to_string("heli/components/field.html", describe(bound, options))


@register.simple_tag
def ui_form(form: BaseForm, fields: str = "", exclude: str = "") -> SafeString:
    """All fields of a form in their order, or only those named (space separated). No summary, no button."""
    left_out = set(exclude.split())
    names = [name for name in (fields.split() or form.fields) if name not in left_out]
    rows = [render_to_string("heli/components/field.html", describe(form[name], {})) for name in names]
    return SafeString("".join(rows))


@register.inclusion_tag("heli/components/error_summary.html")
def ui_errors(*forms: BaseForm) -> dict[str, Any]:
    """The summary on top of a page whose form was refused: each line links to its field. Nothing when all is well."""
    named: list[dict[str, str]] = []
    for form in forms:
        for name, messages in form.errors.items():
            bound = form[name] if name in form.fields else None
            target, label = (address_of(bound), str(bound.label)) if bound else ("", "")
            named += [{"target": target, "label": label, "text": str(message)} for message in messages]
    return {"lines": named}


def _block(component: str, content: str, **parameters: Any) -> SafeString:
    """Fill a component that wraps what the page writes between the opening and the closing tag."""
    return render_to_string(f"heli/components/{component}.html", {"content": SafeString(content), **parameters})


@register.simple_block_tag
def ui_panel(content: str, title: str = "", icon: str = "", **parameters: Any) -> SafeString:
    """A white panel with a heading; parameters: id, level (2 or 3), aside (text right of the title), tone, flush."""
    return _block("panel", content, title=title, icon=icon, **parameters)


@register.simple_block_tag
def ui_notice(content: str, tone: str = "info", title: str = "", icon: str = "") -> SafeString:
    """A remark in the flow of the page; tone is info, good, warn or bad."""
    return _block("notice", content, tone=tone, title=title, icon=icon)


@register.simple_block_tag
def ui_details(content: str, summary: str, **parameters: Any) -> SafeString:
    """Something to open on demand ("Why this date?"); parameters: id, open, icon."""
    return _block("details", content, summary=summary, **parameters)


@register.simple_block_tag
def ui_dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002  the attribute is called id
    """A dialog, opened by any element with `data-dialog-open="<id>"`."""
    return _block("dialog", content, id=id, title=title)


@register.simple_block_tag
def ui_table(content: str, caption: str, **parameters: Any) -> SafeString:
    """A table (thead, tbody) that scrolls in its own box; parameters: id, dense, stacked, hide_caption, sticky."""
    return _block("table", content, caption=caption, **parameters)


@register.simple_block_tag
def ui_chart(content: str, kind: str, title: str, id: str, **parameters: Any) -> SafeString:  # noqa: A002
    """A chart of the table (thead, tbody) inside; kind is bar, line, stack or donut; parameters: note, unit, tall."""
    return _block("chart_panel", content, kind=kind, title=title, id=id, **parameters)


@register.simple_block_tag
def ui_map(content: str, mode: str, title: str, **parameters: Any) -> SafeString:
    """A map with the list inside as its equal; mode is pick, show or wall; parameters: see map_panel.html."""
    return _block("map_panel", content, mode=mode, title=title, **parameters)
