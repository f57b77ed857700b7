"""Keys of outside bodies: made once and shown once, of which only a keyed hash is kept; revoked for good."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Final

from django.db import transaction
from django.utils import timezone

from heli.access.actors import Actor
from heli.access.keyed import keyed
from heli.access.limits import MINUTE, Rule
from heli.audit.record import write
from heli.organizations.arranging import CHAIN
from heli.referrals.models import Partner, PartnerToken

#: Wrong keys from one address; calls with one key.
WRONG_KEYS: Final = Rule("partner key source", ((30, 10 * MINUTE),))
CALLS: Final = Rule("partner calls", ((120, MINUTE),))
#: How often the last use of a key is written down.
_NOTED: Final = timedelta(minutes=10)
_BYTES: Final = 32


def digest_of(text: str) -> str:
    """Return what is kept of a key."""
    return keyed("partner key", text)


@transaction.atomic
def make(partner: Partner, note: str, *, by: Actor) -> str:
    """Make a key for an outside body and return it; nobody can read it again."""
    text, now = token_urlsafe(_BYTES), timezone.now()
    row = PartnerToken.objects.create(
        partner=partner, digest=digest_of(text), note=note, created_at=now, created_by=by.key
    )
    data = {"partner": partner.name, "id": row.pk, "note": note}
    write(CHAIN, "partner_token.create", at=now, actor=by.key, data=data)
    return text


@transaction.atomic
def revoke(row: PartnerToken, *, by: Actor) -> None:
    """Revoke a key: it opens nothing from now on. Once."""
    now = timezone.now()
    if PartnerToken.objects.filter(pk=row.pk, revoked_at__isnull=True).update(revoked_at=now):
        data = {"partner": row.partner.name, "id": row.pk}
        write(CHAIN, "partner_token.revoke", at=now, actor=by.key, data=data)


def bearer(text: str) -> PartnerToken | None:
    """Return the key that ``text`` is, with its body; None where there is none, or it was revoked."""
    row = (
        PartnerToken.objects.select_related("partner")
        .filter(digest=digest_of(text), revoked_at__isnull=True, partner__active=True, partner__unit__isnull=True)
        .first()
    )
    now = timezone.now()
    if row is not None and (row.last_used_at is None or now - row.last_used_at > _NOTED):
        PartnerToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row
