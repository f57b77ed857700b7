"""One attempt to sign in, counted before the password is looked at and taken back when it was right.

A browser that the account has signed in from before counts its failures alone; all other browsers count theirs
together. So a stranger's failures never delay a known browser. Somebody at a new browser whose account has an
authenticator shows its code with the password: the code lifts the delay, the password is checked as ever.
"""

import logging
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from heli.access import limits
from heli.access.devices import device_of
from heli.access.failures import record_failure
from heli.access.keyed import keyed

logger = logging.getLogger(__name__)

#: Longer passwords are refused before anything is hashed.
LONGEST_PASSWORD = 128
WAIT = "wait"
PASSWORD, FACTOR, KEY = "password", "factor", "key"


@dataclass(frozen=True)
class Attempt:
    """What was counted for one attempt."""

    source: str
    account: str
    shown: str
    counted: tuple[tuple[limits.Rule, tuple[str, ...]], ...]

    @property
    def mark(self) -> str:
        """A hash in place of the account: what was typed there may be a password."""
        return keyed("account", self.account.casefold())[:12]

    def right(self) -> None:
        """Take back what was counted."""
        for rule, whom in self.counted:
            limits.give_back(rule, *whom)

    def wrong(self) -> None:
        """Leave a line in the log and, within bounds, an entry in the record."""
        logger.warning("sign-in refused: account %s from %s", self.mark, self.source)
        record_failure(self.account, self.mark, self.shown)


def whom(request: HttpRequest, account: str) -> tuple[str, str]:
    """Return under what failures for ``account`` at this browser are counted."""
    return account.casefold(), device_of(request, account)


def begin(request: HttpRequest, account: str, *, proved: bool, offered: bool) -> Attempt:
    """Count an attempt to sign in; raises ValidationError with code ``wait`` where it comes too early.

    ``proved``: a right code of the account's authenticator came with the password; ``offered``: some code did. Work and
    words are the same whether or not there is such an account.
    """
    source = limits.address_of(request)
    _take(limits.SOURCE, source)
    counted: list[tuple[limits.Rule, tuple[str, ...]]] = [(limits.SOURCE, (source,))]
    if not proved:
        try:
            _take(limits.PASSWORD, *whom(request, account))
        except ValidationError:
            if not offered:
                limits.give_back(limits.SOURCE, source)
            raise
        counted.append((limits.PASSWORD, whom(request, account)))
    return Attempt(source, account, PASSWORD, tuple(counted))


def begin_factor(request: HttpRequest, account: str) -> Attempt:
    """Count an attempt at the second factor; raises ValidationError likewise."""
    source, counted = limits.address_of(request), whom(request, account)
    _take(limits.FACTOR, *counted)
    return Attempt(source, account, FACTOR, ((limits.FACTOR, counted),))


def refuse_key(request: HttpRequest, account: str) -> None:
    """Record that a passkey or security key did not open ``account``; the empty text where none was named."""
    Attempt(limits.address_of(request), account, KEY, ()).wrong()


def _take(rule: limits.Rule, *who: str) -> None:
    wait = limits.take(rule, *who)
    if wait:
        message = _("Too many attempts. Please wait %(wait)s and try again.")
        raise ValidationError(message, code=WAIT, params={"wait": limits.in_words(wait)})
