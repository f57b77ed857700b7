"""Searching the cases that an actor may see: by reference, by words, by address."""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import FIND_BY_CONTACT, SEARCH_CASES
from heli.cases.counting import counts, shown
from heli.cases.finding import find
from heli.cases.listing import NEWEST, BadCursorError, Page, page
from heli.cases.models import Case
from heli.cases.searching import normalise
from heli.workbench.filtering import FilterForm
from heli.workbench.palette import places
from heli.workbench.rows import Row, row_of
from heli.workbench.shell import DeskRequest, desk

SIZE = 20
AROUND = 40
LONGEST = 80


FILTERS = ("kind", "state", "lamp", "place", "category", "unit", "channel")


@dataclass(frozen=True)
class Hit:
    """One case found, with the places of the words in its texts; ``where`` names the texts that hold any."""

    row: Row
    title: SafeString
    address: SafeString
    excerpt: SafeString
    where: tuple[str, ...]


@require_safe
@needs(SEARCH_CASES)
def search(request: DeskRequest) -> HttpResponse:
    """Show what was found; a reference leads straight to its case."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    exact = find(query, request.actor) if query else None
    if exact:
        return redirect("workbench:case", exact.reference)
    words = normalise(query).split()
    form = _form(request, query)
    cases = form.filters().apply(Case.objects.visible_to(request.actor))
    found = _page(request, cases) if words else Page([], "", "")
    number = counts({"found": cases})["found"] if words else 0
    asked = {**form.kept(), "q": query}
    context = {
        "search_query": query,
        "may_find_contact": request.actor.may(FIND_BY_CONTACT),
        "words": words,
        "form": form,
        "active": [name for name in form.active() if name in FILTERS],
        "number": number,
        "shown_number": shown(number),
        "hits": [hit_of(case, words) for case in found.rows],
        "places": [place for place in places(query, request.actor) if place[1]] if words else [],
        "newer": _address({**asked, "before": found.before}) if found.before else "",
        "older": _address({**asked, "after": found.after}) if found.after else "",
        "clear_url": _address({"q": query}),
    }
    return desk(request, "workbench/search.html", context)


def _form(request: DeskRequest, query: str) -> FilterForm:
    """Return the filters; the tab, the order and "only mine" belong to the list alone."""
    data = QueryDict(mutable=True)
    data.update({name: request.GET.get(name, "") for name in FILTERS})
    data["q"] = query
    return FilterForm(data, actor=request.actor)


def _address(asked: dict[str, str]) -> str:
    return f"{reverse('workbench:search')}?{urlencode(asked)}"


def _page(request: DeskRequest, cases: QuerySet[Case]) -> Page[Case]:
    rows = cases.select_related("handler").defer("search_text", "query_code")
    cursors = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    try:
        return page(rows, NEWEST, size=SIZE, **cursors)
    except BadCursorError:
        return page(rows, NEWEST, size=SIZE)


def hit_of(case: Case, words: list[str]) -> Hit:
    """Return ``case`` with the ``words`` (normalised) marked."""
    texts = {_("title"): case.title, _("text"): case.text, _("address"): case.address}
    return Hit(
        row_of(case),
        marked(case.title, words),
        marked(case.address, words),
        marked(excerpt(case.text, words), words),
        tuple(name for name, text in texts.items() if any(word in normalise(text) for word in words)),
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
