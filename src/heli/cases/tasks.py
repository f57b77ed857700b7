"""The worker's regular jobs for cases; each may run twice without harm."""

from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.cases.auditing import verify
from heli.cases.declaring import settle
from heli.cases.ladder import climb, take_ended
from heli.cases.upkeep import fold_tallies, reckon_provisional


@app.periodic(cron="* * * * *")
@app.task(name="cases.time_passes", queue="cases", queueing_lock="cases.time_passes", lock="cases.time_passes")
@by_system
def time_passes(timestamp: int) -> None:
    """Remind up the ladder and take the steps of limits that have ended."""
    climb()
    take_ended()


@app.periodic(cron="*/5 * * * *")
@app.task(name="cases.settle_conflicts", queue="cases", queueing_lock="cases.settle_conflicts")
@by_system
def settle_conflicts(timestamp: int) -> None:
    """Take cases from those who came to be concerned by them, since posts begin and end by date."""
    settle()


@app.periodic(cron="* * * * *")
@app.task(name="cases.fold", queue="cases", queueing_lock="cases.fold")
@by_system
def fold(timestamp: int) -> None:
    """Fold the counters."""
    fold_tallies()


@app.task(name="cases.reckon_provisional", queue="cases", lock="cases.reckon_provisional")
@by_system
def reckon_again() -> None:
    """Reckon provisional dates again after a calendar was loaded."""
    reckon_provisional()


@app.periodic(cron="20 3 * * *")
@app.task(name="cases.verify_nightly", queue="audit", queueing_lock="cases.verify_nightly", lock="cases.verify")
@by_system
def verify_nightly(timestamp: int) -> None:
    """Check the audit record and the history of all cases."""
    verify(by="system")


@app.task(name="cases.verify_now", queue="audit", lock="cases.verify")
@by_system
def verify_now(by: str) -> None:
    """Check them because an auditor has asked."""
    verify(by=by)
