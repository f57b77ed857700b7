"""The small district and its signed-in officers, made in the database that the settings name."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from heli.access.sessions import SessionStore
from heli.service_requests.tests.district import build

PEOPLE = ("chen", "east", "ma", "mo", "lead", "wang")


def run() -> dict[str, Any]:
    """Return as JSON values what the visitors need."""
    district = build()
    return {
        "sessions": {name: _session(district.people[name]) for name in PEOPLE},
        "place": {"category": district.lamps.pk, "latitude": "30.25", "longitude": "120.05"},
        "units": {"roads": district.roads.pk, "water": district.water.pk},
        "members": {"ma": district.people["ma"].pk},
    }


def _session(user: Any) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
