"""The worker's regular jobs for mediation; each may run twice without harm."""

from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.mediation.reminding import remind

REMINDING = "mediation.remind"


@app.periodic(cron="10 8 * * *")
@app.task(name=REMINDING, queue="cases", queueing_lock=REMINDING, lock=REMINDING)
@by_system
def remind_daily(timestamp: int) -> None:
    """Remind both sides of what falls due by their agreement, soon or today (People's Mediation Law, art. 31)."""
    remind()
