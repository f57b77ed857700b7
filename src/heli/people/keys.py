"""The life of keys: destroyed with a person's data, renewed for all, counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from heli.kernel.sealing import Key, Unreadable, key_number, new_secret, open_sealed, seal
from heli.people.holders import holders
from heli.people.keyed import Keyed, SubjectKey, sealed_fields, unwrap, wrap
from heli.people.keyring import add_key, cipher, keyring
from heli.people.sealed_fields import BlindIndexField, Sealed, SealedMixin

BATCH = 1000


def keyed_models() -> list[type[Keyed]]:
    """Return the models whose rows have a person's key."""
    return [model for model in apps.get_models() if issubclass(model, Keyed)]


def rows_of(model: type[Keyed]) -> QuerySet[Any]:
    """Return all rows of a model, whatever its managers leave out."""
    return QuerySet(model)


def destroy_key(subject: UUID) -> None:
    """Destroy a person's key for good and empty what stood under it, in the caller's transaction.

    Copies of the rows elsewhere, backups included, are unreadable from then on wherever the key itself is not kept. A
    row may be filled again later, under a new key.
    """
    with transaction.atomic():
        SubjectKey.objects.filter(pk=subject, destroyed_at=None).update(wrapped=b"", destroyed_at=timezone.now())
        for model in keyed_models():
            indexes = [each.name for each in model._meta.concrete_fields if isinstance(each, BlindIndexField)]
            empty: dict[str, Any] = {each.name: "" for each in sealed_fields(model)} | dict.fromkeys(indexes, b"")
            rows_of(model).filter(key_id=subject).update(key=None, **empty)


def counted() -> dict[int, int]:
    """Return how much stands under each master key: persons' keys, and values sealed right under it."""
    numbers = Counter(key_number(bytes(wrapped)) for wrapped in _living().values_list("wrapped", flat=True).iterator())
    for holder in holders():
        numbers += holder.counted()
    return dict(sorted(numbers.items()))


def _living() -> Any:
    return SubjectKey.objects.filter(destroyed_at=None).order_by("pk")


@dataclass(frozen=True)
class Renewal:
    """What a renewal did: ``rows`` and ``values`` sealed anew.

    ``unreadable``: ids of keys that did not open, and names of rows sealed right under a master key.
    """

    number: int
    rows: int
    values: int
    unreadable: tuple[UUID | str, ...]


def renew(progress: Callable[[int, int], object], *, batch: int = BATCH) -> Renewal:
    """Seal everything anew under a new master key, or go on with a renewal that was interrupted.

    Each batch is one transaction; acts go on meanwhile. The former master keys stay, for what is left and for backups.
    ``progress`` hears how many keys of how many are done.
    """
    ring = keyring()
    if set(counted()) <= {ring.current.number}:
        add_key(ring.current.number + 1)
    number = keyring().current.number
    left = [pk for pk, wrapped in _living().values_list("pk", "wrapped") if key_number(bytes(wrapped)) != number]
    rows = values = 0
    unreadable: list[UUID | str] = []
    for begin in range(0, len(left), batch):
        with transaction.atomic():
            done = _renew(left[begin : begin + batch])
        rows, values = rows + done.rows, values + done.values
        unreadable += done.unreadable
        progress(min(begin + batch, len(left)), len(left))
    for holder in holders():
        for done_or_name in holder.renew():
            if isinstance(done_or_name, str):
                unreadable.append(done_or_name)
            else:
                rows, values = rows + 1, values + done_or_name
    return Renewal(number, rows, values, tuple(unreadable))


def _renew(subjects: list[UUID]) -> Renewal:
    """Give each of ``subjects`` a new key and seal their values under it."""
    number = keyring().current.number
    keys = {key.pk: key for key in SubjectKey.objects.select_for_update().filter(pk__in=subjects).order_by("pk")}
    old: dict[UUID, Key] = {}
    unreadable: list[UUID] = []
    for subject, key in keys.items():
        try:
            opened = unwrap(subject, bytes(key.wrapped))
        except Unreadable:
            unreadable.append(subject)
            continue
        if opened is not None and opened.number != number:
            old[subject] = opened
    new = {subject: Key(number, new_secret()) for subject in old}
    rows = values = 0
    for model in keyed_models():
        changes = list(_resealed(model, old, new, unreadable))
        rows, values = rows + len(changes), values + sum(bool(each) for row in changes for each in row[:-1])
        _write(model, changes)
    for subject in unreadable:
        new.pop(subject, None)
    _many(
        "UPDATE people_subjectkey SET wrapped = %s WHERE id = %s",
        [(wrap(subject, key.secret), subject) for subject, key in new.items()],
    )
    return Renewal(number, rows, values, tuple(unreadable))


def _resealed(
    model: type[Keyed], old: dict[UUID, Key], new: dict[UUID, Key], unreadable: list[UUID]
) -> Iterator[tuple[Any, ...]]:
    """Yield, for each row of ``model``, its values sealed anew and its key's id; a row that does not open is told."""
    fields = sealed_fields(model)
    names = [each.attname for each in fields]
    for subject, *stored in rows_of(model).filter(key_id__in=old).values_list("key_id", *names):
        try:
            yield (
                *(
                    _again(field, value, subject, old[subject], new[subject])
                    for field, value in zip(fields, stored, strict=True)
                ),
                subject,
            )
        except Unreadable:
            unreadable.append(subject)


def _again(field: SealedMixin, value: Sealed | str, subject: UUID, old: Key, new: Key) -> bytes:
    if not isinstance(value, Sealed):
        return b""
    place = field.place(str(subject))
    return seal(open_sealed(value, old, *place), new, *place, cipher=cipher())


def _write(model: type[Model], changes: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(f"{each.column} = %s" for each in sealed_fields(model))
    _many(f"UPDATE {model._meta.db_table} SET {columns} WHERE key_id = %s", changes)  # noqa: S608  names of ours


def _many(statement: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def unreadable_rows() -> Iterator[str]:
    """Yield "table key" for each row that does not open as it should, reading every sealed value."""
    for model in keyed_models():
        for row in rows_of(model).select_related("key").exclude(key=None).iterator(chunk_size=BATCH):
            try:
                for field in sealed_fields(model):
                    getattr(row, field.attname)
            except Unreadable:
                yield f"{model._meta.db_table} {row.key_id}"
    for holder in holders():
        yield from holder.unreadable()
