"""`heli verify_package FILE`: whether a signed package is whole and comes from this installation.

That of a referral, the file for a court, a dossier: all are made by `heli.papers.packages`.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heli.audit.signing import public_key
from heli.papers.packages import faults_of


class Command(BaseCommand):
    """Reads the file; nothing is changed."""

    help = "Check a signed package: of a referral, for a court, of a dossier."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, and the key of another installation."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", default="", help="public key in hexadecimal digits; this installation's without")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print that it is whole; CommandError names everything that is not."""
        try:
            public = bytes.fromhex(options["key"]) if options["key"] else public_key()
            package = options["file"].read_bytes()
        except (OSError, ValueError) as wrong:
            raise CommandError(str(wrong), returncode=2) from wrong
        faults = faults_of(package, public)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("材料包完整，签名有效。 The package is whole and its signature holds.")
