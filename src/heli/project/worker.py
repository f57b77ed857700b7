"""The worker's own duties: jobs of a dead worker go back to the queue, and the nightly backup."""

import logging

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from heli.project.backup import back_up
from heli.project.places import present_place

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="rescue_stalled_jobs", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Queue again what a killed worker left in hand; jobs must therefore bear being run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron=settings.HELI_BACKUP_AT)
@app.task(name="project.backup", queue="backup", queueing_lock="project.backup", lock="project.backup")
def nightly_backup(timestamp: int) -> None:
    """Write the nightly backup where the settings name a folder for it."""
    if settings.HELI_BACKUP:
        made = back_up(
            present_place(), settings.HELI_BACKUP, keys=settings.HELI_BACKUP_KEYS, keep=settings.HELI_BACKUP_KEEP
        )
        log.info("backup %s", made)
