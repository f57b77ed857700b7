"""`heli prepare`: bring the database and the collected files to this version. Running it again changes nothing."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Migrate, make the cache table, collect static files."""

    help = "Bring the database and the collected files to this version."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run each part; all of them may run while the site is served."""
        quiet = {"verbosity": 0, "stdout": self.stdout}
        self.stdout.write("Database … ", ending="")
        self.stdout.flush()
        call_command("migrate", interactive=False, **quiet)
        call_command("createcachetable", **quiet)
        self.stdout.write("ready\nStatic files … ", ending="")
        self.stdout.flush()
        call_command("collectstatic", interactive=False, **quiet)
        self.stdout.write("ready")
