"""The worker's jobs for reports; each may run twice without harm."""

from django.utils import timezone
from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.reports.issuing import order
from heli.reports.making import make, unfinished
from heli.reports.scheduling import take_up


@app.periodic(cron="* * * * *")
@app.task(name="reports.time_passes", queue="reports", queueing_lock="reports.time_passes", lock="reports.time_passes")
@by_system
def time_passes(timestamp: int) -> None:
    """Issue what schedules ask for, and try again what could not be made."""
    now = timezone.now()
    take_up(now)
    for pk in unfinished(now):
        order(pk)


@app.task(name="reports.make", queue="reports")
@by_system
def make_files(pk: int) -> None:
    """Make the files of one report."""
    make(pk)
