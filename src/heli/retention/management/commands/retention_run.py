"""`heli retention run`: the worker's nightly erasing and announcing, at once; with ``--dry-run`` only told."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from heli.retention.clocks import unplanned
from heli.retention.models import Kind
from heli.retention.nightly import announce, erase_announced, ready, stale


class Command(BaseCommand):
    """Erases only what was announced thirty days ago and is still due, like the worker; nothing can hasten it."""

    help = "Erase what was announced in time and announce what comes due, as the worker does each night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run, telling how far it is; CommandError where a journal of erasures cannot be written."""
        if options["dry_run"]:
            self._tell()
            return
        try:
            gone = erase_announced(progress=self._progress)
        except OSError as why:
            text = (
                f"A journal of erasures cannot be written ({why.strerror}); the case at hand and all after it are kept."
            )
            raise CommandError(text, returncode=1) from why
        self.stdout.write(f"erased {gone}, announced {announce()}")

    def _tell(self) -> None:
        now = timezone.now()
        for kind in Kind:
            found = list(ready(kind, now))
            for planned in found:
                self.stdout.write(f"would erase {kind} of {planned.case.reference}")
            self.stdout.write(
                f"{kind}: would erase {len(found)}, take back {stale(kind, now).count()} announcements,"
                f" announce {unplanned(kind, now).count()}"
            )
        self.stdout.write("Nothing was changed.")

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total}")
        self.stdout.flush()
