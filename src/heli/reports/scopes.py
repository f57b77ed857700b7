"""What a report is about: the whole district, a territory or a unit; and who may read and keep which."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy

from heli.access.actors import Actor, HeldPost
from heli.cases.telling import both
from heli.cases.visibility import sees_all_places
from heli.insight.scope import Scope
from heli.kernel.paths import lies_in, whole
from heli.kernel.plain import number_in
from heli.organizations.models import Duty
from heli.organizations.responsibility import registry
from heli.places.models import Level
from heli.places.territory import territory
from heli.reports.words import Both

DISTRICT, PLACE, UNIT = "district", "place:", "unit:"
_WHOLE_DISTRICT = gettext_lazy("The whole district")


@dataclass(frozen=True)
class About:
    """One scope; ``place`` is a path, ``unit`` an id, both empty for the whole district."""

    place: str = ""
    unit: int = 0

    @classmethod
    def read(cls, text: str) -> "About":
        """Return the scope that ``text`` is the key of; ValueError where there is no such place or unit."""
        if text == DISTRICT:
            return cls()
        if text.startswith(PLACE) and text.removeprefix(PLACE) in territory().by_path:
            return cls(place=text.removeprefix(PLACE))
        unit = number_in(text.removeprefix(UNIT)) if text.startswith(UNIT) else None
        if unit in registry().units and unit:
            return cls(unit=unit)
        raise ValueError(text)

    @property
    def key(self) -> str:
        """The scope as rows and addresses keep it."""
        return f"{UNIT}{self.unit}" if self.unit else f"{PLACE}{self.place}" if self.place else DISTRICT

    @property
    def name(self) -> Both:
        """Its name in both languages."""
        if self.unit:
            unit = registry().units[self.unit]
            return {"zh": unit.name, "en": unit.name_en or unit.name}
        if self.place:
            area = territory().by_path[self.place]
            return {"zh": area.name, "en": area.name_en or area.name}
        return both(_WHOLE_DISTRICT)

    def seen_by(self, actor: Actor) -> Scope:
        """Return the cases of it that ``actor`` may see, without those that a report never counts."""
        return Scope(actor, place=self.place, unit=self.unit, shared=True)


def covers(actor: Actor, about: About) -> bool:
    """Whether ``actor`` sees every case that a report ``about`` a scope counts, and so may read it."""
    if sees_all_places(actor):
        return True
    if about.unit:
        return any(about.unit in _units_of(post) for post in actor.with_duty(Duty.LEADER))
    posts = [post for post in actor.with_duty(Duty.COORDINATOR) if post.area_path and not post.of_oversight]
    return any(about.place and lies_in(about.place, post.area_path) for post in posts)


def _units_of(post: HeldPost) -> list[int]:
    """Return the units all of whose cases a leader sees: what is below oversight is not for it to see as a leader."""
    return [post.unit_id] if post.of_oversight else registry().below(post.unit_path)


def readable(actor: Actor) -> Q:
    """Return the condition of the reports that ``actor`` may read; public ones are for everybody."""
    if sees_all_places(actor):
        return Q()
    found = Q(public=True)
    for post in actor.with_duty(Duty.LEADER):
        found |= Q(public=False, scope__in=[f"{UNIT}{pk}" for pk in _units_of(post)])
    for post in actor.with_duty(Duty.COORDINATOR):
        if post.area_path and not post.of_oversight:
            found |= Q(public=False, scope__startswith=f"{PLACE}{whole(post.area_path)}")
    return found


def offered() -> list[About]:
    """Return every scope there can be a report about: the district, its towns and streets, its active units."""
    towns = [About(place=area.path) for area in territory().level(Level.TOWN)]
    return [About(), *towns, *(About(unit=unit.pk) for unit in registry().units.values() if unit.active)]
