"""What follows from signing in and from changes of an account: an audit entry, a known browser, ended sessions."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from heli.access import one_time, second_factor, sessions
from heli.access.devices import remember_device
from heli.audit.naming import by_system
from heli.audit.record import write
from heli.people.models import User

CHAIN = "accounts"


@by_system
def note(verb: str, user: User, **data: Any) -> None:
    """Append to the record of accounts; in the transaction of the change where there is one."""
    write(CHAIN, verb, at=timezone.now(), actor=f"staff:{user.pk}", data=data)


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **more: Any) -> None:
    """Record the sign-in and know the browser again."""
    request.session.pop(sessions.RESIDENT, None)
    remember_device(request, user.username)
    note("sign_in", user, factor=second_factor.shown(request))


@receiver(user_logged_out)
def signed_out(user: User | None, **more: Any) -> None:
    """Record the sign-out; the session is gone with it."""
    if user is not None:
        note("sign_out", user)


@receiver(account.password_changed)
@receiver(account.password_reset)
def password_changed(request: HttpRequest, user: User, **more: Any) -> None:
    """End every other session of the account."""
    note("password.change", user, ended=_end_others(request, user))


@receiver(factors.authenticator_added)
def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """Whoever sets a factor up has shown it; the code shown with it is used up."""
    if authenticator.type == Authenticator.Type.TOTP:
        one_time.close(authenticator)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    note("factor.add", user, kind=authenticator.type, ended=_end_others(request, user))


@receiver(factors.authenticator_removed)
@receiver(factors.authenticator_reset)
def factor_changed(request: HttpRequest, user: User, authenticator: Authenticator, **more: Any) -> None:
    """End every other session of the account."""
    note("factor.change", user, kind=authenticator.type, ended=_end_others(request, user))


def _end_others(request: HttpRequest, user: User) -> int:
    return sessions.end_others(request) if request.user.pk == user.pk else sessions.end_all(user.pk)
