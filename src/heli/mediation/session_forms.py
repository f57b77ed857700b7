"""The forms of the steps around sessions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.step_forms import Line, StepForm, text_field
from heli.mediation.sessions import coming
from heli.mediation.sides import sides_of

LONGEST_SESSION = 480
USUAL_MINUTES = 90


def _when(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class _PlaceForm(StepForm):
    """When and where; a session to come has a place, a link to join, or both."""

    at = _when(_("Day and hour"))
    place = Line(label=_("Place of the session"), max_length=200, required=False)
    link = Line(label=_("Link or number to join from elsewhere"), max_length=300, required=False)

    def clean_at(self) -> Any:
        """A session is called before it is held."""
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError(_("Choose a time to come."), code="past")
        return at

    def clean(self) -> dict[str, Any]:
        """Somewhere the sides must be able to come."""
        values = super().clean() or {}
        if not self.errors and not (values.get("place") or values.get("link")):
            self.add_error("place", ValidationError(_("Say where it is, or how to join."), code="required"))
        return values


class CallForm(_PlaceForm):
    """A session with all that has to be known before."""

    minutes = forms.IntegerField(
        label=_("Minutes it will take"), min_value=10, max_value=LONGEST_SESSION, initial=USUAL_MINUTES
    )
    open_doors = forms.BooleanField(
        label=_("In public, if every side agrees on its own page or to you (art. 23)"), required=False
    )
    interpreter = Line(label=_("Interpreter, sign language"), max_length=200, required=False)
    support = Line(label=_("Support for a side"), max_length=200, required=False)
    guests = Line(
        label=_("Guests: relatives, neighbours, experts"),
        max_length=300,
        required=False,
        help_text=_(
            "They take part only once every side agrees (People's Mediation Law, art. 20); each side is asked."
        ),
    )

    field_order = (
        "at", "minutes", "place", "link", "open_doors", "interpreter", "support", "guests", "key", "version",
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["support"].initial = case.dispute.support


class MoveForm(_PlaceForm):
    """The new time and place, and why."""

    reason = text_field(_("Reason"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        called = coming(case)
        if called is not None:
            self.fields["place"].initial, self.fields["link"].initial = called.place, called.link


class AskMoveForm(StepForm):
    """When it would suit, and why not at the time called."""

    wish = Line(label=_("When would it suit you, and why not then?"), max_length=300)


class RecordForm(StepForm):
    """Who came, what was said and agreed on, what comes next."""

    intro = _("All sides read this record. What a side told you in private does not belong here.")

    came = forms.TypedMultipleChoiceField(
        label=_("Who came"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    record = text_field(_("Record"))
    agreed = text_field(_("What was agreed on so far"), required=False)
    next_step = Line(label=_("What comes next, and when"), max_length=200, required=False)
    read = forms.BooleanField(label=_("Read out to those who came, who agree with it"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["came"].choices = [(side.key, side.label) for side in sides_of(case)]  # type: ignore[attr-defined]


class TalkForm(StepForm):
    """When a private talk was held, and how long it took; nothing else is asked."""

    intro = _("Write nothing here of what was said: that belongs into the private room of the side.")

    at = _when(_("Day and hour"))
    minutes = forms.IntegerField(label=_("Minutes it took"), min_value=1, max_value=LONGEST_SESSION)

    def clean_at(self) -> Any:
        """It was held already."""
        at = self.cleaned_data["at"]
        if at > timezone.now():
            raise ValidationError(_("This time is still to come."), code="future")
        return at


FORMS: Mapping[str, type[StepForm]] = {
    "call_session": CallForm,
    "ask_move": AskMoveForm,
    "move_session": MoveForm,
    "record_session": RecordForm,
    "note_talk": TalkForm,
}
