"""The filters of the queue: from the address to conditions, and back to what the page shows."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.families import SEPARATOR, all_states, families, state_value
from heli.cases.listing import ORDERS, Filters
from heli.cases.models import Channel
from heli.insight.stretches import MOVING, Spans, is_stretch, stretch
from heli.insight.wording import stretch_text
from heli.organizations.responsibility import registry
from heli.people.reading import in_english
from heli.places.models import Level
from heli.places.territory import territory
from heli.workbench.choices import Choices, offered, with_all

LAMPS = [
    ("red", _("Overdue")),
    ("yellow", _("Due soon")),
    ("green", _("In time")),
    ("none", _("Clock stopped")),
]
SORTS = [("due", _("Due soonest")), ("newest", _("Newest")), ("oldest", _("Oldest"))]
SIZES = (25, 50, 100)
#: From so many families of kinds on a list can be narrowed to one, and says of a state whose it is.
SEVERAL = 2


class FilterForm(forms.Form):
    """What a list can be narrowed to. Values that make no sense are left out; a list never fails on them."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind of case"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    lamp = forms.ChoiceField(label=_("Time limit"), required=False, choices=[("", _("All")), *LAMPS])
    place = forms.ChoiceField(label=_("Place"), required=False)
    category = forms.TypedChoiceField(label=_("Category"), required=False, coerce=int, empty_value=0)  # type: ignore[arg-type]
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=0)  # type: ignore[arg-type]
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[("", _("All")), *Channel.choices])
    opened = forms.ChoiceField(label=_("Received"), required=False)
    closed = forms.ChoiceField(label=_("Closed"), required=False)
    mine = forms.BooleanField(label=_("Only mine"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(_as_named_now(data), auto_id="filter-%s")
        self.actor = actor
        chosen = str(self.data.get("place", ""))
        known = " ".join(each.code for each in families())
        self._offer("state", offered(f"state {known}", None, _states))
        self._offer("kind", offered(f"kind {known}", None, _kinds))
        if len(families()) < SEVERAL:
            del self.fields["kind"]
        self._offer("place", offered("place", territory(), places) if not chosen else with_all(places(chosen)))
        self._offer("category", offered("category", registry(), _categories))
        self._offer("unit", offered("unit", registry(), _units))
        for name in ("opened", "closed"):
            self._offer(name, with_all(_periods(str(self.data.get(name, "")))))

    def _offer(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """Return the values that make sense."""
        self.is_valid()
        return self.cleaned_data

    def filters(self) -> Filters:
        """Return the conditions on cases."""
        given = self.values()
        state = given.get("state", "")
        opened, closed = (_spans(given.get(name, "")) for name in ("opened", "closed"))
        return Filters(
            opened_from=opened.since if opened else None,
            opened_until=opened.until if opened else None,
            closed_from=closed.since if closed else None,
            closed_until=closed.until if closed else None,
            kind=given.get("kind", ""),
            states=(state,) if state else (),
            lamp=given.get("lamp", ""),
            place=given.get("place", ""),
            category=given.get("category") or 0,
            unit=given.get("unit") or 0,
            handler=(self.actor.user_id or 0) if given.get("mine") else 0,
            query=given.get("q", ""),
            channel=given.get("channel", ""),
        )

    def order(self, default: str) -> str:
        """Return the name of the order, ``default`` where none was chosen."""
        chosen = self.values().get("sort") or default
        return chosen if chosen in ORDERS else default

    def active(self) -> dict[str, Any]:
        """Return the filters that narrow the list, by the names of the fields."""
        return {name: value for name, value in self.values().items() if value and name != "sort"}

    def kept(self) -> dict[str, str]:
        """Return the filters and the order as an address names them; what makes no sense is left out."""
        chosen = [*self.active(), *(["sort"] if self.values().get("sort") else [])]
        return {name: str(self.data[name]) for name in chosen}

    def words(self, name: str) -> str:
        """Return the value of an active filter as its reader chose it."""
        value, field = self.values()[name], self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return str(_("yes") if value is True else value)
        flat = {str(key): label for key, label in _flat(field.choices)}
        return str(flat.get(str(value), value)).strip()


def _as_named_now(data: Any) -> Any:
    """Return ``data`` with the state as it is named now: older addresses and views hold its bare name."""
    asked = str(data.get("state", ""))
    value = state_value(asked)
    if asked == value:
        return data
    named = data.copy()
    named["state"] = value
    return named


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _periods(chosen: str) -> list[tuple[str, str]]:
    """Return the periods that move with the calendar, and a fixed one that was chosen."""
    now = timezone.now()
    fixed = [chosen] if chosen not in MOVING and is_stretch(chosen, now) else []
    return [(name, stretch_text(name, now)) for name in [*MOVING, *fixed]]


def _spans(name: str) -> Spans | None:
    now = timezone.now()
    return stretch(name, now).spans(now) if name else None


def places(chosen: str = "") -> list[tuple[str, str]]:
    """Return a short way through the territory: what holds the chosen area, itself, and what lies directly in it."""
    known = territory()
    roots = known.level(Level.DISTRICT)
    here = known.by_path.get(chosen) or (roots[0] if roots else None)
    if here is None:
        return []
    parts = here.path.rstrip("/").split("/")
    above = ["/".join(parts[: size + 1]) + "/" for size in range(1, len(parts))]
    inside = [area.path for area in known.areas.values() if area.parent_id == here.pk]
    depth = [(path, size) for size, path in enumerate(above)] + [(path, len(above)) for path in inside]
    return [(path, "\u3000" * size + _name(path)) for path, size in depth if path in known.by_path]


def _name(path: str) -> str:
    area = territory().by_path[path]
    return (area.name_en or area.name) if in_english() else area.name


def _states() -> list[tuple[str, Any]]:
    """The states, under the name of their family where there are several families."""
    values = [(value, str(state.label)) for value, state in all_states()]
    if len(families()) < SEVERAL:
        return values
    return [
        (str(family.title), [each for each in values if each[0].partition(SEPARATOR)[0] == family.code])
        for family in families()
    ]


def _kinds() -> list[tuple[str, Any]]:
    return [(family.code, family.title) for family in families()]


def _units() -> list[tuple[Any, Any]]:
    return [(pk, unit.label) for pk, unit in registry().units.items()]


def _categories() -> list[tuple[Any, Any]]:
    """Groups can be chosen as a whole, and what is in them one by one."""
    found: list[tuple[Any, Any]] = []
    for each in registry().categories.values():
        if each.parent_id is None:
            inside = [(leaf.pk, leaf.label) for leaf in registry().categories.values() if leaf.parent_id == each.pk]
            found.append((each.label, [(each.pk, _("%(group)s: all") % {"group": each.label}), *inside]))
    return found
