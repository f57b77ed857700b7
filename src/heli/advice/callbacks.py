"""Callbacks: the windows that are free, asking, calling, and the end, at which the number is destroyed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.access.reads import log_read
from heli.advice.codes import CALLER
from heli.advice.known import desks_of, known, works_at
from heli.advice.models import LIVE, AdviceDesk, AdviceTopic, Callback, CallWindow, Standing
from heli.audit.record import write
from heli.kernel.decisions import Denied
from heli.kernel.references import BadReference, new_reference, normalise_reference
from heli.organizations.calendar import work_calendar
from heli.organizations.weekdays import weekday_of
from heli.people.keys import destroy_key

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Free:
    """A window of a day that still takes somebody: from ``begins`` until, not including, ``ends``; ``left`` places."""

    window: CallWindow
    day: date
    begins: datetime
    ends: datetime
    left: int

    @property
    def value(self) -> str:
        """What a form names it by."""
        return f"{self.window.pk}@{self.day.isoformat()}"


def free_windows(desk: AdviceDesk, now: datetime) -> list[Free]:
    """Return the windows to come in which ``desk`` still calls somebody back, the next first; one statement."""
    today, calendar = timezone.localdate(now), work_calendar()
    days = [today + number * DAY for number in range(desk.book_days + 1)]
    rows = Callback.objects.filter(desk=desk, day__in=days).exclude(state=Standing.CANCELLED)
    with acting_as(SYSTEM):
        taken = Counter(
            {(window, day): number for window, day, number in rows.values_list("window", "day").annotate(Count("id"))}
        )
    found = [
        Free(window, day, *_span(window, day), left=window.capacity - taken[window.pk, day])
        for day in days
        for window in known().windows
        if window.desk_id == desk.pk and _holds(window, day) and window.weekday == weekday_of(day, calendar)
    ]
    return [each for each in found if each.left > 0 and each.begins > now]


def offered() -> list[Free]:
    """Return the windows of all desks that still take somebody, the next first."""
    now = timezone.now()
    found = [each for desk in known().desks.values() for each in free_windows(desk, now)]
    return sorted(found, key=lambda each: each.begins)


def _holds(window: CallWindow, day: date) -> bool:
    return window.since <= day and (window.until is None or day < window.until)


def _span(window: CallWindow, day: date) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    return datetime.combine(day, window.begins, zone), datetime.combine(day, window.ends, zone)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A number to be called, when, and what about."""

    phone: str
    free: Free
    topic: AdviceTopic | None = None
    language: str = "zh-hans"


def ask(asked: Asked, *, key: UUID, by: Actor = CALLER) -> Callback | Denied:
    """Take a number for a window; ``key`` and number again are one callback. The database says whether it is full."""
    now = timezone.now()
    window, day = asked.free.window, asked.free.day
    with acting_as(SYSTEM), transaction.atomic():
        # The window is locked, so that two who take its last place ask one after the other.
        CallWindow.objects.select_for_update(no_key=True).get(pk=window.pk)
        if Callback.objects.filter(key_of=key).exists():
            return of_submission(key, asked.phone) or Denied(_("This callback is over."))
        rows = Callback.objects.filter(window=window, day=day).exclude(state=Standing.CANCELLED)
        gone = set(rows.values_list("place", flat=True))
        place = next((each for each in range(1, window.capacity + 1) if each not in gone), None)
        if place is None or asked.free.begins <= now:
            return Denied(_("This window is full by now. Please choose another one."))
        row = Callback(
            reference=new_reference(), key_of=key, desk_id=window.desk_id, window=window, day=day, place=place,
            topic=asked.topic, language=asked.language, phone=asked.phone, made_at=now,
        )  # fmt: skip
        row.save()
    with acting_as(by, on=[row.reference]):
        write(row.reference, "callback.asked", at=now, actor=by.key, data={"day": day.isoformat()})
    return row


def of_submission(key: UUID, phone: str) -> Callback | None:
    """Return the callback to ``phone`` that was asked for under ``key``.

    The key alone, out of a copy of the table for instance, opens nobody's callback.
    """
    with acting_as(SYSTEM), transaction.atomic():
        rows = Callback.objects.select_related("window", "desk", "topic", "key").filter(key_of=key)
        return next((each for each in rows if phone and each.phone == phone), None)


