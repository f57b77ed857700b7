from importlib import import_module

from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

CHECKS = (
    "data_protection.declared.check_data_classes",
    "checks.check_routes",
    "checks.check_grants",
    "checks.check_restored",
    "faults.check_no_faults",
)


class ProjectConfig(AppConfig):
    """Registers the checks of data classes, addresses and grants, and what follows from changes of accounts."""

    name = "heli.project"
    verbose_name = _("Heli")

    def ready(self) -> None:
        """Register the checks, and listen to what happens to accounts."""
        import_module("heli.project.account_records")
        for name in CHECKS:
            register(import_string(f"heli.project.{name}"))
