"""The forms of the residents' pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.kernel.references import BadReference, ReferenceProblem, normalise_reference

_SLIPS = {
    ReferenceProblem.LENGTH: _("This must have nine letters and digits, like ABCD-1234-E."),
    ReferenceProblem.SYMBOL: _("There is a sign in it that we never use. Please compare it with your receipt."),
    ReferenceProblem.CHECK: _("One sign does not fit: it may be mistyped. Please compare it with your receipt."),
}


class Code(forms.CharField):
    """A reference or query code as people type it; cleans to its one written form.

    Slips that the check symbol shows are told at once: that says nothing about which numbers exist.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=64, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        """Return the written form ``XXXX-XXXX-C``; raises ValidationError."""
        text = super().clean(value)
        try:
            return normalise_reference(text)
        except BadReference as slip:
            raise forms.ValidationError(_SLIPS[slip.problem], code="slip") from slip


class TrackForm(forms.Form):
    """Reference and query code."""

    reference = Code(
        label=_("Reference number"),
        error_messages={"required": _("Please type the reference number from your receipt.")},
    )
    code = Code(
        label=_("Query code"),
        error_messages={"required": _("Please type the query code from your receipt.")},
        help_text=_("Capital or small letters, with or without dashes: all the same."),
    )