def due(desks: list[AdviceDesk]) -> QuerySet[Callback]:
    """Return whom ``desks`` still have to call, the earliest first; the caller's context says for whom it is read."""
    rows = Callback.objects.filter(desk__in=desks, state__in=LIVE).select_related("window", "topic", "desk")
    return rows.order_by("day", "window__begins", "tries", "pk")


def callback_at(reference: str, by: Actor) -> Callback | None:
    """Return a callback of a desk at which ``by`` works, without its number; None for every other."""
    try:
        written = normalise_reference(reference)
    except BadReference:
        return None
    with acting_as(by), transaction.atomic():
        rows = Callback.objects.select_related("desk", "window", "topic")
        return rows.filter(reference=written, desk__in=desks_of(by)).first()


def number_of(row: Callback, *, by: Actor) -> str | Denied:
    """Return the number, on record; the caller reads in their own log whether anybody looked."""
    if not works_at(by, row.desk_id):
        return not_yours()
    with acting_as(by), transaction.atomic():
        log_read(row.reference, by=by, purpose="calling", what=("contact",))
        phone: str = Callback.objects.select_related("key").get(pk=row.pk).phone
        return phone


def not_yours() -> Denied:
    """Return the refusal of a desk at which the actor does not work."""
    return Denied(_("You do not work at this desk."))


def reached(row: Callback, *, by: Actor) -> Callback | Denied:
    """Note that the person was reached; the number is destroyed."""
    return _called(row, by, Standing.REACHED)


def not_reached(row: Callback, *, by: Actor) -> Callback | Denied:
    """Note a call in vain; after as many as the desk has set the number is destroyed."""
    last = row.tries + 1 >= known().desks[row.desk_id].tries
    return _called(row, by, Standing.UNREACHED if last else Standing.AGAIN)


def _called(row: Callback, by: Actor, state: Standing) -> Callback | Denied:
    if not works_at(by, row.desk_id):
        return not_yours()
    now = timezone.now()
    with acting_as(by), transaction.atomic():
        found = _locked(row)
        if found.state not in LIVE or found.tries != row.tries:
            return Denied(_("Somebody else has called this number meanwhile."))
        found.tries, found.tried_at = found.tries + 1, now
        _settle(found, state, now, by)
        return found


def cancel(row: Callback) -> Callback | Denied:
    """Cancel a callback for whoever asked for it; the number is destroyed and the place is free."""
    now = timezone.now()
    with acting_as(CALLER, on=[row.reference]), transaction.atomic():
        found = _locked(row)
        if found.state not in LIVE:
            return Denied(_("This callback is over."))
        _settle(found, Standing.CANCELLED, now, CALLER)
        return found


def _locked(row: Callback) -> Callback:
    rows = Callback.objects.select_for_update(of=("self",)).select_related("desk", "window", "topic")
    return rows.get(pk=row.pk)


def _settle(row: Callback, state: Standing, now: datetime, by: Actor) -> None:
    """Write where ``row`` stands; at its end the number goes before the state says so."""
    row.state = state
    names = ["state", "tries", "tried_at"]
    if state not in LIVE:
        row.ended_at = now
        if row.key_id is not None:
            key, row.key = row.key_id, None
            with acting_as(SYSTEM):
                destroy_key(key)
        names.append("ended_at")
    Callback.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in names})
    write(row.reference, f"callback.{state}", at=now, actor=by.key, data={"tries": row.tries})


def give_up(now: datetime | None = None) -> int:
    """Destroy the numbers that waited longer than their desk lets them; returns how many."""
    now = now or timezone.now()
    ended = 0
    for desk in known().desks.values():
        before = timezone.localdate(now) - desk.wait_days * DAY
        for row in Callback.objects.filter(desk=desk, state__in=LIVE, day__lt=before)[:500]:
            with transaction.atomic():
                _settle(row, Standing.UNREACHED, now, SYSTEM)
            ended += 1
    return ended
