"""The worker's nightly job for periods of keeping; it may run twice without harm."""

from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.retention.nightly import announce, erase_announced


@app.periodic(cron="10 1 * * *")
@app.task(name="retention.nightly", queue="retention", queueing_lock="retention.nightly", lock="retention.nightly")
@by_system
def nightly(timestamp: int) -> None:
    """Erase what was announced in time, then announce what comes due next."""
    erase_announced()
    announce()
