"""Figures of referrals by kind of body: how many, accepted, refused, in time, with what result; none about a person.

A referral counts in the year in which it was offered. What the public reads is given in whole groups of three, of the
whole district alone and up to the end of the last full month (``insight.small_counts.in_groups``).
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from heli.cases.kinds import kind_called, kinds
from heli.insight.keeping import Kept
from heli.insight.public_years import told_until
from heli.insight.small_counts import in_groups
from heli.organizations.days import midnight
from heli.referrals.models import Direction, Outcome, Partner, PartnerKind, Referral
from heli.referrals.receivers import receiver_for

NAMES: Final = (
    "number", "accepted", "refused", "recalled", "open", "returned", "in_time", "settled", "not_settled", "elsewhere",
)  # fmt: skip
_COUNTED: Final = {
    "number": Count("pk"),
    "accepted": Count("pk", filter=Q(received_on__isnull=False)),
    "refused": Count("pk", filter=Q(case__state="refused")),
    "recalled": Count("pk", filter=Q(case__state="recalled")),
    "open": Count("pk", filter=Q(case__closed_at__isnull=True)),
    "returned": Count("pk", filter=Q(returned_at__isnull=False)),
    "in_time": Count("pk", filter=Q(in_time=True)),
    "settled": Count("pk", filter=Q(outcome__in=[Outcome.SETTLED, Outcome.PARTLY])),
    "not_settled": Count("pk", filter=Q(outcome=Outcome.NOT_SETTLED)),
    "elsewhere": Count("pk", filter=Q(outcome=Outcome.ELSEWHERE)),
}


@dataclass(frozen=True)
class Line:
    """One kind of body in one direction; ``counts`` by the names of ``NAMES``, as numbers or as the public has them."""

    kind: str
    inward: bool
    counts: dict[str, Any]

    @property
    def label(self) -> str:
        """What the kind is called."""
        return str(PartnerKind(self.kind).label)


def lines(rows: QuerySet[Referral], since: datetime, until: datetime) -> list[Line]:
    """Return the figures of ``rows`` offered from ``since`` to, not including, ``until``; one statement."""
    within = rows.filter(case__opened_at__gte=since, case__opened_at__lt=until)
    inward = Q(direction="in")
    groups = within.annotate(inward=inward, of=F("partner__kind")).order_by().values("of", "inward")
    rows_of: Any = groups.annotate(**_COUNTED)
    return _ordered(Line(row["of"], row["inward"], {name: row[name] for name in NAMES}) for row in rows_of)


def lines_about(
    rows: QuerySet[Referral], kind: PartnerKind, units: Collection[int] | None, since: datetime, until: datetime
) -> list[Line]:
    """Return the figures of ``rows`` from the point of view of the bodies of ``kind`` in Heli; one statement.

    Outward are those of their matters, by the body that they went to; inward what came to their units, by who sent it.
    ``units`` are the ids of those of them that are meant, None for all.
    """
    receiver = receiver_for(kind)
    codes = [each.procedure.code for each in kinds() if receiver and each.belongs_to.code == receiver.family]
    inside, ours = Q(direction=Direction.INSIDE, partner__kind=kind), Partner.objects.filter(kind=kind).values("unit")
    inward = inside | Q(direction=Direction.IN, case__unit__in=ours)
    outward = Q(source__procedure__in=codes)
    if units is not None:
        inward, outward = inward & Q(case__unit__in=sorted(units)), outward & Q(sender__in=sorted(units))
    within = rows.filter(inward | outward, case__opened_at__gte=since, case__opened_at__lt=until)
    groups: Any = within.order_by().values("direction", "partner__kind", "source__procedure").annotate(**_COUNTED)
    found: dict[tuple[str, bool], Counter[str]] = {}
    for row in groups:
        sent = row["source__procedure"] in codes
        of = row["partner__kind"] if sent or row["direction"] == Direction.IN else _body_of(row["source__procedure"])
        found.setdefault((of, not sent), Counter()).update({name: row[name] for name in NAMES})
    return _ordered(Line(of, inward, {name: sums[name] for name in NAMES}) for (of, inward), sums in found.items())


def _body_of(procedure: str) -> str:
    """Return the kind of the body of Heli that works on matters of ``procedure``."""
    found = kind_called(procedure)
    family = found.belongs_to.code if found else ""
    receivers = ((kind, receiver_for(kind)) for kind in PartnerKind.values)
    return next((kind for kind, each in receivers if each and each.family == family), PartnerKind.OTHER.value)


def _ordered(found: Iterable[Line]) -> list[Line]:
    order = list(PartnerKind.values)
    return sorted(found, key=lambda line: (line.inward, order.index(line.kind)))


def of_year(rows: QuerySet[Referral], year: int) -> list[Line]:
    """Return the figures of ``rows`` offered in ``year``."""
    return lines(rows, midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1)))


_kept: Kept[list[Line]] = Kept()
forget = _kept.forget


def public_lines(year: int, now: datetime) -> list[Line]:
    """Return what anybody may know of ``year``: every count in whole groups of three."""
    since, until = midnight(date(year, 1, 1)), told_until(year, now)
    return _kept.get((year, until), lambda: _protected(since, until))


def _protected(since: datetime, until: datetime) -> list[Line]:
    if until <= since:
        return []
    exact = lines(Referral.objects.all(), since, until)
    return [
        Line(each.kind, each.inward, {name: in_groups(number) for name, number in each.counts.items()})
        for each in exact
    ]
