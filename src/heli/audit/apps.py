from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from heli.audit.naming import attend


class AuditConfig(AppConfig):
    name = "heli.audit"
    verbose_name = _("Audit record")

    def ready(self) -> None:
        """Let every connection name the actor to row security."""
        connection_created.connect(attend, dispatch_uid="heli.audit.naming")
