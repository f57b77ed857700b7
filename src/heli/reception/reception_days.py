"""Days of a kind: planned, published in advance, moved or cancelled with notice, held, reported in numbers.

Leaders' receptions and visits, circuit courts, mediators' days, legal and psychological advice days.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.base import ModelState
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.audit.record import write
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.reception.booking import cancel, carry
from heli.reception.known import desks_of, known, runs, sends
from heli.reception.models import (
    OF_LEADERS,
    Appointment,
    Booking,
    Centre,
    DayKind,
    DayMatter,
    Outcome,
    ReceptionDay,
    Standing,
    Ticket,
    Window,
)
from heli.reception.outcomes import leader_of
from heli.reception.telling import CANCELLED, MOVED, tell


def chain_of(day: ReceptionDay) -> str:
    """Return the chain of the record of a day."""
    return f"reception day/{day.pk}"


def public_days() -> QuerySet[ReceptionDay]:
    """Return the days that anybody may read of."""
    return ReceptionDay.objects.filter(published_at__isnull=False).select_related("centre", "window", "service", "area")


def may_plan(actor: Actor, day: ReceptionDay) -> bool:
    """Whether ``actor`` plans, publishes, moves, cancels and reports ``day``.

    Leaders' days are planned by the unit that runs the centre; others also by the unit whose desk goes out.
    """
    centre = known().centres.get(day.centre_id)
    if centre is None:
        return False
    desk = known().windows.get(day.window_id or 0)
    return runs(actor, centre) or (not day.of_leaders and desk is not None and sends(actor, desk))


def refusal() -> Denied:
    """Return the refusal of a day that is not the actor's to plan."""
    return Denied(_("Days are planned by the unit that runs the centre, or by the one whose desk goes out."))


def plan(day: ReceptionDay, *, by: Actor) -> ReceptionDay | Denied:
    """Write a new day, or changes of one that is not published; what is public is cancelled, never rewritten."""
    if not may_plan(by, day):
        return refusal()
    if day.published_at is not None:
        return Denied(_("This day is published. Cancel it and plan another one."))
    with acting_as(by), transaction.atomic():
        if day._state.adding:
            day.made_by, day.made_at = by.key, timezone.now()
        day.save()
        _record(day, "reception_day.planned", by)
        return day


def publish(day: ReceptionDay, *, by: Actor) -> ReceptionDay | Denied:
    """Publish a day that is still to come; from then on its times or seats are booked."""
    with acting_as(by), transaction.atomic():
        row = _locked(day)
        if not may_plan(by, row):
            return refusal()
        hindered = _hindered(row)
        if hindered is not None:
            return hindered
        if row.published_at is None:
            row.published_at = timezone.now()
            row.save(update_fields=["published_at"])
            _record(row, "reception_day.published", by)
        return row


def _hindered(row: ReceptionDay, *, but: int = 0) -> Denied | None:
    """Return why ``row`` cannot be published for its day; None where it can. ``but``: id of the day it replaces."""
    if row.day <= timezone.localdate():
        return Denied(_("A day is published before it comes."))
    if row.window_id is not None:
        Window.objects.select_for_update(no_key=True).get(pk=row.window_id)
        others = public_days().filter(window=row.window_id, day=row.day, cancelled_at__isnull=True)
        others = others.exclude(pk__in=[row.pk or 0, but])
        if others.filter(begins__lt=row.ends, ends__gt=row.begins).exists():
            return Denied(_("Another published day has this room or desk at that time."))
    return None


@dataclass(frozen=True)
class Reason:
    """Why a day is cancelled or moved, as everybody reads it."""

    words: str
    english: str = ""


def cancel_day(day: ReceptionDay, why: str, why_en: str = "", *, by: Actor) -> ReceptionDay | Denied:
    """Cancel a day with a reason that everybody reads; whoever has booked is told."""
    with acting_as(by), transaction.atomic():
        row = _locked(day)
        refused = _not_to_change(row, by)
        if refused is not None:
            return refused
        _called_off(row, Reason(why, why_en))
        for booked in Appointment.objects.filter(reception_day=row, state=Booking.BOOKED):
            _free(booked, by)
        _record(row, "reception_day.cancelled", by)
        return row


