"""The worker's regular jobs for the advice desk; each may run twice without harm."""

from procrastinate.contrib.django import app

from heli.advice.callbacks import give_up
from heli.advice.counselling import clear
from heli.advice.talks import forget
from heli.audit.naming import by_system

PASSING = "advice.time_passes"


@app.periodic(cron="20 * * * *")
@app.task(name=PASSING, queue="cases", queueing_lock=PASSING, lock=PASSING)
@by_system
def time_passes(timestamp: int) -> None:
    """Destroy numbers that waited too long, what was told long ago, and wishes whose days are over."""
    give_up()
    forget()
    clear()
