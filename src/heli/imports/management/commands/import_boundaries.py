"""`heli import boundaries FILE --level LEVEL --valid-from DATE`: polygons from GeoJSON into the territory."""

from datetime import date
from pathlib import Path
from typing import Any

import shapely
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from heli.audit.naming import by_system
from heli.imports.charting import LEVELS, Outcome, Plan, TerritoryRefusedError, chart_boundaries
from heli.imports.command import ImportCommand
from heli.imports.geojson import Boundaries, read_boundaries
from heli.imports.source import SourceError
from heli.imports.surveying import Shift, gaps, overlaps, shift
from heli.places.coordinates import System
from heli.places.models import Area, Level

SHOWN = 10
"""Flaws of one kind that are named one by one."""


class Command(ImportCommand):
    """Import boundaries after a survey of what is wrong with them; running it again changes nothing."""

    help = "Import boundaries from GeoJSON; reports features without a name, overlaps, gaps and coordinate shifts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        systems = [system.value for system in System]
        parser.add_argument("file", type=Path, help="GeoJSON feature collection of polygons")
        parser.add_argument("--level", required=True, choices=[level.value for level in LEVELS])
        parser.add_argument("--valid-from", required=True, type=date.fromisoformat, help="first day of validity")
        parser.add_argument("--from", dest="system", choices=systems, default="wgs84", help="coordinates of the file")
        parser.add_argument("--name-field", default="", help="property that holds the name")
        parser.add_argument("--code-field", default="", help="property that holds the code")
        parser.add_argument("--reference", type=Path, help="outline to compare with; the district's own by default")
        parser.add_argument("--reference-from", choices=systems, default="wgs84", help="coordinates of the outline")
        parser.add_argument("--create", action="store_true", help="make areas that are not known by code or name")
        parser.add_argument("--check", action="store_true", help="survey only, write nothing")
        parser.add_argument("--accept-shift", action="store_true", help="write although the coordinates look shifted")

    @by_system
    def handle(self, *args: Any, **options: Any) -> None:
        """Survey the file, then write it unless it looks shifted."""
        day: date = options["valid_from"]
        try:
            found = read_boundaries(
                options["file"],
                name_field=options["name_field"],
                code_field=options["code_field"],
                system=System(options["system"]),
            )
            self._survey(found)
            reference = self._reference(options, day)
            shifted = reference is not None and bool(found.features) and self._compare(shift(found.features, reference))
            if options["check"]:
                return
            if shifted and not options["accept_shift"]:
                raise CommandError(_("Nothing was written. --accept-shift writes it as it is."))
            if not found.features:
                raise CommandError(_("Nothing was written: the file holds no usable feature."))
            plan = Plan(
                level=Level(options["level"]), valid_from=day, create=options["create"], actor="import:boundaries"
            )
            self._write(found, plan)
        except (SourceError, TerritoryRefusedError) as error:
            raise CommandError(str(error)) from error

    def _survey(self, found: Boundaries) -> None:
        self.stdout.write(_("%(count)d usable features") % {"count": len(found.features)})
        for flaw in (*found.left_out, *found.mended):
            about = {"number": flaw.number, "name": flaw.name or "–", "message": flaw.message}
            self.stdout.write(_("Feature %(number)d (%(name)s) %(message)s") % about)
        pairs = overlaps(found.features)
        holes = gaps(found.features)
        self.stdout.write(_("%(overlaps)d overlaps, %(gaps)d gaps") % {"overlaps": len(pairs), "gaps": len(holes)})
        for pair in pairs[:SHOWN]:
            about = {"one": pair.one, "other": pair.other, "area": pair.square_metres}
            self.stdout.write(_("Overlap of %(one)s and %(other)s: %(area).0f m²") % about)
        for hole in holes[:SHOWN]:
            about = {"lon": hole.longitude, "lat": hole.latitude, "area": hole.square_metres}
            self.stdout.write(_("Gap at %(lon).5f, %(lat).5f: %(area).0f m²") % about)

    def _reference(self, options: dict[str, Any], day: date) -> BaseGeometry | None:
        if options["reference"]:
            outline = read_boundaries(options["reference"], system=System(options["reference_from"]))
            return shapely.union_all([feature.shape for feature in outline.features])
        district = Area.objects.valid_on(day).filter(level=Level.DISTRICT, geometry__isnull=False).first()
        if district is None or options["level"] == Level.DISTRICT:
            return None
        return shapely.geometry.shape(district.geometry)

    def _compare(self, found: Shift) -> bool:
        """Say how the file lies to the reference; return whether the file itself looks shifted."""
        about = {"cover": found.cover * 100, "east": found.east, "north": found.north, "metres": found.metres}
        self.stdout.write(
            _(
                "Covers %(cover).1f %% of the reference outline; its centre lies %(east).4f° east and"
                " %(north).4f° north, %(metres).0f m away."
            )
            % about
        )
        if not found.suspicious:
            return False
        names = {System.GCJ02: "GCJ-02", System.BD09: "BD-09", System.WGS84: "WGS-84"}
        of_file = found.areas_in is not System.WGS84
        system = found.areas_in if of_file else found.reference_in
        option = f"--from {system.value}" if of_file else f"--reference-from {system.value}"
        what = _("The file") if of_file else _("The reference outline")
        self.stdout.write(
            _("%(what)s looks like %(system)s against WGS-84 (%(best).1f %% after conversion); use %(option)s.")
            % {"what": what, "system": names[system], "best": found.best * 100, "option": option}
        )
        return of_file

    def _write(self, found: Boundaries, plan: Plan) -> None:
        done = chart_boundaries(found.features, plan)
        for note in done.notes:
            self.stdout.write(note)
        labels = {
            Outcome.MADE: _("areas made"),
            Outcome.FILLED: _("areas given their boundary"),
            Outcome.CHANGED: _("boundaries changed"),
            Outcome.SAME: _("already there"),
            Outcome.UNKNOWN: _("left out: not known here"),
            Outcome.NO_PARENT: _("left out: outside the territory"),
        }
        for outcome, label in labels.items():
            if done.counts[outcome]:
                self.stdout.write(f"{done.counts[outcome]:>10,}  {label}")
