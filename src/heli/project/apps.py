from importlib import import_module

from django.apps import AppConfig, apps
from django.core.checks import register
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

CHECKS = (
    "data_protection.declared.check_data_classes",
    "checks.check_routes",
    "checks.check_grants",
    "checks.check_restored",
    "faults.check_no_faults",
    "data_protection.rows.check_row_security",
)


class ProjectConfig(AppConfig):
    """Registers the checks of data classes, addresses and grants, and what follows from changes of accounts."""

    name = "heli.project"
    verbose_name = _("Heli")

    def ready(self) -> None:
        """Register the checks, listen to what happens to accounts, grant rights whenever the tables have changed."""
        import_module("heli.project.account_records")
        for name in CHECKS:
            register(import_string(f"heli.project.{name}"))
        receiver = import_string("heli.project.roles.after_migrating")
        # Django tells apps with models only, each in turn after all migrations; one of them is enough.
        post_migrate.connect(receiver, sender=apps.get_app_config("cases"), dispatch_uid="heli.project.roles")
