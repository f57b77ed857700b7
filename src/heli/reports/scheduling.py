"""Schedules: each closed period is taken up once, at its time; what was missed is made up for."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from heli.access.actors import SYSTEM
from heli.cases.telling import both
from heli.insight.periods import DAY, Length, Period
from heli.kernel.decisions import Denied
from heli.notices.models import Channel, Notice
from heli.notices.writing import post
from heli.organizations.calendar import work_calendar
from heli.reports.issuing import issue, issues_of
from heli.reports.models import MOST_TRIES, Report, Run, Schedule
from heli.reports.scopes import About
from heli.reports.telling import tell

log = logging.getLogger(__name__)
#: How many missed periods of a schedule are made up for.
MOST_MISSED = 31
GIVEN_UP = gettext_lazy("The scheduled report %(period)s could not be issued: please look at the page of schedules")


def due_at(schedule: Schedule, period: Period) -> datetime:
    """Return when the report on ``period`` is to be issued: after its last day, at the time of the schedule."""
    day = period.last + DAY
    calendar = work_calendar()
    if schedule.working_days and not calendar.is_working_day(day):
        day = calendar.next_working_day(day)
    return timezone.make_aware(datetime.combine(day, schedule.at), timezone.get_default_timezone())


def due(schedule: Schedule, now: datetime) -> list[Period]:
    """Return the periods whose time has come since the schedule began, the earliest first."""
    found = []
    period = Period.of(Length(schedule.length), timezone.localdate(now)).before
    for _number in range(MOST_MISSED):
        instant = due_at(schedule, period)
        if instant <= schedule.since:
            break
        if instant <= now:
            found.append(period)
        period = period.before
    return found[::-1]


def next_at(schedule: Schedule, now: datetime) -> datetime:
    """Return when a schedule issues next."""
    period = Period.of(Length(schedule.length), timezone.localdate(now)).before
    while due_at(schedule, period) <= max(now, schedule.since):
        period = period.after
    return due_at(schedule, period)


def take_up(now: datetime) -> int:
    """Issue what is due by every active schedule and not taken up yet; return how many periods that are."""
    taken = 0
    for schedule in Schedule.objects.filter(active=True).order_by("id"):
        runs = schedule.runs.filter(length=schedule.length)
        done = set(runs.filter(report__isnull=False).values_list("first", flat=True))
        given_up = set(runs.filter(report__isnull=True, tries__gte=MOST_TRIES).values_list("first", flat=True))
        for period in due(schedule, now):
            if period.first not in done | given_up:
                taken += _take(schedule, period, now)
    return taken


def _take(schedule: Schedule, period: Period, now: datetime) -> bool:
    """Take up one period; a failure is kept with it, tried again, and told to the keeper when it is given up."""
    try:
        with transaction.atomic():
            return _taken(schedule, period, now)
    except Exception as failure:
        log.exception("schedule %s: %s could not be issued", schedule.pk, period.code)
        _keep_failure(schedule, period, type(failure).__name__, now)
        return False


def _taken(schedule: Schedule, period: Period, now: datetime) -> bool:
    run, made = _run(schedule, period, now)
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.report_id and not made:
        return False
    about = About.read(schedule.scope)
    run.report = _issued(about, period, now)
    run.error = ""
    run.save(update_fields=["report", "error"])
    if run.report.is_issued:
        tell(run.report)
    return True


def _run(schedule: Schedule, period: Period, now: datetime) -> tuple[Run, bool]:
    """Return the row of a period; a schedule that is daily now and monthly later has rows of both."""
    return Run.objects.get_or_create(
        schedule=schedule, length=period.length, first=period.first, defaults={"taken_at": now}
    )


def _issued(about: About, period: Period, now: datetime) -> Report:
    """Return the newest issue of the report where there is one, else issue it."""
    found = issues_of(about, period, public=False)
    if found:
        return found[0]
    made = issue(about, period, by=SYSTEM, now=now)
    if isinstance(made, Denied):
        raise TypeError(str(made.reason))
    return made


def _keep_failure(schedule: Schedule, period: Period, reason: str, now: datetime) -> None:
    with transaction.atomic():
        run, _made = _run(schedule, period, now)
        run.error, run.tries = reason, run.tries + 1
        run.save(update_fields=["error", "tries"])
        if run.tries == MOST_TRIES:
            post([_given_up(schedule, period, now)])


def _given_up(schedule: Schedule, period: Period, now: datetime) -> Notice:
    words = {language: text % {"period": period.code} for language, text in both(GIVEN_UP).items()}
    return Notice(
        key=f"report.schedule.{schedule.pk}.{period.code}",
        channel=Channel.INBOX,
        to_user_id=schedule.kept_by_id,
        kind="reports.failed.staff",
        values={"step": words},
        created_at=now,
    )


def failures(schedule: Schedule, now: datetime) -> list[Run]:
    """Return the periods of the last 31 days that a schedule could not issue."""
    return [run for run in schedule.runs.all() if run.error and run.taken_at > now - timedelta(days=MOST_MISSED)]
