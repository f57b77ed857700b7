"""Jobs of the worker that send notices."""

from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.kernel.faults import reach
from heli.notices.sending import send, send_overdue


@app.task(name="notices.send", queue="notices")
@by_system
def send_notices(keys: list[str]) -> None:
    """Send the notices with ``keys`` that have not been sent."""
    reach("job.claimed")
    send(keys)


@app.periodic(cron="* * * * *")
@app.task(name="notices.sweep", queue="notices", queueing_lock="notices.sweep", lock="notices.sweep")
@by_system
def sweep_notices(timestamp: int) -> None:
    """Send what is still pending: after a failure, or because its time has come."""
    send_overdue()
