"""`heli restore BACKUP`: fills an empty installation from a backup, and proves that it is the same."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from heli.project.backup import BackupError
from heli.project.places import present_place
from heli.project.restoring import restore
from heli.retention.journal import journals, replay


class Command(BaseCommand):
    """Refuses a database that is not empty, and files that are not of the backup; run again it goes on."""

    help = "Restore a backup into an empty database and home."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folders."""
        parser.add_argument("backup", type=Path)
        parser.add_argument("--keys", type=Path, metavar="FOLDER", help="where the keys of the backup are")
        parser.add_argument("--erased", type=Path, nargs="*", default=[], metavar="FILE", help="further journals")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it and tell what was proved."""
        begun = time.monotonic()
        files = [*journals(options["backup"].parent), *options["erased"]]
        try:
            manifest = restore(
                options["backup"], present_place(), keys=options["keys"], replay=lambda: self._settle(files)
            )
        except (BackupError, OSError) as failed:
            raise CommandError(str(failed), returncode=1) from failed
        rows = sum(manifest["rows"].values())
        told = f"{rows:,} rows and {manifest['files']['count']:,} files are those of the backup"
        self.stdout.write(f"Restored ({time.monotonic() - begun:.1f} s): {told}, and so is the audit record.")
        if missing := manifest["files"]["missing"]:
            self.stdout.write(self.style.WARNING(f"{len(missing)} files were gone already when the backup was made."))
        if options["keys"] is None and manifest["keys"]:
            self.stdout.write(self.style.WARNING(f"Without keys: copy {', '.join(manifest['keys'])} into the home."))

    def _settle(self, files: list[Path]) -> int:
        """Bring the database to this version, then erase again what was erased since the backup."""
        call_command("migrate", interactive=False, verbosity=0)
        gone = replay(files)
        self.stdout.write(f"{gone:,} erasures since the backup were done again")
        return gone
