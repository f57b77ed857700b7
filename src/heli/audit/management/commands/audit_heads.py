"""`heli audit heads`: writes the head of every chain, to be kept where administrators cannot write."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from heli.audit.verifying import write_heads


class Command(BaseCommand):
    """A later `heli audit verify --heads FILE` then also notices entries cut off and chains computed anew."""

    help = "Write the head of every chain of the audit record to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many heads it holds."""
        with options["file"].open("w", encoding="utf-8") as into:
            count = write_heads(into)
        self.stdout.write(f"{count:,} heads")
