"""`heli keys drop N`: delete a former master key under which nothing stands any more."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from heli.people.keyring import keyring, path_of
from heli.people.keys import counted


class Command(BaseCommand):
    """Backups made while the key was in use become unreadable: drop it when the last of them has expired."""

    help = "Delete a former master key under which nothing stands; backups from its time become unreadable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("number", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Delete the key's file, or refuse."""
        number, ring = options["number"], keyring()
        if settings.MASTER_KEYS:
            raise CommandError("The keys are in HELI_MASTER_KEYS; take the key out there.")
        if number not in ring.keys:
            raise CommandError(f"There is no master key {number}.")
        if number == ring.current.number or number in counted():
            raise CommandError(f"Master key {number} is in use; run `heli keys rotate` first.")
        path_of(number).unlink()
        self.stdout.write(f"Master key {number} is deleted.")
