"""Hard cases with a named leader (Regulation on Petition Work, art. 18): who, since when, what for, what next."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor, staff
from heli.access.context import acting_as
from heli.access.roles import Role, holds
from heli.audit.record import write
from heli.cases.models import Case
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.people.models import User
from heli.places.revisions import Cached, bump
from heli.reception.models import DiaryEntry, HardCase

REVISION = "hard cases"
#: Who names the leader of a hard case and hands it back.
NAMING = (Role.COORDINATOR, Role.DISTRICT_CENTRE)
#: Who writes in its diary beside the leader.
WRITING = (*NAMING, Role.HANDLER, Role.LEADER_OF_HANDLER)


def _load() -> frozenset[int]:
    return frozenset(HardCase.objects.filter(ended_at__isnull=True).values_list("case_id", flat=True))


#: Ids of the cases in somebody's charge, so that the page of any other case asks nothing more.
_in_charge = Cached(_load, REVISION)


def hard_case_of(case: Case) -> HardCase | None:
    """Return who is in charge of ``case`` now; a statement only where somebody is."""
    if case.pk not in _in_charge():
        return None
    return HardCase.objects.filter(case=case, ended_at__isnull=True).select_related("leader").first()


def hard_cases_for(actor: Actor) -> QuerySet[HardCase]:
    """Return the hard cases in force among the cases that ``actor`` may see, the next date first."""
    seen = Case.objects.visible_to(actor).filter(pk__in=_in_charge())
    rows = HardCase.objects.filter(ended_at__isnull=True, case__in=seen)
    return rows.select_related("leader", "case__unit").order_by("next_on", "pk")


def may_name(case: Case, actor: Actor) -> bool:
    """Whether ``actor`` names the leader of ``case`` and hands it back."""
    return holds(actor, NAMING, case) is not None


def may_write(hard: HardCase, actor: Actor) -> bool:
    """Whether ``actor`` writes in the diary of ``hard``."""
    return hard.leader_id in actor.identities or holds(actor, WRITING, hard.case) is not None


def can_lead(case: Case, leader: User) -> Decision:
    """Decide whether ``leader`` can be in charge: with a post in force, and no conflict keeps the case from them."""
    actor = staff(leader, timezone.localdate())
    if Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        return Allowed()
    return Denied(_("This case is kept from %(name)s, or they have no post for it.") % {"name": leader})


def put_in_charge(
    case: Case, leader: User, *, post: str, aim: str, next_on: date, by: Actor, post_en: str = ""
) -> HardCase | Denied:
    """Put ``leader`` in charge of ``case``; whoever was before is handed back from."""
    if not may_name(case, by):
        return Denied(_("You do not have the role for this step in this case."))
    able = can_lead(case, leader)
    if isinstance(able, Denied):
        return able
    now = timezone.now()
    try:
        with acting_as(by, on=[case.reference]), transaction.atomic():
            HardCase.objects.filter(case=case, ended_at__isnull=True).update(ended_at=now)
            row = HardCase.objects.create(
                case=case, leader=leader, post=post, post_en=post_en, aim=aim, next_on=next_on, since=now, set_by=by.key
            )
            write(case.reference, "hard_case.leader", at=now, actor=by.key, data={"leader": leader.pk})
            bump(REVISION)
            return row
    except IntegrityError:
        return Denied(_("Somebody else has just named a leader. Nothing was changed; look at what is new."))


def write_diary(
    hard: HardCase, text: str, *, by: Actor, next_on: date | None = None, told: bool = True
) -> DiaryEntry | Denied:
    """Write what was done; ``next_on`` moves the next date. The entry is never changed."""
    if hard.ended_at is not None:
        return Denied(_("Nobody is in charge of this case any more."))
    if not may_write(hard, by):
        return Denied(_("You do not have the role for this step in this case."))
    now, reference = timezone.now(), hard.case.reference
    with acting_as(by, on=[reference]), transaction.atomic():
        entry = DiaryEntry.objects.create(
            hard_case=hard, at=now, by=by.key, by_name=by.name, text=text, next_on=next_on, told=told
        )
        if next_on:
            HardCase.objects.filter(pk=hard.pk).update(next_on=next_on)
            hard.next_on = next_on
        data = {"entry": entry.pk, "next_on": next_on.isoformat() if next_on else ""}
        write(reference, "hard_case.diary", at=now, actor=by.key, data=data)
        return entry


def hand_back(hard: HardCase, why: str, *, by: Actor) -> HardCase | Denied:
    """End the charge with a word on what came of it."""
    if not may_name(hard.case, by):
        return Denied(_("You do not have the role for this step in this case."))
    now, reference = timezone.now(), hard.case.reference
    with acting_as(by, on=[reference]), transaction.atomic():
        ended = HardCase.objects.filter(pk=hard.pk, ended_at__isnull=True).update(ended_at=now, why_ended=why)
        if not ended:
            return Denied(_("Nobody is in charge of this case any more."))
        write(reference, "hard_case.ended", at=now, actor=by.key, data={})
        bump(REVISION)
        hard.ended_at, hard.why_ended = now, why
        return hard
