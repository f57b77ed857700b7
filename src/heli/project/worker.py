"""The worker's own duties: jobs of a dead worker go back to the queue, and the nightly backup."""

import logging

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from heli.audit.naming import by_system
from heli.project.backup import back_up
from heli.project.places import present_place

log = logging.getLogger(__name__)


# Every twenty seconds (the sixth field): with the half minute after which a worker counts as dead, nothing is in a
# dead hand for longer than a minute.
@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="rescue_stalled_jobs", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Queue again what a killed worker left in hand; jobs must therefore bear being run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await _rescue(manager, job)


async def _rescue(manager: JobManager, job: Job) -> None:
    """Queue ``job`` again, unless its like waits already; one that cannot be rescued keeps none of the others."""
    try:
        await manager.retry_job(job)
    except UniqueViolation:
        # A job of which one may wait at a time: the one that waits does the work, and must not wait for the dead.
        await manager.finish_job(job, Status.ABORTED, delete_job=True)
    except Exception:
        log.exception("job %s could not be rescued", job.id)


@app.periodic(cron=settings.HELI_BACKUP_AT)
@app.task(name="project.backup", queue="backup", queueing_lock="project.backup", lock="project.backup")
@by_system
def nightly_backup(timestamp: int) -> None:
    """Write the nightly backup where the settings name a folder for it."""
    if settings.HELI_BACKUP:
        made = back_up(
            present_place(), settings.HELI_BACKUP, keys=settings.HELI_BACKUP_KEYS, keep=settings.HELI_BACKUP_KEEP
        )
        log.info("backup %s", made)
