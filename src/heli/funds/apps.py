from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundsConfig(AppConfig):
    """Hardship, reserve and livelihood funds."""

    name = "heli.funds"
    verbose_name = _("Funds")
