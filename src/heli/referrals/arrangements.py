"""What no national text settles about referrals: how long a body has, by its kind and by who refers to whom."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heli.kernel.periods import Period, days, working_days
from heli.organizations.models import Setting
from heli.organizations.settings import REVISION
from heli.places.revisions import Cached, bump
from heli.referrals.models import Direction, Partner, PartnerKind

KEY: Final = "referrals.limits"
LONGEST: Final = 365
#: As short as the rules of courts are where they say anything (online acceptance), and the usual month of mediation.
RESPOND, WORK = 3, 30


@dataclass(frozen=True)
class Spans:
    """How long: to accept or refuse in working days, to return the result in natural days."""

    respond: int = RESPOND
    work: int = WORK


@dataclass(frozen=True)
class Limits:
    """The district's lengths, by kind of body and whether it receives (``out``) or refers to us (``in``)."""

    given: dict[str, dict[str, int]] = field(default_factory=dict)

    def of(self, kind: str, direction: str) -> Spans:
        """Return the lengths for a kind of body and a direction."""
        way = Direction.IN if direction == Direction.IN else Direction.OUT
        return Spans(**self.given.get(f"{kind}.{way}", {}))


def _load() -> Limits:
    found = Setting.objects.filter(key=KEY).values_list("value", flat=True).first()
    return Limits(found or {})


limits = Cached(_load, REVISION)


def names() -> list[tuple[str, PartnerKind, Direction]]:
    """Return every kind of body in each direction, with the name under which its lengths are kept."""
    return [(f"{kind}.{way}", kind, way) for kind in PartnerKind for way in (Direction.OUT, Direction.IN)]


def check(given: dict[str, dict[str, int]]) -> None:
    """Raise ValidationError where lengths make no sense, or are of nothing that there is."""
    known = {name for name, _kind, _way in names()}
    wrong = {name for name in given if name not in known}
    wrong |= {name for name, spans in given.items() if not all(1 <= each <= LONGEST for each in spans.values())}
    if wrong:
        raise ValidationError(_("Between 1 and %(most)s.") % {"most": LONGEST})


def save(given: dict[str, dict[str, int]]) -> None:
    """Store lengths after a check; the caller opens the transaction and writes the audit entry."""
    check(given)
    Setting.objects.update_or_create(key=KEY, defaults={"value": given})
    bump(REVISION)


def lengths_for(partner: Partner, direction: str) -> dict[str, Period]:
    """Return the lengths of the limits that the procedure leaves open; what a body has agreed itself goes first."""
    local = limits().of(partner.kind, direction)
    return {
        "responding": working_days(partner.respond_days or local.respond),
        "working": days(partner.work_days or local.work),
    }


def shown() -> list[dict[str, Any]]:
    """Return the district's lengths as a table: kind of body, direction, both lengths."""
    return [{"name": name, "kind": kind, "way": way, "spans": limits().of(kind, way)} for name, kind, way in names()]
