"""Of which cases staff may be told, asked when a message is sent or read."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from heli.access.actors import Actor, staff
from heli.cases.models import Case
from heli.cases.visibility import about
from heli.people.models import User


def may_know(reference: str, accounts: Sequence[int]) -> set[int]:
    """Return those of ``accounts`` who may see the case ``reference`` now; all of them where there is no such case."""
    case = Case.objects.filter(reference=reference)
    if not case.exists():
        return set(accounts)
    today = timezone.localdate()
    people = User.objects.filter(pk__in=accounts)
    return {person.pk for person in people if case.visible_to(staff(person, today)).exists()}


def kept_from(actor: Actor) -> QuerySet[Any, Any]:
    """Return the references of the cases that a conflict of interest keeps from ``actor``."""
    return Case.objects.filter(about(actor)).values("reference")
