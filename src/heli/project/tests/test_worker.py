from types import SimpleNamespace
from typing import cast

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.job_context import JobContext

from heli.project.worker import rescue_stalled_jobs


def rescue() -> None:
    async_to_sync(rescue_stalled_jobs.func)(cast(JobContext, SimpleNamespace(app=app)), timestamp=0)


def taken_by_a_worker_last_seen(seconds_ago: int) -> int:
    """Return the number of a job that such a worker has in hand."""
    job: int = app.configure_task("some.task", allow_unknown=True).defer()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [seconds_ago],
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])
    return job


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("seconds_ago", "status"), [(0, "doing"), (20, "doing"), (40, "todo")])
def test_only_a_dead_worker_loses_its_job(seconds_ago: int, status: str) -> None:
    job = taken_by_a_worker_last_seen(seconds_ago)
    rescue()
    assert ProcrastinateJob.objects.get(pk=job).status == status


@pytest.mark.django_db(transaction=True)
def test_a_dead_job_whose_like_waits_already_holds_up_nobody() -> None:
    """A sweep that died with its worker gives its lock free for the sweep that waits, and the others are rescued."""
    other = taken_by_a_worker_last_seen(40)
    dead = taken_by_a_worker_last_seen(40)
    later = taken_by_a_worker_last_seen(40)
    ProcrastinateJob.objects.filter(pk=dead).update(queueing_lock="sweep", lock="sweep")
    waiting = app.configure_task("some.task", allow_unknown=True, queueing_lock="sweep", lock="sweep").defer()
    rescue()
    assert not ProcrastinateJob.objects.filter(pk=dead).exists()
    queued = ProcrastinateJob.objects.filter(pk__gte=other, status="todo")
    assert set(queued.values_list("pk", flat=True)) == {other, later, waiting}


def test_every_job_names_the_system_or_touches_no_guarded_table() -> None:
    ours = {name: task for name, task in app.tasks.items() if task.func.__module__.startswith("heli.")}
    unnamed = [name for name, task in ours.items() if not hasattr(task.func, "by_system")]
    assert unnamed == ["heli.project.worker.rescue_stalled_jobs"]
