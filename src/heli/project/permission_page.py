"""The page of the manual that shows who may enter where: drawn from the table, in the active language."""

from django.utils.translation import gettext as _

from heli.access.permissions import GRANTS, PERMISSIONS, Circle, Permission
from heli.kernel.renderings import markdown_table
from heli.organizations.models import Duty
from heli.project.routes import Route, routes

MOUNTED_HERE_ONLY = "styleguide/"


def permission_page() -> str:
    """Return the page as Markdown: permissions, then who is granted which, then every address."""
    lead = _(
        "A permission opens an entrance. Which cases are found behind it is decided for each case: by its place, its "
        "unit and its person. Whoever may not see a case gets the answer that a missing one gets. This page is "
        "generated (`make docs`); the table is `src/heli/access/permissions.py`."
    )
    parts = [
        f"# {_('Permissions')}",
        lead,
        f"## {_('What each opens')}",
        _permissions(),
        f"## {_('Who is granted what')}",
        _grants(),
        f"## {_('Every address')}",
        _addresses(),
    ]
    return "\n\n".join(parts) + "\n"


def _permissions() -> str:
    heads = (_("Permission"), _("Code"), _("Opens"), _("For whom"))
    rows = [(str(each.label), f"`{each.code}`", str(each.opens), _whom(each)) for each in PERMISSIONS.values()]
    return markdown_table(heads, iter(rows)).rstrip()


def _whom(permission: Permission) -> str:
    if permission.circle != Circle.DUTIES:
        return str(permission.circle.label)
    return _(", ").join(str(duty.label) for duty in Duty if permission in GRANTS[duty])


def _grants() -> str:
    heads = (_("Permission"), *(str(duty.label) for duty in Duty))
    for_duties = [each for each in PERMISSIONS.values() if each.circle in (Circle.DUTIES, Circle.PARTIES)]
    rows = [(str(each.label), *("✓" if each in GRANTS[duty] else "" for duty in Duty)) for each in for_duties]
    return markdown_table(heads, iter(rows)).rstrip()


def _addresses() -> str:
    heads = (_("Address"), _("Method"), _("Permission"), _("Reason"))
    rows = [_address(route) for route in routes() if not route.path.startswith(MOUNTED_HERE_ONLY)]
    return markdown_table(heads, iter(rows)).rstrip()


def _address(route: Route) -> tuple[str, ...]:
    permission = str(route.permission.label) if route.permission else ""
    return f"`/{route.path}`", " ".join(route.methods), permission, str(route.reason)
