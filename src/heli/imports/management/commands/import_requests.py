"""`heli import requests FILE --layout LAYOUT`: requests from another system become cases with their history."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from heli.imports.command import ImportCommand
from heli.imports.error_file import beside
from heli.imports.layout import LayoutError
from heli.imports.layout_file import load
from heli.imports.models import ImportRun
from heli.imports.progress import Progress
from heli.imports.running import CHUNK, ImportRefusedError, Options, RequestImport
from heli.imports.source import SourceError


class Command(ImportCommand):
    """Import requests; the same file twice adds nothing, a killed import goes on with --resume."""

    help = "Import requests from a file of another system, as cases with their history."
    importer: type[RequestImport] = RequestImport

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="CSV, JSON array or spreadsheet; CSV and JSON may be gzipped")
        parser.add_argument("--layout", required=True, help="a shipped layout, or the path of one")
        parser.add_argument("--resume", action="store_true", help="go on with the interrupted import of this file")
        parser.add_argument("--foreign", action="store_true", help="take places outside the district")
        parser.add_argument(
            "--create-categories", action="store_true", help="make unknown categories, in a group marked as imported"
        )
        parser.add_argument("--errors", type=Path, help="where the error file goes; beside the file by default")
        parser.add_argument("--chunk", type=int, default=CHUNK, help="rows in one transaction, %(default)s by default")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import and say what became of the rows."""
        path: Path = options["file"]
        progress = Progress()
        chosen = Options(
            errors=options["errors"] or beside(path),
            foreign=options["foreign"],
            create_categories=options["create_categories"],
            resume=options["resume"],
            chunk=options["chunk"],
        )
        try:
            task = self.importer(path, load(options["layout"]), chosen)
            run = task.run(progress)
        except (LayoutError, SourceError, ImportRefusedError) as error:
            progress.end()
            raise CommandError(str(error)) from error
        progress.end()
        self._summarise(run, task, progress.seconds, chosen.errors)

    def _summarise(self, run: ImportRun, task: RequestImport, seconds: float, errors: Path) -> None:
        counts = [
            (_("rows"), run.rows),
            (_("accepted"), run.accepted),
            (_("  of them with a remark"), run.remarks),
            (_("already there"), run.already_there),
            (_("rejected"), run.rejected),
        ]
        for label, count in counts:
            self.stdout.write(f"{count:>10,}  {label}")
        for finding, count in task.findings.most_common():
            self.stdout.write(f"{count:>10,}  · {finding.label}")
        for column, formats in task.examiner.mixed_dates().items():
            mixed = ", ".join(f"{text}: {count:,}" for text, count in formats.most_common())
            message = _("Column “%(column)s” mixes date formats: %(formats)s")
            self.stdout.write(message % {"column": column, "formats": mixed})
        if errors.exists():
            self.stdout.write(_("What was rejected or remarked on stands in %(path)s") % {"path": errors})
        rate = run.rows / seconds if seconds else 0
        self.stdout.write(_("%(seconds).1f s, %(rate)d rows a second") % {"seconds": seconds, "rate": rate})
