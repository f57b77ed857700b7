"""Who acts: a member of staff with posts, a resident with a case's query code, or the system itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone

from heli.access.models import Decision, EmergencyAccess
from heli.access.permissions import Permission, granted
from heli.kernel.references import own_number, split_own
from heli.organizations.models import CENTRES_OF_THEIR_OWN, Duty, Post, UnitKind
from heli.people.models import User


@dataclass(frozen=True)
class HeldPost:
    """A post as rights need it. ``area_path`` is the territory of the post, else of its unit, else empty.

    In a unit that coordinates only the cases that name it as their centre a territory gives no right; it is left out.
    ``stands_for`` is the account of the person whose post it is, where the actor stands in for them.
    """

    unit_id: int
    unit_path: str
    unit_kind: str
    duty: str
    area_path: str
    stands_for: int | None = None

    def __post_init__(self) -> None:
        if self.unit_kind in CENTRES_OF_THEIR_OWN:
            object.__setattr__(self, "area_path", "")

    @property
    def of_district(self) -> bool:
        """Whether the post is in the district's coordination centre."""
        return self.unit_kind == UnitKind.DISTRICT_CENTRE

    @property
    def of_oversight(self) -> bool:
        """Whether the post is in a unit of discipline inspection and supervision, outside the administration."""
        return self.unit_kind == UnitKind.OVERSIGHT


@dataclass(frozen=True)
class PastPost:
    """A post that gives no right any more, and ties its holder to the unit all the same.

    ``until`` is the day on which it ended; None where the unit was dissolved while the post was held.
    """

    unit_path: str
    until: date | None

    @property
    def chain(self) -> frozenset[int]:
        """The ids of the unit and of all above it."""
        return chain_of(self.unit_path)


def chain_of(unit_path: str) -> frozenset[int]:
    """Return the ids of the unit at ``unit_path`` and of all above it."""
    return frozenset(int(part) for part in unit_path.split("/") if part)


@dataclass(frozen=True)
class Actor:
    """Somebody who acts or reads. ``key`` is what histories and the audit record keep.

    ``reference`` is the case whose query code they know, ``side`` their side in it: 0 for the person it belongs to.
    ``partner_in`` is the reference of the one case in which a body outside of Heli acts by its own key.
    """

    key: str
    name: str
    user_id: int | None = None
    posts: tuple[HeldPost, ...] = ()
    reference: str = ""
    past: tuple[PastPost, ...] = ()
    opened: tuple[str, ...] = ()
    side: int = 0
    partner_in: str = ""

    @property
    def own_number(self) -> str:
        """What they call their matter: its reference, with the number of their side; empty for staff."""
        return own_number(self.reference, self.side) if self.reference else ""

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

    @property
    def chain(self) -> frozenset[int]:
        """The ids of the actor's units and of all above them: complaints about any of these are not theirs to see."""
        return frozenset(unit for post in self.posts for unit in chain_of(post.unit_path))

    @property
    def identities(self) -> frozenset[int]:
        """The accounts of the actor and of everybody they stand in for."""
        own = () if self.user_id is None else (self.user_id,)
        return frozenset((*own, *(post.stands_for for post in self.posts if post.stands_for)))


SYSTEM = Actor(key="system", name="")
NOBODY = Actor(key="nobody", name="")


def resident(number: str) -> Actor:
    """Return the resident who has proved to know the query code of the own number ``number``."""
    reference, side = split_own(number)
    return Actor(key=f"resident:{number}", name="", reference=reference, side=side)


def partner(key: str, name: str, reference: str) -> Actor:
    """Return the outside body that has proved itself by its key ``key``, as it acts in the case ``reference`` alone."""
    return Actor(key=key, name=name, partner_in=reference)


def staff(user: User, on: date, *, at: datetime | None = None) -> Actor:
    """Return ``user`` with the posts in force on ``on``; one statement. An inactive account has none.

    ``opened`` are the references of the cases that an emergency access opens to them at ``at`` (else now).
    Posts that ended, or whose unit was dissolved, give no right; they still count against a conflict of interest.
    """
    rows = (
        Post.objects.filter(user_id=user.pk, user__is_active=True, since__lte=on)
        .annotate(area_path=Coalesce("area__path", "unit__area__path"), opened=_opened(at or timezone.now()))
        .order_by("id")
        .values(
            "unit_id",
            "unit__path",
            "unit__kind",
            "unit__active",
            "duty",
            "area_path",
            "stands_for_id",
            "until",
            "opened",
        )
    )
    posts, past, opened = [], set(), ()
    for row in rows:
        if row["until"] and row["until"] <= on:
            past.add(PastPost(row["unit__path"], row["until"]))
        elif not row["unit__active"]:
            past.add(PastPost(row["unit__path"], None))
        else:
            posts.append(_held(row))
            opened = tuple(row["opened"])
    return Actor(
        key=f"staff:{user.pk}",
        name=user.written,
        user_id=user.pk,
        posts=tuple(posts),
        past=tuple(sorted(past, key=str)),
        opened=opened,
    )


def _opened(at: datetime) -> ArraySubquery:
    rows = EmergencyAccess.objects.filter(user=OuterRef("user"), until__gt=at).exclude(decision=Decision.REFUSED)
    return ArraySubquery(rows.values("reference"))


def _held(row: dict[str, Any]) -> HeldPost:
    return HeldPost(
        row["unit_id"],
        row["unit__path"],
        row["unit__kind"],
        row["duty"],
        row["area_path"] or "",
        row["stands_for_id"],
    )
