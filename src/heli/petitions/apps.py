from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """Petitions register their kinds and papers when all models are loaded."""

    name = "heli.petitions"
    verbose_name = _("Petitions")

    def ready(self) -> None:
        """Register the kinds, the papers and the entries of the side bar."""
        for kind in import_string("heli.petitions.kind.KINDS"):
            import_string("heli.cases.kinds.register")(kind)
        codes = [kind.procedure.code for kind in import_string("heli.petitions.kind.PETITIONS")]
        offer_items = import_string("heli.referrals.passable.offer_items")
        offer_items(codes, import_string("heli.referrals.passable.usual_items"))
        receiver = import_string("heli.petitions.referring.RECEIVER")
        import_string("heli.referrals.receivers.register_receiver")(receiver)
        import_string("heli.petitions.paper_kinds.register_papers")()
        import_string("heli.workbench.verbs.name_acts")(import_string("heli.petitions.panels.ACTS"))
        for room in ("panels", "desk"):
            for entry in import_string(f"heli.petitions.{room}.ENTRIES"):
                import_string("heli.workbench.navigation.add")(entry)
