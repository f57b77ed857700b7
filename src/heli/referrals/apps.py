from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    """Referrals register their kind and papers, and add their panels, entries and rows to the pages of others."""

    name = "heli.referrals"
    verbose_name = _("Referrals")

    def ready(self) -> None:
        """Add them when all models are loaded."""
        import_string("heli.cases.kinds.register")(import_string("heli.referrals.kind.KIND"))
        import_string("heli.referrals.paper_kinds.register_papers")()
        import_string("heli.api.operations.api").add_router("/partner", import_string("heli.referrals.api.router"))
        import_string("heli.access.reads.describe")(import_string("heli.referrals.passable.READS"))
        panels = "heli.referrals.panels"
        for entry in import_string(f"{panels}.ENTRIES"):
            import_string("heli.workbench.navigation.add")(entry)
        for section in import_string("heli.referrals.arranging.SECTIONS"):
            import_string("heli.workbench.manage.sections.add")(section)
        import_string("heli.workbench.verbs.name_acts")(import_string(f"{panels}.ACTS"))
        import_string("heli.cases.beside.show_residents")(import_string(f"{panels}.RESIDENT_PANEL"))
        import_string("heli.cases.beside.show_officers")(import_string(f"{panels}.OFFICER_PANEL"))
        referring = "heli.referrals.referring"
        any_of = import_string(f"{referring}.any_of")
        import_string("heli.cases.finding.read_with")(import_string(f"{referring}.ANY"), any_of)
