"""Model fields that the database holds sealed, and indexes that find them.

A sealed value opens when it is first read, not when its row is loaded. The row's ``key`` (``heli.people.keyed``) is the
person's own: once that is destroyed, the value reads as empty, here and in every copy.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from heli.kernel.sealing import blind_index, open_sealed, seal
from heli.people.keyring import cipher


class Sealed(bytes):
    """A value as the database holds it."""


class SealedAttribute(DeferredAttribute):
    """Opens the value when it is read."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        """Return the open value, loading a deferred one."""
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = opened(self.field, instance, value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        """Take a value, open or sealed."""
        instance.__dict__[self.field.attname] = value


def is_sealed(instance: models.Model, name: str) -> bool:
    """Whether the value has not been opened since its row was loaded."""
    return isinstance(instance.__dict__.get(name), Sealed)


def is_filled(instance: models.Model, name: str) -> bool:
    """Whether there is a value; nothing is opened."""
    return bool(instance.__dict__[name] if name in instance.__dict__ else getattr(instance, name))


class SealedMixin(models.Field):  # type: ignore[type-arg]
    """Makes a text field a sealed one. The empty text is kept as no bytes, so that it can be told without a key."""

    descriptor_class = SealedAttribute

    def get_internal_type(self) -> str:
        """Return the kind of column."""
        return "BinaryField"

    def from_db_value(self, value: Any, *_ignored: Any) -> Any:
        """Mark what comes from the database as sealed."""
        return value if value is None else Sealed(value) or ""

    def get_prep_value(self, value: Any) -> Any:
        """Leave the value as it is: only ``pre_save`` knows the row that it belongs to."""
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Let sealed bytes and nothing pass; refuse everything that would reach the database readable."""
        if value is None or isinstance(value, Sealed):
            return value and bytes(value)
        if value in ("", b""):
            return b""
        raise FieldError(f"{self.name} is sealed: it is written by saving its row, and found by its index.")

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        """Return the sealed value of the row."""
        value = model_instance.__dict__.get(self.attname)
        return value if isinstance(value, Sealed) else self.sealed(model_instance, value)

    def sealed(self, instance: Any, value: Any) -> Sealed:
        """Seal ``value`` under the key of its row."""
        if not value:
            return Sealed()
        key, row = instance.sealing_key()
        return Sealed(seal(str(value).encode(), key, *self.place(row), cipher=cipher()))

    def place(self, row: str) -> tuple[str, str, str]:
        """Return where the value belongs: table, row and field."""
        return self.model._meta.db_table, row, self.name


def opened(field: Any, instance: Any, value: Sealed) -> str:
    """Open a value of ``instance``; empty where the key was destroyed. Raises Unreadable."""
    key, row = instance.opening_key()
    return open_sealed(value, key, *field.place(row)).decode() if key else ""


class SealedCharField(SealedMixin, models.CharField):  # type: ignore[type-arg]
    """A short text, sealed."""


class SealedTextField(SealedMixin, models.TextField):  # type: ignore[type-arg]
    """A text, sealed."""


class SealedEmailField(SealedMixin, models.EmailField):  # type: ignore[type-arg]
    """An e-mail address, sealed."""


class BlindIndexField(models.BinaryField):  # type: ignore[type-arg]
    """What the sealed field ``of`` is found by: a keyed hash of its normal form; ``kind`` as in ``kernel.sealing``."""

    def __init__(self, *args: Any, of: str, kind: str, **kwargs: Any) -> None:
        self.of, self.kind = of, kind
        super().__init__(*args, **{"default": b"", "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        """Return what migrations write."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, "kind": self.kind}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        """Reckon the index anew unless the sealed value was left alone."""
        if not is_sealed(model_instance, self.of):
            setattr(model_instance, self.attname, index_of(getattr(model_instance, self.of), self.kind))
        return getattr(model_instance, self.attname)


def index_of(text: str, kind: str) -> bytes:
    """Return the bytes under which ``text`` is found."""
    return blind_index(text, kind, settings.INDEX_KEY)
