"""`heli import divisions PATH --root CODE`: a county and its towns and streets from a national code table."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.audit.naming import by_system
from heli.imports.charting import Outcome, Plan, TerritoryRefusedError, chart_divisions
from heli.imports.command import ImportCommand
from heli.imports.divisions import Discarded, Division, below, read_divisions
from heli.imports.source import SourceError


class Command(ImportCommand):
    """Import divisions; running it again adds nothing."""

    help = "Import a county or district and its towns and streets from a national code table."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("path", type=Path, help="the folder with one CSV per level, or the CSV that names parents")
        parser.add_argument("--root", required=True, help="code of the county or district, such as 330110")
        parser.add_argument("--valid-from", type=date.fromisoformat, help="first day of validity; today by default")

    @by_system
    def handle(self, *args: Any, **options: Any) -> None:
        """Read the whole table, write the part below the root."""
        try:
            rows = list(read_divisions(options["path"]))
            divisions = below((row for row in rows if isinstance(row, Division)), options["root"])
            day = options["valid_from"] or timezone.localdate()
            done = chart_divisions(divisions, Plan(valid_from=day, actor="import:divisions"))
        except (SourceError, TerritoryRefusedError) as error:
            raise CommandError(str(error)) from error
        for row in rows:
            if isinstance(row, Discarded):
                where = {"file": row.file, "line": row.line, "code": row.code, "message": row.message}
                self.stdout.write(_("%(file)s, line %(line)d: %(code)s %(message)s") % where)
        for note in done.notes:
            self.stdout.write(note)
        self.stdout.write(f"{len(rows):>10,}  {_('rows read')}")
        self.stdout.write(f"{done.counts[Outcome.MADE]:>10,}  {_('areas made')}")
        self.stdout.write(f"{done.counts[Outcome.SAME]:>10,}  {_('already there')}")
