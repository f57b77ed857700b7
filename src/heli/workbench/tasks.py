"""The worker's regular jobs for what officers keep at the workbench; each may run twice without harm."""

from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.workbench import drafts, presence
from heli.workbench.keeping import forget_left


@app.periodic(cron="40 1 * * *")
@app.task(name="workbench.tidy", queue="retention", queueing_lock="workbench.tidy", lock="workbench.tidy")
@by_system
def tidy(timestamp: int) -> None:
    """Delete saved views that belong to nobody in service any more."""
    forget_left()


@app.periodic(cron="23 * * * *")
@app.task(name="workbench.tidy_drafts", queue="retention", queueing_lock="workbench.tidy_drafts")
@by_system
def tidy_drafts(timestamp: int) -> None:
    """Remove drafts that serve no more, and signs of life that count no more."""
    drafts.remove_old()
    presence.remove_old()
