"""A select with all its options, written in one go: Django renders a template for every option."""

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


def plain_select(widget: forms.Widget) -> bool:
    """Whether ``widget`` is Django's own select, whose options have nothing but a value and a label."""
    return type(widget) is forms.Select


def render_select(bound: BoundField, attributes: dict[str, Any]) -> SafeString:
    """Return what ``bound.as_widget(attributes)`` returns for a plain select, apart from blanks."""
    widget: Any = bound.field.widget
    extra = bound.build_widget_attrs(attributes, widget)
    if bound.auto_id and "id" not in widget.attrs:
        extra.setdefault("id", bound.auto_id)
    chosen = frozenset(str(each) for each in widget.format_value(bound.value()))
    choices = widget.choices
    options = _kept(choices, chosen) if isinstance(choices, Hashable) else _written(choices, chosen)
    attrs = flatatt(widget.build_attrs(widget.attrs, extra))
    return format_html('<select name="{}"{}>{}</select>', bound.html_name, attrs, options)


def _written(choices: Any, chosen: frozenset[str]) -> SafeString:
    return mark_safe("".join(_options(choices, chosen)))  # noqa: S308  every value and label is escaped


@lru_cache(maxsize=64)
def _kept(choices: Hashable, chosen: frozenset[str]) -> SafeString:
    """Choices with a hash never change, and their texts are in one language: a filter has a hundred of them."""
    return _written(choices, chosen)


def _options(choices: Any, chosen: frozenset[str]) -> Iterator[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield f'<optgroup label="{escape(value)}">'
            yield from _options(label, chosen)
            yield "</optgroup>"
        else:
            text = "" if value is None else str(value)
            yield f'<option value="{escape(text)}"{" selected" if text in chosen else ""}>{escape(label)}</option>'
