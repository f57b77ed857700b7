"""What ``heli check`` refuses about addresses, and a home that is not whole."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from heli.access.permissions import GRANTS, PERMISSIONS, Circle
from heli.organizations.models import Duty
from heli.project.restoring import MARK
from heli.project.routes import undeclared


def check_routes(**_options: Any) -> list[CheckMessage]:
    """Refuse addresses without a permission."""
    hint = "Put @needs(PERMISSION) on the view, auth=needs(PERMISSION) on the operation, or a line into FOREIGN."
    return [
        Error(f"{' '.join(route.methods)} {route.path} declares no permission.".lstrip(), hint=hint, id="heli.E101")
        for route in undeclared()
    ]


def check_grants(**_options: Any) -> list[CheckMessage]:
    """Refuse a duty without an entry, and a permission for duties that none is granted."""
    forgotten = [f"Duty {duty} has no entry in GRANTS." for duty in Duty if duty not in GRANTS]
    held = frozenset().union(*GRANTS.values())
    idle = [
        f"No duty is granted {permission.code}."
        for permission in PERMISSIONS.values()
        if permission.circle == Circle.DUTIES and permission not in held
    ]
    return [Error(text, id="heli.E102") for text in (*forgotten, *idle)]


def check_restored(**_options: Any) -> list[CheckMessage]:
    """Refuse to serve or work while a backup is half restored: what was erased since may be readable again."""
    if not (settings.HELI_HOME / MARK).exists():
        return []
    hint = "Run the same `heli restore` again; it goes on where it was."
    return [Error("A backup is not wholly restored.", hint=hint, id="heli.E103")]
