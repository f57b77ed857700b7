"""The base of all step forms: who submits, what they looked at, and texts that are safe to keep."""

import re
import unicodedata
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.finding import find
from heli.cases.models import Case

LONGEST_TEXT = 4000
PHONE = re.compile(r"^\+?[0-9][0-9 \-()]{4,24}$")


LOST = "\ufffd"
"""What a decoder puts in place of bytes that it could not read."""

OVERRIDES = "\u202d\u202e"
"""Marks that turn letters and digits round, so that one reads another name or amount than stands there. No script needs
them: Arabic and Uyghur run from right to left by themselves, and the other marks of direction stay."""


def readable(value: str) -> None:
    """Refuse text that cannot be kept or shown: NUL, lone surrogates, other control characters, undecodable bytes.

    So it does with marks that make it read differently from what it says.
    """
    for each in value:
        if each == LOST or each in OVERRIDES or (unicodedata.category(each) in ("Cs", "Cc") and each not in "\n\r\t"):
            raise ValidationError(
                _("The text holds a character that cannot be kept. Please type it again."), code="control"
            )


class Text(forms.CharField):
    """A text of up to 4,000 characters; trailing blanks go, line ends become one kind."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_TEXT)
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)
        _keep_readable(self)

    def to_python(self, value: Any) -> str:
        """Return the text with "\\n" as the only line end."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class Line(forms.CharField):
    """A text of one line; blanks and line ends in it become single spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        _keep_readable(self)

    def to_python(self, value: Any) -> str:
        """Return the text on one line."""
        return " ".join((super().to_python(value) or "").split())


class PhoneField(Line):
    """A phone number with plain digits; short codes and foreign numbers are numbers too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.widget.attrs.update(autocomplete="tel", inputmode="tel")

    def to_python(self, value: Any) -> str:
        """Return the number with plain digits; refuse what cannot be one."""
        phone = unicodedata.normalize("NFKC", super().to_python(value))
        if phone and not PHONE.match(phone):
            raise ValidationError(
                _("This does not look like a phone number. Please check it or leave it empty."), code="phone"
            )
        return phone


def _keep_readable(field: forms.CharField) -> None:
    """One message for everything that cannot be kept, in place of Django's for NUL alone."""
    others = [each for each in field.validators if not isinstance(each, ProhibitNullCharactersValidator)]
    field.validators = [readable, *others]


def text_field(label: Any, *, required: bool = True) -> Text:
    """Return a text field with ``label``."""
    return Text(label=label, required=required)


class SubmissionForm(forms.Form):
    """A form whose every showing carries a key, so that a double click or a lost connection doubles nothing."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4

    def submission(self) -> UUID:
        """Return the key of this submission; a client that sends none is not protected against repeating."""
        return self.cleaned_data.get("key") or uuid4()


class StepForm(SubmissionForm):
    """The form of one step in one case. ``version`` is the version of the case that the actor saw.

    ``intro`` is what to know before filling it in; it stands above the fields. ``whole`` is a text that is read whole
    before the step is taken, such as one that is signed.
    """

    intro: ClassVar[str | Promise] = ""
    whole: str = ""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.actor = case, actor
        self.fields["version"].initial = case.version
        for field in self.fields.values():
            if isinstance(field, _ForCase):
                field.bind_to(actor)

    def facts(self) -> dict[str, Any]:
        """Return the cleaned values that the step's action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("key", "version")}


class _ForCase(forms.Field):
    """A field whose choices depend on who fills the form in."""

    def bind_to(self, actor: Actor) -> None:
        """Restrict the field to what ``actor`` may see."""
        raise NotImplementedError


class CaseField(_ForCase, forms.CharField):
    """The reference of another case that the actor may see; cleans to the case."""

    def bind_to(self, actor: Actor) -> None:
        """Look cases up as ``actor``."""
        self.actor = actor

    def clean(self, value: Any) -> Any:
        """Return the case; a hidden case answers like a missing one."""
        text = super().clean(value)
        found = find(text, self.actor) if text else None
        if text and found is None:
            raise ValidationError(_("There is no case with this reference."), code="missing")
        return found
