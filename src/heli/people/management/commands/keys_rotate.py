"""`heli keys rotate`: seal all personal data anew under a new master key."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from heli.people.keyring import keyring
from heli.people.keys import counted, renew


class Command(BaseCommand):
    """Goes on where an interrupted run stopped; the site may be served meanwhile. Former keys stay until dropped."""

    help = "Make a new master key and seal all personal data anew; an interrupted run is taken up again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Renew, telling how far it is."""
        if settings.MASTER_KEYS and set(counted()) <= {keyring().current.number}:
            raise CommandError("Add a key with a higher number to HELI_MASTER_KEYS in every process, then run again.")
        began = time.monotonic()
        done = renew(self._tell)
        seconds = max(time.monotonic() - began, 0.001)
        self.stdout.write(
            f"Master key {done.number}: {done.rows} rows with {done.values} values sealed anew in {seconds:.1f} s"
            f" ({done.rows / seconds:.0f} rows/s), {len(done.unreadable)} unreadable"
        )
        for subject in done.unreadable:
            self.stdout.write(f"unreadable {subject}")
        if done.unreadable:
            raise CommandError("Some rows did not open and were left as they are.", returncode=1)

    def _tell(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total}")
        self.stdout.flush()
