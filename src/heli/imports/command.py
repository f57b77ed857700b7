"""What the import commands share: they speak the language that is asked for."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import get_language, override


class ImportCommand(BaseCommand):
    """A command with ``--language``, for its output and its error file."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the language; subclasses add their own arguments."""
        known = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=known, help="of the messages and the error file")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run in the language asked for, else in the one that is active."""
        with override(options.get("language") or get_language() or settings.LANGUAGE_CODE):
            return super().execute(*args, **options)
