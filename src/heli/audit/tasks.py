"""The worker's regular job for the audit record."""

import logging

from django.conf import settings
from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.audit.sealing import seal
from heli.audit.witness import export

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queue="audit", queueing_lock="audit.seal", lock="audit.seal")
@by_system
def seal_and_export(timestamp: int) -> None:
    """Make a checkpoint and write it to the witness; one that cannot be reached gets it later."""
    seal()
    try:
        export(settings.HELI_WITNESS)
    except OSError as away:
        log.error("the witness %s cannot be written: %s", settings.HELI_WITNESS, away)  # noqa: TRY400 - no surprise