def _not_to_change(row: ReceptionDay, by: Actor) -> Denied | None:
    if not may_plan(by, row):
        return refusal()
    if row.cancelled_at or row.held_at:
        return Denied(_("This day has been held or cancelled already."))
    return None


def _called_off(row: ReceptionDay, why: Reason) -> None:
    row.cancelled_at, row.why_cancelled, row.why_cancelled_en = timezone.now(), why.words, why.english
    row.save(update_fields=["cancelled_at", "why_cancelled", "why_cancelled_en", "moved_to"])


def _free(booked: Appointment, by: Actor) -> None:
    if not isinstance(cancel(booked, by=by, why="reception_day"), Denied):
        tell(booked, CANCELLED)


def move_day(day: ReceptionDay, to: date, begins: time, why: Reason, *, by: Actor) -> ReceptionDay | Denied:
    """Move a published day, with all that is booked of it, to ``to`` at ``begins``; return the new day.

    What was public is not rewritten: the old day says why it was moved and where to. Whoever has booked keeps the time
    at the same distance from the beginning, is told, and may move or cancel it.
    """
    with acting_as(by), transaction.atomic():
        row = _locked(day)
        refused = _not_to_change(row, by)
        if refused is not None:
            return refused
        if row.published_at is None or row.day < timezone.localdate():
            return Denied(_("Only a day that is published and not past can be moved."))
        by_how_much = datetime.combine(to, begins) - datetime.combine(row.day, row.begins)
        ends = datetime.combine(row.day, row.ends) + by_how_much
        if ends.date() != to:
            return Denied(_("It would end after midnight."))
        moved = _copied(row, to, begins, ends.time(), by)
        hindered = _hindered(moved, but=row.pk)
        if hindered is not None:
            return hindered
        moved.save(force_insert=True)
        row.moved_to = moved
        _called_off(row, why)
        for booked in Appointment.objects.filter(reception_day=row, state=Booking.BOOKED).order_by("pk"):
            _carry_over(booked, moved, by_how_much, by)
        _record(row, "reception_day.moved", by, to=to.isoformat())
        return moved


def _copied(row: ReceptionDay, to: date, begins: time, ends: time, by: Actor) -> ReceptionDay:
    moved = copy(row)
    moved._state = ModelState()
    moved.pk, moved.day, moved.begins, moved.ends = None, to, begins, ends
    moved.cancelled_at, moved.why_cancelled, moved.why_cancelled_en = None, "", ""
    moved.made_by, moved.made_at = by.key, timezone.now()
    moved.published_at = moved.made_at
    return moved


def _carry_over(booked: Appointment, day: ReceptionDay, by_how_much: timedelta, by: Actor) -> None:
    """Give whoever has ``booked`` the same time or seat of ``day``; where it is taken, cancel it. Each is told."""
    if carry(booked, day, by_how_much, by=by):
        tell(booked, MOVED)
    else:
        _free(booked, by)


def report(day: ReceptionDay, *, met: int | None, words: str, words_en: str = "", by: Actor) -> ReceptionDay | Denied:
    """Report a day that was held; refused while a visitor of it has no outcome."""
    with acting_as(by), transaction.atomic():
        row = _locked(day)
        if not may_plan(by, row):
            return refusal()
        if row.published_at is None or row.cancelled_at or row.day > timezone.localdate():
            return Denied(_("Only a day that was published and has come can be reported."))
        open_ones = Ticket.objects.filter(reception_day=row).exclude(state__in=(Standing.SERVED, Standing.LEFT))
        if open_ones.exists():
            return Denied(_("Somebody still waits or stands at the window: say first what came of each visit."))
        row.held_at, row.report, row.report_en = row.held_at or timezone.now(), words, words_en
        row.met = met if row.counts_met else None
        row.save(update_fields=["held_at", "met", "report", "report_en"])
        _record(row, "reception_day.reported", by)
        return row


