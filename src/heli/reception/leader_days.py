"""Leaders' reception days and visits to residents: planned, published in advance, held, reported in numbers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.audit.record import write
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.reception.booking import cancel
from heli.reception.known import known, runs
from heli.reception.models import Appointment, Booking, Centre, DayMatter, LeaderDay, Outcome, Standing, Ticket
from heli.reception.outcomes import leader_of
from heli.reception.telling import CANCELLED, tell


def chain_of(day: LeaderDay) -> str:
    """Return the chain of the record of a leader's day."""
    return f"leader day/{day.pk}"


def public_days() -> QuerySet[LeaderDay]:
    """Return the days that anybody may read of."""
    return LeaderDay.objects.filter(published_at__isnull=False).select_related("centre", "window", "service")


def may_plan(actor: Actor, day: LeaderDay) -> bool:
    """Whether ``actor`` plans, publishes, cancels and reports ``day``."""
    centre = known().centres.get(day.centre_id)
    return centre is not None and runs(actor, centre)


def refusal() -> Denied:
    """Return the refusal of a day that is not the actor's to plan."""
    return Denied(_("Leaders' days are planned by the unit that runs the centre."))


def plan(day: LeaderDay, *, by: Actor) -> LeaderDay | Denied:
    """Write a new day, or changes of one that is not published; what is public is cancelled, never rewritten."""
    if not may_plan(by, day):
        return refusal()
    if day.published_at is not None:
        return Denied(_("This day is published. Cancel it and plan another one."))
    with acting_as(by), transaction.atomic():
        if day._state.adding:
            day.made_by, day.made_at = by.key, timezone.now()
        day.save()
        _record(day, "leader_day.planned", by)
        return day


def publish(day: LeaderDay, *, by: Actor) -> LeaderDay | Denied:
    """Publish a day that is still to come; from then on its times are booked."""
    with acting_as(by), transaction.atomic():
        row = _locked(day)
        if not may_plan(by, row):
            return refusal()
        if row.day <= timezone.localdate():
            return Denied(_("A day is published before it comes."))
        if row.published_at is None:
            row.published_at = timezone.now()
            row.save(update_fields=["published_at"])
            _record(row, "leader_day.published", by)
        return row


def cancel_day(day: LeaderDay, why: str, why_en: str = "", *, by: Actor) -> LeaderDay | Denied:
    """Cancel a day with a reason that everybody reads; whoever has booked is told."""
    with acting_as(by), transaction.atomic():
        row = _locked(day)
        if not may_plan(by, row):
            return refusal()
        if row.cancelled_at or row.held_at:
            return Denied(_("This day has been held or cancelled already."))
        row.cancelled_at, row.why_cancelled, row.why_cancelled_en = timezone.now(), why, why_en
        row.save(update_fields=["cancelled_at", "why_cancelled", "why_cancelled_en"])
        for booked in Appointment.objects.filter(leader_day=row, state=Booking.BOOKED):
            if not isinstance(cancel(booked, by=by, why="leader_day"), Denied):
                tell(booked, CANCELLED)
        _record(row, "leader_day.cancelled", by)
        return row


def report(day: LeaderDay, *, met: int | None, words: str, words_en: str = "", by: Actor) -> LeaderDay | Denied:
    """Report a day that was held; refused while a visitor of it has no outcome."""
    with acting_as(by), transaction.atomic():
        row = _locked(day)
        if not may_plan(by, row):
            return refusal()
        if row.published_at is None or row.cancelled_at or row.day > timezone.localdate():
            return Denied(_("Only a day that was published and has come can be reported."))
        open_ones = Ticket.objects.filter(leader_day=row).exclude(state__in=(Standing.SERVED, Standing.LEFT))
        if open_ones.exists():
            return Denied(_("Somebody still waits or stands at the window: say first what came of each visit."))
        row.held_at, row.met, row.report, row.report_en = row.held_at or timezone.now(), met, words, words_en
        row.save(update_fields=["held_at", "met", "report", "report_en"])
        _record(row, "leader_day.reported", by)
        return row


def take_along(day: LeaderDay, case: Case, responsible: str = "", *, by: Actor) -> DayMatter | Denied:
    """Note that a leader took ``case`` along from a visit, and who is responsible; the caller may see the case."""
    with acting_as(by), transaction.atomic():
        row = _locked(day)
        if not may_plan(by, row):
            return refusal()
        if row.mode != LeaderDay.Mode.VISIT or row.cancelled_at or row.day > timezone.localdate():
            return Denied(_("Matters are noted for a visit that has come."))
        matter, made = DayMatter.objects.get_or_create(
            day=row,
            case=case,
            defaults={"responsible": responsible or leader_of(case), "by": by.key, "at": timezone.now()},
        )
        if made:
            _record(row, "leader_day.matter", by, case=case.reference)
        return matter


def _locked(day: LeaderDay) -> LeaderDay:
    return LeaderDay.objects.select_for_update(of=("self",)).select_related("centre").get(pk=day.pk)


def _record(day: LeaderDay, verb: str, by: Actor, **more: str) -> None:
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


def numbers_of(days: Iterable[LeaderDay]) -> dict[int, Numbers]:
    """Return the numbers of ``days`` by their ids; three statements, whatever their number. No person, no case."""
    rows = {each.pk: each for each in days}
    counted: dict[int, Counter[str]] = {pk: Counter() for pk in rows}
    kept = Appointment.objects.filter(leader_day__in=rows).exclude(state__in=(Booking.HELD, Booking.LAPSED))
    for day, state in kept.values_list("leader_day_id", "state"):
        counted[day].update(["booked", "missed"] if state == Booking.MISSED else ["booked"])
    tickets = Ticket.objects.filter(leader_day__in=rows).values_list("leader_day_id", "outcome", "case__closed_at")
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


def behind(centre: Centre, month: date, days: Sequence[LeaderDay]) -> list[Shortfall]:
    """Return who of the leaders among ``days`` has fewer days in ``month`` than the centre has set; none without one.

    The number is a local setting: the Regulation (art. 18) asks for regular reception and names none.
    """
    asked = centre.leader_days_a_month
    if not asked:
        return []
    names = {each.leader_name for each in days}
    planned = Counter(
        each.leader_name
        for each in days
        if (each.day.year, each.day.month) == (month.year, month.month) and each.published_at and not each.cancelled_at
    )
    return [Shortfall(name, planned[name], asked) for name in sorted(names) if planned[name] < asked]


def days_for(actor: Actor) -> QuerySet[LeaderDay]:
    """Return the days that ``actor`` plans, and those on which they themselves receive."""
    centres = [pk for pk, centre in known().centres.items() if runs(actor, centre)]
    return LeaderDay.objects.filter(Q(centre__in=centres) | Q(leader__in=actor.identities)).select_related(
        "centre", "window", "service"
    )


def visible_ids(actor: Actor, cases: Iterable[int]) -> set[int]:
    """Return which of some cases, by id, ``actor`` may see; one statement."""
    return set(Case.objects.visible_to(actor).filter(pk__in=list(cases)).values_list("pk", flat=True))
