"""Sessions in the database: found by a keyed hash of the cookie, ended by deleting their row.

A session of staff ends ``SESSION_STAFF_IDLE`` after the last request and in any case ``SESSION_STAFF_LONGEST`` after
signing in; that of a resident ``SESSION_RESIDENT`` after signing in. All are seconds. Every sign-in begins a new
session with a new key.
"""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from heli.access.keyed import keyed
from heli.access.models import Session

#: Where the session of a resident who has signed in keeps who that is.
RESIDENT = "resident"
#: How often the last visit is written; a request in between costs no statement.
NOTED_EVERY = timedelta(minutes=1)


def stored(key: str | None) -> str:
    """Return what the table holds in place of the session key ``key``: 160 bits of a keyed hash."""
    return keyed("session", key or "")[:40]


def ends_at(data: dict[str, Any], *, started: datetime, now: datetime) -> datetime:
    """Return when a session with ``data`` ends unless somebody uses it before."""
    if USER not in data and RESIDENT in data:
        return started + timedelta(seconds=settings.SESSION_RESIDENT)
    if USER not in data:
        return now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    idle = now + timedelta(seconds=settings.SESSION_STAFF_IDLE)
    return min(idle, started + timedelta(seconds=settings.SESSION_STAFF_LONGEST))


class SessionStore(DatabaseStore):
    """Django's sessions in a table of our own. ``address`` and ``device`` come from the request."""

    address = ""
    device = ""
    #: A page that asks by itself is no visit: it does not put the end of the session off.
    by_itself = False
    row: Session | None = None
    _written: tuple[str | None, str] | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = Session.objects.filter(session_key=stored(self.session_key), expire_date__gt=timezone.now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return Session.objects.filter(session_key=stored(session_key)).exists()

    def get_session_cookie_age(self) -> int:
        """Return how long the browser keeps the cookie; the row may end before."""
        age: int = settings.SESSION_RESIDENT if self.get(RESIDENT) else settings.SESSION_COOKIE_AGE
        return age

    def create(self) -> None:
        """Begin a new session, with a new key and a new beginning."""
        self.row = None
        super().create()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to be written for ``data``."""
        now = timezone.now()
        earlier = self.row
        started = earlier.started_at if earlier else now
        self.row = Session(
            session_key=stored(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=ends_at(data, started=started, now=now),
            user_id=data.get(USER),
            resident_id=data.get(RESIDENT),
            address=self.address,
            device=self.device,
            started_at=started,
            seen_at=now,
        )
        if earlier:
            self.row.handle = earlier.handle
        return self.row

    def delete(self, session_key: str | None = None) -> None:
        """End the session."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=stored(key)).delete()

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  as in Django
        """Write the session, unless exactly this was written by ``save_within`` before."""
        if must_create or self._written is None or self._written != self._state():
            super().save(must_create)

    def save_within(self) -> None:
        """Write the session within the present transaction: what it knows and what was done are there together.

        A session that was ended meanwhile takes nothing else with it: the middleware finds that out and says so.
        """
        with suppress(UpdateError):
            self.save()
            self._written = self._state()

    def _state(self) -> tuple[str | None, str]:
        return self.session_key, json.dumps(self._session, sort_keys=True, default=str)  # type: ignore[attr-defined]

    def note_visit(self) -> None:
        """Put off the end of a signed-in session that was used; at most one statement a minute."""
        row, now = self.row, timezone.now()
        signed_in = row is not None and (row.user_id or row.resident_id)
        if row is None or not signed_in or self.by_itself or self.modified or now - row.seen_at < NOTED_EVERY:
            return
        who = {USER: row.user_id} if row.user_id else {RESIDENT: row.resident_id}
        ends = ends_at(who, started=row.started_at, now=now)
        Session.objects.filter(pk=row.pk).update(
            seen_at=now, expire_date=ends, address=self.address, device=self.device
        )


def own(request: HttpRequest) -> QuerySet[Session]:
    """Return the open sessions of whoever is signed in, last used first."""
    rows = Session.objects.filter(expire_date__gt=timezone.now()).order_by("-seen_at")
    if request.user.pk is not None:
        return rows.filter(user_id=request.user.pk)
    resident = request.session.get(RESIDENT)
    return rows.filter(resident_id=resident, user__isnull=True) if resident else rows.none()


def is_this(request: HttpRequest, row: Session) -> bool:
    """Whether ``row`` is the session of ``request``."""
    return row.pk == stored(request.session.session_key)


def end(request: HttpRequest, handle: UUID) -> int:
    """End one of the own sessions; return 0 where there is none with this handle."""
    return own(request).filter(handle=handle).delete()[0]


def end_others(request: HttpRequest) -> int:
    """End the own sessions but this one; return how many there were."""
    return own(request).exclude(pk=stored(request.session.session_key)).delete()[0]


def end_all(user_id: int) -> int:
    """End every session of an account, at once in all processes; return how many there were."""
    return Session.objects.filter(user_id=user_id).delete()[0]
