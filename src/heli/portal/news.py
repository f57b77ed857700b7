"""Letters to subscribers of the register: what has happened, to which public cases, since the last letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone, translation

from heli.cases.families import in_public
from heli.cases.models import Case, Event
from heli.kernel.service_hours import next_service_instant
from heli.notices.letters import NEWS
from heli.notices.models import Channel, Delivery, Notice, Rhythm, Subscription
from heli.notices.writing import post
from heli.organizations.calendar import work_calendar
from heli.organizations.days import midnight
from heli.organizations.settings import district
from heli.portal.register import Entry, Wanted, entry, listed

#: Numbers of events are given before they are committed: one that is younger than this may have an elder to come.
SETTLED = timedelta(minutes=1)
MOST_LINES = 30
BATCH = 500


def wanted_of(row: Subscription) -> Wanted:
    """Return the filters that a subscription follows."""
    return Wanted(topic=row.topic, place=row.place, state=row.case_state, query=row.words)


def newest_event() -> int:
    """Return the number of the last event."""
    return Event.objects.aggregate(last=Max("id"))["last"] or 0


def public_of(references: Sequence[str]) -> set[str]:
    """Return those of ``references`` that the register shows."""
    return set(Case.objects.public().filter(in_public(), reference__in=references).values_list("reference", flat=True))


@transaction.atomic
def tell(now: datetime | None = None) -> int:
    """Write the letters that are due and return how many; outside service hours none, for they would only wait."""
    now = now or timezone.now()
    if next_service_instant(now, work_calendar(), district().hours, _zone()) > now:
        return 0
    last = _last_settled(now)
    due = _due(now, last)
    letters: list[Notice] = []
    looked_at: list[UUID] = []
    changes = _Changes(last, now)
    for row in due.iterator(chunk_size=BATCH):
        letters += changes.letters(row)
        looked_at.append(row.pk)
    post(letters)
    seen = Subscription.objects.filter(pk__in=looked_at)
    seen.update(seen_event=Greatest("seen_event", last))
    seen.filter(rhythm=Rhythm.DAILY).update(next_at=_tomorrow(now))
    return len(letters)


def _due(now: datetime, last: int) -> QuerySet[Subscription]:
    at_once = Q(rhythm=Rhythm.ONCE, seen_event__lt=last)
    daily = Q(rhythm=Rhythm.DAILY, next_at__lte=now)
    confirmed = Subscription.objects.filter(confirmed_at__lte=now)
    return confirmed.filter(at_once | daily).select_related("key").order_by("seen_event", "number")


def _last_settled(now: datetime) -> int:
    """Return the last event before which none can still come."""
    young = Event.objects.filter(at__gt=now - SETTLED, id__gt=newest_event() - BATCH).order_by("id")
    first = young.values_list("id", flat=True).first()
    return first - 1 if first else newest_event()


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_default_timezone_name())


def _tomorrow(now: datetime) -> datetime:
    day = timezone.localdate(now) + timedelta(days=1)
    return midnight(day)


@dataclass(frozen=True)
class _Change:
    """A change of a public case: where it went, and when."""

    event: int
    case: int
    at: datetime


class _Changes:
    """What has changed up to the event ``last``; looked up once for all who follow the same thing."""

    def __init__(self, last: int, now: datetime) -> None:
        self.last, self.now = last, now
        self.since: int | None = None
        self.changes: list[_Change] = []
        self.known: dict[tuple[Any, ...], dict[int, Case]] = {}

    def letters(self, row: Subscription) -> Iterable[Notice]:
        """Yield the letter to one subscriber, if there is something to tell."""
        changed = self._changed(row)
        cases = self._matching(row) if changed else {}
        told = [cases[pk] for pk in changed if pk in cases]
        if told:
            yield self._letter(row, told)

    def _changed(self, row: Subscription) -> dict[int, int]:
        """Return the cases that changed since the last letter to ``row``, the newest change first."""
        if self.since is None or row.seen_event < self.since:
            self._load(row.seen_event)
        begun = row.confirmed_at or self.now
        new = [each for each in self.changes if each.event > row.seen_event and each.at >= begun]
        return {each.case: each.event for each in reversed(new)}

    def _load(self, since: int) -> None:
        """Read the changes after the event ``since``: a case came, or moved to another state."""
        found = Event.objects.filter(id__gt=since, id__lte=self.last, internal=False, case__public=True)
        rows = found.exclude(from_state=F("to_state")).order_by("id").values_list("id", "case_id", "at")
        self.since, self.changes, self.known = since, [_Change(*each) for each in rows], {}

    def _matching(self, row: Subscription) -> dict[int, Case]:
        """Return the changed cases that ``row`` follows, by their ids."""
        wish = (row.reference, row.topic, row.place, row.case_state, row.words)
        if wish not in self.known:
            cases = listed().filter(pk__in={each.case for each in self.changes})
            own = Q(reference=row.reference)
            cases = cases.filter(own) if row.reference else wanted_of(row).apply(cases, self.now)
            self.known[wish] = {case.pk: case for case in cases}
        return self.known[wish]

    def _letter(self, row: Subscription, cases: list[Case]) -> Notice:
        with translation.override(row.language):
            lines = [{"reference": case.reference, "text": _line(entry(case))} for case in cases[:MOST_LINES]]
        return Notice(
            key=f"news.{row.number.hex}.{self.last}",
            channel=Channel.EMAIL,
            state=Delivery.PENDING,
            to_subscription=row,
            kind=f"subscription.{NEWS}",
            values={"entries": lines, "left": len(cases) - len(lines)},
            created_at=self.now,
        )


def _line(each: Entry) -> str:
    """Return one case as a letter names it: nothing that its public entry does not show."""
    topic = each.category.label if each.title != each.category.label else ""
    parts = (each.reference, each.title, topic, each.place, f"{each.state.label}", each.facts.outcome)
    return " · ".join(str(part) for part in parts if part)
