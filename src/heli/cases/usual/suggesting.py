"""Suggesting a category from the words of a report, by keywords that the district keeps with each category."""

from collections.abc import Mapping
from dataclasses import dataclass

from heli.cases.searching import normalise

MOST = 3


@dataclass(frozen=True)
class Suggestion:
    """A category (id) and the keywords found in the text that speak for it, the longest first."""

    category_id: int
    words: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How much speaks for it: longer keywords say more."""
        return sum(len(word) for word in self.words)


def suggest(text: str, keywords: Mapping[int, str], *, most: int = MOST) -> list[Suggestion]:
    """Return up to ``most`` categories whose keywords occur in ``text``, the best first.

    ``keywords`` maps the id of a category to its keywords, separated by spaces; ties keep the order of the mapping.
    """
    story = f" {normalise(text)}"
    found = (Suggestion(pk, _found(story, words)) for pk, words in keywords.items())
    return sorted((each for each in found if each.words), key=lambda each: -each.weight)[:most]


def _found(story: str, keywords: str) -> tuple[str, ...]:
    words = sorted(
        {word for word in keywords.lower().split() if _occurs(word, story)}, key=lambda word: (-len(word), word)
    )
    kept: list[str] = []
    for word in words:
        # "broken lamp" has said all that "lamp" could add.
        if not any(word in longer for longer in kept):
            kept.append(word)
    return tuple(kept)


def _occurs(word: str, story: str) -> bool:
    """Latin words are found from their beginning on ("lamps", not "clamp"); Chinese has no gaps between words."""
    return f" {word}" in story if word.isascii() else word in story
