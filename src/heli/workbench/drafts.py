"""Drafts: what an officer has typed and not sent. Kept on the server, sealed, for them alone.

A draft serves the state of the case in which it was written; once the case has moved on it is shown no more, and the
worker removes it within the hour.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.forms import Field, ModelMultipleChoiceField, MultipleChoiceField
from django.utils import timezone

from heli.access.actors import Actor
from heli.cases.models import Case, Event
from heli.papers.fields import FilesField
from heli.people.keyed import SubjectKey
from heli.workbench.models import Draft

KEPT_FOR: Final = timedelta(days=14)
#: What a form carries besides what was typed.
CARRIED: Final = frozenset({"key", "version", "latest", "next", "keep", "csrfmiddlewaretoken"})
#: Characters of all fields of one draft together; more is no form of ours.
LONGEST: Final = 40_000
#: Reports that one officer may lay aside at a time.
MOST_PARKED: Final = 10


@dataclass(frozen=True)
class Kept:
    """A draft as a page restores it."""

    pk: int
    at: datetime
    values: Mapping[str, list[str]]
    submission: UUID | None = None

    def initial(self, fields: Mapping[str, Field]) -> dict[str, Any]:
        """Return what a form with ``fields`` begins with: of a field with several choices the list, else one text."""
        kept = {name: self.values[name] for name in fields if self.values.get(name)}
        return {name: found if _takes_many(fields[name]) else found[0] for name, found in kept.items()}


def _takes_many(field: Field) -> bool:
    return isinstance(field, MultipleChoiceField | ModelMultipleChoiceField)


def draft_of(actor: Actor, case: Case, step: str) -> Kept | None:
    """Return the actor's draft of ``step`` while the case stands where it was written; one statement."""
    rows = _own(actor).filter(case=case, step=step, state=case.state, kept_at__gt=timezone.now() - KEPT_FOR)
    return _opened(rows.first())


def parked(actor: Actor, step: str) -> list[Kept]:
    """Return what the actor has laid aside of the page ``step``, the newest first; one statement."""
    rows = _own(actor).filter(case=None, step=step, kept_at__gt=timezone.now() - KEPT_FOR).order_by("-id")
    return [kept for row in rows[:MOST_PARKED] if (kept := _opened(row))]


def _own(actor: Actor) -> QuerySet[Draft]:
    return Draft.objects.filter(user_id=actor.user_id or 0).select_related("key")


def _opened(row: Draft | None) -> Kept | None:
    return Kept(row.pk, row.kept_at, json.loads(row.values or "{}"), row.submission) if row else None


def typed(data: Any, fields: Mapping[str, Field]) -> dict[str, list[str]]:
    """Return what was typed into ``fields`` of a submitted form, without files and without what is empty."""
    names = [name for name, field in fields.items() if name not in CARRIED and not isinstance(field, FilesField)]
    lists = {name: [text for text in data.getlist(name) if text.strip()] for name in names}
    return {name: texts for name, texts in lists.items() if texts}


def keep(
    actor: Actor,
    values: Mapping[str, list[str]],
    *,
    step: str,
    case: Case | None = None,
    key: UUID | None = None,
) -> Kept | None:
    """Keep ``values`` in place of what was kept before; None, and nothing kept, where there is nothing to keep.

    A draft of a case is the one of its step; of a page without a case it is that of the submission ``key``. Nothing is
    kept once that submission was taken: a late message from the form of a finished step.
    """
    text = json.dumps(values, ensure_ascii=False)
    if not values or len(text) > LONGEST or (key is not None and Event.objects.filter(key=key).exists()):
        return None
    try:
        row = _written(actor, text, step, case, key)
    except IntegrityError:
        # Two pages kept their first words at once; the row of the other is there now, and the later words win.
        row = _written(actor, text, step, case, key)
    return Kept(row.pk, row.kept_at, values, row.submission)


@transaction.atomic
def _written(actor: Actor, text: str, step: str, case: Case | None, key: UUID | None) -> Draft:
    row = _row(actor, step, case, key)
    row.values, row.state, row.kept_at = text, case.state if case else "", timezone.now()
    row.save()
    return row


def _row(actor: Actor, step: str, case: Case | None, key: UUID | None) -> Draft:
    rows = _own(actor).filter(step=step, case=case).select_for_update(of=("self",))
    found = (rows if case is not None else rows.filter(submission=key)).first()
    if found is None and case is None:
        older = _own(actor).filter(step=step, case=None).order_by("-id").values("pk")[MOST_PARKED - 1 :]
        _remove(_own(actor).filter(pk__in=[each["pk"] for each in older]))
    return found or Draft(user_id=actor.user_id or 0, case=case, step=step, submission=None if case else key)


def discard(
    actor: Actor, *, step: str, case: Case | None = None, pk: int | None = None, key: UUID | None = None
) -> None:
    """Remove the actor's draft: that of a step of ``case``, or one without a case by its ``pk`` or submission."""
    rows = _own(actor).filter(step=step, case=case)
    if case is None:
        rows = rows.filter(pk=pk or 0) if key is None else rows.filter(submission=key)
    _remove(rows)


def remove_old() -> int:
    """Remove the drafts of all that are too old or whose case has moved on; return how many. For the worker."""
    late = Q(kept_at__lt=timezone.now() - KEPT_FOR)
    return _remove(Draft.objects.filter(late | (Q(case__isnull=False) & ~Q(case__state=F("state")))))


@transaction.atomic
def _remove(rows: QuerySet[Draft]) -> int:
    """Remove drafts together with their keys, so that no copy elsewhere can be read either."""
    found = list(rows.order_by("pk").values_list("pk", "key_id"))
    if not found:
        return 0
    Draft.objects.filter(pk__in=[pk for pk, _key in found]).delete()
    SubjectKey.objects.filter(pk__in=[key for _pk, key in found]).delete()
    return len(found)
