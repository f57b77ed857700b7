"""The public register: what anybody may read of a case, and how the cases are looked through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.cases.families import in_public
from heli.cases.kinds import PublicFacts, kind_of, kinds
from heli.cases.listing import Filters
from heli.cases.models import Case
from heli.kernel.plain import number_in
from heli.kernel.procedures import State
from heli.kernel.references import BadReference, normalise_reference
from heli.organizations.models import Category, Unit
from heli.organizations.responsibility import registry
from heli.people.reading import in_english
from heli.places.coordinates import Point, coarse
from heli.places.territory import territory

TITLE_LENGTH = 40
LONGEST_QUERY = 60
#: So many words are looked for; each costs conditions on topics, places and texts.
MOST_WORDS = 6
TONES = {"open": "progress", "waiting": "warn", "checking": "info", "adverse": "bad", "closed": "good"}
PERIODS = {"30": 30, "90": 90, "365": 365}


@dataclass(frozen=True)
class Entry:
    """One case as the public reads it."""

    case: Case
    facts: PublicFacts
    state: State

    @property
    def reference(self) -> str:
        """The number of the case; without its query code it opens nothing but this entry."""
        return self.case.reference

    @property
    def url(self) -> str:
        """The permanent address."""
        return reverse("portal:entry", args=[self.case.reference])

    @property
    def category(self) -> Category:
        """The topic."""
        return registry().categories[self.case.category_id]

    @property
    def unit(self) -> Unit | None:
        """The unit that must answer."""
        return registry().units.get(self.case.unit_id or 0)

    @property
    def title(self) -> str:
        """The summary, else the person's own first words where they agreed, else the topic."""
        words = self.facts.words.strip().split("\n", 1)[0]
        return self.facts.summary or _cut(words) or self.category.label

    @property
    def place(self) -> str:
        """The names of the place down to the grid; never an address."""
        return place_text(self.case.area_path)

    @property
    def tone(self) -> str:
        """The tone of the state's chip."""
        return TONES.get(self.state.tone, "neutral")

    @property
    def lamp_tone(self) -> str:
        """The tone of the mark on the map."""
        return {"red": "bad", "yellow": "warn", "green": "good"}.get(self.case.lamp, "neutral")

    @property
    def point(self) -> Point | None:
        """The place as (longitude, latitude), rounded to some 100 m."""
        case = self.case
        if case.longitude is None or case.latitude is None:
            return None
        return coarse((case.longitude, case.latitude))


def entry(case: Case) -> Entry:
    """Return what the public may read of ``case``; its domain's row should have been joined."""
    kind = kind_of(case)
    return Entry(case, kind.public_facts(case), kind.procedure.state(case.state))


def place_text(path: str) -> str:
    """Return the names on ``path`` as one line in the reader's language."""
    return " · ".join(plain_names(territory().names(path, english=in_english())))


def plain_names(names: list[str]) -> list[str]:
    """Return the names of a place without those that a smaller one repeats ("Garden", "Garden Grid 2")."""
    return [name for number, name in enumerate(names) if not any(_begins(each, name) for each in names[number + 1 :])]


def _begins(name: str, start: str) -> bool:
    """Whether ``name`` begins with all of ``start``; Latin names end at a gap ("Area 1" is not in "Area 12")."""
    return name.startswith(f"{start} " if start.isascii() else start)


def listed() -> QuerySet[Case]:
    """Return the cases of the register with what their entries need, in one statement."""
    related = sorted({name for kind in kinds() for name in kind.related})
    return Case.objects.public().filter(in_public()).select_related(*related)


def public_case(reference: str) -> Case:
    """Return the public case with this number; raises Http404, the same for one that is hidden and one that is not."""
    try:
        plain = normalise_reference(reference)
    except BadReference as error:
        raise Http404 from error
    case: Case | None = listed().filter(reference=plain).first()
    if case is None:
        raise Http404
    return case


def _cut(text: str) -> str:
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for in the register; values that make no sense narrow nothing."""

    topic: int = 0
    place: str = ""
    state: str = ""
    period: str = ""
    query: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Wanted":
        """Read the filters of an address."""
        topic, place = number_in(str(asked.get("topic", ""))), str(asked.get("place", ""))
        state, period = str(asked.get("state", "")), str(asked.get("period", ""))
        return cls(
            topic=topic if topic in registry().categories else 0,
            place=place if place in territory().by_path else "",
            state=state if state in state_labels() else "",
            period=period if period in PERIODS else "",
            query=str(asked.get("q", "")).replace("\x00", "").strip()[:LONGEST_QUERY],
        )

    @property
    def given(self) -> dict[str, str]:
        """The filters that narrow something, as the address holds them."""
        values = {"topic": self.topic, "place": self.place, "state": self.state, "period": self.period, "q": self.query}
        return {name: str(value) for name, value in values.items() if value}

    def apply(self, cases: QuerySet[Case], now: datetime) -> QuerySet[Case]:
        """Return ``cases`` narrowed to these filters."""
        since = now - timedelta(days=PERIODS[self.period]) if self.period else None
        filters = Filters(
            place=self.place,
            category=self.topic,
            lamp="red" if self.state == "overdue" else "",
            open_only=self.state == "open",
            closed_only=self.state == "closed",
            opened_from=since,
        )
        cases = filters.apply(cases)
        for word in list(dict.fromkeys(self.query.lower().split()))[:MOST_WORDS]:
            cases = cases.filter(_holds(word))
        return cases


def _holds(word: str) -> Q:
    """Look in what is public only: summaries, published words, topics, places. Never in the report itself."""
    found = Q(category_id__in=[each.pk for each in registry().categories.values() if word in _names(each)])
    for path in _places_called(word):
        found |= Q(area_path__startswith=path)
    for kind in kinds():
        found |= Q(procedure=kind.procedure.code) & kind.public_search(word)
    return found


def _places_called(word: str) -> list[str]:
    """Return the paths of the areas below the district whose names hold ``word``, none that lies in another."""
    areas = territory().areas.values()
    called = [each.path for each in areas if each.parent_id and word in f"{each.name} {each.name_en}".lower()]
    found: list[str] = []
    for path in sorted(called):
        if not (found and path.startswith(found[-1])):
            found.append(path)
    return found


def _names(category: Category) -> str:
    parent = category.parent
    group = f"{parent.name} {parent.name_en}" if parent else ""
    return f"{category.name} {category.name_en} {group}".lower()


def state_labels() -> dict[str, str]:
    """Return the states that the register can be narrowed to."""
    return {"open": _("Being handled"), "overdue": _("Overdue"), "closed": _("Closed")}


def wish_words(wanted: Wanted) -> list[str]:
    """Return what somebody looks for as lines in the reader's language; one line where it is everything."""
    topic = registry().categories.get(wanted.topic)
    words = [
        _("Topic: %(value)s") % {"value": topic.label} if topic else "",
        _("Place: %(value)s") % {"value": place_text(wanted.place)} if wanted.place else "",
        _("State: %(value)s") % {"value": state_labels()[wanted.state]} if wanted.state else "",
        _("Words: %(value)s") % {"value": wanted.query} if wanted.query else "",
    ]
    return [each for each in words if each] or [_("All public matters of the district")]


def now() -> datetime:
    """Return the present instant."""
    return timezone.now()
