"""What people fill in: a number and a window, number and code, a wish to be contacted."""

from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from heli.advice.callbacks import Free
from heli.advice.counselling import Wish
from heli.advice.known import known
from heli.advice.models import AdviceTopic, Way
from heli.cases.step_forms import Line, PhoneField, SubmissionForm
from heli.kernel.references import BadReference, normalise_reference
from heli.people.reading import in_english


class CallbackForm(SubmissionForm):
    """A number and a window; no name is asked for."""

    window = forms.ChoiceField(
        label=_("When may we call?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose when we may call."), "invalid_choice": _("Please choose again.")},
    )
    phone = PhoneField(
        label=_("Phone"),
        help_text=_("Sealed, shown only to whoever calls you, and destroyed as soon as you were called."),
        error_messages={"required": _("Please write the number that we may call.")},
    )
    topic = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=AdviceTopic.objects.none(),
        required=False,
        empty_label=_("I would rather say it then"),
    )

    def __init__(self, *args: Any, free: list[Free], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.free = {each.value: each for each in free}
        self.fields["window"].choices = [(each.value, words_of(each)) for each in free]  # type: ignore[attr-defined]
        self.fields["topic"].queryset = AdviceTopic.objects.filter(active=True)  # type: ignore[attr-defined]

    def chosen(self) -> Free:
        """Return the window of a valid form."""
        return self.free[self.cleaned_data["window"]]


#: A dash at which no line ends.
TO = "\u2060–\u2060"


def words_of(free: Free) -> str:
    """Return day and times of a window in the reader's language."""
    day = formats.date_format(free.day, "l j F Y" if in_english() else "Y年n月j日 l")
    return f"{day} {free.window.begins:%H:%M}{TO}{free.window.ends:%H:%M}"


class LookUpForm(forms.Form):
    """Number and code of a callback."""

    reference = forms.CharField(label=_("Number of the callback"), max_length=40)
    code = forms.CharField(label=_("Code"), max_length=40)

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


class WishForm(forms.Form):
    """Whether somebody wishes to be contacted, by whom and how. Nothing is kept of a form without consent."""

    helper = forms.TypedChoiceField(label=_("Who may contact you?"), coerce=int, widget=forms.RadioSelect)
    phone = PhoneField(label=_("Phone"), error_messages={"required": _("Please write the number to be reached at.")})
    way = forms.ChoiceField(label=_("How?"), choices=Way.choices, initial=Way.MESSAGE.value, widget=forms.RadioSelect)
    times = Line(label=_("When does it suit you?"), max_length=80, required=False)
    consent = forms.BooleanField(
        label=_("I wish to be contacted, and agree that this is kept for the helper until then."),
        error_messages={"required": _("Nothing is kept unless you agree. You can also call one of the numbers above.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helpers = known().helpers
        choices = [(pk, f"{each.label}: {each.words}" if each.words else each.label) for pk, each in helpers.items()]
        self.fields["helper"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["helper"].initial = choices[0][0]

    def wanted(self) -> Wish:
        """Return what a valid form wishes."""
        values = self.cleaned_data
        return Wish(
            helper=known().helpers[values["helper"]],
            phone=values["phone"],
            way=values["way"],
            times=values["times"],
            consented=values["consent"],
        )
