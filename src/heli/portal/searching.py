"""The search of the start page: help, topics, procedures and the public register, by the same words."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from heli.cases.kinds import kinds
from heli.cases.listing import NEWEST, page
from heli.kernel.references import BadReference, normalise_reference
from heli.organizations.models import Category
from heli.organizations.responsibility import registry
from heli.portal.answers import CHAPTERS, Answer
from heli.portal.register import Entry, Wanted, entry, listed, now

MOST_TOPICS, MOST_ENTRIES, MOST_ANSWERS = 8, 5, 5


@dataclass
class Found:
    """What was found, by kind; empty where nothing was."""

    answers: list[Answer] = field(default_factory=list)
    topics: list[dict[str, Any]] = field(default_factory=list)
    procedures: list[dict[str, str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.answers or self.topics or self.procedures or self.entries)


def reference_in(text: str) -> str:
    """Return the reference number that ``text`` is; empty for other words."""
    try:
        return normalise_reference(text)
    except BadReference:
        return ""


def search(query: str) -> Found:
    """Return what holds every word of ``query``; nothing for no words. Public texts only; one statement."""
    words = query.lower().split()
    if not words:
        return Found()
    answers = [each for chapter in CHAPTERS for each in chapter.answers if _holds(_said()[each.slug], words)]
    cases = Wanted.of({"q": query}).apply(listed(), now())
    return Found(
        answers=answers[:MOST_ANSWERS],
        topics=_topics(words)[:MOST_TOPICS],
        procedures=_procedures(words),
        entries=[entry(case) for case in page(cases, NEWEST, size=MOST_ENTRIES).rows],
    )


@lru_cache(maxsize=1)
def _said() -> dict[str, str]:
    return {each.slug: each.words() for chapter in CHAPTERS for each in chapter.answers}


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def _topics(words: list[str]) -> list[dict[str, Any]]:
    """Return the topics whose names or usual words hold what is looked for, each with the address to report it."""
    return [
        {"topic": each, "url": url}
        for each in registry().leaves()
        if _holds(f"{each.name} {each.name_en} {each.keywords}".lower(), words) and (url := _door_for(each))
    ]


def _door_for(topic: Category) -> str:
    """Return where a case with this topic is begun: the first door of a kind that it serves; empty for none."""
    for kind in kinds():
        if kind.door and kind.door.topic and topic.serves(kind.belongs_to.code):
            return f"{reverse(kind.door.url_name)}?{urlencode({kind.door.topic: topic.pk})}"
    return ""


def _procedures(words: list[str]) -> list[dict[str, str]]:
    """Return the states and steps of procedures that hold the words, in the reader's language."""
    found: list[dict[str, str]] = []
    for kind in kinds():
        base = reverse("portal:procedure", args=[kind.procedure.code])
        found += [
            {"label": str(state.label), "hint": str(state.says), "url": f"{base}#state-{state.name}"}
            for state in kind.procedure.states()
            if _holds(f"{state.label} {state.says}".lower(), words)
        ]
    return found[:MOST_ANSWERS]
