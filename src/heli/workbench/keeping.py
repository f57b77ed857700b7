"""Saved views of the queue: whose they are, who sees and changes them, and when they go."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from heli.access.actors import Actor
from heli.organizations.models import Duty, Post
from heli.people.keyed import SubjectKey
from heli.workbench.models import FirstView, SavedView

#: Of one's own, and for each unit: more are no longer found at a glance, and each is counted with the page.
MOST = 12
SHARING = (Duty.LEADER, Duty.COORDINATOR)


def views_of(actor: Actor) -> QuerySet[SavedView]:
    """Return the views that ``actor`` sees: their own and those shared with their units; ``first`` marks one."""
    first = FirstView.objects.filter(user_id=actor.user_id or 0, view=OuterRef("pk"))
    units = {post.unit_id for post in actor.posts}
    own = Q(owner_id=actor.user_id, unit__isnull=True)
    rows = SavedView.objects.filter(own | Q(unit_id__in=units)).select_related("key")
    return rows.annotate(first=Exists(first)).order_by("unit_id", "id")


def shares_with(actor: Actor) -> list[int]:
    """Return the units with which ``actor`` may share a view: those they lead or coordinate."""
    return list(dict.fromkeys(post.unit_id for post in actor.with_duty(*SHARING)))


def may_change(actor: Actor, view: SavedView) -> bool:
    """Whether ``actor`` may rename or delete ``view``."""
    return view.unit_id in shares_with(actor) if view.unit_id else view.owner_id == actor.user_id


def keep(actor: Actor, name: str, query: Mapping[str, str], *, unit: int | None = None) -> SavedView | None:
    """Save ``query`` under ``name``, replacing a view of that name in the same place; None where there is no room."""
    place = Q(unit_id=unit) if unit else Q(owner_id=actor.user_id, unit__isnull=True)
    with transaction.atomic():
        there = list(SavedView.objects.filter(place).select_related("key").select_for_update(of=("self",)))
        view = next((each for each in there if each.name.casefold() == name.casefold()), None)
        if view is None and len(there) >= MOST:
            return None
        view = view or SavedView(owner_id=actor.user_id or 0, unit_id=unit, made_at=timezone.now())
        view.name, view.query = name, urlencode(sorted(query.items()))
        view.save()
    return view


def open_first(actor: Actor, view: SavedView | None) -> None:
    """Let ``view`` open first for ``actor``; None lets the queue decide again."""
    mine = FirstView.objects.filter(user_id=actor.user_id or 0)
    if view is None:
        mine.delete()
    else:
        FirstView.objects.update_or_create(user_id=actor.user_id or 0, defaults={"view": view})


def drop(views: QuerySet[SavedView]) -> int:
    """Delete ``views`` with the keys under which they were sealed; return how many there were."""
    with transaction.atomic():
        rows = list(views.values_list("pk", "key_id"))
        SavedView.objects.filter(pk__in=[pk for pk, _key in rows]).delete()
        SubjectKey.objects.filter(pk__in=[key for _pk, key in rows]).delete()
    return len(rows)


def forget_left() -> int:
    """Delete the views of whoever holds no post, and those shared with a dissolved unit; return how many."""
    today = timezone.localdate()
    coming = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user=OuterRef("owner"))
    alone = Q(unit__isnull=True) & (~Exists(coming) | Q(owner__is_active=False))
    return drop(SavedView.objects.filter(alone | Q(unit__active=False)))
