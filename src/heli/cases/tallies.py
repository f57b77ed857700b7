"""The counters of cases; a model of this app as all of ``heli.cases.models``, which knows it by name."""

from django.db import models

from heli.kernel.data_classes import DataClasses


class Tally(models.Model):
    """How many cases stand in one combination; kept by the database on every change of a case.

    Changes are appended (positive and negative) and folded together by the worker, so that writers never wait for each
    other; the sum over all rows is exact at any moment.
    """

    data_classes = DataClasses(internal="id procedure state unit_id category_id area_path public centre_id count")

    procedure = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(null=True)
    category_id = models.BigIntegerField()
    area_path = models.CharField(max_length=200)
    public = models.BooleanField()
    centre_id = models.BigIntegerField(null=True)
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["procedure", "state", "unit_id"], name="cases_tally_key")]

    def __str__(self) -> str:
        return f"{self.procedure} {self.state} {self.count}"
