"""`heli serve`: the web server."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from heli.project.roles import refuse_power

TARGET = "heli.project.wsgi:application"


class Command(BaseCommand):
    """Become granian with the settings that suit Heli: more processes, a few threads each, no event loop."""

    help = "Serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare address, port and sizes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1)
        parser.add_argument("--threads", type=int, default=4, help="per process")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process by the server; it answers SIGINT and SIGTERM with a clean stop."""
        refuse_power()
        connection.close()
        program = Path(sys.executable).with_name("granian")
        words = [
            str(program),
            "--interface",
            "wsgi",
            "--http",
            "1",
            "--no-ws",
            "--log-level",
            "warning",
            "--respawn-failed-workers",
        ]
        # A thread owns its database connection, so it should live as long as the connection may.
        words += ["--blocking-threads-idle-timeout", "600"]
        # A process that is started anew as the server is told to stop is not told, and would be waited for forever.
        words += ["--workers-kill-timeout", "30"]
        for name, key in (
            ("host", "host"),
            ("port", "port"),
            ("workers", "processes"),
            ("blocking-threads", "threads"),
        ):
            words += [f"--{name}", str(options[key])]
        # With an arena of memory for each thread, what one has freed the others cannot use.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        os.execv(program, [*words, TARGET])  # noqa: S606 - our own program, no shell
