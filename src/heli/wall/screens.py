"""The panels that one screen of a wall shows, by their name in the address."""

from django.utils.translation import gettext_lazy as _

DARK, LIGHT = "dark", "light"
THEMES = (DARK, LIGHT)
#: All screens in turn.
ROUND = "round"
#: Every screen fills the display without scrolling.
SCREENS = {
    ROUND: _("In turn"),
    "places": _("Places"),
    "topics": _("Topics"),
    "units": _("Units"),
    "flow": _("Course"),
}
#: The charts and lists that a screen shows beside the big figures.
PARTS = {
    "places": frozenset({"places", "grids"}),
    "topics": frozenset({"groups", "rising"}),
    "units": frozenset({"units", "loads"}),
    "flow": frozenset({"flow", "lateness"}),
}
EVERY = frozenset[str]().union(*PARTS.values(), ("states", "ratings", "latest"))


def parts_of(screen: str) -> frozenset[str]:
    """Return the charts and lists of a screen; of the whole page all."""
    return frozenset[str]().union(*PARTS.values()) if screen == ROUND else PARTS.get(screen, EVERY)
