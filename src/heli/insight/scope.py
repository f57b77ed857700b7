"""What a picture is drawn of: the cases that somebody may see, of a territory, a group of topics and a period."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from heli.access.actors import Actor
from heli.cases.families import codes_in, in_public, of_codes, on_wall
from heli.cases.models import Case
from heli.cases.visibility import about, seen_in_other_centres, sees_all_places, sees_everything
from heli.insight.stretches import USUAL, Spans, Stretch, stretch
from heli.kernel.paths import whole
from heli.organizations.responsibility import registry

_NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Scope:
    """``actor`` is None for the public. ``place`` is a path, ``group`` the id of a topic or of a group of topics,
    ``unit`` that of a unit, counted with all below it unless ``alone``; empty ones narrow nothing. ``family`` is that
    of kinds of cases; without one those are counted that stand on the wall, for the public those that may be public.
    ``period`` is a name of ``heli.insight.stretches``. ``shared``: what is drawn is passed on to others, so cases that
    concern a unit or an officer of the administration, or that another unit coordinates than the coordination centres,
    are left out, and the picture is the same for everybody who sees the place or unit.
    """

    actor: Actor | None
    place: str = ""
    group: int = 0
    period: str = USUAL
    unit: int = 0
    shared: bool = False
    alone: bool = False
    family: str = ""

    @property
    def cases(self) -> QuerySet[Case]:
        """The cases of the picture, whatever their age; every figure begins here or says why not."""
        seen = Case.objects.public() if self.actor is None else Case.objects.visible_to(self.actor)
        if self.shared:
            seen = seen.filter(excluded_units=[], excluded_people=[], centre__isnull=True)
        return seen.filter(self.narrowed)

    @property
    def narrowed(self) -> Q:
        """The condition of kind, place, topic and unit; it fits the counters too, whose columns have the same names."""
        condition = of_codes(codes_in(self.family) if self.family else on_wall())
        if self.actor is None:
            condition &= in_public()
        if self.place:
            condition &= Q(area_path__startswith=whole(self.place))
        if self.group:
            condition &= Q(category_id__in=topics_of(self.group))
        if self.unit:
            condition &= Q(unit_id__in=[self.unit] if self.alone else units_of(self.unit))
        return condition

    @property
    def whole(self) -> bool:
        """Whether the maintained counters serve: the public, or an actor who sees the cases of all places."""
        return not self.shared and (self.actor is None or sees_all_places(self.actor))

    @property
    def counted(self) -> Q:
        """The condition of the counters that serve: all for auditors, for others those of the coordination centres."""
        if self.actor is None:
            return self.narrowed & Q(public=True)
        return self.narrowed if sees_everything(self.actor) else self.narrowed & Q(centre_id__isnull=True)

    @property
    def about_actor(self) -> Q:
        """The condition of the cases that the counters that serve hold and ``actor`` may not see."""
        return _NOTHING if self.actor is None else about(self.actor) & self.counted

    @property
    def beside(self) -> Q:
        """The condition of the cases that ``actor`` sees and the counters that serve do not hold."""
        if self.actor is None or sees_everything(self.actor):
            return _NOTHING
        return Q(centre__isnull=False) & seen_in_other_centres(self.actor) & ~about(self.actor) & self.narrowed

    def days(self, now: datetime) -> Stretch:
        """Return the local days of the period, as seen at ``now``."""
        return stretch(self.period, now)

    def spans(self, now: datetime) -> Spans:
        """Return the instants of the period and of the one before it."""
        return self.days(now).spans(now)


def units_of(unit: int) -> list[int]:
    """Return the ids of a unit and of all below it; none for a unit that is not known."""
    known = registry().units.get(unit)
    return registry().below(known.path) if known else []


def topics_of(group: int) -> list[int]:
    """Return the ids of a group and of all topics in it."""
    return [group, *(each.pk for each in registry().categories.values() if each.parent_id == group)]


def groups() -> dict[int, int]:
    """Return the id of the group of every topic; a group is its own."""
    return {each.pk: each.parent_id or each.pk for each in registry().categories.values()}


def town_of(path: str) -> str:
    """Return the path of the town or street that holds ``path``; empty above that level."""
    return _cut(path, 2)


def community_of(path: str) -> str:
    """Return the path of the community that holds ``path``; empty above that level."""
    return _cut(path, 3)


def _cut(path: str, levels: int) -> str:
    parts = path.split("/")
    return "/".join(parts[:levels]) + "/" if len(parts) > levels else ""


def below(place: str, path: str) -> str:
    """Return the path of the area directly in ``place`` that holds ``path``; empty where none is known.

    Without a place the towns and streets are meant.
    """
    if not place:
        return town_of(path)
    rest = path.removeprefix(place)
    return f"{place}{rest.split('/')[0]}/" if path.startswith(place) and "/" in rest else ""
