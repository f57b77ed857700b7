"""Print or write the declared procedures: tables, limits and flow charts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from heli.cases.describing import manual
from heli.cases.kinds import kinds
from heli.kernel.renderings import mermaid

LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}


class Command(BaseCommand):
    """``heli procedures [CODE] [--chart] [--language en]`` prints; ``--write FOLDER`` writes the manual's pages."""

    help = "Print the procedures as tables and charts, or write the pages of the manual."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("code", nargs="?", help="only this procedure")
        parser.add_argument("--chart", action="store_true", help="only the flow chart, as Mermaid")
        parser.add_argument("--language", choices=sorted(LANGUAGES), default="zh-hans")
        parser.add_argument("--write", type=Path, metavar="FOLDER", help="write one page per procedure and language")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print or write."""
        found = [kind.procedure for kind in kinds() if options["code"] in (None, kind.procedure.code)]
        if not found:
            msg = f"There is no procedure {options['code']}."
            raise CommandError(msg)
        if options["write"]:
            for path, text in pages().items():
                (options["write"] / path).write_text(text)
            return
        with translation.override(options["language"]):
            for procedure in found:
                self.stdout.write(mermaid(procedure) if options["chart"] else manual(procedure))


def pages() -> dict[str, str]:
    """Return the manual's pages by file name: every procedure in both languages."""
    made: dict[str, str] = {}
    for language, suffix in LANGUAGES.items():
        with translation.override(language):
            made |= {f"{kind.procedure.code}.{suffix}.md": manual(kind.procedure) for kind in kinds()}
    return made
