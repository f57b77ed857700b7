"""Changing reference data: every change is on record and every process learns of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from heli.audit.record import write
from heli.organizations.models import Unit

CHAIN = "arrangements"


def snapshot(row: models.Model) -> dict[str, Any]:
    """Return the fields of ``row`` as JSON values; passwords and boundaries are left out."""
    hidden = {"password", "geometry", "last_login"}
    return {
        field.name: _plain(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in hidden
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def record_change(row: models.Model, *, actor: str, before: Mapping[str, Any] | None) -> None:
    """Write to the audit record what changed in ``row``; ``before`` is its earlier snapshot, None for a new row."""
    after = snapshot(row)
    changed = {name: after[name] for name in after if before is None or before.get(name) != after[name]}
    earlier = {name: before.get(name) for name in changed} if before else {}
    name = row._meta.model_name or ""
    write(
        CHAIN,
        f"{name}.{'change' if before else 'create'}",
        at=timezone.now(),
        actor=actor,
        data={"id": str(row.pk), "before": earlier, "after": changed},
    )


def save_unit(unit: Unit) -> None:
    """Save ``unit`` with its path; a unit that moves takes all below it along. ValueError for a circle."""
    old = unit.path
    above = unit.parent.path if unit.parent else ""
    if old and above.startswith(old):
        msg = "a unit cannot stand under itself"
        raise ValueError(msg)
    unit.save()
    unit.path = f"{above}{unit.pk}/"
    unit.save(update_fields=["path"])
    if old and old != unit.path:
        for below in Unit.objects.filter(path__startswith=old).exclude(pk=unit.pk):
            below.path = unit.path + below.path[len(old) :]
            below.save(update_fields=["path"])
