from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Keeps letters to subscribers from naming what is public no more."""

    name = "heli.portal"
    verbose_name = _("Residents' pages")

    def ready(self) -> None:
        """Let letters ask what is public when they are sent."""
        import_string("heli.notices.letters.publish")(import_string("heli.portal.news.public_of"))
