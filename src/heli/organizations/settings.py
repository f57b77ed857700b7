"""Local arrangements that no statute fixes: each has a cautious default, a check and a place on the settings page."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heli.kernel.periods import ServiceHours
from heli.organizations.models import Duty, Setting
from heli.people.reading import in_english
from heli.places.revisions import Cached, bump

REVISION = "settings"


@dataclass(frozen=True)
class DistrictSettings:
    """The district's arrangements.

    ``ladder``: fractions of a limit at which an escalation goes out, ascending: to the handler, the unit's leader, the
    district centre. ``warn_fraction``: from when the lamp is yellow. ``extension_share``: longest extension as a share
    of the service level. ``duplicate_metres``/``duplicate_days``: how near two reports are to be offered as the same.
    ``emergency_hours``: longest emergency access. ``oversight_channel``: who outside the district takes complaints that
    nobody within it may handle.
    ``second_factor``: duties that ask for a second factor when signing in; in production all of them unless changed.
    """

    district_name: str = "合安区"
    district_name_en: str = "He'an District"
    hotline: str = "12345"
    opens: time = time(9, 0)
    closes: time = time(17, 30)
    ladder: tuple[float, ...] = (0.5, 0.8, 1.0)
    warn_fraction: float = 0.75
    extension_share: float = 1.0
    duplicate_metres: int = 150
    duplicate_days: int = 60
    urge_hours: int = 24
    emergency_hours: int = 4
    oversight_channel: str = "上一级纪检监察机关，举报电话 12388"
    oversight_channel_en: str = "the discipline inspection and supervision organ of the next level, telephone 12388"
    second_factor: tuple[str, ...] = tuple(Duty.values) if django_settings.PRODUCTION else ()
    demo: bool = False

    @property
    def label(self) -> str:
        """The district's name in the reader's language."""
        return self.district_name_en if in_english() else self.district_name

    @property
    def oversight(self) -> str:
        """Who outside the district takes complaints that nobody within may handle, in the reader's language."""
        return self.oversight_channel_en if in_english() and self.oversight_channel_en else self.oversight_channel

    @property
    def hours(self) -> ServiceHours:
        """Service hours of one working day."""
        return ServiceHours(self.opens, self.closes)


_TIMES = ("opens", "closes")


def _load() -> DistrictSettings:
    values: dict[str, Any] = dict(Setting.objects.values_list("key", "value"))
    known = {key: value for key, value in values.items() if key in DistrictSettings.__dataclass_fields__}
    for key in _TIMES:
        if key in known:
            known[key] = time.fromisoformat(known[key])
    if "ladder" in known:
        known["ladder"] = tuple(known["ladder"])
    if "second_factor" in known:
        known["second_factor"] = tuple(known["second_factor"])
    return DistrictSettings(**known)


district = Cached(_load, REVISION)


def check(values: dict[str, Any]) -> None:
    """Raise ValidationError when ``values`` (as stored, JSON) do not make sense together."""
    ladder = values.get("ladder", [])
    if list(ladder) != sorted(set(ladder)) or any(not 0 < step <= 3 for step in ladder):
        raise ValidationError({"ladder": _("Fractions must rise and lie between 0 and 3.")})
    if not set(values.get("second_factor", ())) <= set(Duty.values):
        raise ValidationError({"second_factor": _("There is no such duty.")})
    if values.get("opens", "09:00") >= values.get("closes", "17:30"):
        raise ValidationError({"closes": _("Closing time must be after opening time.")})


def save(values: dict[str, Any]) -> None:
    """Store ``values`` (JSON) after a check; the caller opens the transaction and writes the audit entry."""
    check(values)
    for key, value in values.items():
        Setting.objects.update_or_create(key=key, defaults={"value": value})
    bump(REVISION)
