"""The language that the reader of this request has chosen."""

from django.utils.translation import get_language


def in_english() -> bool:
    """Whether the reader reads English; whoever does not gets the words as they were written first."""
    return (get_language() or "").startswith("en")
