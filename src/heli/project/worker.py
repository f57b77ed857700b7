"""The worker's own duties: jobs of a dead worker go back to the queue."""

from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="rescue_stalled_jobs", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Queue again what a killed worker left in hand; jobs must therefore bear being run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
