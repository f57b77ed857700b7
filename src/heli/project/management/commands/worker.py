"""`heli worker`: does the background jobs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from heli.project.roles import refuse_power


class Command(BaseCommand):
    """Run jobs until told to stop; jobs in hand are finished first."""

    help = "Do background jobs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how many jobs run at a time."""
        parser.add_argument("--concurrency", type=int, default=2)
        parser.add_argument("--once", action="store_true", help="stop when no job is waiting")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand over to the queue's own worker; the first connection starts the embedded server."""
        refuse_power()
        connection.ensure_connection()
        connection.close()
        once = ["--one-shot"] if options["once"] else []
        call_command("procrastinate", "worker", "--concurrency", str(options["concurrency"]), *once)
