"""How staff sign in: what the library for accounts asks of Heli."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest
from django.utils import timezone

from heli.access import attempts, factor_secrets, one_time, second_factor
from heli.access.actors import staff
from heli.people.models import User


class FactorStage(AuthenticateStage):  # type: ignore[misc]
    """The second step of signing in; left out where the district's provider has seen a second factor that counts."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if (self.login.signal_kwargs or {}).get("provider_factor"):
            return False
        return bool(super()._should_handle(request))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come with a post, given by an administrator; nobody opens one alone."""

    def is_safe_url(self, url: str) -> bool:
        """Whether ``url`` stays with Heli; one that cannot even be read does not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return the library's stages, with Heli's way of asking for the second factor."""
        own = {"allauth.mfa.stages.AuthenticateStage": f"{FactorStage.__module__}.{FactorStage.__name__}"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: ``authenticate`` counts."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the account whose name and password these are; raises ValidationError where they come too early.

        A password of absurd length is wrong without being hashed, whoever sends it.
        """
        account, code = credentials.get("username") or "", request.POST.get("code", "")
        proved = bool(code) and one_time.proves(account, code)
        attempt = attempts.begin(request, account, proved=proved, offered=bool(code))
        if len(credentials.get("password") or "") > attempts.LONGEST_PASSWORD:
            return None
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            attempt.wrong()
        else:
            attempt.right()
        return user


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are encrypted, and the last one stays where it is required."""

    def encrypt(self, text: str) -> str:
        """Return ``text`` as it is stored."""
        return factor_secrets.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was stored; where it does not open, a secret that nobody knows."""
        return factor_secrets.opened_or_useless(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another factor is left, or none is needed."""
        factors = Authenticator.objects.filter(user=authenticator.user_id)
        others = factors.exclude(pk=authenticator.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return others.exists() or not second_factor.required(staff(authenticator.user, timezone.localdate()))

    def get_totp_label(self, user: User) -> str:
        """Return the account's name: an authenticator app shows it beside the code."""
        return user.username
