from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class ServiceRequestsConfig(AppConfig):
    """The request desk registers its kind of case when all models are loaded."""

    name = "heli.service_requests"
    verbose_name = _("Service requests")

    def ready(self) -> None:
        """Register the kind, and its doors among the officers' pages."""
        import_string("heli.cases.kinds.register")(import_string("heli.service_requests.kind.KIND"))
        codes = [import_string("heli.service_requests.kind.KIND").procedure.code]
        offer_items = import_string("heli.referrals.passable.offer_items")
        offer_items(codes, import_string("heli.referrals.passable.usual_items"))
        receiver = import_string("heli.service_requests.referring.RECEIVER")
        import_string("heli.referrals.receivers.register_receiver")(receiver)
        for entry in import_string("heli.service_requests.panels.ENTRIES"):
            import_string("heli.workbench.navigation.add")(entry)
