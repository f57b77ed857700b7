"""Who acts in the benchmark and on what: signed-in sessions, a unit, topics, places, cases, words to search for."""

import random
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

from bench.machine import parent
from heli.access.sessions import SessionStore
from heli.cases.models import Case
from heli.organizations.models import Duty, Unit, UnitKind
from heli.organizations.responsibility import registry
from heli.people.models import User

SAMPLE = 400
WORDS = {
    "search, two characters": ("路灯", "垃圾", "噪声", "停车"),
    "search, four characters": ("消防通道", "井盖松动", "垃圾清运"),
}


def run() -> dict[str, Any]:
    """Return everything as JSON values."""
    random.seed(1)
    district = Unit.objects.get(kind=UnitKind.DISTRICT_CENTRE)
    unit = Unit.objects.filter(kind=UnitKind.STATION).order_by("pk").first()
    assert unit is not None
    recent = list(Case.objects.order_by("-id").values_list("reference", "latitude", "longitude")[:20_000])
    chosen = random.sample(recent, min(SAMPLE, len(recent)))
    return {
        "database": _postmaster(),
        "sessions": {
            "coordinator": _session(district, Duty.COORDINATOR),
            "member": _session(unit, Duty.MEMBER),
            "leader": _session(district, Duty.LEADER),
        },
        "csrf": "".join(secrets.choice(CSRF_ALLOWED_CHARS) for _each in range(CSRF_SECRET_LENGTH)),
        "unit": unit.pk,
        "categories": [each.pk for each in registry().leaves() if not each.confidential],
        "places": [(latitude, longitude) for _reference, latitude, longitude in chosen if latitude is not None],
        "references": [reference for reference, _latitude, _longitude in chosen],
        "words": {
            **WORDS,
            "search, one rare word": tuple(each[0].replace("-", "")[:4].lower() for each in chosen[:20]),
        },
    }


def _postmaster() -> int:
    """Return the process of the database server, under which each connection has its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    return parent(backend)


def _session(unit: Unit, duty: Duty) -> str:
    """Sign somebody with this post in, and return the key of the session."""
    user = User.objects.filter(posts__unit=unit, posts__duty=duty, is_active=True).order_by("pk").first()
    assert user is not None
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key
