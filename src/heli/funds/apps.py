from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class FundsConfig(AppConfig):
    """Hardship, reserve and livelihood funds: registers their kind of case, and their doors among the pages."""

    name = "heli.funds"
    verbose_name = _("Funds")

    def ready(self) -> None:
        """Register the kind, its papers, the entries of the side bar, and words for what is read."""
        import_string("heli.funds.paper_kinds.register_papers")()
        import_string("heli.cases.kinds.register")(import_string("heli.funds.kind.KIND"))
        for entry in import_string("heli.funds.panels.ENTRIES"):
            import_string("heli.workbench.navigation.add")(entry)
        import_string("heli.workbench.verbs.name_acts")(import_string("heli.funds.panels.ACTS"))
        import_string("heli.access.reads.describe")(import_string("heli.funds.payees.WORDS"))
