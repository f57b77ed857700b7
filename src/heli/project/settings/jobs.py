"""Background jobs: rows in the same database, so what a step promises is committed with it."""

__all__ = [
    "PROCRASTINATE_AUTODISCOVER_MODULE_NAME",
    "PROCRASTINATE_IMPORT_PATHS",
    "PROCRASTINATE_WORKER_DEFAULTS",
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_IMPORT_PATHS = ["heli.project.worker"]
PROCRASTINATE_WORKER_DEFAULTS = {"concurrency": 2, "delete_jobs": "successful"}
