"""Amounts: typed and read in yuan, kept in whole fen."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: More than a district pays or mediates: a slip of the keyboard, not an amount.
MOST_YUAN = Decimal(100_000_000)


def yuan(fen: int) -> str:
    """Return an amount in fen as it is read: "12,345.60"."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02}"


class YuanField(forms.DecimalField):
    """An amount in yuan above zero, to the fen; cleans to whole fen."""

    def __init__(self, **kwargs: Any) -> None:
        error = {"invalid": _("Write an amount in yuan, like 1500 or 1500.50.")}
        super().__init__(
            **{
                "max_digits": 12,
                "decimal_places": 2,
                "min_value": Decimal("0.01"),
                "max_value": MOST_YUAN,
                "error_messages": error,
                **kwargs,
            }
        )
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Any:
        """Take "12,345.60" and full-width signs as people write them."""
        if isinstance(value, str):
            value = value.replace(",", "").replace("，", "").replace("¥", "").replace("元", "")
        return super().to_python(value)

    def clean(self, value: Any) -> Any:
        """Return whole fen, None where nothing was written."""
        found = super().clean(value)
        return None if found is None else int(found * 100)
