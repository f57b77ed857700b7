"""What goes when a dispute is erased: words of the rooms become unreadable, evidence and filed dossiers are removed."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from django.db import transaction

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Case
from heli.mediation.dossier_models import FiledDossier
from heli.mediation.room_models import RoomItem
from heli.papers import shelf
from heli.people.keys import destroy_key
from heli.retention.keepers import Keeper


def digests(case: Case) -> Sequence[str]:
    """Return the digests of the evidence laid in the rooms of ``case``, and of its filed dossiers.

    Asked by the system, which reads no word.
    """
    with acting_as(SYSTEM):
        laid = RoomItem.objects.filter(case=case, file__isnull=False).values_list("file__digest", flat=True)
        return [*laid, *_filed(case)]


def _filed(case: Case) -> list[str]:
    return list(FiledDossier.objects.filter(case=case).values_list("file__digest", flat=True))


def keeps(digest: str, erased: Any) -> bool:
    """Whether a dispute whose files were not erased has evidence, or a filed dossier, with these bytes."""
    with acting_as(SYSTEM):
        if FiledDossier.objects.filter(file__digest=digest).exclude(case__in=erased).exists():
            return True
        return RoomItem.objects.filter(file__digest=digest).exclude(case__in=erased).exists()


def forget(case: Case) -> None:
    """Destroy the keys under which the words, amounts and file names in the rooms of ``case`` are sealed.

    A filed dossier names the sides: with their contacts its bytes go too, once that is committed.
    """
    with acting_as(SYSTEM):
        keys = list(RoomItem.objects.filter(case=case, key__isnull=False).values_list("key_id", flat=True))
        for key in keys:
            destroy_key(key)
    for digest in _filed(case):
        transaction.on_commit(partial(shelf.remove, digest))


KEEPER: Final = Keeper(digests, keeps, forget)
