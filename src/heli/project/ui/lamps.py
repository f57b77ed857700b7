"""The lamp of a time limit: green, yellow, red, or grey, always with its text and its own shape."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.project.ui.dates import DAY, days, due_text, is_midnight, last_day, span

SOON = timedelta(hours=48)


@dataclass(frozen=True)
class Lamp:
    """One lamp: `tone` is good, warn, bad or neutral; `icon` differs for each, so colour never speaks alone."""

    tone: str
    icon: str
    text: str
    due: str = ""


def lamp(
    due_at: datetime | None,
    closed_at: datetime | None = None,
    *,
    now: datetime | None = None,
    warn_at: datetime | None = None,
    paused: bool = False,
) -> Lamp:
    """The lamp of a limit that ends at `due_at` (exclusive). It turns yellow at `warn_at`, else 48 hours before."""
    if due_at is None:
        return Lamp("neutral", "minus", _("No time limit"))
    due = due_text(due_at)
    if closed_at is not None:
        return _closed(due_at, closed_at, due)
    if paused:
        return Lamp("neutral", "player-pause", _("Clock stopped"), due)
    now = now or timezone.now()
    if now >= due_at:
        return Lamp("bad", "alert-triangle", _overdue(due_at, now), due)
    soon = now >= (warn_at or due_at - SOON)
    return (
        Lamp("warn", "clock-exclamation", _left(due_at, now), due)
        if soon
        else Lamp("good", "clock", _left(due_at, now), due)
    )


def _closed(due_at: datetime, closed_at: datetime, due: str) -> Lamp:
    if closed_at < due_at:
        return Lamp("good", "check", _("Done in time"), due)
    return Lamp("bad", "alert-triangle", _("Done %(span)s late") % {"span": _late_by(due_at, closed_at)}, due)


def _late_by(due_at: datetime, now: datetime) -> str:
    """Whole local days after the last day where the limit is counted in days, else the plain length."""
    late = now - due_at
    if is_midnight(due_at):
        return days((timezone.localtime(now).date() - last_day(due_at)).days)
    return span(late)


def _overdue(due_at: datetime, now: datetime) -> str:
    return _("Overdue by %(span)s") % {"span": _late_by(due_at, now)}


def _left(due_at: datetime, now: datetime) -> str:
    """Days are counted as people count them: today, tomorrow, in two days."""
    if not is_midnight(due_at) and due_at - now < DAY:
        return _("Due in %(span)s") % {"span": span(due_at - now)}
    left = (last_day(due_at) - timezone.localtime(now).date()).days
    if left == 0:
        return _("Due today")
    if left == 1:
        return _("Due tomorrow")
    return _("Due in %(span)s") % {"span": days(left)}
