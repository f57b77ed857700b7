"""The forms of consent to guests and to an open session."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.step_forms import Line, StepForm
from heli.mediation.consents import About, How, proposed
from heli.mediation.sessions import coming
from heli.mediation.sides import sides_of

YES_NO = [("yes", _("Yes, I agree")), ("no", _("No, I do not agree"))]
#: In what form mediators can have heard it.
HEARD = [(each.value, each.label) for each in How if each != How.OWN_PAGE]


class ConsentForm(StepForm):
    """What a side says to what is proposed for the session to come; the rest is not asked."""

    intro = _("You need no reason. Nobody listens unless every side agrees, and you can say otherwise until then.")

    guests = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)
    open_doors = forms.ChoiceField(
        label=_("Do you agree to a session in public?"), choices=YES_NO, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        session = coming(case)
        asked = proposed(session)
        for name in (About.GUESTS, About.OPEN):
            if name not in asked:
                del self.fields[name]
        if session is not None and About.GUESTS in asked:
            text = _now("Do you agree that these take part: %(guests)s?")
            self.fields[About.GUESTS].label = text % {"guests": session.guests}

    def facts(self) -> dict[str, Any]:
        """Return what was said as yes or no."""
        return {name: value == "yes" for name, value in super().facts().items()}


class NoteConsentForm(StepForm):
    """What a side said to the mediators: who spoke, when, in what form."""

    intro = _("The side is told what you write down, and can say otherwise on its page.")

    side = forms.TypedChoiceField(label=_("Which side says so"), coerce=int)
    about = forms.ChoiceField(label=_("To what"))
    agrees = forms.ChoiceField(
        label=_("What it says"), choices=[("yes", _("It agrees")), ("no", _("It does not agree"))]
    )
    said_by = Line(label=_("Who said it: the side itself, or who speaks for it"), max_length=100)
    said_at = forms.DateTimeField(
        label=_("When it was said"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    how = forms.ChoiceField(label=_("In what form"), choices=HEARD)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.sides = {side.key: side for side in sides_of(case)}
        choices: Any = self.fields["side"]
        choices.choices = [(key, side.label) for key, side in self.sides.items()]
        about: Any = self.fields["about"]
        about.choices = [(each, About(each).label) for each in proposed(coming(case))]

    def clean_said_at(self) -> Any:
        """It was said already."""
        at = self.cleaned_data["said_at"]
        if at > timezone.now():
            raise ValidationError(_("This time is still to come."), code="future")
        return at

    def facts(self) -> dict[str, Any]:
        """Return the side as the party that it is, and yes or no."""
        found = super().facts()
        party = self.sides[found.pop("side")].party
        return {**found, "party": party, "agrees": found["agrees"] == "yes"}


FORMS: Mapping[str, type[StepForm]] = {"consent_session": ConsentForm, "note_consent": NoteConsentForm}
