"""Searching the cases that an actor may see: by reference, by words, by address."""

import re
import unicodedata
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import FIND_BY_CONTACT, SEARCH_CASES
from heli.cases.counting import counts, shown
from heli.cases.finding import find
from heli.cases.listing import NEWEST, BadCursorError, Page, page
from heli.cases.models import Case
from heli.cases.searching import matching, normalise
from heli.workbench.rows import Row, row_of
from heli.workbench.shell import DeskRequest, desk

SIZE = 20
AROUND = 40
LONGEST = 80


@dataclass(frozen=True)
class Hit:
    """One case found, with the place of the words in its text."""

    row: Row
    title: SafeString
    address: SafeString
    excerpt: SafeString


@require_safe
@needs(SEARCH_CASES)
def search(request: DeskRequest) -> HttpResponse:
    """Show what was found; a reference leads straight to its case."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    exact = find(query, request.actor) if query else None
    if exact:
        return redirect("workbench:case", exact.reference)
    words = normalise(query).split()
    found = _page(request, query) if words else Page([], "", "")
    number = counts({"found": matching(Case.objects.visible_to(request.actor), query)})["found"] if words else 0
    address = reverse("workbench:search")
    context = {
        "search_query": query,
        "may_find_contact": request.actor.may(FIND_BY_CONTACT),
        "words": words,
        "number": number,
        "shown_number": shown(number),
        "hits": [hit_of(case, words) for case in found.rows],
        "newer": f"{address}?{urlencode({'q': query, 'before': found.before})}" if found.before else "",
        "older": f"{address}?{urlencode({'q': query, 'after': found.after})}" if found.after else "",
    }
    return desk(request, "workbench/search.html", context)


def _page(request: DeskRequest, query: str) -> Page[Case]:
    cases = matching(Case.objects.visible_to(request.actor), query).select_related("handler")
    cursors = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    try:
        return page(cases.defer("search_text", "query_code"), NEWEST, size=SIZE, **cursors)
    except BadCursorError:
        return page(cases.defer("search_text", "query_code"), NEWEST, size=SIZE)


def hit_of(case: Case, words: list[str]) -> Hit:
    """Return ``case`` with the ``words`` (normalised) marked."""
    return Hit(
        row_of(case), marked(case.title, words), marked(case.address, words), marked(excerpt(case.text, words), words)
    )


def excerpt(text: str, words: list[str]) -> str:
    """Return the part of ``text`` around the first of ``words``."""
    flat = " ".join(unicodedata.normalize("NFKC", text).split())
    found = _pattern(words).search(flat) if words else None
    start = max(0, (found.start() if found else 0) - AROUND)
    end = start + 3 * AROUND
    return ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")


def marked(text: str, words: list[str]) -> SafeString:
    """Return ``text`` as HTML with the ``words`` marked; everything that people wrote is escaped."""
    if not words:
        return mark_safe(escape(text))  # noqa: S308  escaped here
    parts = _pattern(words).split(unicodedata.normalize("NFKC", text))
    html = "".join(f"<mark>{escape(part)}</mark>" if at % 2 else escape(part) for at, part in enumerate(parts))
    return mark_safe(html)  # noqa: S308  every part is escaped


def _pattern(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=len, reverse=True)
    return re.compile("(" + "|".join(re.escape(word) for word in longest_first) + ")", re.IGNORECASE)
