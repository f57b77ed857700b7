"""Turns a Django bound field into what `heli/components/field.html` shows: label, hint, error, control."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from heli.project.ui.selects import plain_select, render_select

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.MultiWidget, "group"),
    (forms.SelectDateWidget, "group"),
)
CLASSES = {
    "select": "form-select",
    "checkbox": "form-check-input",
    "file": "form-control file-drop-input",
    "group": "form-control form-control-part",
}


def kind_of(widget: forms.Widget) -> str:
    """The component that shows a widget; "input" where nothing more particular fits."""
    return next((kind for type_, kind in KINDS if isinstance(widget, type_)), "input")


def address_of(bound: BoundField) -> str:
    """The id a link to this field must name: the control, or the first of several choices."""
    several = kind_of(bound.field.widget) in {"radios", "checkboxes"}
    return f"{bound.auto_id}_0" if several else bound.id_for_label or bound.auto_id


def describe(bound: BoundField, options: Mapping[str, Any]) -> dict[str, Any]:
    """The context of the field component.

    Options: label, hint, optional (bool), width (short, medium or full), prefix, suffix, hints (value to text, for
    choices), hide_label (bool), inline (bool); every other option becomes an attribute of the control (`_` reads `-`).
    """
    kind = kind_of(bound.field.widget)
    known = {"label", "hint", "optional", "width", "prefix", "suffix", "hints", "hide_label", "inline"}
    context: dict[str, Any] = {name: options.get(name) for name in known}
    hint = context["hint"] or bound.help_text
    attributes = {name.replace("_", "-"): value for name, value in options.items() if name not in known}
    attributes |= _wiring(bound, kind, hint=bool(hint), counted=_limit(bound, kind) is not None)
    context |= {
        "field": bound,
        "kind": kind,
        "label": context["label"] or bound.label,
        "hint": hint,
        "id": bound.auto_id,
        "errors": bound.errors,
        "limit": _limit(bound, kind),
        "described_by": attributes.get("aria-describedby", ""),
    }
    if kind in {"radios", "checkboxes"}:
        choices = _choices(bound, options.get("hints") or {})
        return context | {"choices": choices, "groups": _groups(bound, choices)}
    return context | {"control": _control(bound, attributes)} | _file_facts(bound, kind)


def _wiring(bound: BoundField, kind: str, *, hint: bool, counted: bool) -> dict[str, str]:
    """Ties hint, error and counter to the control for readers that cannot see them."""
    parts = [("hint", hint), ("error", bool(bound.errors)), ("count", counted)]
    ids = [f"{bound.auto_id}_{name}" for name, present in parts if present and bound.auto_id]
    wiring = {"aria-describedby": " ".join(ids)} if ids else {}
    if bound.errors:
        wiring["aria-invalid"] = "true"
    css = [
        CLASSES.get(kind, "form-control"),
        bound.field.widget.attrs.get("class", ""),
        "is-invalid" if bound.errors else "",
    ]
    return wiring | {"class": " ".join(filter(None, css))}


def _limit(bound: BoundField, kind: str) -> int | None:
    """The number of characters to count down from; only for long texts."""
    return getattr(bound.field, "max_length", None) if kind == "textarea" else None


def _control(bound: BoundField, attributes: dict[str, Any]) -> SafeString:
    limit = _limit(bound, kind_of(bound.field.widget))
    if limit is not None:
        # The counter tells before sending; cutting off in the middle of a pasted story would lose words unseen.
        attributes = attributes | {"data-counter": str(limit), "maxlength": False}
    if plain_select(bound.field.widget):
        return render_select(bound, attributes)
    return bound.as_widget(attrs=attributes)


def _choices(bound: BoundField, hints: Mapping[str, str]) -> list[dict[str, Any]]:
    """One dictionary a choice: label, hint, id, and the attributes of its input, ready to print."""
    choices = []
    for choice in bound.subwidgets:
        data, hint = choice.data, hints.get(str(choice.data["value"]), "")
        attributes = {**data["attrs"], "type": data["type"], "name": data["name"], "value": str(data["value"])}
        if hint:
            attributes["aria-describedby"] = f"{choice.id_for_label}_hint"
        choices.append(
            {"label": choice.choice_label, "hint": hint, "id": choice.id_for_label, "attributes": flatatt(attributes)}
        )
    return choices


def _groups(bound: BoundField, choices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The choices under the names of their groups, and how many are chosen in each; empty without groups."""
    widget: Any = bound.field.widget
    left, groups = iter(choices), []
    for name, options, _index in widget.optgroups(bound.html_name, widget.format_value(bound.value())):
        if name is None:
            return []
        chosen = sum(bool(option["selected"]) for option in options)
        groups.append({"name": name, "choices": [next(left) for _option in options], "chosen": chosen})
    return groups


def _file_facts(bound: BoundField, kind: str) -> dict[str, Any]:
    if kind != "file":
        return {}
    attributes = bound.field.widget.attrs
    return {
        "accept": attributes.get("accept", ""),
        "multiple": bool(getattr(bound.field.widget, "allow_multiple_selected", False)),
    }
