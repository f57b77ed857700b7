"""Ties between cases: merging, and undoing it."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from heli.cases.conflicts import concerned_by
from heli.cases.models import Case, Link
from heli.kernel.decisions import Denied


def merge_into(case: Case, other: Case, *, at: datetime, dry: bool = False) -> Denied | None:
    """Tie ``case`` to ``other`` as merged; refuse itself, closed cases and chains. ``dry`` only asks."""
    if case.pk == other.pk:
        return Denied(_("A case cannot be merged with itself."))
    if not other.is_open:
        return Denied(_("Case %(reference)s is closed; merge with an open one.") % {"reference": other.reference})
    if concerned_by(case) != concerned_by(other):
        return Denied(_("These two concern different people; merging them would show one of them to the wrong ones."))
    if case.centre_id != other.centre_id:
        return Denied(_("Different units coordinate these two; merging them would show one of them to the wrong ones."))
    if dry:
        return None
    passed_on = _live().filter(other=case).update(other=other)
    Link.objects.create(case=case, other=other, kind=Link.Kind.MERGED_INTO, since=at)
    Case.objects.filter(pk=other.pk).update(followers=F("followers") + 1 + passed_on)
    Case.objects.filter(pk=case.pk).update(followers=0)
    return None


def separate_from(case: Case, *, at: datetime) -> None:
    """Undo the merge of ``case``."""
    for link in _live().filter(case=case):
        Case.objects.filter(pk=link.other_id).update(followers=F("followers") - 1)
    _live().filter(case=case).update(ended_at=at)


def relate(case: Case, other: Case, *, at: datetime) -> None:
    """Tie ``case`` to ``other`` as related; whoever sees both then finds one from the other. Once, never to itself."""
    if case.pk != other.pk:
        Link.objects.get_or_create(
            case=case, other=other, kind=Link.Kind.RELATED, ended_at__isnull=True, defaults={"since": at}
        )


def merged_with(case: Case) -> list[Case]:
    """Return the case into which ``case`` is merged, if it is."""
    return [link.other for link in _live().filter(case=case).select_related("other")]


def merged_into(case: Case) -> list[Case]:
    """Return the cases that are merged into ``case``, without what else is known of them."""
    return [link.case for link in _live().filter(other=case).select_related("case")]


def followers_of(case: Case) -> list[Case]:
    """Return the cases that are merged into ``case``, with their contacts."""
    return [link.case for link in _live().filter(other=case).select_related("case__contact")]


def _live() -> QuerySet[Link]:
    return Link.objects.filter(kind=Link.Kind.MERGED_INTO, ended_at__isnull=True)
