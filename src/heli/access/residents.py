"""Residents who sign in: a phone number or an e-mail address, proved by a code, and nothing else.

Every address gets a code, whether somebody has signed in with it before or not; the account comes with the first right
code. A code is derived from the row's number under the installation's key: the database holds nothing that opens.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth import SESSION_KEY as USER
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from heli.access import limits
from heli.access.keyed import keyed
from heli.access.models import Holding, Resident, SignInCode
from heli.access.sessions import RESIDENT
from heli.audit.naming import by_system
from heli.audit.record import write
from heli.people.sealed_fields import index_of

CHAIN: Final = "accounts"
#: Where the session keeps the number of the code that it waits for: a code opens only the browser that asked for it.
AWAITED: Final = "awaited_code"
VALID: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
DIGITS: Final = 6


@dataclass(frozen=True)
class Reached:
    """Where a code goes: ``kind`` is "phone" or "email"."""

    kind: str
    address: str

    @property
    def mark(self) -> str:
        """What the address is counted under, however it is written."""
        return index_of(self.address, self.kind).hex()


def code_of(number: UUID) -> str:
    """Return the six digits of the code with this number."""
    return f"{int(keyed('sign-in code', number.hex)[:15], 16) % 10**DIGITS:0{DIGITS}}"


def ask(request: HttpRequest, reached: Reached, language: str) -> SignInCode | timedelta:
    """Return a new code for this browser to be sent, or how long the sender must wait."""
    address = limits.address_of(request)
    wait = limits.take(limits.CODE_SOURCE, address)
    if wait:
        return wait
    wait = limits.take(limits.CODE_TARGET, reached.mark)
    if wait:
        limits.give_back(limits.CODE_SOURCE, address)
        return wait
    row = SignInCode(sent_at=timezone.now(), language=language, **{reached.kind: reached.address})
    row.save()
    request.session[AWAITED] = row.number.hex
    return row


@transaction.atomic
def prove(request: HttpRequest, code: str) -> bool:
    """Whether ``code`` is the one that this browser waits for; signs in if so. Five tries, ten minutes, once."""
    awaited = request.session.get(AWAITED, "")
    row = SignInCode.objects.select_for_update().filter(number=UUID(awaited)).first() if awaited else None
    if row is None or row.used or row.tries >= MOST_TRIES or timezone.now() >= row.sent_at + VALID:
        return False
    row.tries += 1
    row.used = secrets.compare_digest(code_of(row.number), code)
    row.save(update_fields=["tries", "used"])
    if row.used:
        _sign_in(request, _resident_of(row))
    return row.used


def _resident_of(row: SignInCode) -> Resident:
    index = {"email_index": row.email_index} if row.email else {"phone_index": row.phone_index}
    found = Resident.objects.filter(**index).first()
    if found is None:
        found = Resident(phone=row.phone, email=row.email, since=timezone.now())
        found.save()
    return found


def _sign_in(request: HttpRequest, resident: Resident) -> None:
    """Begin a new session; one of staff in the same browser ends."""
    if USER in request.session:
        logout(request)
    request.session.pop(AWAITED, None)
    request.session[RESIDENT] = resident.pk
    request.session.cycle_key()
    note("resident.sign_in", resident.pk)


def sign_out(request: HttpRequest) -> None:
    """End the session, with everything that this browser knew."""
    if request.session.get(RESIDENT):
        note("resident.sign_out", request.session[RESIDENT])
    request.session.flush()


def signed_in_resident(request: HttpRequest) -> Resident | None:
    """Return the resident who is signed in."""
    number = request.session.get(RESIDENT)
    return Resident.objects.filter(pk=number).first() if number else None


@by_system
def note(verb: str, number: int) -> None:
    """Append to the record of accounts."""
    write(CHAIN, verb, at=timezone.now(), actor=f"account:{number}", data={})


def references_of(number: int) -> list[str]:
    """Return the references of the matters that a resident follows, the newest first."""
    return list(Holding.objects.filter(resident=number).order_by("-id").values_list("reference", flat=True))
