from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    name = "heli.workbench"
    verbose_name = _("Officers' pages")
