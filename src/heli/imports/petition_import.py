"""Importing a register of petitions: the same runs, chunks and reports as for requests, rows of another matter."""

from heli.imports.layout import Matter
from heli.imports.models import ImportRun
from heli.imports.petition_adopting import PetitionAdopter
from heli.imports.petition_rows import PetitionExaminer
from heli.imports.running import RequestImport


class PetitionImport(RequestImport):
    """Imports one register. Petitions have no coordinates, so nothing is asked of the district's boundaries."""

    matter = Matter.PETITIONS

    def _examiner(self) -> PetitionExaminer:
        return PetitionExaminer(self.layout, self.now, self.book)

    def _adopter(self, run: ImportRun) -> PetitionAdopter:
        return PetitionAdopter(self.layout, run, self.book, self.now)
