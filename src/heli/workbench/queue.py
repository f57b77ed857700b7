"""The queue: the cases that an actor may see, by tabs and filters, page by page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import LIST_CASES, TAKE_STEPS
from heli.cases.counting import MOST, counts, shown
from heli.cases.listing import ORDERS, BadCursorError, Order, Page, page
from heli.cases.models import Case
from heli.insight.clusters import EVERYWHERE, Look, geojson, marks
from heli.kernel.plain import number_in
from heli.workbench import labels
from heli.workbench.bulk import steps_for
from heli.workbench.filtering import SIZES, FilterForm
from heli.workbench.keeping import views_of
from heli.workbench.models import SavedView
from heli.workbench.presets import Preset, first_of, presets
from heli.workbench.rows import card_of, narrow, rows_of
from heli.workbench.saved import SaveForm, address_of
from heli.workbench.shell import DeskRequest, desk

LATEST_CLOSED = Order("closed_at", descending=True)


@dataclass(frozen=True)
class Queue:
    """A list as the address asks for it."""

    tabs: list[Preset]
    tab: Preset
    form: FilterForm
    visible: QuerySet[Case]

    @property
    def cases(self) -> QuerySet[Case]:
        """The cases of the tab, narrowed by the filters."""
        return self.form.filters().apply(self.visible.filter(self.tab.condition))

    @property
    def order(self) -> Order:
        """The order of the list: by due date, closed ones by the day of closing, unless another was chosen."""
        if self.tab.closed and self.form.order("due") == "due":
            return LATEST_CLOSED
        return ORDERS[self.form.order("due")]

    @property
    def asked(self) -> dict[str, str]:
        """The list as an address names it, without the page."""
        return {"tab": self.tab.name, **self.form.kept()}


def queue_of(request: DeskRequest) -> Queue:
    """Return the list that the address of ``request`` asks for."""
    return queue_from(request.GET, request.actor)


def queue_from(data: QueryDict, actor: Actor) -> Queue:
    """Return the list that ``data`` asks for."""
    tabs = presets(actor)
    wanted = data.get("tab", "") or first_of(actor)
    tab = next((each for each in tabs if each.name == wanted), tabs[0])
    return Queue(tabs, tab, FilterForm(data, actor=actor), Case.objects.visible_to(actor))


@require_safe
@needs(LIST_CASES)
def queue(request: DeskRequest) -> HttpResponse:
    """Show one page of the list; an address that asks for nothing leads to the view that opens first."""
    saved = list(views_of(request.actor))
    first = next((view for view in saved if view.first), None)  # type: ignore[attr-defined]
    if first and not request.GET:
        return redirect(address_of(first))
    wanted = queue_of(request)
    found = _page(request, wanted)
    kept = {view.pk: queue_from(QueryDict(view.query), request.actor) for view in saved}
    numbers = _counts(wanted, kept)
    base = {name: str(value) for name, value in request.GET.items() if name not in ("after", "before", "tab")}
    context = {
        "queue": wanted,
        "form": wanted.form,
        "active": wanted.form.active(),
        "chosen": _chosen(wanted, base),
        "tabs": _tabs(wanted, numbers),
        "saved": _saved(saved, kept, wanted, numbers),
        "asked": wanted.asked.items(),
        "save_form": SaveForm(actor=request.actor),
        "found": shown(numbers["found"]),
        "found_number": numbers["found"],
        "rows": rows_of(found.rows),
        "bulk": steps_for(found.rows, request.actor) if request.actor.may(TAKE_STEPS) else [],
        "here": request.get_full_path(),
        "newer": _address(wanted, base, before=found.before) if found.before else "",
        "older": _address(wanted, base, after=found.after) if found.after else "",
        "export_url": f"{reverse('workbench:export')}?{urlencode({**base, 'tab': wanted.tab.name})}",
        "map_url": f"{reverse('workbench:queue_map')}?{urlencode({**base, 'tab': wanted.tab.name})}",
        "clear_url": f"{reverse('workbench:queue')}?{urlencode({'tab': wanted.tab.name})}",
        "closed": wanted.tab.closed,
    }
    return desk(request, "workbench/queue.html", context)


@require_safe
@needs(LIST_CASES)
def queue_map(request: DeskRequest) -> JsonResponse:
    """Answer the cases of the list as GeoJSON points, gathered for the part of the map that is looked at."""
    cases = narrow(queue_of(request).cases.filter(latitude__isnull=False))
    found = marks(cases, Look.of(request.GET) or EVERYWHERE, timezone.now())
    return JsonResponse(geojson(found, card_of))


def _page(request: DeskRequest, wanted: Queue) -> Page[Case]:
    """Return the page of the address; a cursor that is not ours shows the first page."""
    sizes = number_in(request.GET.get("size", "")) or SIZES[1]
    cursors = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    try:
        return page(narrow(wanted.cases), wanted.order, size=sizes, **cursors)
    except BadCursorError:
        return page(narrow(wanted.cases), wanted.order, size=sizes)


def _counts(wanted: Queue, kept: dict[int, Queue]) -> dict[str, int]:
    lists = {tab.name: wanted.visible.filter(tab.condition) for tab in wanted.tabs}
    lists |= {f"view {pk}": each.cases for pk, each in kept.items()}
    if wanted.form.active():
        lists["found"] = wanted.cases
    numbers = counts(lists, most=MOST)
    return {"found": numbers[wanted.tab.name], **numbers}


def live_counts(actor: Actor) -> dict[str, str]:
    """Return the numbers beside the tabs and the saved views, by their names in the live answer; two statements."""
    visible = Case.objects.visible_to(actor)
    lists: dict[str, QuerySet[Case]] = {f"tab {tab.name}": visible.filter(tab.condition) for tab in presets(actor)}
    lists |= {f"view {view.pk}": queue_from(QueryDict(view.query), actor).cases for view in views_of(actor)}
    return {name: shown(number) for name, number in counts(lists, most=MOST).items()}


def _saved(
    saved: list[SavedView], kept: dict[int, Queue], wanted: Queue, numbers: dict[str, int]
) -> list[dict[str, Any]]:
    """Return the saved views as tabs with their counts."""
    return [
        {
            "label": view.name,
            "url": address_of(view),
            "count": shown(numbers[f"view {view.pk}"]),
            "live": f"view {view.pk}",
            "current": kept[view.pk].asked == wanted.asked,
            "icon": "users" if view.unit_id else "bookmark",
            "hint": labels.unit(view.unit_id),
        }
        for view in saved
    ]


def _tabs(wanted: Queue, numbers: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": tab.label,
            "url": f"{reverse('workbench:queue')}?{urlencode({'tab': tab.name})}",
            "count": shown(numbers[tab.name]),
            "live": f"tab {tab.name}",
            "current": tab.name == wanted.tab.name,
        }
        for tab in wanted.tabs
    ]


def _chosen(wanted: Queue, base: dict[str, str]) -> list[dict[str, Any]]:
    """Return the filters in words, each with the address of the list without it."""
    return [
        {
            "label": wanted.form.fields[name].label,
            "value": wanted.form.words(name),
            "without": _address(wanted, {key: value for key, value in base.items() if key != name}),
        }
        for name in wanted.form.active()
    ]


def _address(wanted: Queue, base: dict[str, str], **cursor: str) -> str:
    return f"{reverse('workbench:queue')}?{urlencode({**base, 'tab': wanted.tab.name, **cursor})}"
