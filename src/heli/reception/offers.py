"""What visitors can ask for, by id: services that are offered, leaders' days that are published."""

from heli.reception.forms import NeedsForm
from heli.reception.known import known
from heli.reception.models import ReceptionDay, Service
from heli.reception.reception_days import public_days
from heli.reception.slots import Needs

#: Days to come and past that one list shows.
MOST_COMING, MOST_PAST = 100, 24


def service_by(pk: int) -> Service | None:
    """Return a service that is offered at a centre in use."""
    service = known().services.get(pk)
    centre = known().centres.get(service.centre_id) if service else None
    return service if service and centre and service in known().services_of(centre) else None


def day_by(pk: int) -> ReceptionDay | None:
    """Return a leader's day that is published."""
    return public_days().select_related("moved_to").filter(pk=pk).first()


def needs_of(form: NeedsForm) -> Needs:
    """Return what the visitor needs; what is not understood is not needed."""
    if not form.is_bound or not form.is_valid():
        return Needs()
    return Needs(accessible=form.cleaned_data["accessible"], interpreter=form.cleaned_data["interpreter"])
