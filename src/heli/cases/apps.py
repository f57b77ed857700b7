from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Registers the check of all declared procedures and the kinds of cases that the settings name."""

    name = "heli.cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Register the procedure check."""
        register(import_string("heli.cases.kinds.check_kinds"))
