"""Who acts: a member of staff with posts, a resident with a case's query code, or the system itself."""

from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce

from heli.access.permissions import Permission, granted
from heli.organizations.models import Duty, Post, UnitKind
from heli.people.models import User


@dataclass(frozen=True)
class HeldPost:
    """A post as rights need it. ``area_path`` is the territory of the post, else of its unit, else empty."""

    unit_id: int
    unit_path: str
    unit_kind: str
    duty: str
    area_path: str

    @property
    def of_district(self) -> bool:
        """Whether the post is in the district's coordination centre."""
        return self.unit_kind == UnitKind.DISTRICT_CENTRE


@dataclass(frozen=True)
class Actor:
    """Somebody who acts or reads. ``key`` is what histories and the audit record keep."""

    key: str
    name: str
    user_id: int | None = None
    posts: tuple[HeldPost, ...] = ()
    reference: str = ""

    @property
    def is_staff(self) -> bool:
        """Whether the actor has at least one post in force."""
        return bool(self.posts)

    @property
    def is_system(self) -> bool:
        """Whether the system itself acts, because a time limit ended."""
        return self.key == "system"

    def with_duty(self, *duties: Duty) -> tuple[HeldPost, ...]:
        """Return the actor's posts with one of ``duties``."""
        return tuple(post for post in self.posts if post.duty in duties)

    def may(self, permission: Permission) -> bool:
        """Whether one of the actor's posts is granted ``permission``."""
        return any(granted(post.duty, permission) for post in self.posts)

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units in which the actor handles cases (as member or leader)."""
        return frozenset(post.unit_id for post in self.with_duty(Duty.MEMBER, Duty.LEADER))


SYSTEM = Actor(key="system", name="")
NOBODY = Actor(key="nobody", name="")


def resident(reference: str) -> Actor:
    """Return the resident who has proved to know the query code of case ``reference``."""
    return Actor(key=f"resident:{reference}", name="", reference=reference)


def staff(user: User, on: date) -> Actor:
    """Return ``user`` with the posts in force on ``on``; one statement. An inactive account has none."""
    rows = (
        Post.objects.on(on)
        .filter(user_id=user.pk, user__is_active=True, unit__active=True)
        .annotate(area_path=Coalesce("area__path", "unit__area__path"))
        .values_list("unit_id", "unit__path", "unit__kind", "duty", "area_path")
    )
    posts = tuple(HeldPost(unit, path, kind, duty, area or "") for unit, path, kind, duty, area in rows)
    return Actor(key=f"staff:{user.pk}", name=str(user), user_id=user.pk, posts=posts)
