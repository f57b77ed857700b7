"""The record of refusals: who was refused which permission, never what they asked for.

A member of staff leaves one entry for each refusal, up to a number a day; from then on, and for strangers from the
first on, refusals are counted, and only every power of ten is written. So nobody can fill the disk by knocking.
"""

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from heli.access.actors import NOBODY, Actor
from heli.access.permissions import Circle, Permission
from heli.audit.record import write

VERB = "denied"
#: So many refusals of one permission are written one by one for one person on one day.
WRITTEN_SINGLY = 20
REFUSALS = (401, 403, 404)
_COUNT = """
    INSERT INTO access_denial (day, actor, permission, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (day, actor, permission) DO UPDATE SET count = access_denial.count + 1 RETURNING count
"""


def chain_of(day: str) -> str:
    """Return the chain of the refusals of ``day`` (ISO date)."""
    return f"denied/{day}"


def is_denial(request: HttpRequest, status: int) -> bool:
    """Whether an answer refused somebody: what is for anybody refuses nobody, there 404 only means a missing page."""
    permission: Permission | None = getattr(request, "permission", None)
    return permission is not None and permission.circle != Circle.ANYBODY and status in REFUSALS


def record_denial(request: HttpRequest) -> int:
    """Count the refusal of ``request`` and write it where it is due; returns the count of the day."""
    permission: Permission = request.permission  # type: ignore[attr-defined]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    day = timezone.localdate(now).isoformat()
    with transaction.atomic():
        count = count_of(day, actor.key, permission.code)
        if _is_written(actor, count):
            data = {"permission": permission.code, "method": request.method, "count": count}
            write(chain_of(day), VERB, at=now, actor=actor.key, data=data)
    return count


def count_of(day: str, actor: str, permission: str) -> int:
    """Count one more refusal and return how many there are on ``day``."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [day, actor, permission])
        found: tuple[int] = cursor.fetchone()
    return found[0]


def _is_written(actor: Actor, count: int) -> bool:
    return is_power_of_ten(count) or (actor.key != NOBODY.key and count <= WRITTEN_SINGLY)


def is_power_of_ten(count: int) -> bool:
    """Whether ``count`` is 1, 10, 100 …"""
    return str(count).rstrip("0") == "1"
