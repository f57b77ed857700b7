from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Registers the check of all declared procedures and the kinds of cases that the settings name."""

    name = "heli.cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Register the procedure check, and what keeps messages from those who may not know of a case."""
        register(import_string("heli.cases.kinds.check_kinds"))
        import_string("heli.notices.addresses.permit")(import_string("heli.cases.informing.may_know"))
        import_string("heli.notices.inbox.hide")(import_string("heli.cases.informing.kept_from"))
