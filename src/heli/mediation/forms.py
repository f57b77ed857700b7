"""One form per step of a mediation: it feeds the page, the API body and its schema."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.people_models import Party
from heli.cases.step_forms import Line, PhoneField, StepForm, text_field
from heli.cases.usual.forms import FORMS as USUAL
from heli.cases.usual.forms import NoteForm, UnitForm
from heli.mediation.choosing_forms import FORMS as CHOOSING
from heli.mediation.choosing_forms import offer_mediators, proposed
from heli.mediation.committees import below
from heli.mediation.letters import OTHER_WAYS
from heli.mediation.models import How, Mediating
from heli.mediation.sides import MEDIATED, sides_of
from heli.organizations.arranged import LONGEST
from heli.organizations.fields import UnitField
from heli.organizations.models import Unit
from heli.organizations.unit_choices import choices_of
from heli.people.models import User

RATINGS = [(5, _("Very good")), (4, _("Good")), (3, _("Fair")), (2, _("Bad")), (1, _("Very bad"))]
#: In what form staff can have heard somebody say something.
HEARD = [(each.value, each.label) for each in (How.ON_RECORD, How.IN_WRITING)]


class WhoForm(StepForm):
    """Which side said it, and in what form; a side on its own page is asked for neither."""

    side = forms.TypedChoiceField(label=_("Which side says so"), coerce=int)
    how = forms.ChoiceField(label=_("In what form"), choices=HEARD)
    note = text_field(_("Note"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.sides = {side.key: side for side in sides_of(case)}
        if actor.is_staff:
            choices = [(key, side.label) for key, side in self.sides.items()]
            self.fields["side"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["side"], self.fields["how"]

    def facts(self) -> dict[str, Any]:
        """Return the side as the party that it is."""
        found = super().facts()
        if "side" in found:
            found["party"] = self.sides[found.pop("side")].party
        return found


class EndForm(WhoForm):
    """Which side ends it, and why, if they want to say."""

    how = None  # type: ignore[assignment]
    note = None  # type: ignore[assignment]
    reason = text_field(_("Reason, if you want to give one"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        StepForm.__init__(self, *args, case=case, actor=actor, **kwargs)
        self.sides = {side.key: side for side in sides_of(case)}
        if actor.is_staff:
            self.fields["side"].choices = [(key, side.label) for key, side in self.sides.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["side"]


class TurnAwayForm(StepForm):
    """Why it is no matter for mediation, and where to turn."""

    reason = text_field(_("Reason"))
    where = text_field(_("Where else to turn, and by when"))


class InviteForm(StepForm):
    """Whom to invite to take part by themselves."""

    intro = _("The side gets a number and a query code of its own. You can see the code for an hour, to hand it over.")

    party = forms.ModelChoiceField(Party.objects.none(), label=_("Side"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        field = self.fields["party"]
        field.queryset = Party.objects.filter(case=case, role__in=MEDIATED)  # type: ignore[attr-defined]
        field.label_from_instance = _called  # type: ignore[attr-defined]


def _called(party: Party) -> str:
    """A side as staff tell it from others: by its role and the name that was given."""
    return f"{Party.Role(party.role).label} · {party.contact.name}"


class NameSideForm(StepForm):
    """Who else takes part, and how they are reached."""

    role = forms.ChoiceField(label=_("As what"), choices=[(each, Party.Role(each).label) for each in MEDIATED])
    name = Line(label=_("Name of the person or organization"), max_length=60)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    address = Line(label=_("Address"), max_length=200, required=False)


class AppointForm(StepForm):
    """Who mediates, the first in charge; those on the roster of the committee that has the dispute, some proposed."""

    lead = forms.ModelChoiceField(User.objects.none(), label=_("Mediator in charge"))
    others = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Further mediators"), required=False, widget=forms.CheckboxSelectMultiple
    )
    chosen = forms.ChoiceField(
        label=_("How they were found"), choices=Mediating.Chosen.choices, initial=Mediating.Chosen.APPOINTED
    )
    reason = text_field(_("Reason, where others mediated before"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        offer_mediators(self, case, ("lead", "others"))
        self.fields["lead"].help_text = proposed(case)

    def facts(self) -> dict[str, Any]:
        """Return the mediators, the one in charge first."""
        found = super().facts()
        lead = found.pop("lead")
        found["mediators"] = [lead, *(each for each in found.pop("others") if each != lead)]
        return found


class UpForm(StepForm):
    """Why it is passed up."""

    reason = text_field(_("Reason"))


class DownForm(UnitForm):
    """To which committee below, and why."""

    unit = UnitField(label=_("Committee"))
    reason = text_field(_("Reason"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        units: list[Unit] = below(case.unit) if case.unit else []
        self.fields["unit"].choices = choices_of(units)  # type: ignore[attr-defined]


class ExtendForm(StepForm):
    """By how many days both sides want it longer, and in what form they said so."""

    amount = forms.IntegerField(label=_("Days more"), min_value=1, max_value=LONGEST)
    how = forms.ChoiceField(label=_("In what form"), choices=HEARD)


class SuspendForm(StepForm):
    """Why both sides want a break."""

    reason = text_field(_("Reason"))


class RiskForm(StepForm):
    """To whom a danger was reported, and what it is."""

    body = Line(label=_("Reported to"), max_length=80)
    text = text_field(_("What is to be feared, and what was done"))


class UnsettledForm(StepForm):
    """Why the sides could not agree, and the other ways with their limits."""

    reason = text_field(_("Reason"))
    ways = text_field(_("Other ways, and their limits"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["ways"].initial = OTHER_WAYS


class AnewForm(StepForm):
    """What has changed."""

    reason = text_field(_("What has changed"))


class RateForm(StepForm):
    """How the mediation was found."""

    score = forms.TypedChoiceField(
        label=_("How did you find the mediation?"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    comment = text_field(_("Comment"), required=False)


FORMS: Mapping[str, type[StepForm]] = {
    **USUAL,
    **CHOOSING,
    "accept": NoteForm,
    "turn_away": TurnAwayForm,
    "invite": InviteForm,
    "agree": WhoForm,
    "refuse": WhoForm,
    "appoint": AppointForm,
    "name_side": NameSideForm,
    "begin": NoteForm,
    "pass_up": UpForm,
    "pass_down": DownForm,
    "extend": ExtendForm,
    "suspend": SuspendForm,
    "resume": NoteForm,
    "report_risk": RiskForm,
    "end": EndForm,
    "close_unsettled": UnsettledForm,
    "apply_anew": AnewForm,
    "rate": RateForm,
}
