"""Forms of what a person may do about their own data."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.cases.personal import CONTACT
from heli.cases.step_forms import Line, PhoneField, StepForm, text_field


class CorrectContactForm(StepForm):
    """The contact as it should be; what is left empty stays. The present one is not filled in: screens are shared."""

    intro = _("Leave empty whatever is right as it is.")

    name = Line(label=_("What may we call you?"), max_length=60, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("This e-mail address is not complete. Please check it or leave it empty.")},
    )

    address = Line(
        label=_("Postal address"), max_length=200, required=False, help_text=_("Where letters on paper reach you.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, purpose in {"name": "name", "email": "email", "address": "street-address"}.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose

    def clean(self) -> dict[str, Any]:
        """Ask for something to correct."""
        values = super().clean() or {}
        if not self.errors and not any(values.get(name) for name in CONTACT):
            raise ValidationError(_("Please fill in what should be changed."), code="nothing")
        return values


class AskCorrectionForm(StepForm):
    """What is wrong in the records, and how it is right."""

    text = text_field(_("What is wrong, and how is it right?"))


class WithdrawConsentForm(StepForm):
    """What may no longer be done; nobody takes back the publication of what is not public."""

    contact = forms.BooleanField(
        label=_("Do not contact me any more"),
        help_text=_(
            "We delete your name, phone, e-mail and postal address at once. News then stands only on the page of your"
            " matter."
        ),
        required=False,
    )
    publication = forms.BooleanField(
        label=_("Do not show my matter in public any more"),
        help_text=_("It leaves the public register at once. It is handled as before."),
        required=False,
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        if not case.public:
            del self.fields["publication"]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one of what can be taken back."""
        values = super().clean() or {}
        if not (values.get("contact") or values.get("publication")):
            raise ValidationError(_("Please choose what you take back."), code="nothing")
        return values
