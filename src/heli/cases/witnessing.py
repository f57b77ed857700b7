"""Who of those whom a case concerns had seen it before it was kept from them."""

from heli.access.reads import reads_of
from heli.cases.conflicts import accounts, concerned_by
from heli.cases.models import Case, Event
from heli.people.models import User


def had_seen(case: Case) -> list[User]:
    """Return the officers concerned who acted in ``case`` or read personal data of it, by name; four statements."""
    concerned = accounts(concerned_by(case), since=case.opened_at)
    actors = {*Event.objects.filter(case=case).values_list("actor", flat=True)}
    actors |= {*reads_of(case.reference).values_list("actor", flat=True)}
    seen = {int(actor.partition(":")[2]) for actor in actors if actor.startswith("staff:")}
    return list(User.objects.filter(pk__in=concerned & seen).order_by("name", "pk"))
