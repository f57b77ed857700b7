"""What every model declares about its fields, and the check that none is left out and none lies open unsaid."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import Model
from django.utils.text import capfirst

from heli.kernel.data_classes import Declared, declared_by, joined
from heli.people.sealed_fields import BlindIndexField, SealedMixin
from heli.project.data_protection.readable import READABLE
from heli.project.data_protection.third_party import THIRD_PARTY


def declared(model: type[Model]) -> Declared:
    """Return the classes of ``model``: its own declaration, its abstract parents', or the table's for a library's."""
    of_library = THIRD_PARTY.get(model._meta.label)
    return joined([of_library]) if of_library else declared_by(model)


def field_names(model: type[Model]) -> list[str]:
    """Return the names of what ``model`` keeps, many-to-many ties included."""
    return [field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)]


def all_declared() -> Iterator[tuple[type[Model], Declared]]:
    """Yield every model with its classes, in the order of their labels."""
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        yield model, declared(model)


def check_data_classes(app_configs: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse fields without a class, or with two; classes of no field; guarded data without a reason and an end.

    Guarded fields are sealed, or stand in the list of readable ones; that list names nothing else.
    """
    wanted = None if app_configs is None else {config.label for config in app_configs}
    chosen = [each for each in all_declared() if wanted is None or each[0]._meta.app_label in wanted]
    found = [problem for model, classes in chosen for problem in problems(model, classes)]
    return found if wanted is not None else [*found, *_left_over()]


def _left_over() -> Iterator[CheckMessage]:
    known = {f"{model._meta.label}.{name}" for model, found in all_declared() for name in open_fields(model, found)}
    for name in sorted(set(READABLE) - known):
        yield Error(f"{name} is listed as readable, but is no open guarded field.", id="heli.D006")


def problems(model: type[Model], found: Declared) -> Iterator[CheckMessage]:
    """Yield what is wrong with the declaration of one model."""
    label, names = model._meta.label, set(field_names(model))
    for name in sorted(names - set(found.classes)):
        yield Error(f"{label}.{name} has no data class.", obj=model, id="heli.D001")
    for name in sorted(set(found.classes) - names):
        yield Error(f"{label} has no field {name}, to which it gives a data class.", obj=model, id="heli.D002")
    for name in sorted(found.twice):
        yield Error(f"{label}.{name} has two data classes.", obj=model, id="heli.D003")
    if found.guarded and not (found.why and found.kept):
        yield Error(f"{label} keeps personal data and does not say why and how long.", obj=model, id="heli.D004")
    for name in open_fields(model, found):
        if f"{label}.{name}" not in READABLE:
            yield Error(
                f"{label}.{name} is {found.classes[name]} and neither sealed nor listed as readable.",
                obj=model,
                id="heli.D005",
            )


def open_fields(model: type[Model], found: Declared) -> list[str]:
    """Return the personal and sensitive fields of ``model`` that the database can read."""
    closed = {each.name for each in model._meta.concrete_fields if isinstance(each, SealedMixin | BlindIndexField)}
    return [name for name in found.guarded if name not in closed and name in field_names(model)]


@dataclass(frozen=True)
class Purpose:
    """A line of the purpose register."""

    what: str
    why: object
    kept: object
    sealed: bool


def purposes() -> list[Purpose]:
    """Return why personal and sensitive data are kept and how long, a line for each model that keeps any."""
    return [
        Purpose(
            str(found.what) or capfirst(str(model._meta.verbose_name)), found.why, found.kept, _is_sealed(model, found)
        )
        for model, found in all_declared()
        if found.guarded
    ]


def _is_sealed(model: type[Model], found: Declared) -> bool:
    return len(open_fields(model, found)) < len(found.guarded)
