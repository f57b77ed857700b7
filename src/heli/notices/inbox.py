"""The inbox: what is addressed to a person or to the posts that they hold. Holders of a post share what is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from heli.access.actors import Actor, HeldPost
from heli.notices.letters import render, written_in
from heli.notices.models import Channel, Notice
from heli.organizations.models import Duty
from heli.organizations.responsibility import registry

#: Returns the references of the cases of which an actor may know nothing, as a query.
Hiding = Callable[[Actor], QuerySet[Any, Any]]
_hidings: list[Hiding] = []
MOST_COUNTED = 100
PAGE = 30


def hide(rule: Hiding) -> None:
    """Leave the cases that ``rule`` returns out of every inbox; called once from an AppConfig."""
    _hidings.append(rule)


@dataclass(frozen=True)
class Message:
    """A notice as its reader sees it, written in ``language``.

    ``to`` names the post it is addressed to; empty when it is personal.
    """

    pk: int
    at: datetime
    subject: str
    body: str
    reference: str
    to: str
    read: bool
    language: str


def for_actor(actor: Actor) -> QuerySet[Notice]:
    """Return the inbox notices for ``actor`` whose time has come; nothing for anybody but staff."""
    if actor.user_id is None:
        return Notice.objects.none()
    mine = Q(to_user_id=actor.user_id)
    for post in actor.posts:
        mine |= Q(to_unit_id=post.unit_id, to_duty__in=_read_by(post))
    shown = Q(not_before__isnull=True) | Q(not_before__lte=timezone.now())
    found = Notice.objects.filter(mine, shown, channel=Channel.INBOX)
    for rule in _hidings:
        found = found.exclude(reference__in=rule(actor))
    return found


def _read_by(post: HeldPost) -> list[str]:
    return [Duty.MEMBER, Duty.LEADER] if post.duty == Duty.LEADER else [post.duty]


def unread(actor: Actor) -> QuerySet[Notice]:
    """Return the notices for ``actor`` that nobody has read."""
    return for_actor(actor).filter(read_at__isnull=True)


def page(actor: Actor, *, only_unread: bool = False, before: int | None = None, size: int = PAGE) -> list[Message]:
    """Return the newest messages of ``actor``, or those older than the one numbered ``before``."""
    found = unread(actor) if only_unread else for_actor(actor)
    if before is not None:
        found = found.filter(pk__lt=before)
    language = get_language() or ""
    return [_message(notice, language) for notice in found.order_by("-pk")[: min(size, MOST_COUNTED)]]


def _message(notice: Notice, language: str) -> Message:
    subject, body = render(notice, language, link=False)
    return Message(
        pk=notice.pk,
        at=max(notice.created_at, notice.not_before or notice.created_at),
        subject=subject,
        body=body.strip(),
        reference=notice.reference,
        to=_post_of(notice),
        read=notice.read_at is not None,
        language=written_in(language),
    )


def _post_of(notice: Notice) -> str:
    unit = registry().units.get(notice.to_unit_id or 0)
    return f"{unit.label} · {Duty(notice.to_duty).label}" if unit else ""


def mark_read(actor: Actor, pk: int) -> bool:
    """Mark one notice as read by ``actor``; False when there is no such unread notice for them."""
    return bool(_mark(unread(actor).filter(pk=pk), actor))


def mark_all_read(actor: Actor, *, until: int) -> int:
    """Mark as read what ``actor`` has seen: up to the notice numbered ``until``. Returns how many."""
    return _mark(unread(actor).filter(pk__lte=until), actor)


def _mark(notices: QuerySet[Notice], actor: Actor) -> int:
    return notices.update(read_at=timezone.now(), read_by_id=actor.user_id)
