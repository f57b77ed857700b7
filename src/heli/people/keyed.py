"""Rows about one person, sealed under a key of that person's own; without the key nothing of them can be read."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.kernel.sealing import Key, Unreadable, key_number, new_secret, open_sealed, seal
from heli.people.keyring import cipher, keyring
from heli.people.sealed_fields import BlindIndexField, SealedMixin, is_filled, is_sealed


class SubjectKey(models.Model):
    """The key of one person's data, itself sealed under a master key.

    ``wrapped`` is empty once the key is destroyed. The id is the person towards sealing: values are bound to it.
    """

    data_classes = DataClasses(
        internal="id made_at destroyed_at",
        sensitive="wrapped",
        what=_("Keys under which personal data are sealed"),
        why=_("So that your data can be made unreadable everywhere at once, copies included."),
        kept=_("As long as your data; destroyed with them."),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"key {self.pk}"

    @classmethod
    def made(cls) -> Self:
        """Return a new, unsaved key."""
        made = cls(made_at=timezone.now())
        made.wrapped = wrap(made.pk, new_secret())
        return made

    def opened(self) -> Key | None:
        """Return the key; None when it was destroyed. Raises Unreadable."""
        return unwrap(self.pk, bytes(self.wrapped))


PLACE = ("people_subjectkey", "wrapped")


def wrap(subject: uuid.UUID, secret: bytes) -> bytes:
    """Return a person's ``secret`` sealed under the present master key."""
    return seal(secret, keyring().current, *PLACE, str(subject), cipher=cipher())


def unwrap(subject: uuid.UUID, wrapped: bytes) -> Key | None:
    """Return a person's key; None when it was destroyed. Raises Unreadable."""
    if not wrapped:
        return None
    number = key_number(wrapped)
    return Key(number, open_sealed(wrapped, keyring()[number], *PLACE, str(subject)))


class KeyedQuerySet(models.QuerySet[Any]):
    """Writes of keyed rows."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert many rows, each with a key of its own."""
        rows = list(objs)
        with transaction.atomic(using=self.db):
            names = [each.attname for each in sealed_fields(self.model)]
            bare = [row for row in rows if row.key_id is None and any(is_filled(row, name) for name in names)]
            for row in bare:
                row.key = SubjectKey.made()
            SubjectKey.objects.bulk_create([row.key for row in bare])
            return super().bulk_create(rows, *args, **kwargs)


class Keyed(models.Model):
    """A row whose sealed fields stand under the person's own ``key``, made with the row."""

    data_classes = DataClasses(internal="key")

    key = models.OneToOneField(SubjectKey, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save with a key: a new one for a new row, else the one that holds now, locked while the row is written.

        Values that were not opened are not written back: somebody may have sealed them anew meanwhile.
        """
        if self._state.adding:
            with transaction.atomic(savepoint=False):
                give_key(self)
                super().save(*args, update_fields=update_fields, **kwargs)
            return
        names = self._written(update_fields)
        if not names & {each.name for each in sealed_fields(type(self))}:
            super().save(*args, update_fields=names, **kwargs)
            return
        with transaction.atomic(savepoint=False):
            self._lock_key()
            super().save(*args, update_fields=names | {"key"}, **kwargs)

    def sealing_key(self) -> tuple[Key, str]:
        """Return the key and the name of the row for sealing; raises Unreadable without a living key."""
        key, row = self.opening_key()
        if key is None:
            raise Unreadable("the key of this person was destroyed")
        return key, row

    def opening_key(self) -> tuple[Key | None, str]:
        """Return the key, None where it was destroyed, and the name of the row. Raises Unreadable."""
        if self.key is None:
            raise Unreadable("a row without a key")
        return self.key.opened(), str(self.key_id)

    def _written(self, update_fields: Iterable[str] | None) -> set[str]:
        fields = self._meta.concrete_fields
        names = {each.name for each in fields if not each.primary_key} if update_fields is None else set(update_fields)
        names -= {each.name for each in sealed_fields(type(self)) if is_sealed(self, each.attname)}
        names |= {each.name for each in fields if isinstance(each, BlindIndexField) and each.of in names}
        return names - self.get_deferred_fields()

    def _lock_key(self) -> None:
        if self.key_id is None:
            give_key(self)
        else:
            self.key = SubjectKey.objects.select_for_update().get(pk=self.key_id)


def give_key(row: Keyed) -> None:
    """Make a key for a row that has none and needs one."""
    if row.key_id is None and any(is_filled(row, each.attname) for each in sealed_fields(type(row))):
        row.key = SubjectKey.made()
        row.key.save(force_insert=True)


def sealed_fields(model: type[models.Model]) -> list[SealedMixin]:
    """Return the sealed fields of a model."""
    return [each for each in model._meta.concrete_fields if isinstance(each, SealedMixin)]
