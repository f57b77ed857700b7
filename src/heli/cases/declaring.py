"""Conflicts of interest that are found while a case runs: declared by somebody, or brought about by new posts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.access.actors import SYSTEM, Actor
from heli.access.roles import Role, holds
from heli.cases.acts import Act
from heli.cases.assignments import end_assistance, hand_over
from heli.cases.conflicts import (
    Answer,
    Concerned,
    NobodyLeftError,
    accounts,
    answer_for,
    concerned_by,
    may_not_answer,
    nobody_left,
    too_many,
    units_of,
)
from heli.cases.engine import Conflict, lock, perform
from heli.cases.kinds import Outcome, kind_of
from heli.cases.linking import merged_into
from heli.cases.models import Case, Event
from heli.cases.telling import auditors, both, values_of
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.kernel.procedures import Step
from heli.notices.models import Notice
from heli.notices.writing import post
from heli.organizations.models import Duty
from heli.organizations.responsibility import owner_of, registry

STEP = "declare_conflict"
#: Who may say of others that the case concerns them; everybody else only of themselves.
OF_OTHERS = (Role.APPLICANT, Role.OTHER_SIDE, Role.COORDINATOR, Role.DISTRICT_CENTRE, Role.AUDITOR, Role.SYSTEM)


def may_declare(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Officers who work on the case declare themselves, and leaders their unit; the others whom they know of."""
    if holds(by, OF_OTHERS, case):
        return Allowed()
    own_units = {post.unit_id for post in by.with_duty(Duty.LEADER)}
    if set(facts.get("people", ())) <= by.identities and set(facts.get("units", ())) <= own_units:
        return Allowed()
    return Denied(_("You can declare a conflict of interest of your own; of others, tell the coordinator."))


@dataclass(frozen=True)
class Widened:
    """What a declared conflict changes: fields of the case, and the units whose tasks end."""

    changes: Mapping[str, Any]
    leaving: tuple[int, ...]


def declare(case: Case, step: Step, more: Concerned, *, by: Actor, act: Act, peers: bool) -> Outcome:
    """Keep ``case`` from those in ``more`` from now on, and take it from them; in an ``@acting`` function.

    The unit above answers, from the state that the case is in; with ``peers`` colleagues of the officers concerned
    may. The history keeps from whom it was taken. What was merged into the case is kept from them as well.
    """
    merged = merged_into(case) if case.followers else []
    lock(case, *merged)
    if len(merged) != case.followers:
        return Conflict.told()
    if more <= concerned_by(case) and by != SYSTEM:
        return Denied(_("These are kept from the case already, or nobody was named."))
    widened = _widened(case, more, peers=peers)
    if isinstance(widened, Denied):
        return widened
    before = {"from_unit": case.unit_id, "from_handler": case.handler_id}
    named = {"units": sorted(more.units), "people": sorted(more.people)}
    act = replace(act, changes=widened.changes, facts={**act.facts, **named, **before})
    outcome = perform(case, step, by=by, act=act)
    if isinstance(outcome, Event):
        _hand_on(case, widened, outcome)
        for each in merged:
            as_well = _declare_as_well(each, more)
            if isinstance(as_well, Denied):
                # All or nothing: a report left behind would stay in sight of those whom it concerns.
                transaction.set_rollback(True)
                return as_well
    return outcome


def _declare_as_well(case: Case, more: Concerned) -> Outcome:
    """Keep a merged case from those whom the case that goes on concerns; it is theirs to see no more than that one."""
    named = {"units": units_of(more.units), "people": sorted(more.people)}
    return kind_of(case).actions[STEP](case, by=SYSTEM, act=Act(), **named)


def _widened(case: Case, more: Concerned, *, peers: bool) -> Widened | Denied:
    concerned = concerned_by(case) | more
    if too_many(concerned):
        return Denied(_("These are too many to keep from one case."))
    changes: dict[str, Any] = dict(concerned.fields)
    barred = may_not_answer(concerned)
    known = registry().units
    centre = known.get(case.centre_id or 0)
    unit = known.get(case.unit_id or 0) or centre or owner_of(case.category, case.area_path).unit
    try:
        answer = answer_for(unit, case.area_path, concerned, since=case.opened_at, peers=peers, centre=centre)
    except NobodyLeftError:
        if not kind_of(case).kept_for_nobody:
            return Denied(nobody_left())
        answer = Answer(unit, oversight=False, centre=centre)
    if unit.pk != answer.unit.pk:
        changes |= {"unit_id": answer.unit.pk, "handler_id": None}
    elif case.handler_id in accounts(concerned, since=case.opened_at):
        changes["handler_id"] = None
    if answer.centre != centre and answer.centre is not None:
        changes["centre_id"] = answer.centre.pk
    leaving = tuple(pk for pk in case.assisting if _stands_below(pk, barred))
    return Widened(
        {
            **changes,
            "oversight": case.oversight or answer.oversight,
            "assisting": [pk for pk in case.assisting if pk not in leaving],
            "confidential": True,
            "public": False,
        },
        leaving,
    )


def _stands_below(unit_id: int, units: Iterable[int]) -> bool:
    return Concerned(units=frozenset(units)).holds_unit(unit_id)


def _hand_on(case: Case, widened: Widened, event: Event) -> None:
    if "unit_id" in widened.changes:
        hand_over(case, registry().units[widened.changes["unit_id"]], at=event.at)
    if widened.leaving:
        end_assistance(case, widened.leaving, result="", at=event.at)


def settle() -> int:
    """Take cases from those who came to be concerned by them through new posts or units; returns how many moved.

    Called after a change of units or posts, and regularly, since posts also begin and end by date. A case for which
    nobody would be left stays where it is, hidden from those concerned, and the auditors are told of it each day until
    somebody can answer.
    """
    rows = Case.objects.filter(~Q(excluded_units=[]) | ~Q(excluded_people=[]), closed_at__isnull=True)
    return sum(_settle(case) for case in rows.select_related("category").order_by("pk"))


def _settle(case: Case) -> bool:
    widened = _widened(case, Concerned(), peers=True)
    if isinstance(widened, Denied):
        _tell_auditors(case)
        return False
    moved = {"unit_id", "handler_id", "centre_id"} & set(widened.changes) or widened.leaving
    if not moved and widened.changes["oversight"] == case.oversight:
        return False
    action: Callable[..., Outcome] = kind_of(case).actions[STEP]
    return isinstance(action(case, by=SYSTEM, act=Act()), Event)


def _tell_auditors(case: Case) -> None:
    """Tell the auditors that nobody is left to answer, once a day; whom the case concerns finds it in no inbox."""
    now = timezone.now()
    values = {**values_of(case), "step": both(gettext_lazy("Nobody is left who may answer this case")), "note": ""}
    post(
        Notice(
            key=f"unanswered.{case.pk}.{timezone.localdate(now)}.{number}",
            reference=case.reference,
            kind=f"{case.procedure}.unanswered.staff",
            values=values,
            created_at=now,
            **address,
        )
        for number, address in enumerate(auditors())
    )
