"""Referrals of an actor's units: received, sent, late; page by page, the latest first."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.referrals.models import Direction, Referral
from heli.referrals.procedure import ReferralProcedure as P

PAGE: Final = 30
WAITING: Final = (P.offered.name, P.assigned.name)
SHOWN: Final = ("waiting", "work", "sent", "late", "all")


def known_to(actor: Actor) -> QuerySet[Referral]:
    """Return the referrals that ``actor`` may know of: those visible, and those of matters visible to them.

    Of the latter they see what the matter itself shows: to whom, how it stands, until when.
    """
    visible = Case.objects.visible_to(actor)
    return Referral.objects.filter(
        Q(case__in=visible.filter(procedure=P.code).values("pk"))
        | Q(source__in=visible.filter(referrals__isnull=False).values("pk"))
    )


def _units(actor: Actor) -> list[int]:
    return sorted({post.unit_id for post in actor.posts})


def narrowed(rows: QuerySet[Referral], show: str, actor: Actor) -> QuerySet[Referral]:
    """Return ``rows`` narrowed to one of ``SHOWN``."""
    units = _units(actor)
    here = Q(case__unit__in=units) & ~Q(direction=Direction.OUT)
    is_open = Q(case__closed_at__isnull=True)
    conditions: dict[str, Callable[[], Q]] = {
        "waiting": lambda: here & Q(case__state__in=WAITING),
        "work": lambda: here & is_open & ~Q(case__state__in=WAITING),
        "sent": lambda: Q(sender__in=units),
        "late": lambda: is_open & Q(case__due_at__lte=timezone.now()),
    }
    return rows.filter(conditions[show]()) if show in conditions else rows


def page(actor: Actor, show: str, *, before: int | None = None) -> list[dict[str, Any]]:
    """Return one page of referrals with what each shows; two statements, however many there are."""
    rows = narrowed(known_to(actor), show, actor).select_related("case", "partner", "source").order_by("-case")
    found = list((rows.filter(case__lt=before) if before else rows)[:PAGE])
    seen = set(Case.objects.visible_to(actor).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    return [{"referral": each, "case": each.case, "seen": each.pk in seen} for each in found]
