from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class ProjectConfig(AppConfig):
    """Registers the check of the data classes of all models."""

    name = "heli.project"
    verbose_name = _("Heli")

    def ready(self) -> None:
        """Register the check."""
        register(import_string("heli.project.data_protection.declared.check_data_classes"))
