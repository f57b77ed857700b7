"""Print or write the page of permissions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from heli.project.permission_page import permission_page

LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}


class Command(BaseCommand):
    """``heli permissions [--language en]`` prints the page; ``--write FOLDER`` writes it in both languages."""

    help = "Print who may enter where, or write the pages of the manual."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--language", choices=sorted(LANGUAGES), default="zh-hans")
        parser.add_argument("--write", type=Path, metavar="FOLDER", help="write one page per language")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print or write."""
        if options["write"]:
            for path, text in permission_pages().items():
                (options["write"] / path).write_text(text)
            return
        with translation.override(options["language"]):
            self.stdout.write(permission_page())


def permission_pages() -> dict[str, str]:
    """Return the pages by file name, in both languages."""
    made: dict[str, str] = {}
    for language, suffix in LANGUAGES.items():
        with translation.override(language):
            made[f"permissions.{suffix}.md"] = permission_page()
    return made
