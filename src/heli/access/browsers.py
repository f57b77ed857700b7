"""What people call the browser that a User-Agent header tells of: a hint for its owner, never a ground for a right."""

from django.utils.translation import gettext as _

#: Looked for in this order: most browsers also claim to be those further down.
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ Browser"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(device: str) -> str:
    """Return browser and system that ``device`` names, like "Firefox · Windows"."""
    named = (next((name for mark, name in table if mark in device), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in named if name) or _("Unknown browser")
