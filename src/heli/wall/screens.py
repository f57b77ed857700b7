"""The panels that one screen of a wall shows, by their name in the address."""

from django.utils.translation import gettext_lazy as _

DARK, LIGHT = "dark", "light"
THEMES = (DARK, LIGHT)
#: All screens in turn.
ROUND = "round"
#: Every screen fills the display without scrolling: its label, and the parts it shows beside the big figures.
SCREENS = {
    ROUND: _("In turn"),
    "places": _("Places"),
    "topics": _("Topics"),
    "units": _("Units"),
    "flow": _("Course"),
}
