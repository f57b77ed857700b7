"""Centres with their services, windows, hours and closures: kept by each process, loaded anew when they change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from heli.access.actors import Actor, HeldPost
from heli.organizations.calendar import REVISION as CALENDAR
from heli.organizations.models import Duty
from heli.places.revisions import Cached
from heli.reception.models import Centre, Closure, Opening, Service, Tongue, Window

REVISION = "reception"
#: Duties whose holders work at the windows of their unit.
RECEIVING = (Duty.INTAKE, Duty.MEMBER, Duty.LEADER, Duty.COORDINATOR)


@dataclass(frozen=True)
class Known:
    """All of it, by id; ``offered`` are the services of each window.

    ``reckoned`` is what ``slots.slots_of`` has made of the hours, the holidays and the closures; it goes with them.
    """

    centres: dict[int, Centre]
    services: dict[int, Service]
    windows: dict[int, Window]
    offered: dict[int, frozenset[int]]
    openings: tuple[Opening, ...]
    closures: dict[tuple[int, date], Closure]
    reckoned: dict[tuple[int, int, date], tuple[Any, ...]] = field(default_factory=dict, compare=False)

    def services_of(self, centre: Centre) -> list[Service]:
        """Return what the centre offers at some window in use, leaders' rooms apart."""
        used = {
            each for window in self.windows_of(centre) if not window.for_leaders for each in self.offered[window.pk]
        }
        return [each for each in self.services.values() if each.active and each.pk in used]

    def windows_of(self, centre: Centre) -> list[Window]:
        """Return the windows of the centre that are in use, by number."""
        return [each for each in self.windows.values() if each.active and each.centre_id == centre.pk]

    def windows_for(
        self, service: Service, *, accessible: bool = False, interpreter: str = "", bookable: bool = False
    ) -> list[Window]:
        """Return the windows at which ``service`` is offered to somebody with these needs.

        Where no window of the centre speaks the language asked for, every window will do: an interpreter is ordered.
        """
        found = [
            each
            for each in self.windows.values()
            if each.active
            and not each.for_leaders
            and service.pk in self.offered[each.pk]
            and (each.accessible or not accessible)
            and (each.bookable or not bookable)
        ]
        speaking = [each for each in found if interpreter in each.languages]
        return speaking or found

    def must_order(self, service: Service, interpreter: str) -> bool:
        """Whether nobody at the service's windows speaks ``interpreter``, so that somebody has to be ordered."""
        return bool(interpreter) and not any(
            interpreter in each.languages for each in self.windows_for(service, bookable=True)
        )

    def units_of(self, centre: Centre) -> list[int]:
        """Return the ids of the units that receive at the centre."""
        return sorted({centre.unit_id, *(each.unit_id for each in self.windows_of(centre))})

    def languages_of(self, centre: Centre) -> list[str]:
        """Return the languages spoken at the centre, in the reader's words."""
        spoken = {each for window in self.windows_of(centre) for each in window.languages}
        return [str(each.label) for each in Tongue if each in spoken]


def _load() -> Known:
    windows = {each.pk: each for each in Window.objects.order_by("centre", "number")}
    offered: dict[int, set[int]] = {pk: set() for pk in windows}
    for window, service in Window.services.through.objects.values_list("window_id", "service_id"):
        offered[window].add(service)
    return Known(
        {each.pk: each for each in Centre.objects.filter(active=True).order_by("code")},
        {each.pk: each for each in Service.objects.order_by("letter", "pk")},
        windows,
        {pk: frozenset(found) for pk, found in offered.items()},
        tuple(Opening.objects.order_by("opens", "pk")),
        {(each.centre_id, each.day): each for each in Closure.objects.all()},
    )


known = Cached(_load, REVISION, CALENDAR)


def receiving_posts(actor: Actor) -> tuple[HeldPost, ...]:
    """Return the posts by which ``actor`` may stand at a window of their unit."""
    return actor.with_duty(*RECEIVING)


def may_serve(actor: Actor, window: Window) -> bool:
    """Whether ``actor`` may call visitors to ``window``: a post in the unit that staffs it, or that runs the centre."""
    centre = known().centres.get(window.centre_id)
    units = {window.unit_id, centre.unit_id} if centre else set()
    return any(post.unit_id in units for post in receiving_posts(actor))


def works_at(actor: Actor, centre: Centre) -> bool:
    """Whether ``actor`` may serve at some window of ``centre``."""
    units = known().units_of(centre)
    return any(post.unit_id in units for post in receiving_posts(actor))


def runs(actor: Actor, centre: Centre) -> bool:
    """Whether ``actor`` leads or coordinates in the unit that runs ``centre``, and so plans its leaders' days."""
    return any(post.unit_id == centre.unit_id for post in actor.with_duty(Duty.LEADER, Duty.COORDINATOR))


def sends(actor: Actor, window: Window) -> bool:
    """Whether ``actor`` leads or coordinates in the unit that staffs ``window``, a room or desk of published days."""
    return window.for_leaders and any(
        post.unit_id == window.unit_id for post in actor.with_duty(Duty.LEADER, Duty.COORDINATOR)
    )


def desks_of(actor: Actor) -> list[Window]:
    """Return the rooms and desks of published days that the actor's own unit staffs."""
    return [each for each in known().windows.values() if each.active and sends(actor, each)]


def centres_of(actor: Actor) -> list[Centre]:
    """Return the centres at which ``actor`` works."""
    return list(_centres_of(actor))


def _centres_of(actor: Actor) -> Iterator[Centre]:
    for centre in known().centres.values():
        if works_at(actor, centre):
            yield centre


def works_somewhere(actor: Actor) -> bool:
    """Whether ``actor`` works at any centre; costs no statement."""
    return any(True for _each in _centres_of(actor))
