"""Searching Chinese and English text: two-character tokens find candidates, a re-check makes the answer exact."""

import re
import unicodedata

from django.db.models import QuerySet

from heli.cases.models import Case

_SEPARATORS = re.compile(r"[\W_]+")


def normalise(*texts: str) -> str:
    """Return ``texts`` as one line for searching: NFKC, lower case, everything but letters and digits a space."""
    folded = unicodedata.normalize("NFKC", " ".join(texts)).lower()
    return _SEPARATORS.sub(" ", folded).strip()


def tokens(word: str) -> list[str]:
    """Return the two-character tokens of a normalised word."""
    return sorted({word[at : at + 2] for at in range(len(word) - 1)})


def matching(cases: QuerySet[Case], query: str) -> QuerySet[Case]:
    """Return the ``cases`` whose text holds every word of ``query``; all of them for an empty query.

    The bigram index serves words of two characters and more; a single character is looked for without it.
    """
    for word in normalise(query).split():
        pairs = tokens(word)
        if pairs:
            cases = cases.filter(pk__isnull=False).extra(
                where=["heli_bigrams(cases_case.search_text) @> %s"], params=[pairs]
            )
        cases = cases.filter(search_text__contains=word)
    return cases
