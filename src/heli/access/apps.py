from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from heli.people import holders


class AccessConfig(AppConfig):
    """Lets the secrets of second factors take part in the renewal of keys."""

    name = "heli.access"
    verbose_name = _("Access")

    def ready(self) -> None:
        """Name what stands under the master keys here."""
        holders.add(import_module("heli.access.factor_secrets").HOLDER)
