from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    """The advice desk adds its entries, its tile, its panels and its rows to the pages of others."""

    name = "heli.advice"
    verbose_name = _("Advice")

    def ready(self) -> None:
        """Add them when all models are loaded."""
        panels = "heli.advice.panels"
        for entry in import_string(f"{panels}.ENTRIES"):
            import_string("heli.workbench.navigation.add")(entry)
        for section in import_string("heli.advice.arranging.SECTIONS"):
            import_string("heli.workbench.manage.sections.add")(section)
        import_string("heli.workbench.verbs.name_acts")(import_string(f"{panels}.ACTS"))
        import_string("heli.access.reads.describe")(import_string(f"{panels}.WORDS"))
        import_string("heli.portal.tiles.add")(import_string(f"{panels}.TILE"))
        import_string("heli.cases.beside.show_residents")(import_string(f"{panels}.RESIDENT_PANEL"))
        import_string("heli.cases.beside.show_officers")(import_string(f"{panels}.OFFICER_PANEL"))
