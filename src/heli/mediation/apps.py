from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class MediationConfig(AppConfig):
    """Mediation registers its kind and its papers when all models are loaded."""

    name = "heli.mediation"
    verbose_name = _("Mediation")

    def ready(self) -> None:
        """Register the kind and all that pages, papers, referrals, retention and the host of files ask of it."""
        import_string("heli.cases.kinds.register")(import_string("heli.mediation.kind.KIND"))
        import_string("heli.mediation.paper_kinds.register_papers")()
        import_string("heli.access.reads.describe")({"court": _("To apply to a court for confirmation")})
        for section in import_string("heli.mediation.roster_sections.SECTIONS"):
            import_string("heli.workbench.manage.sections.add")(section)
        for entry in import_string("heli.mediation.desk.ENTRIES"):
            import_string("heli.workbench.navigation.add")(entry)
        for entry in import_string("heli.mediation.calendar_views.ENTRIES"):
            import_string("heli.workbench.navigation.add")(entry)
        import_string("heli.workbench.verbs.name_acts")(import_string("heli.mediation.calendar_views.ACTS"))
        import_string("heli.access.reads.describe")(import_string("heli.mediation.calendar_views.READS"))
        items = import_string("heli.mediation.referring.items")
        import_string("heli.referrals.passable.offer_items")(["mediation"], items)
        receiver = import_string("heli.mediation.referring.RECEIVER")
        import_string("heli.referrals.receivers.register_receiver")(receiver)
        given_out = import_string("heli.mediation.room_pages.file_given_out")
        import_string("heli.papers.serving.register_finder")("room", given_out)
        import_string("heli.retention.keepers.register_keeper")(import_string("heli.mediation.retained.KEEPER"))
