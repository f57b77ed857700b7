"""The forms of the residents' pages."""

import re
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from heli.access.residents import Reached
from heli.kernel.references import BadReference, ReferenceProblem, normalise_own, normalise_reference
from heli.kernel.sealing import normal_phone
from heli.notices.models import Rhythm
from heli.notices.sms import provider

#: Mobile numbers of mainland China: messages elsewhere cost too much to send to anybody who asks.
MOBILE = re.compile(r"1[3-9]\d{9}")

_SLIPS = {
    ReferenceProblem.LENGTH: _("This must have nine letters and digits, like ABCD-1234-E."),
    ReferenceProblem.SYMBOL: _("There is a sign in it that we never use. Please compare it with your receipt."),
    ReferenceProblem.CHECK: _("One sign does not fit: it may be mistyped. Please compare it with your receipt."),
}


class Code(forms.CharField):
    """A reference or query code as people type it; cleans to its one written form.

    ``own``: the number of a side may follow, as on the letter to whoever was invited to take part.

    Slips that the check symbol shows are told at once: that says nothing about which numbers exist.
    """

    def __init__(self, *, own: bool = False, **kwargs: Any) -> None:
        self.normalise = normalise_own if own else normalise_reference
        super().__init__(max_length=64, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        """Return the written form ``XXXX-XXXX-C``; raises ValidationError."""
        text = super().clean(value)
        try:
            return self.normalise(text)
        except BadReference as slip:
            raise forms.ValidationError(_SLIPS[slip.problem], code="slip") from slip


class TrackForm(forms.Form):
    """Reference and query code."""

    reference = Code(
        own=True,
        label=_("Reference number"),
        error_messages={"required": _("Please type the reference number from your receipt.")},
    )
    code = Code(
        label=_("Query code"),
        error_messages={"required": _("Please type the query code from your receipt.")},
        help_text=_("Capital or small letters, with or without dashes: all the same."),
    )


class AskCodeForm(forms.Form):
    """Where a code goes: a mobile number of mainland China, or an e-mail address. Cleans to ``reached``."""

    address = forms.CharField(
        label=_("Phone number or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if provider() is None:
            self.fields["address"].label = _("E-mail")

    def clean(self) -> dict[str, Any]:
        """Tell phone from e-mail; slips of the pen are told, whether somebody is known is not."""
        values = super().clean() or {}
        text = values.get("address", "")
        phone = normal_phone(text) if "@" not in text else ""
        if "@" in text:
            self._check_email(text)
            values["reached"] = Reached("email", text)
        elif provider() is not None and MOBILE.fullmatch(phone):
            values["reached"] = Reached("phone", phone)
        elif text:
            self.add_error("address", self._slip())
        return values

    def _check_email(self, text: str) -> None:
        try:
            validate_email(text)
        except forms.ValidationError:
            self.add_error("address", self._slip())

    def _slip(self) -> str:
        if provider() is None:
            return gettext("Please type an e-mail address, like name@example.com.")
        return gettext("Please type a mobile number of eleven digits, or an e-mail address.")


class SubscribeForm(forms.Form):
    """Who wants to be told, and how often. Where the letters go is confirmed by one of them."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={
            "required": _("Please type your e-mail address."),
            "invalid": _("This e-mail address is not complete. It looks like name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"), choices=Rhythm.choices, initial=Rhythm.DAILY, widget=forms.RadioSelect
    )


class ProveCodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=pgettext_lazy("sent", "Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """Return the digits, however they are parted."""
        return "".join(self.cleaned_data["code"].split())
