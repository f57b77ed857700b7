"""Codes of an authenticator app (RFC 6238): each is taken once, and none that is older than one taken before."""

from typing import Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

#: Where an authenticator keeps the number of the newest interval whose code was taken.
TAKEN: Final = "taken"
#: Compared with where there is no authenticator, so that the work is the same.
NO_SECRET: Final = "A" * 32


def interval_of(secret: str, code: str) -> int | None:
    """Return the interval whose code is ``code``, among the present one and its neighbours; None for a wrong code."""
    found = None
    for interval in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, interval))):
            found = interval
    return found


@transaction.atomic
def take(authenticator: Authenticator, code: str) -> bool:
    """Whether ``code`` is right and new; it is used up by that. Two at once: the row's lock lets one through."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    interval = interval_of(decrypt(row.data["secret"]), code)
    if interval is None or interval <= row.data.get(TAKEN, -1):
        return False
    row.data[TAKEN] = interval
    row.save(update_fields=["data"])
    return True


def close(authenticator: Authenticator) -> None:
    """Use up every code that is valid now: the one that was shown when the app was set up, too."""
    authenticator.data[TAKEN] = max(yield_hotp_counters_from_time())
    authenticator.save(update_fields=["data"])


def proves(account: str, code: str) -> bool:
    """Whether ``code`` is a right and unused one of the authenticator of ``account``; uses nothing up."""
    totp = Authenticator.objects.filter(
        user__username__iexact=account, user__is_active=True, type=Authenticator.Type.TOTP
    ).first()
    interval = interval_of(decrypt(totp.data["secret"]) if totp else NO_SECRET, code)
    return totp is not None and interval is not None and interval > totp.data.get(TAKEN, -1)
