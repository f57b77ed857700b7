"""How staff sign in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come with a post, given by an administrator; nobody opens one alone."""

    def is_safe_url(self, url: str) -> bool:
        """Whether ``url`` stays with Heli; one that cannot even be read does not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
