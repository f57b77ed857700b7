"""`heli keys show`: which master keys there are and what stands under them; no secret is printed."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from heli.people.keyring import keyring
from heli.people.keys import counted, unreadable_rows


class Command(BaseCommand):
    """``--verify`` opens every sealed value and names the rows that do not open; exit code 1 if there are any."""

    help = "Show the master keys and how much stands under each; no secret is printed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--verify", action="store_true", help="open every sealed value")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print."""
        ring, found = keyring(), counted()
        self.stdout.write(f"cipher {settings.FIELD_CIPHER}")
        for number in sorted({*ring.keys, *found}):
            state = "seals" if number == ring.current.number else "opens"
            state = state if number in ring.keys else "MISSING"
            self.stdout.write(f"master key {number}  {state}  {found.get(number, 0)} keys and values")
        if set(found) - set(ring.keys):
            raise CommandError("Master keys are missing; what stands under them cannot be read.", returncode=1)
        if options["verify"]:
            broken = list(unreadable_rows())
            for each in broken:
                self.stdout.write(f"unreadable {each}")
            if broken:
                raise CommandError(f"{len(broken)} rows do not open.", returncode=1)
            self.stdout.write("Every sealed value opens.")
