"""Why this date, and what happens next: in the reader's words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock
from heli.kernel.periods import TraceKind, Unit
from heli.kernel.procedures import Limit, State


def explain(clock: Clock) -> list[str]:
    """Return the reckoning of ``clock`` as sentences, from the start to the last day."""
    lines = [_SENTENCES[TraceKind(line["kind"])](_day(line["date"]), line["detail"]) for line in clock.trace]
    return [line for line in lines if line]


def period_text(amount: int, unit: str) -> str:
    """Return "5 working days" in the reader's language."""
    texts = {
        Unit.HOURS: ngettext("%(n)s hour", "%(n)s hours", amount),
        Unit.DAYS: ngettext("%(n)s natural day", "%(n)s natural days", amount),
        Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", amount),
        Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", amount),
        Unit.YEARS: ngettext("%(n)s year", "%(n)s years", amount),
    }
    return texts[Unit(unit)] % {"n": amount}


def _day(text: str | None) -> str:
    return _written(date.fromisoformat(text)) if text else ""


def _written(day: date) -> str:
    return f"{date_format(day, pgettext('date format', 'j F Y'))} ({date_format(day, 'D')})"


def _moment(text: Any) -> str:
    moment = timezone.localtime(datetime.fromisoformat(str(text)))
    return date_format(moment, pgettext("date format", "j F Y, H:i"))


def _day_or_moment(text: str) -> str:
    """Limits in days stand still by days, limits in hours to the minute."""
    return _moment(text) if "T" in text else _day(text)


def _named(detail: dict[str, Any]) -> str:
    return str(detail.get("name") or _("weekend"))


_SENTENCES: dict[TraceKind, Callable[[str, dict[str, Any]], str]] = {
    TraceKind.RECEIVED: lambda day, d: _("The time begins with what happened on %(at)s.") % {"at": _moment(d["at"])},
    TraceKind.PERIOD: lambda day, d: _("The limit is %(period)s.") % {"period": period_text(d["amount"], d["unit"])},
    TraceKind.START_DAY_OFF: lambda day, d: (
        _("%(day)s is a day off (%(name)s); what arrives on it has the next working day as its first.")
        % {"day": day, "name": _named(d)}
    ),
    TraceKind.FIRST_DAY_EXCLUDED: lambda day, d: _("%(day)s itself is not counted.") % {"day": day},
    TraceKind.FIRST_HOUR_EXCLUDED: lambda day, d: (
        _("Counting begins with the next full hour, %(at)s.") % {"at": _moment(d["at"])}
    ),
    TraceKind.MAKE_UP_DAY: lambda day, d: (
        _("%(day)s counts: it is a make-up working day (%(name)s).") % {"day": day, "name": _named(d)}
    ),
    TraceKind.DAYS_OFF_SKIPPED: lambda day, d: (
        _("From %(day)s to %(until)s is not counted: %(name)s.")
        % {"day": day, "until": _day(d["until"]), "name": _named(d)}
    ),
    TraceKind.NO_SUCH_DAY: lambda day, d: (
        _("The month has no day %(wanted)s, so its last day is taken.") % {"wanted": d["wanted"]}
    ),
    TraceKind.PAUSED: lambda day, d: (
        _("The clock stood still from %(day)s to %(until)s.") % {"day": day, "until": _day_or_moment(d["until"])}
    ),
    TraceKind.STILL_PAUSED: lambda day, d: _("The clock has stood still since %(at)s.") % {"at": _moment(d["at"])},
    TraceKind.EXTENDED: lambda day, d: (
        _("The time was extended by %(period)s.") % {"period": period_text(d["amount"], d["unit"])}
    ),
    TraceKind.LAST_DAY_OFF: lambda day, d: (
        _("The last day, %(day)s, is a day off (%(name)s) and stays.") % {"day": day, "name": _named(d)}
    ),
    TraceKind.ROLLED: lambda day, d: (
        _("The last day falls on a day off (%(before)s, %(name)s), so it becomes %(day)s.")
        % {"before": _day(d["before"]), "day": day, "name": _named(d)}
    ),
    TraceKind.LAST_DAY: lambda day, d: _("The last day is %(day)s.") % {"day": day},
    TraceKind.PROVISIONAL: lambda day, d: (
        _("Provisional: the holiday notice for %(year)s is not known yet; the date is reckoned again when it is.")
        % {"year": d["year"]}
    ),
}


@dataclass(frozen=True)
class NextStep:
    """Where a case stands: the state, whose turn it is, by when and on what ground."""

    state: State
    says: str
    limit: Limit | None
    due_at: datetime | None
    basis: str


def what_next(case: Case, clocks: list[Clock]) -> NextStep:
    """Return where ``case`` stands; ``clocks`` are its running ones. The state's own limit goes before the main one."""
    procedure = kind_of(case).procedure
    state = procedure.state(case.state)
    running = {clock.limit: clock for clock in clocks if clock.stopped_at is None and clock.paused_at is None}
    own = sorted((limit for limit in state.runs if limit.name in running), key=lambda limit: limit.main)
    limit = own[0] if own else None
    due = running[limit.name].due_at if limit else None
    return NextStep(state, str(state.says), limit, due, str(limit.basis) if limit else "")
