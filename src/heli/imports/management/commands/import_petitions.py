"""`heli import petitions FILE --layout LAYOUT`: an existing register of petitions becomes cases with their history."""

from heli.imports.management.commands.import_requests import Command as RequestCommand
from heli.imports.petition_import import PetitionImport


class Command(RequestCommand):
    """Import petitions; the same file twice adds nothing, a killed import goes on with --resume."""

    help = "Import a register of petitions from a spreadsheet, with its dates, as cases whose time limits go on."
    importer = PetitionImport
