"""The command palette: pages, cases by number, saved views, steps of the open case; the search page says the same."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import SEARCH_CASES, TAKE_STEPS
from heli.cases.listing import NEWEST, page
from heli.cases.models import Case
from heli.cases.searching import matching, normalise
from heli.cases.submitting import offered
from heli.workbench.dossier import find
from heli.workbench.keeping import views_of
from heli.workbench.navigation import entries_of
from heli.workbench.rows import narrow, row_of
from heli.workbench.saved import address_of
from heli.workbench.shell import DeskRequest

LONGEST, MOST = 80, 6
#: A number is looked for by its beginning from so many characters on.
SHORTEST_NUMBER, NUMBER_LENGTH, GROUP = 3, 9, 4


@dataclass(frozen=True)
class Item:
    """One thing that can be gone to."""

    label: str
    url: str
    hint: str = ""
    icon: str = "arrow-right"


@require_safe
@needs(SEARCH_CASES)
def palette(request: DeskRequest) -> HttpResponse:
    """Answer what fits the words typed, in groups; what the actor may not see is not among it."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    found = [
        (_("Steps of this matter"), steps_of(request.GET.get("case", ""), request.actor, words)),
        (_("Numbers"), numbered(words, request.actor)),
        *places(words, request.actor),
        (_("Matters"), matters(words, request.actor)),
    ]
    groups = [{"label": str(label), "items": [asdict(item) for item in items]} for label, items in found if items]
    answer = JsonResponse({"groups": groups})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def places(words: str, actor: Actor) -> list[tuple[str, list[Item]]]:
    """Return the pages and the saved views that are called so; all of them where nothing is asked for."""
    return [(pgettext("of the site", "Pages"), pages(words, actor)), (_("Saved views"), saved(words, actor))]


def pages(words: str, actor: Actor) -> list[Item]:
    """Return the pages that ``actor`` may open and whose name holds ``words``."""
    found = [Item(str(each.label), reverse(each.view), icon=each.icon) for each in entries_of(actor)]
    found += [
        Item(_("Saved views"), reverse("workbench:views"), icon="bookmark"),
        Item(_("My account"), reverse("workbench:account"), icon="user-circle"),
    ]
    return [item for item in found if _called(item, words)]


def saved(words: str, actor: Actor) -> list[Item]:
    """Return the saved views whose name holds ``words``."""
    found = [Item(view.name, address_of(view), icon="bookmark") for view in views_of(actor)]
    return [item for item in found if _called(item, words)]


def numbered(words: str, actor: Actor) -> list[Item]:
    """Return the cases whose number begins with ``words``."""
    plain = "".join(each for each in words.upper() if each.isalnum())
    if not (SHORTEST_NUMBER <= len(plain) <= NUMBER_LENGTH and plain.isascii()):
        return []
    begin = "-".join(part for part in (plain[:GROUP], plain[GROUP : 2 * GROUP], plain[2 * GROUP :]) if part)
    rows = Case.objects.visible_to(actor).filter(reference__startswith=begin).order_by("reference")
    return [_item(case) for case in narrow(rows)[:MOST]]


def matters(words: str, actor: Actor) -> list[Item]:
    """Return the newest cases that hold ``words``."""
    if not any(len(word) > 1 for word in normalise(words).split()):
        return []
    return [
        _item(case) for case in page(narrow(matching(Case.objects.visible_to(actor), words)), NEWEST, size=MOST).rows
    ]


def steps_of(reference: str, actor: Actor, words: str) -> list[Item]:
    """Return the steps that ``actor`` may take in the open case."""
    case = find(reference, actor) if reference and actor.may(TAKE_STEPS) else None
    if case is None:
        return []
    found = [
        Item(str(step.label), reverse("workbench:step", args=[case.reference, step.name]), case.reference, "hand-stop")
        for step in offered(case, actor)
    ]
    return [item for item in found if _called(item, words)]


def _item(case: Case) -> Item:
    row: Any = row_of(case)
    return Item(row.title, row.url, f"{row.reference} · {row.state}", "file-text")


def _called(item: Item, words: str) -> bool:
    return all(word in item.label.casefold() for word in words.casefold().split())
