"""What the public may know of the funds: totals by fund and year, from which no single grant can be worked out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Sum

from heli.cases.money import yuan
from heli.funds.models import BudgetLine, Fund, FundApplication
from heli.insight.small_counts import BASE
from heli.kernel.ledgers import complete_groups

Key = tuple[int, int]


@dataclass(frozen=True)
class Protected:
    """How many of something and their sum in fen, by whole groups; ``some`` where there are fewer than a group."""

    count: int
    fen: int
    some: bool

    @property
    def number(self) -> str:
        """The number as it is shown."""
        return f"<{BASE}" if self.some else str(self.count)

    @property
    def amount(self) -> str:
        """The sum as it is shown: nothing where it would tell of one or two."""
        return "–" if self.some else yuan(self.fen)


def protected(amounts: Iterable[int]) -> Protected:
    """Return ``amounts``, in the order in which they came about, by whole groups of three.

    Whoever looks before and after one grant sees no difference, or that of a whole group.
    """
    kept = list(amounts)
    count, fen = complete_groups(kept, BASE)
    return Protected(count, fen, some=bool(kept) and not count)


@dataclass(frozen=True)
class Total:
    """One fund in one year: the budget in fen, and what became of it."""

    fund: Fund
    year: int
    budget: int
    granted: Protected
    paid: Protected
    returned: Protected


def totals() -> Iterator[Total]:
    """Yield the totals of every fund and year with a budget, the newest year first; three statements."""
    budgets = BudgetLine.objects.values("fund", "year").annotate(source=Sum("source")).order_by("-year", "fund__code")
    granted, paid, returned = _amounts()
    funds = {fund.pk: fund for fund in Fund.objects.all()}
    for row in budgets:
        key = (row["fund"], row["year"])
        parts = (protected(each[key]) for each in (granted, paid, returned))
        yield Total(funds[row["fund"]], row["year"], -row["source"], *parts)


def _amounts() -> tuple[dict[Key, list[int]], dict[Key, list[int]], dict[Key, list[int]]]:
    granted: dict[Key, list[int]] = defaultdict(list)
    paid: dict[Key, list[int]] = defaultdict(list)
    returned: dict[Key, list[int]] = defaultdict(list)
    rows = FundApplication.objects.filter(granted_at__isnull=False).order_by("granted_at", "pk")
    values = rows.values_list("line__fund", "line__year", "approved", "returned", "paid_at")
    for fund, year, approved, came_back, paid_at in values.iterator():
        key = (fund or 0, year or 0)
        granted[key].append(approved or 0)
        if paid_at:
            paid[key].append(approved or 0)
        if came_back:
            returned[key].append(came_back)
    return granted, paid, returned
