"""The library's forms about signing in, with Heli's limits."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import extract_user_from_response
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from heli.access import attempts, limits, one_time
from heli.access.attempts import LONGEST_PASSWORD, WAIT, begin_factor
from heli.project.tasks import send_reset

SHORT_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "placeholder": ""}


class SignInForm(LoginForm):  # type: ignore[misc]
    """Account and password; a code too, where failures of strangers have led to a delay."""

    code = forms.CharField(
        label=_("Code of your authenticator app"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs=SHORT_CODE),
        help_text=_("Others have tried to sign in to this account. With the code you need not wait."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST_PASSWORD))
        # The page itself leads to a forgotten password.
        self.fields["password"].help_text = ""

    @property
    def must_wait(self) -> bool:
        """Whether the last attempt came too early."""
        return bool(self.has_error(NON_FIELD_ERRORS, WAIT))


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password; the present one is asked for, and guessing it is limited."""

    def clean_oldpassword(self) -> str:
        """Check the present password like a sign-in."""
        password: str = self.cleaned_data.get("oldpassword", "")
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, password):
            raise adapter.validation_error("enter_current_password")
        return password


class _LimitedCode:
    """A code of the app or a recovery code: counted, and taken once."""

    def clean_code(self) -> str:
        """Find the authenticator that the code belongs to, or raise ValidationError."""
        code: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        attempt = begin_factor(context.request, self.user.username)  # type: ignore[attr-defined]
        factors = Authenticator.objects.filter(user=self.user)  # type: ignore[attr-defined]
        for factor in factors.exclude(type=Authenticator.Type.WEBAUTHN):
            totp = factor.type == Authenticator.Type.TOTP
            if one_time.take(factor, code) if totp else factor.wrap().validate_code(code):
                attempt.right()
                factor.refresh_from_db()
                self.authenticator = factor
                return code
        attempt.wrong()
        raise get_factor_adapter().validation_error("incorrect_code")


class FactorForm(_LimitedCode, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class FactorAgainForm(_LimitedCode, ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something about the account changes."""


class SetUpAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def clean_code(self) -> str:
        """Check the code against the secret that was shown."""
        code: str = self.cleaned_data["code"]
        if one_time.interval_of(self.secret, code) is None:
            raise get_factor_adapter().validation_error("incorrect_code")
        return code


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name, so that you recognise it")
        alone = self.fields["passwordless"]
        alone.label = _("Sign in with it alone")
        alone.help_text = _("A passkey: the device asks for your finger, face or PIN, and no password is needed.")


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """A letter with a link to a new password. Page, words and work are the same for every address."""

    def clean_email(self) -> str:
        """Return the address; whether there is an account is the worker's business."""
        email: str = self.cleaned_data["email"]
        return email.lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Hand the letter to the worker, unless there were too many: then nothing happens and nothing shows it."""
        email: str = self.cleaned_data["email"]
        if limits.take(limits.RESET_SOURCE, limits.address_of(request)):
            return email
        if not limits.take(limits.RESET_TARGET, email):
            send_reset.defer(email=email, language=get_language() or "")
        return email


class _RecordedKey:
    """Asks for a passkey or security key; a failure stands in the record as those of passwords do.

    Nothing delays it: a signature cannot be guessed, and whom a stranger's answer names is their own choice.
    """

    def clean_credential(self) -> Authenticator:
        """Return the key that the answer was signed with, or raise ValidationError."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            attempts.refuse_key(context.request, self._named())
            raise

    def _named(self) -> str:
        """Return the account that the answer is said to be from; nothing where there is none."""
        user = self.user  # type: ignore[attr-defined]
        try:
            found = user or extract_user_from_response(self.cleaned_data["credential"])  # type: ignore[attr-defined]
        except ValidationError:
            return ""
        return str(found.username)


class PasskeyForm(_RecordedKey, LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey alone."""


class KeyForm(_RecordedKey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step of signing in, with a security key."""


class KeyAgainForm(_RecordedKey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The key once more, before something about the account changes."""
