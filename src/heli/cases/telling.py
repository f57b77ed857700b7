"""Who is told of a step: the procedure names roles, this finds their addressees."""

from django.utils import timezone, translation

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.access.roles import PEOPLE, Role
from heli.audit.naming import NoContextError
from heli.cases.conflicts import concerned_by, oversight_units
from heli.cases.linking import followers_of
from heli.cases.models import Case, Event
from heli.cases.parties import reachable_sides
from heli.kernel.paths import lies_in
from heli.kernel.procedures import Step, Text
from heli.kernel.references import own_number
from heli.notices.models import Channel, Delivery, Notice
from heli.notices.writing import post
from heli.organizations.models import Duty, Post, UnitKind
from heli.organizations.responsibility import registry


def tell(case: Case, step: Step, event: Event) -> None:
    """Write the notices of ``event`` to the roles that ``step`` tells, and to those who follow the case."""
    notices = notices_of(case, step, event)
    if Role.APPLICANT in step.tells and case.followers:
        # Who acts need not see the merged cases, nor how their reporters are reached.
        with acting_as(SYSTEM):
            followers = followers_of(case)
        notices += [_to_follower(each, step, event) for each in followers if each.contact and each.contact.writable]
    post(notices)


def notices_of(case: Case, step: Step, event: Event) -> list[Notice]:
    """Return the unsaved notices of ``event`` to the roles that ``step`` tells."""
    notices = []
    for role in step.tells:
        for number, address in enumerate(addressees(case, Role(str(role)))):
            notice = Notice(
                key=f"{event.pk}.{role}.{number}",
                kind=f"{case.procedure}.{step.name}.{_audience(role)}",
                values={**values_of(case), "step": both(step.done), "note": event.note},
                created_at=event.at,
                **{"reference": case.reference, **address},
            )
            notices.append(notice)
    return notices


def _to_follower(case: Case, step: Step, event: Event) -> Notice:
    """The reporter of a merged case learns what happened in the case it was merged into, in words of their own case.

    What was written to the other reporter is not theirs to read.
    """
    return Notice(
        key=f"{event.pk}.follower.{case.pk}",
        reference=case.reference,
        kind=f"{case.procedure}.{step.name}.applicant",
        values={**values_of(event.case), "title": case.title, "step": both(step.done)},
        created_at=event.at,
        channel=Channel.EMAIL,
        to_contact_id=case.contact_id,
        state=Delivery.PENDING,
    )


def _audience(role: object) -> str:
    return "applicant" if role in PEOPLE else "staff"


def values_of(case: Case) -> dict[str, object]:
    """Return the values that every letter about ``case`` can use."""
    unit = registry().units.get(case.unit_id or 0)
    return {
        "title": case.title,
        "unit": {"zh": unit.name, "en": unit.name_en or unit.name} if unit else "",
        "due": case.due_at.isoformat() if case.due_at else "",
    }


def both(text: Text) -> dict[str, str]:
    """Return a label in both languages."""
    found = {}
    for short, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            found[short] = str(text)
    return found


def addressees(case: Case, role: Role) -> list[dict[str, object]]:
    """Return the fields of ``Notice`` that address ``role`` in ``case``; no one is a valid answer."""
    if role == Role.APPLICANT:
        if case.contact_id is None:
            return []
        if case.contact is None:
            raise NoContextError("The contact of the case is hidden from whoever acts: its person would not be told.")
        if not case.contact.writable:
            return []
        return [{"channel": Channel.EMAIL, "to_contact_id": case.contact_id, "state": Delivery.PENDING}]
    if role == Role.OTHER_SIDE:
        with acting_as(SYSTEM):
            sides = reachable_sides(case)
        return [
            {"channel": Channel.EMAIL, "to_contact_id": each.contact_id, "state": Delivery.PENDING,
             "reference": own_number(case.reference, each.side or 0)}
            for each in sides
        ]  # fmt: skip
    inbox, concerned = {"channel": Channel.INBOX}, concerned_by(case)
    if role == Role.HANDLER and case.handler_id:
        return [{**inbox, "to_user_id": case.handler_id}]
    if role == Role.ASSISTING_UNIT:
        told = [unit for unit in case.assisting if not concerned.holds_unit(unit)]
        return [{**inbox, "to_unit_id": unit, "to_duty": Duty.MEMBER} for unit in told]
    units = {
        Role.HANDLER: (case.unit_id, Duty.MEMBER),
        Role.HANDLING_UNIT: (case.unit_id, Duty.MEMBER),
        Role.LEADER_OF_HANDLER: (case.unit_id, Duty.LEADER),
        Role.COORDINATOR: (centre_of(case), Duty.COORDINATOR),
        Role.DISTRICT_CENTRE: (last_centre_of(case), Duty.COORDINATOR),
    }
    unit, duty = units.get(role, (None, ""))
    return [{**inbox, "to_unit_id": unit, "to_duty": duty}] if unit and not concerned.holds_unit(unit) else []


def auditors() -> list[dict[str, object]]:
    """Return the fields of ``Notice`` that address the auditors of every unit; one statement."""
    units = Post.objects.on(timezone.localdate()).filter(duty=Duty.AUDITOR).values_list("unit_id", flat=True)
    inbox = {"channel": Channel.INBOX, "to_duty": Duty.AUDITOR}
    return [{**inbox, "to_unit_id": unit} for unit in sorted(set(units))]


def centre_of(case: Case) -> int:
    """Return the unit that coordinates the case: its own centre, else that of its town or street, else the district's.

    What nobody within the administration may coordinate goes to the unit of oversight.
    """
    known, concerned = registry(), concerned_by(case)
    if own := _oversight_of(case) or case.centre_id:
        return own
    for unit in known.units.values():
        local = unit.area if unit.kind == UnitKind.STREET_CENTRE and unit.active else None
        if local and lies_in(case.area_path, local.path) and not concerned.holds_unit(unit.pk):
            return unit.pk
    return known.district_centre_id


def last_centre_of(case: Case) -> int:
    """Return the unit that decides in the last place: oversight, else the case's own centre, else the district's."""
    return _oversight_of(case) or case.centre_id or registry().district_centre_id


def _oversight_of(case: Case) -> int | None:
    """Return the unit of oversight that coordinates ``case``, if one does."""
    if not case.oversight:
        return None
    concerned = concerned_by(case)
    return next((unit.pk for unit in oversight_units() if not concerned.holds_unit(unit.pk)), None)
