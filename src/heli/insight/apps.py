from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "heli.insight"
    verbose_name = _("Counts and indicators")
