"""The worker's regular jobs for mediation; each may run twice without harm."""

from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.mediation.meeting_days import remind as remind_sessions
from heli.mediation.reminding import remind

REMINDING, SESSIONS = "mediation.remind", "mediation.sessions"


@app.periodic(cron="10 8 * * *")
@app.task(name=REMINDING, queue="cases", queueing_lock=REMINDING, lock=REMINDING)
@by_system
def remind_daily(timestamp: int) -> None:
    """Remind both sides of what falls due by their agreement, soon or today (People's Mediation Law, art. 31)."""
    remind()


@app.periodic(cron="*/10 * * * *")
@app.task(name=SESSIONS, queue="cases", queueing_lock=SESSIONS, lock=SESSIONS)
@by_system
def remind_of_sessions(timestamp: int) -> None:
    """Remind of sessions that are near."""
    remind_sessions()
