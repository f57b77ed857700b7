"""The dossiers of a dispute as they were filed."""

from django.db import models

from heli.kernel.data_classes import DataClasses


class FiledDossier(models.Model):
    """A dossier as it was filed: ``file`` is the signed archive, whose SHA-256 the ``event`` keeps. Never changed."""

    data_classes = DataClasses(internal="id case event file")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="filed_dossiers")
    event = models.OneToOneField("cases.Event", models.PROTECT, related_name="+")
    file = models.OneToOneField("papers.StoredFile", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"dossier {self.case_id}"
