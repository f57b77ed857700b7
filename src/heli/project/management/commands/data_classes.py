"""Print or write the page of data classes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from heli.project.data_protection.pages import LANGUAGES, page, pages


class Command(BaseCommand):
    """``heli data_classes [--language en]`` prints; ``--write FOLDER`` writes the pages of both languages."""

    help = "Print which data are kept, how they are classed, why and how long; or write the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--language", choices=sorted(LANGUAGES), default="zh-hans")
        parser.add_argument("--write", type=Path, metavar="FOLDER", help="write one page per language")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print or write."""
        if options["write"]:
            for path, text in pages().items():
                (options["write"] / path).write_text(text)
            return
        with translation.override(options["language"]):
            self.stdout.write(page())
