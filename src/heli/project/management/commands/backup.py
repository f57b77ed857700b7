"""`heli backup FOLDER`: writes database, files and manifest; keys go to another folder."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heli.project.backup import BackupError, back_up, digest_of
from heli.project.places import present_place


class Command(BaseCommand):
    """The site may be served meanwhile; the backup is of one moment."""

    help = "Write a backup of the database and of all files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folders."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keys", type=Path, metavar="FOLDER", help="where the keys go: never beside the data")
        parser.add_argument("--keep", type=int, metavar="N", help="remove all but the newest N backups")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and tell where it is."""
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("Keep at least one backup.", returncode=2)
        begun = time.monotonic()
        try:
            made = back_up(present_place(), options["folder"], keys=options["keys"], keep=options["keep"])
        except BackupError as failed:
            raise CommandError(str(failed), returncode=1) from failed
        self.stdout.write(f"{made} ({time.monotonic() - begun:.1f} s), manifest {digest_of(made / 'manifest.json')}")
        if options["keys"] is None:
            self.stdout.write(self.style.WARNING("The keys were not copied; without them personal data stay closed."))
