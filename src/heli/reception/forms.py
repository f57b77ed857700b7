"""What visitors fill in: who comes, why, and what they need; number and code of an appointment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heli.cases.step_forms import Line, SubmissionForm, Text
from heli.kernel.references import BadReference, normalise_reference
from heli.people.phones import readable_phone
from heli.people.reading import in_english
from heli.places.models import Area
from heli.reception.booking import Details
from heli.reception.models import DayKind, Tongue


class NeedsForm(forms.Form):
    """What a visitor needs of a window."""

    accessible = forms.BooleanField(label=_("Wheelchair access, low counter, hearing loop"), required=False)
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), choices=[("", _("Not needed")), *Tongue.choices], required=False
    )


class DaysForm(forms.Form):
    """Which published days somebody looks for."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *DayKind.choices], required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, *args: Any, places: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.path, each.name_en if each.name_en and in_english() else each.name) for each in places]
        self.fields["place"].choices = [("", _("The whole district")), *choices]  # type: ignore[attr-defined]

    def values(self) -> dict[str, str]:
        """Return what is asked for; what is not understood is not asked."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class DetailsForm(SubmissionForm):
    """Who comes, and why; a name and a number suffice."""

    name = Line(
        label=_("What may we call you?"),
        max_length=60,
        error_messages={"required": _("Please write a name by which we may call you.")},
    )
    phone = Line(
        label=_("Phone"),
        max_length=30,
        help_text=_("Only to remind you, and to tell you if something changes."),
        error_messages={"required": _("Please write a phone number: we need it if your time has to be moved.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("This e-mail address is not complete. Please check it or leave it empty.")},
    )
    wish = Text(
        label=pgettext_lazy("appointment", "What is it about?"),
        max_length=500,
        required=False,
        help_text=_("A few words help us to prepare. You may leave it empty and tell us at the window."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, purpose in {"name": "name", "phone": "tel", "email": "email"}.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["phone"].widget.attrs["inputmode"] = "tel"
        self.fields["wish"].widget.attrs["rows"] = 3

    def clean_phone(self) -> str:
        """Return the number with plain digits."""
        return readable_phone(self.cleaned_data["phone"])

    def details(self) -> Details:
        """Return what a valid form says."""
        values = self.cleaned_data
        return Details(name=values["name"], phone=values["phone"], email=values["email"], wish=values["wish"])


class LookUpForm(forms.Form):
    """Number and code, as they stand on the confirmation."""

    reference = forms.CharField(label=_("Number of the appointment"), max_length=40)
    code = forms.CharField(label=_("Query code"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_reference(self) -> str:
        """Return the number in its one written form."""
        try:
            return normalise_reference(self.cleaned_data["reference"])
        except BadReference:
            raise forms.ValidationError(
                _("This is no number of ours: it looks like ABCD-1234-E. Please check it."), code="reference"
            ) from None
