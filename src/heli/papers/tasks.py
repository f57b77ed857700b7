"""The worker's regular jobs for files; each may run twice without harm."""

from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.papers.cleaning import remove_receipts, remove_strays, remove_unclaimed
from heli.papers.quarantine import check_waiting


@app.periodic(cron="* * * * *")
@app.task(name="papers.check_waiting", queue="papers", queueing_lock="papers.check_waiting")
@by_system
def waiting(timestamp: int) -> None:
    """Check the files that could not be checked when they came."""
    check_waiting()


@app.periodic(cron="17 * * * *")
@app.task(name="papers.remove_unclaimed", queue="papers", queueing_lock="papers.remove_unclaimed")
@by_system
def unclaimed(timestamp: int) -> None:
    """Remove the files that no case has claimed in time, and the receipts that nobody needs any more."""
    remove_unclaimed()
    remove_receipts()


@app.periodic(cron="41 3 * * *")
@app.task(name="papers.remove_strays", queue="papers", queueing_lock="papers.remove_strays")
@by_system
def strays(timestamp: int) -> None:
    """Remove bytes without a row."""
    remove_strays()
