"""`heli verify_referral FILE`: whether a package of a referral is whole and signed by this installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heli.audit.signing import public_key
from heli.referrals.package import faults_of


class Command(BaseCommand):
    """Reads the file; nothing is changed."""

    help = "Check the signed package of a referral."

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
