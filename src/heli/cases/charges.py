"""Hard cases with a named leader (Regulation on Petition Work, art. 18): who, since when, what for, what next."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor, staff
from heli.access.context import acting_as
from heli.access.roles import Role, holds
from heli.audit.record import write
from heli.cases.charge_models import DiaryEntry, HardCase
from heli.cases.models import Case
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.organizations.models import Duty, Post
from heli.people.models import User
from heli.places.revisions import Cached, bump

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


def in_charge_of(cases: Iterable[int]) -> dict[int, HardCase]:
    """Return who is in charge of some cases, by the ids of these; one statement."""
    rows = HardCase.objects.filter(case__in=list(cases), ended_at__isnull=True).select_related("leader")
    return {each.case_id: each for each in rows}


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
            return _named(case, leader, now, by, post=post, post_en=post_en, aim=aim, next_on=next_on)
    except IntegrityError:
        return Denied(_("Somebody else has just named a leader. Nothing was changed; look at what is new."))


def _named(case: Case, leader: User, now: datetime, by: Actor, **said: Any) -> HardCase:
    HardCase.objects.filter(case=case, ended_at__isnull=True).update(ended_at=now)
    row = HardCase.objects.create(case=case, leader=leader, since=now, set_by=by.key, **said)
    write(case.reference, "hard_case.leader", at=now, actor=by.key, data={"leader": leader.pk})
    bump(REVISION)
    return row


def charge_by_plan(case: Case, leader: User, next_on: date, *, by: Actor, at: datetime) -> HardCase:
    """Put ``leader`` in charge as a step of the procedure says, whose guard has decided; in its transaction.

    Whoever is in charge already stays so, with their aim and their diary, and gets the new date.
    """
    row = HardCase.objects.select_for_update().filter(case=case, ended_at__isnull=True).first()
    if row is None or row.leader_id != leader.pk:
        post, post_en = _leads(leader)
        return _named(case, leader, at, by, post=post, post_en=post_en, next_on=next_on)
    row.next_on = next_on
    row.save(update_fields=["next_on"])
    return row


def _leads(leader: User) -> tuple[str, str]:
    """Return the name of the unit that ``leader`` leads, in both languages."""
    posts = Post.objects.on(timezone.localdate()).filter(user=leader, duty=Duty.LEADER)
    found = posts.select_related("unit").order_by("pk").first()
    unit = found.unit if found else None  # type: ignore[attr-defined]
    return (unit.name, unit.name_en) if unit else ("", "")


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
