"""The worker's nightly job for what officers keep at the workbench; it may run twice without harm."""

from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.workbench.keeping import forget_left


@app.periodic(cron="40 1 * * *")
@app.task(name="workbench.tidy", queue="retention", queueing_lock="workbench.tidy", lock="workbench.tidy")
@by_system
def tidy(timestamp: int) -> None:
    """Delete saved views that belong to nobody in service any more."""
    forget_left()
