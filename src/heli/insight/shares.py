"""Shares and means as figures of a domain write them, and from how many ratings on a mean is told."""

from typing import Final

#: Fewer ratings than these give no mean: what one or two people said would be known.
FEWEST_RATINGS: Final = 3


def percent(part: int, whole: int) -> float | None:
    """Return ``part`` of ``whole`` in per cent with one decimal; None without a whole."""
    return round(100 * part / whole, 1) if whole else None


def mean(points: int, rated: int) -> float | None:
    """Return the mean of ratings with one decimal; None from fewer than three."""
    return round(points / rated, 1) if rated >= FEWEST_RATINGS else None


def few(rated: int) -> str:
    """Return a number of ratings; of one or two only that they are fewer than three."""
    return str(rated) if rated == 0 or rated >= FEWEST_RATINGS else f"<{FEWEST_RATINGS}"
