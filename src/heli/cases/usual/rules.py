"""Guards of the usual acts: what they ask beyond state and role."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.declaring import may_declare
from heli.cases.kinds import Guard
from heli.cases.models import Case
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.organizations.settings import district


def may_report_assistance(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """The actor's unit must have an open task."""
    return Allowed() if by.unit_ids & set(case.assisting) else Denied(_("Your unit has no open task in this case."))


def may_urge(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """A person may ask to hurry again after a set time, so that each call is read."""
    hours = district().urge_hours
    if case.urged_at and (timezone.now() - case.urged_at).total_seconds() < hours * 3600:
        return Denied(
            _("You have asked already; you can ask again %(hours)s hours after the last time.") % {"hours": hours}
        )
    return Allowed()


GUARDS: Mapping[str, Guard] = {
    "declare_conflict": may_declare,
    "report_assistance": may_report_assistance,
    "urge": may_urge,
}
