"""What the API answers with, and the schema of a step's body, derived from the step's form."""

from datetime import datetime
from typing import Any

from django import forms
from ninja import Schema

from heli.papers.fields import FilesField

_TYPES: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (FilesField, {"type": "array", "items": {"type": "string", "format": "uuid"}}),
    (forms.UUIDField, {"type": "string", "format": "uuid"}),
    (forms.BooleanField, {"type": "boolean"}),
    (forms.FloatField, {"type": "number"}),
    (forms.IntegerField, {"type": "integer"}),
    (forms.DateField, {"type": "string", "format": "date"}),
    (forms.ModelMultipleChoiceField, {"type": "array", "items": {"type": "integer"}}),
    (forms.ModelChoiceField, {"type": "integer"}),
    (forms.MultipleChoiceField, {"type": "array", "items": {"type": "string"}}),
    (forms.EmailField, {"type": "string", "format": "email"}),
)


class Problem(Schema):
    """Why a call was refused; ``errors`` by field where the body was at fault, ``since`` after a conflict."""

    detail: str
    errors: dict[str, list[str]] = {}
    since: list[dict[str, Any]] = []


class OfferedStep(Schema):
    """A step that the caller may take now."""

    name: str
    label: str
    basis: str


class StateRow(Schema):
    """A state as lists are narrowed to it; ``value`` is "family.state"."""

    value: str
    label: str


class FamilyRow(Schema):
    """Kinds of cases that lists take for one; ``kinds`` are the codes of their procedures."""

    family: str
    label: str
    kinds: list[str]
    states: list[StateRow]


class CaseRow(Schema):
    """A case in a list."""

    reference: str
    kind: str
    kind_label: str
    title: str
    state: str
    state_label: str
    category: str
    place: list[str]
    unit: str | None
    opened_at: datetime
    due_at: datetime | None
    lamp: str


class CasePage(Schema):
    """One page of a list; ``after`` is the cursor of the next, empty at the end."""

    cases: list[CaseRow]
    after: str


class EventRow(Schema):
    """One entry of a case's history; notes for staff are left out for residents."""

    at: datetime
    step: str
    label: str
    unit: str | None
    note: str
    internal_note: str | None


class Contact(Schema):
    """How the resident can be reached."""

    name: str
    phone: str
    email: str
    address: str


class PaperRow(Schema):
    """An issued paper; residents get those that have reached them. ``served_at`` may lie ahead, after public notice."""

    url: str
    kind: str
    title: str
    number: str
    issued_at: datetime
    served_at: datetime | None
    served_by: str


class CaseDetail(CaseRow):
    """A case with its history and what the caller may do."""

    text: str
    address: str
    version: int
    why_due: list[str]
    steps: list[OfferedStep]
    events: list[EventRow]
    papers: list[PaperRow]


class Opened(Schema):
    """A new case; the query code is given once."""

    reference: str
    query_code: str
    unit: str | None
    due_at: datetime | None


class Deadline(Schema):
    """When a period ends, and why."""

    due_at: datetime
    last_day: str
    provisional: bool
    why: list[str]


class Uploaded(Schema):
    """A stored file, to be named in the body of a step."""

    id: str
    name: str
    content_type: str
    size: int


def body_schema(form: forms.Form) -> dict[str, Any]:
    """Return the JSON schema of the body that ``form`` takes."""
    properties = {name: _property(field) for name, field in form.fields.items()}
    required = [name for name, field in form.fields.items() if field.required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _property(field: forms.Field) -> dict[str, Any]:
    found: dict[str, Any] = dict(next((shape for kind, shape in _TYPES if isinstance(field, kind)), {"type": "string"}))
    if field.label:
        found["title"] = str(field.label)
    if isinstance(field, forms.CharField) and field.max_length:
        found["maxLength"] = field.max_length
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        values = [str(value) for value, _label in _flat(field.choices)]
        found |= {"items": {"type": "string", "enum": values}} if found["type"] == "array" else {"enum": values}
    return found


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """Return choices without their groups."""
    found: list[tuple[Any, Any]] = []
    for value, label in choices:
        found += _flat(label) if isinstance(label, list | tuple) else [(value, label)]
    return found
