from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Imports offer their page where the administrator keeps the territory."""

    name = "heli.imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Register the page."""
        import_string("heli.workbench.manage.sections.offer_import")("areas", "imports:boundaries")
