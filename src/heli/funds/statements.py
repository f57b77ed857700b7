"""Bank statements: read, kept, matched with the ledger; what does not match is listed and nothing is changed by it."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.audit.record import write
from heli.funds.ledger import chain_of
from heli.funds.matching import Item, matches
from heli.funds.models import Entry, Fund, Statement, StatementLine
from heli.kernel.decisions import Denied
from heli.kernel.ledgers import Movement

MOST_LINES = 20_000
#: Heads of columns, as banks write them.
HEADS = {
    "day": ("日期", "交易日期", "记账日期", "date"),
    "amount": ("金额", "交易金额", "发生额", "amount"),
    "reference": ("流水号", "交易流水号", "凭证号", "reference"),
}
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d")


@dataclass(frozen=True)
class Row:
    """One line as it was read; ``fen`` is below zero for what went out."""

    day: date
    fen: int
    reference: str


class StatementError(ValueError):
    """A file that is no statement; says where and why."""


def read(data: bytes) -> list[Row]:
    """Return the lines of a CSV file with date, amount and number (UTF-8 or GB 18030). Raises StatementError.

    An amount is in yuan, below zero for what went out. Other columns are not kept: they name people.
    """
    sheet = list(csv.reader(io.StringIO(_decoded(data))))
    if len(sheet) > MOST_LINES:
        raise StatementError(_("The file has more than %(most)s lines.") % {"most": MOST_LINES})
    if not sheet:
        raise StatementError(_("The file is empty."))
    places = _places(sheet[0])
    filled = [(number, cells) for number, cells in enumerate(sheet[1:], 2) if any(cell.strip() for cell in cells)]
    if not filled:
        raise StatementError(_("The file has no lines below its heads."))
    return [_row(number, cells, places) for number, cells in filled]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StatementError(_("The file is neither UTF-8 nor GB 18030."))


def _places(heads: list[str]) -> dict[str, int]:
    names = [head.strip().lower() for head in heads]
    places = {name: next((names.index(each) for each in known if each in names), -1) for name, known in HEADS.items()}
    if min(places["day"], places["amount"]) < 0:
        raise StatementError(_("The first line must name the columns: date, amount, reference."))
    return places


def _row(number: int, cells: list[str], places: dict[str, int]) -> Row:
    told = {name: cells[at].strip() if 0 <= at < len(cells) else "" for name, at in places.items()}
    day, fen = _day(told["day"]), _fen(told["amount"])
    if day is None or fen is None:
        raise StatementError(_("Line %(number)s: date or amount cannot be read.") % {"number": number})
    return Row(day, fen, told["reference"].lstrip("'")[:80])


def _day(text: str) -> date | None:
    for shape in _DAYS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  a bank's day has no zone
        except ValueError:
            continue
    return None


def _fen(text: str) -> int | None:
    """Return whole fen; None for what is no amount, is zero, or has parts of a fen."""
    try:
        amount = Decimal(re.sub(r"[,，¥\s]", "", text)) * 100
    except ArithmeticError:
        return None
    if not amount.is_finite() or abs(amount) >= 10**15 or amount != amount.to_integral_value():
        return None
    return int(amount) or None


def take(fund: Fund, data: bytes, *, by: Actor) -> Statement | Denied:
    """Keep the statement in ``data`` and match it; in the caller's transaction. The same file is taken once.

    Raises StatementError.
    """
    rows, digest = read(data), sha256(data).hexdigest()
    if Statement.objects.filter(fund=fund, digest=digest).exists():
        return Denied(_("This file was read in already."))
    days = [row.day for row in rows]
    now = timezone.now()
    statement = Statement.objects.create(
        fund=fund, first_day=min(days), last_day=max(days), digest=digest, at=now, actor=by.key, actor_name=by.name
    )
    StatementLine.objects.bulk_create(
        [
            StatementLine(statement=statement, number=number, day=row.day, fen=row.fen, reference=row.reference)
            for number, row in enumerate(rows, 1)
        ]
    )
    data_ = {"statement": statement.pk, "digest": digest, "lines": len(rows)}
    write(chain_of(fund), "statement", at=now, actor=by.key, data=data_)
    match(fund)
    return statement


def match(fund: Fund) -> int:
    """Match what is still open of the fund's statements with what is still open of its ledger; returns how many."""
    Fund.objects.select_for_update().get(pk=fund.pk)
    lines = StatementLine.objects.filter(statement__fund=fund, entry__isnull=True)
    found = matches(
        [Item(line.pk, line.day, line.fen, line.reference) for line in lines.order_by("day", "pk")],
        [_item(entry) for entry in _unproved(fund).order_by("at", "pk")],
    )
    for line, entry in found.items():
        StatementLine.objects.filter(pk=line, entry__isnull=True).update(entry=entry)
    return len(found)


def _unproved(fund: Fund) -> Any:
    """Payments and returns that no line of a statement proves yet."""
    return Entry.objects.filter(
        line__fund=fund,
        movement__in=[Movement.PAY, Movement.RETURN],
        reversed_by__isnull=True,
        statement_line__isnull=True,
    )


def _item(entry: Entry) -> Item:
    sign = -1 if entry.movement == Movement.PAY else 1
    return Item(entry.pk, timezone.localdate(entry.at), sign * entry.fen, entry.reference)


@dataclass(frozen=True)
class Difference:
    """Something that only one side has, or that both have with different amounts (``other``, in fen)."""

    day: date
    fen: int
    reference: str
    where: str
    other: int | None = None


def differences(statement: Statement) -> list[Difference]:
    """Return what of a statement the ledger does not say, and of the ledger in its days what no statement says."""
    fund = statement.fund
    lines = list(statement.lines.filter(entry__isnull=True).order_by("day", "number"))
    span = {"at__date__gte": statement.first_day, "at__date__lte": statement.last_day}
    open_entries = [_item(entry) for entry in _unproved(fund).filter(**span).order_by("at", "pk")]
    by_number = {item.reference: item for item in open_entries if item.reference}
    found, told = [], set[int]()
    for line in lines:
        other = by_number.get(line.reference) if line.reference else None
        if other:
            told.add(other.pk)
        where = "amount" if other else "statement"
        found.append(Difference(line.day, line.fen, line.reference, where, other.fen if other else None))
    rest = [item for item in open_entries if item.pk not in told]
    return [*found, *(Difference(item.day, item.fen, item.reference, "ledger") for item in rest)]


def covered(fund: Fund) -> dict[str, Any]:
    """Return the first and the last day of which there are statements; None without any."""
    return Statement.objects.filter(fund=fund).aggregate(first=Min("first_day"), last=Max("last_day"))
