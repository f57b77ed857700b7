"""The worker's regular jobs for subscribers; each may run twice without harm."""

from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.notices.subscriptions import forget_unconfirmed
from heli.portal.news import tell


@app.periodic(cron="* * * * *")
@app.task(name="portal.tell", queue="notices", queueing_lock="portal.tell", lock="portal.tell")
@by_system
def tell_subscribers(timestamp: int) -> None:
    """Write the letters that are due."""
    tell()


@app.periodic(cron="41 * * * *")
@app.task(name="portal.forget_unconfirmed", queue="notices", queueing_lock="portal.forget_unconfirmed")
@by_system
def forget_subscriptions(timestamp: int) -> None:
    """Remove addresses that nobody has confirmed."""
    forget_unconfirmed()
