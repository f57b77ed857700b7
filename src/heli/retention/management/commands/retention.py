"""`heli retention`: what is kept how long, what comes due, what was announced, and what is held back."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Min
from django.utils import timezone

from heli.retention.clocks import WARNING, due, period_of, standing
from heli.retention.models import Kind, Planned

FEW = 20


class Command(BaseCommand):
    """Changes nothing. Cases are told by their references alone; the reason of a hold stands on the page."""

    help = "List periods of keeping, what is due to be erased, and what is held back. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--all", action="store_true", help=f"name every case, not only the first {FEW}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print, one kind after the other, then the holds."""
        now, most = timezone.now(), None if options["all"] else FEW
        for kind in Kind:
            for line in (*_told(kind, now), *_due(kind, now, most)):
                self.stdout.write(line)
        for line in _held(now, most):
            self.stdout.write(line)


def _told(kind: Kind, now: datetime) -> Iterator[str]:
    period = period_of(kind)
    if period.effective is None:
        yield f"{kind}: no period is set; kept for good"
        return
    longer = f", the archives rule asks for {period.archive_years}" if period.archive_wins else ""
    yield f"{kind}: kept {period.effective} years after closing ({period.basis}{longer})"
    announced = Planned.objects.filter(kind=kind)
    next_day = announced.aggregate(day=Min("erase_at"))["day"]
    when = f", the first for {timezone.localdate(next_day)}" if next_day else ""
    yield f"  due now {due(kind, now).count()}, within 30 days {due(kind, now + WARNING).count()}"
    yield f"  announced {announced.count()}{when}"


def _due(kind: Kind, now: datetime, most: int | None) -> Iterator[str]:
    rows = due(kind, now + WARNING).order_by("closed_at", "pk")
    days = dict(Planned.objects.filter(kind=kind, case__in=rows.values("pk")).values_list("case_id", "erase_at"))
    shown = rows[:most]
    for case in shown:
        day = days.get(case.pk)
        told = f"will be erased from {timezone.localdate(day)} on" if day else "not announced yet"
        yield f"  {case.reference}  closed {timezone.localdate(case.closed_at)}  {told}"
    yield from _more(rows.count() - len(shown))


def _held(now: datetime, most: int | None) -> Iterator[str]:
    rows = standing(now).select_related("case", "by").order_by("since", "pk")
    yield f"held back: {rows.count()}"
    shown = rows[:most]
    for hold in shown:
        until = f"until {hold.until}" if hold.until else "until it is ended"
        yield f"  {hold.case.reference}  {until}  by {hold.by.username} on {timezone.localdate(hold.since)}"
    yield from _more(rows.count() - len(shown))


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f"  and {number} more; --all names them"
