"""`heli prepare`: bring the database and the collected files to this version. Running it again changes nothing."""

import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Migrate, make the cache table, collect static files."""

    help = "Bring the database and the collected files to this version."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run each part; all of them may run while the site is served."""
        self._part("Database", self._database)
        self._part("Static files", lambda: call_command("collectstatic", interactive=False, verbosity=0))

    def _part(self, name: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        work()
        self.stdout.write(f"{name} ready ({time.monotonic() - began:.1f} s)")
        self.stdout.flush()

    def _database(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
