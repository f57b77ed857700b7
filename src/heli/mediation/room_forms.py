"""What is filled in to write, lay or offer something in a room."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.cases.money import YuanField
from heli.cases.step_forms import SubmissionForm, Text
from heli.mediation.room_models import RoomItem
from heli.mediation.rooms import Laid
from heli.papers.fields import FilesField

Kind = RoomItem.Kind


class RoomForm(SubmissionForm):
    """What all have in common: ``kind`` says which of the page's forms was sent."""

    kind: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{self.kind}_%s", **kwargs)

    def laid(self) -> Laid:
        """Return what a valid form puts into the room."""
        values = self.cleaned_data
        return Laid(kind=self.kind, text=values["text"])


class WordsForm(RoomForm):
    """A message."""

    kind = Kind.WORDS
    text = Text(label=_("Your message"), error_messages={"required": _("Please write something.")})


class ExhibitForm(RoomForm):
    """A piece of evidence: a file, words about it, or both."""

    kind = Kind.EXHIBIT
    text = Text(label=_("What it is, and what it shows"), required=False)
    file = FilesField(label=_("File"), required=False)

    def clean(self) -> dict[str, Any]:
        """One file at a time, so that each piece is shown or kept by itself; something there must be."""
        values = super().clean() or {}
        files = values.get("file") or []
        if len(files) > 1:
            self.add_error(
                "file", ValidationError(_("One file at a time: each piece is shown by itself."), code="many")
            )
        if not self.errors and not files and not values.get("text"):
            self.add_error("text", ValidationError(_("Choose a file, or describe the piece."), code="required"))
        return values

    def laid(self) -> Laid:
        """Return the exhibit."""
        values = self.cleaned_data
        return Laid(kind=self.kind, text=values["text"], file=next(iter(values["file"]), None))


class OfferForm(RoomForm):
    """An offer or a counter-offer."""

    kind = Kind.OFFER
    text = Text(
        label=_("What you offer, and on what condition"),
        error_messages={"required": _("Please say what you offer.")},
    )
    amount = YuanField(label=_("Amount, if there is one (yuan)"), required=False)
    valid_until = forms.DateField(
        label=_("Holds until the end of"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    counters = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)

    def clean_valid_until(self) -> Any:
        """An offer that has run out is none."""
        day = self.cleaned_data["valid_until"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day is past."), code="past")
        return day

    def laid(self) -> Laid:
        """Return the offer."""
        values = self.cleaned_data
        return Laid(
            kind=self.kind,
            text=values["text"],
            amount=values["amount"],
            valid_until=values["valid_until"],
            counters=values["counters"],
        )


FORMS: Final[dict[str, type[RoomForm]]] = {form.kind: form for form in (WordsForm, ExhibitForm, OfferForm)}


class AnswerForm(forms.Form):
    """Yes or no to an offer; a mediator says which side it was that spoke (0: the first)."""

    agrees = forms.ChoiceField(choices=(("yes", _("Yes")), ("no", _("No"))))
    side = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
