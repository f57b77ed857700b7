"""A JSON body as data of the form that the page would have sent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.datastructures import MultiValueDict

from heli.access.actors import Actor
from heli.papers.fields import FilesField
from heli.papers.models import StoredFile


def form_data(body: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Return a JSON body as form data: lists as repeated values, false and null as absent."""
    values = {name: value if isinstance(value, list) else [value] for name, value in body.items()}
    return MultiValueDict({name: each for name, each in values.items() if each not in ([None], [False])})


def form_files(body: Mapping[str, Any], fields: Mapping[str, Any], actor: Actor) -> MultiValueDict[str, Any]:
    """Return the unclaimed files that the body names in its file fields, of those that ``actor`` has sent."""
    named = {name: body[name] for name, field in fields.items() if isinstance(field, FilesField) and name in body}
    return MultiValueDict({name: _stored(ids, actor) for name, ids in named.items()})


def _stored(ids: Any, actor: Actor) -> list[StoredFile]:
    wanted = [_uuid(each) for each in ids] if isinstance(ids, list) else []
    return list(
        StoredFile.objects.filter(pk__in=[each for each in wanted if each], claimed=False, uploaded_by=actor.key)
    )


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def form_errors(form: Any) -> dict[str, list[str]]:
    """Return the errors of a form by its fields, as texts in the reader's language."""
    return {name: [str(each) for each in found] for name, found in form.errors.items()}
