"""Who acts in the demo district: every member of staff as an actor, found by unit, duty and place."""

import random
from collections import defaultdict
from collections.abc import Iterable
from typing import cast

from heli.access.actors import Actor, HeldPost
from heli.access.roles import excluded
from heli.cases.models import Case
from heli.cases.telling import centre_of
from heli.notices.models import Notice
from heli.organizations.models import Duty, Post
from heli.organizations.responsibility import registry
from heli.people.models import User


class Cast:
    """Actors made from the posts in force; two statements for all of them."""

    def __init__(self) -> None:
        posts: dict[int, list[HeldPost]] = defaultdict(list)
        rows = Post.objects.select_related("unit__area", "area").order_by("id")
        for post in cast("Iterable[Post]", rows):
            area = post.area or post.unit.area
            held = HeldPost(post.unit_id, post.unit.path, post.unit.kind, post.duty, area.path if area else "")
            posts[post.user_id].append(held)
        self.users = {user.pk: user for user in User.objects.filter(pk__in=posts)}
        self._actors: dict[tuple[int, str], list[Actor]] = defaultdict(list)
        self._grid_workers: dict[str, Actor] = {}
        for user_id, held_posts in posts.items():
            actor = Actor(f"staff:{user_id}", str(self.users[user_id]), user_id, tuple(held_posts))
            self._place(actor)

    def _place(self, actor: Actor) -> None:
        for unit_id, duty in {(post.unit_id, post.duty) for post in actor.posts}:
            self._actors[unit_id, duty].append(actor)
        for post in actor.with_duty(Duty.GRID_WORKER):
            self._grid_workers[post.area_path] = actor

    def leader(self, unit_id: int) -> Actor:
        """The leader of a unit."""
        return self._actors[unit_id, Duty.LEADER][0]

    def member(self, unit_id: int, dice: random.Random) -> Actor:
        """Some member of a unit."""
        return dice.choice(self._actors[unit_id, Duty.MEMBER])

    def holder(self, unit_id: int, duty: Duty, dice: random.Random) -> Actor:
        """Some holder of a duty in a unit."""
        return dice.choice(self._actors[unit_id, duty])

    def of_unit(self, unit_id: int) -> list[Actor]:
        """Members and leader of a unit."""
        return [*self._actors[unit_id, Duty.MEMBER], *self._actors[unit_id, Duty.LEADER]]

    def user(self, actor: Actor) -> User:
        """The account of a member of staff."""
        assert actor.user_id is not None
        return self.users[actor.user_id]

    def reader(self, notice: Notice) -> User | None:
        """Who has read a notice of the inbox."""
        if notice.to_user_id:
            return self.users.get(notice.to_user_id)
        found = self._actors.get((notice.to_unit_id or 0, notice.to_duty))
        return self.user(found[0]) if found else None

    def grid_worker(self, area_path: str) -> Actor:
        """The worker of a grid."""
        return self._grid_workers[area_path]

    def coordinator(self, case: Case, dice: random.Random) -> Actor:
        """Somebody who may coordinate the case: of its town or street, else of the district."""
        return self._first_allowed(case, (centre_of(case), registry().district_centre_id), Duty.COORDINATOR, dice)

    def district_coordinator(self, dice: random.Random) -> Actor:
        """Somebody who decides for the district centre."""
        return dice.choice(self._actors[registry().district_centre_id, Duty.COORDINATOR])

    def hotline(self, dice: random.Random) -> Actor:
        """An agent of the hotline."""
        return dice.choice(self._actors[registry().district_centre_id, Duty.INTAKE])

    def counter(self, case_path: str, dice: random.Random) -> Actor:
        """Who takes requests at the counter of the town or street."""
        for unit in registry().units.values():
            local = unit.area if unit.kind == "street_centre" else None
            if local and case_path.startswith(local.path):
                return dice.choice(self._actors[unit.pk, Duty.INTAKE])
        return self.hotline(dice)

    def _first_allowed(self, case: Case, unit_ids: Iterable[int], duty: Duty, dice: random.Random) -> Actor:
        for unit_id in unit_ids:
            allowed = [actor for actor in self._actors[unit_id, duty] if not excluded(actor, case)]
            if allowed:
                return dice.choice(allowed)
        raise LookupError(f"nobody with the duty {duty} may act in {case.reference}")
