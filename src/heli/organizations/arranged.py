"""What the law leaves to the district in one field of work: settings of one prefix, read as one value."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.audit.record import write
from heli.organizations.arranging import CHAIN
from heli.organizations.models import Setting
from heli.organizations.settings import REVISION
from heli.places.revisions import bump

#: The longest length that can be arranged, in days or working days.
LONGEST = 365
T = TypeVar("T")


def read(prefix: str, shape: type[T]) -> T:
    """Return the settings under ``prefix`` as the dataclass ``shape``; what is not stored has its default."""
    rows = Setting.objects.filter(key__startswith=prefix).values_list("key", "value")
    given = {key.removeprefix(prefix): value for key, value in rows}
    known: Mapping[str, Any] = vars(shape)["__dataclass_fields__"]
    return shape(**{key: value for key, value in given.items() if key in known})


def keep(prefix: str, values: Mapping[str, Any]) -> None:
    """Store ``values`` (JSON, checked before) under ``prefix``; the caller opens the transaction."""
    for key, value in values.items():
        Setting.objects.update_or_create(key=f"{prefix}{key}", defaults={"value": value})
    bump(REVISION)


def put_on_record(prefix: str, values: Mapping[str, Any], *, by: str) -> None:
    """Write to the audit record that ``by`` (the key of an actor) arranged ``values``."""
    plain = {f"{prefix}{name}": str(value) for name, value in values.items()}
    write(CHAIN, "settings.change", at=timezone.now(), actor=by, data=plain)


def wrong_lengths(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with lengths among ``values``, those whose names end in "_days", by their names."""
    return {
        name: str(_("Between 1 and %(most)s.") % {"most": LONGEST})
        for name, value in values.items()
        if name.endswith("_days") and not 1 <= value <= LONGEST
    }
