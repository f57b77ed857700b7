"""What of the rooms goes when a dispute is erased: the words are made unreadable, the bytes of evidence removed."""

from collections.abc import Sequence
from typing import Any, Final

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Case
from heli.mediation.room_models import RoomItem
from heli.people.keys import destroy_key
from heli.retention.keepers import Keeper


def digests(case: Case) -> Sequence[str]:
    """Return the digests of the evidence laid in the rooms of ``case``; asked by the system, which reads no word."""
    with acting_as(SYSTEM):
        return list(RoomItem.objects.filter(case=case, file__isnull=False).values_list("file__digest", flat=True))


def keeps(digest: str, erased: Any) -> bool:
    """Whether a dispute whose files were not erased has evidence with these bytes."""
    with acting_as(SYSTEM):
        return RoomItem.objects.filter(file__digest=digest).exclude(case__in=erased).exists()


def forget(case: Case) -> None:
    """Destroy the keys under which the words, amounts and file names in the rooms of ``case`` are sealed."""
    with acting_as(SYSTEM):
        keys = list(RoomItem.objects.filter(case=case, key__isnull=False).values_list("key_id", flat=True))
        for key in keys:
            destroy_key(key)


KEEPER: Final = Keeper(digests, keeps, forget)
