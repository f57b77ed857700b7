"""Territory: district, towns and streets, communities, grids; each with its period of validity."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.kernel.paths import whole


class Level(models.TextChoices):
    """Levels of the territory, from the whole to the part."""

    DISTRICT = "district", _("District")
    TOWN = "town", _("Town or street")
    COMMUNITY = "community", _("Community")
    GRID = "grid", _("Grid")
    BUILDING = "building", _("Building")


class AreaQuerySet(models.QuerySet["Area"]):
    """Reads of the territory."""

    def valid_on(self, day: date) -> "AreaQuerySet":
        """Return the areas in force on ``day``."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)

    def within(self, path: str) -> "AreaQuerySet":
        """Return the area at ``path`` and everything below it. Paths end with "/", so whole segments match."""
        return self.filter(path__startswith=whole(path))


class Area(models.Model):
    """A piece of territory.

    ``path`` is the chain of codes from the district down, each followed by "/". ``geometry`` is a GeoJSON Polygon or
    MultiPolygon in WGS-84 degrees. ``valid_until`` is the first day on which the area no longer holds.
    """

    data_classes = DataClasses(
        public="id code name name_en level parent path geometry latitude longitude valid_from valid_until"
    )

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    geometry = models.JSONField(_("boundary"), null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="places_area_version")]
        indexes = [models.Index(fields=["level", "code"], name="places_area_level_code")]
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """A token that changes whenever the named reference data change, so that processes can keep them in memory."""

    data_classes = DataClasses(internal="name token")

    name = models.CharField(primary_key=True, max_length=40)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name} {self.token}"
