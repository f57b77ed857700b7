"""The spans that figures of a domain are asked for: a calendar year or a month."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from heli.insight.periods import Length, Period
from heli.organizations.days import midnight

#: Figures are offered for so many years and months back.
YEARS, MONTHS = 5, 12


@dataclass(frozen=True)
class Span:
    """A calendar year (``month`` 0) or a month of it."""

    year: int
    month: int = 0

    @classmethod
    def read(cls, code: str, today: date) -> "Span":
        """Return the span called "2026" or "2026-06"; the present year for anything else."""
        if code in {each.code for each in offered(today)}:
            year, _dash, month = code.partition("-")
            return cls(int(year), int(month or 0))
        return cls(today.year)

    @property
    def code(self) -> str:
        """The span as addresses write it."""
        return f"{self.year}-{self.month:02}" if self.month else str(self.year)

    @property
    def since(self) -> datetime:
        """The first instant."""
        return midnight(date(self.year, self.month or 1, 1))

    @property
    def until(self) -> datetime:
        """The first instant that does not belong to it any more."""
        if not self.month:
            return midnight(date(self.year + 1, 1, 1))
        return Period.of(Length.MONTH, date(self.year, self.month, 1)).end

    @property
    def before(self) -> "Span":
        """The year or month before."""
        if not self.month:
            return Span(self.year - 1)
        return Span(self.year, self.month - 1) if self.month > 1 else Span(self.year - 1, 12)

    @property
    def label(self) -> str:
        """The span in words."""
        words = {"year": self.year, "month": f"{self.month:02}"}
        return _("%(year)s-%(month)s") % words if self.month else _("Year %(year)s") % words


def offered(today: date) -> list[Span]:
    """Return the spans to choose from, the years first, each from the latest on."""
    months, here = [], Span(today.year, today.month)
    for _number in range(MONTHS):
        months.append(here)
        here = here.before
    return [*(Span(today.year - number) for number in range(YEARS)), *months]