def take_along(day: ReceptionDay, case: Case, responsible: str = "", *, by: Actor) -> DayMatter | Denied:
    """Note that a leader took ``case`` along from a visit, and who is responsible; the caller may see the case."""
    with acting_as(by), transaction.atomic():
        row = _locked(day)
        if not may_plan(by, row):
            return refusal()
        if row.kind != DayKind.VISIT or row.cancelled_at or row.day > timezone.localdate():
            return Denied(_("Matters are noted for a visit that has come."))
        matter, made = DayMatter.objects.get_or_create(
            day=row,
            case=case,
            defaults={"responsible": responsible or leader_of(case), "by": by.key, "at": timezone.now()},
        )
        if made:
            _record(row, "reception_day.matter", by, case=case.reference)
        return matter


def _locked(day: ReceptionDay) -> ReceptionDay:
    return ReceptionDay.objects.select_for_update(of=("self",)).select_related("centre").get(pk=day.pk)


def _record(day: ReceptionDay, verb: str, by: Actor, **more: str) -> None:
    write(chain_of(day), verb, at=timezone.now(), actor=by.key, data={"day": day.day.isoformat(), **more})


@dataclass(frozen=True)
class Numbers:
    """A day in numbers: who booked, came, did not come; what came of it; how many of those matters are closed."""

    booked: int = 0
    came: int = 0
    missed: int = 0
    opened: int = 0
    linked: int = 0
    advice: int = 0
    closed: int = 0
    met: int = 0

    @property
    def matters(self) -> int:
        """Cases that the day led to."""
        return self.opened + self.linked


def numbers_of(days: Iterable[ReceptionDay]) -> dict[int, Numbers]:
    """Return the numbers of ``days`` by their ids; three statements, whatever their number. No person, no case."""
    rows = {each.pk: each for each in days}
    counted: dict[int, Counter[str]] = {pk: Counter() for pk in rows}
    kept = Appointment.objects.filter(reception_day__in=rows).exclude(state__in=(Booking.HELD, Booking.LAPSED))
    for day, state in kept.values_list("reception_day_id", "state"):
        counted[day].update(["booked", "missed"] if state == Booking.MISSED else ["booked"])
    tickets = Ticket.objects.filter(reception_day__in=rows).values_list(
        "reception_day_id", "outcome", "case__closed_at"
    )
    for day, outcome, closed in tickets:
        counted[day].update(["came", *([outcome] if outcome else []), *(["closed"] if closed else [])])
    for day, closed in DayMatter.objects.filter(day__in=rows).values_list("day_id", "case__closed_at"):
        counted[day].update([Outcome.LINKED.value, *(["closed"] if closed else [])])
    names = ("booked", "came", "missed", "opened", "linked", "advice", "closed")
    return {
        pk: Numbers(**{name: found[name] for name in names}, met=rows[pk].met or 0) for pk, found in counted.items()
    }


@dataclass(frozen=True)
class Shortfall:
    """A leader with fewer reception days in a month than their centre asks for."""

    name: str
    held: int
    asked: int


def behind(centre: Centre, month: date, days: Sequence[ReceptionDay]) -> list[Shortfall]:
    """Return who of the leaders among ``days`` has fewer days in ``month`` than the centre has set; none without one.

    The number is a local setting: the Regulation (art. 18) asks for regular reception and names none.
    """
    asked = centre.leader_days_a_month
    if not asked:
        return []
    leaders = [each for each in days if each.of_leaders]
    names = {each.leader_name for each in leaders}
    planned = Counter(
        each.leader_name
        for each in leaders
        if (each.day.year, each.day.month) == (month.year, month.month) and each.published_at and not each.cancelled_at
    )
    return [Shortfall(name, planned[name], asked) for name in sorted(names) if planned[name] < asked]


def days_for(actor: Actor) -> QuerySet[ReceptionDay]:
    """Return the days that ``actor`` plans, and those on which they themselves receive."""
    centres = [pk for pk, centre in known().centres.items() if runs(actor, centre)]
    of_desks = Q(window__in=[each.pk for each in desks_of(actor)]) & ~Q(kind__in=OF_LEADERS)
    mine = Q(centre__in=centres) | Q(leader__in=actor.identities) | of_desks
    return ReceptionDay.objects.filter(mine).select_related("centre", "window", "service", "area", "moved_to")


def visible_ids(actor: Actor, cases: Iterable[int]) -> set[int]:
    """Return which of some cases, by id, ``actor`` may see; one statement."""
    return set(Case.objects.visible_to(actor).filter(pk__in=list(cases)).values_list("pk", flat=True))
