"""Which units keep a fund, in memory: the side bar of every officer asks."""

from heli.access.actors import Actor
from heli.funds.models import Fund
from heli.funds.visibility import units_kept
from heli.organizations.models import Duty
from heli.places.revisions import Cached

REVISION = "funds"

keeping = Cached(lambda: frozenset(Fund.objects.values_list("unit_id", flat=True)), REVISION)


def keeps_books(actor: Actor) -> bool:
    """Whether there is a fund whose books ``actor`` may read."""
    units = keeping()
    return bool(units) and (bool(actor.with_duty(Duty.AUDITOR)) or bool(units & units_kept(actor)))
