"""What access keeps: how often somebody was refused. Rights follow from posts; reads go to the audit record."""

from django.db import models

from heli.kernel.data_classes import DataClasses


class Denial(models.Model):
    """How often ``actor`` was refused ``permission`` on ``day``; all who are not signed in are one actor."""

    data_classes = DataClasses(internal="id day actor permission count")

    day = models.DateField()
    actor = models.CharField(max_length=60)
    permission = models.CharField(max_length=40)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "actor", "permission"], name="access_denial_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.actor} {self.permission} {self.count}"
