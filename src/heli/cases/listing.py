"""Lists of cases: filters, orders and keyset pages. A page costs one statement however deep it lies."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from heli.cases.families import in_family, in_state
from heli.cases.models import Case
from heli.cases.searching import matching
from heli.kernel.paths import whole
from heli.kernel.sealing import HEAD_BYTES, key_number, open_sealed, seal
from heli.organizations.responsibility import registry
from heli.people.keyring import cipher, keyring

M = TypeVar("M", bound=Model)
LARGEST_PAGE = 100
PART: Final = "cursors"


class BadCursorError(ValueError):
    """A page address that was not made by us."""


@dataclass(frozen=True)
class Order:
    """An order by one field and the id; ``field`` must not be null in the rows listed."""

    field: str
    descending: bool = False


DUE, NEWEST, OLDEST = Order("order_at"), Order("opened_at", descending=True), Order("opened_at")
ORDERS = {"due": DUE, "newest": NEWEST, "oldest": OLDEST}


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page; ``after`` and ``before`` are the cursors of the next and the previous one, empty at the ends."""

    rows: list[M]
    after: str
    before: str


def page(rows: QuerySet[M], order: Order, *, size: int = 50, after: str = "", before: str = "") -> Page[M]:
    """Return one page of ``rows``; BadCursorError for a cursor that is not ours. ``size`` is capped at 100."""
    size = max(1, min(size, LARGEST_PAGE))
    backwards = bool(before)
    falling = order.descending != backwards
    cursor = before or after
    if cursor:
        rows = rows.filter(_beyond(order.field, *_decode(cursor), falling=falling))
    sign = "-" if falling else ""
    found = list(rows.order_by(f"{sign}{order.field}", f"{sign}id")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    first, last = (found[0], found[-1]) if found else (None, None)
    has_next, has_previous = (bool(cursor), more) if backwards else (more, bool(cursor))
    return Page(
        found,
        after=_encode(last, order.field) if last and has_next else "",
        before=_encode(first, order.field) if first and has_previous else "",
    )


def _beyond(field: str, value: datetime, pk: int, *, falling: bool) -> Q:
    """Rows beyond (value, pk); the first condition alone lets the index seek."""
    word = "lt" if falling else "gt"
    return Q(**{f"{field}__{word}e": value}) & (Q(**{f"{field}__{word}": value}) | Q(**{f"id__{word}": pk}))


def _encode(row: Model, field: str) -> str:
    """Return the cursor of a row, sealed: ids run on, and a gap would tell of a case that its reader may not see."""
    value: datetime = getattr(row, field)
    sealed = seal(f"{value.isoformat()}|{row.pk}".encode(), keyring().current.part(PART), PART, cipher=cipher())
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def _decode(cursor: str) -> tuple[datetime, int]:
    try:
        sealed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        if len(sealed) < HEAD_BYTES:
            raise BadCursorError
        text = open_sealed(sealed, keyring()[key_number(sealed)].part(PART), PART).decode()
        value, _bar, pk = text.partition("|")
        return datetime.fromisoformat(value), int(pk)
    except ValueError as error:
        raise BadCursorError from error


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list of cases is narrowed to; empty values narrow nothing.

    ``kind``: the code of a family of kinds. ``states``: each "family.state"; a bare name means the kind that was
    registered first. ``lamp``: red, yellow, green, none.
    """

    kind: str = ""
    states: tuple[str, ...] = ()
    lamp: str = ""
    place: str = ""
    category: int = 0
    unit: int = 0
    handler: int = 0
    channel: str = ""
    query: str = ""
    open_only: bool = False
    closed_only: bool = False
    opened_from: datetime | None = None
    opened_until: datetime | None = None
    closed_from: datetime | None = None
    closed_until: datetime | None = None

    def apply(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Return ``cases`` narrowed to these filters."""
        for condition in self._conditions():
            cases = cases.filter(condition)
        return matching(cases, self.query) if self.query else cases

    def _conditions(self) -> list[Q]:
        wanted = [
            (self.kind, in_family(self.kind)),
            (self.states, _in_states(self.states)),
            (self.lamp, _lamp(self.lamp)),
            (self.place, Q(area_path__startswith=whole(self.place))),
            (self.category, Q(category_id__in=_topics(self.category) if self.category else [])),
            (self.unit, Q(unit_id=self.unit)),
            (self.handler, Q(handler_id=self.handler)),
            (self.channel, Q(channel=self.channel)),
            (self.open_only, Q(closed_at__isnull=True)),
            (self.closed_only, Q(closed_at__isnull=False)),
            (self.opened_from, Q(opened_at__gte=self.opened_from)),
            (self.opened_until, Q(opened_at__lt=self.opened_until)),
            (self.closed_from, Q(closed_at__gte=self.closed_from)),
            (self.closed_until, Q(closed_at__lt=self.closed_until)),
        ]
        return [condition for given, condition in wanted if given]


def _in_states(values: tuple[str, ...]) -> Q:
    return reduce(or_, map(in_state, values), Q(pk__in=[]))


def _topics(pk: int) -> list[int]:
    """Return the ids of a category and of all in it."""
    return [pk, *(each.pk for each in registry().categories.values() if each.parent_id == pk)]


def _lamp(lamp: str) -> Q:
    now = timezone.now()
    lamps = {
        "red": Q(due_at__lte=now, closed_at__isnull=True),
        "yellow": Q(due_at__gt=now, warn_at__lte=now, closed_at__isnull=True),
        "green": Q(due_at__gt=now, closed_at__isnull=True) & (Q(warn_at__gt=now) | Q(warn_at__isnull=True)),
        "none": Q(due_at__isnull=True, closed_at__isnull=True),
    }
    return lamps.get(lamp, Q())
