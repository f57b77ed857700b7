"""What staff fill in to take a dispute in: told by telephone or in person, by letter, or offered by the committee."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heli.access.actors import Actor
from heli.cases.models import Channel
from heli.cases.parties import Named
from heli.cases.people_models import Party
from heli.cases.step_forms import Line, PhoneField
from heli.mediation.apply_form import LONGEST_NAME, ApplyForm
from heli.mediation.committees import committees
from heli.mediation.models import Committee, How
from heli.mediation.opening import Application
from heli.organizations.models import Duty, UnitKind
from heli.people.models import Contact

#: How it came: the channel, and whether it was told by word of mouth.
WAYS: Final[dict[str, tuple[Channel, bool]]] = {
    "phone": (Channel.PHONE, True),
    "visit": (Channel.VISIT, True),
    "visit_paper": (Channel.VISIT, False),
    "letter": (Channel.LETTER, False),
}
HOW: Final = [
    ("phone", _("Telephone or hotline")),
    ("visit", _("Visit, told by word of mouth")),
    ("visit_paper", _("Visit, handed in on paper")),
    ("letter", pgettext_lazy("how a case comes in", "Letter")),
]
APPLIED, OFFERED = "applied", "offered"
BEGINS: Final = [
    (APPLIED, _("A side applies for mediation")),
    (OFFERED, _("Our committee offers to mediate; nobody has applied (People's Mediation Law, art. 17)")),
]
#: Further people of a dispute besides the first side and the other side.
MORE: Final = (1, 2, 3, 4)
ROLES: Final = [
    ("", _("Nobody")),
    (Party.Role.OWN_SIDE, Party.Role.OWN_SIDE.label),
    (Party.Role.OTHER_SIDE, Party.Role.OTHER_SIDE.label),
    (Party.Role.THIRD, Party.Role.THIRD.label),
    (Party.Role.AGENT, Party.Role.AGENT.label),
]


class TakeForm(ApplyForm):
    """A dispute that staff take in. ``committee`` is found by topic and place unless the actor's own has it.

    Further people stand in numbered fields (``role_1``, ``name_1`` …), so that the page needs no script.
    """

    begins = forms.ChoiceField(label=_("How it begins"), choices=BEGINS, initial=APPLIED, widget=forms.RadioSelect)
    how = forms.ChoiceField(label=_("How it came"), choices=HOW, initial="phone", widget=forms.RadioSelect)
    committee = forms.ChoiceField(label=_("Committee"), required=False)
    read_back = forms.BooleanField(
        label=_("Read back and agreed"),
        required=False,
        help_text=_("What is told by word of mouth is taken down and read aloud to them."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.own = own_committees(actor)
        chosen = [(str(each.pk), each.unit.label) for each in self.own]
        self.fields["committee"].choices = [("", _("By topic and place")), *chosen]  # type: ignore[attr-defined]
        self.fields["name"].label = _("First side: name, or that of the organization")
        self.fields["home"].label = _("Address")
        self.fields["agent"].label = _("Who speaks for the first side: name")
        self.fields["agrees"].label = _("The first side wants mediation, and knows that the other side reads this")
        self.fields["agrees"].required = False
        if not self.own:
            self.fields["begins"].choices = BEGINS[:1]  # type: ignore[attr-defined]
        self._add_people()

    def _add_people(self) -> None:
        for number in MORE:
            self.fields[f"role_{number}"] = forms.ChoiceField(label=_("Who"), choices=ROLES, required=False)
            self.fields[f"name_{number}"] = Line(
                label=_("Name of the person or organization"), max_length=LONGEST_NAME, required=False
            )
            self.fields[f"phone_{number}"] = PhoneField(label=_("Phone"), required=False)
            self.fields[f"address_{number}"] = Line(label=_("Address"), max_length=200, required=False)
            self.fields[f"authority_{number}"] = Line(
                label=_("For whom, and by what paper"), max_length=200, required=False
            )

    def more_people(self) -> list[dict[str, Any]]:
        """Return the numbered fields, person by person, for the page."""
        names = ("role", "name", "phone", "address", "authority")
        return [{name: self[f"{name}_{number}"] for name in names} for number in MORE]

    def clean(self) -> dict[str, Any]:
        """What was spoken was read back; who applies wants it; an offer comes from a committee of the actor's own."""
        values = super().clean()
        if self._way[1] and not values.get("read_back"):
            self.add_error("read_back", _("Read it back to them, correct it, and say here that they agree."))
        if not self._offered and not values.get("agrees"):
            self.add_error("agrees", _("Without this nobody may mediate (People's Mediation Law, art. 17)."))
        if self._offered and not values.get("committee"):
            self.add_error("committee", _("Which committee of yours offers to mediate?"))
        for number in MORE:
            self._check_person(number, values)
        return values

    def _check_person(self, number: int, values: dict[str, Any]) -> None:
        role, name = values.get(f"role_{number}"), values.get(f"name_{number}")
        if role and not name:
            self.add_error(f"name_{number}", _("Please write their name."))
        if name and not role:
            self.add_error(f"role_{number}", _("Please say who they are."))
        if role == Party.Role.AGENT and not values.get(f"authority_{number}"):
            self.add_error(f"authority_{number}", _("For whom do they act, and by what paper?"))

    @property
    def _way(self) -> tuple[Channel, bool]:
        return WAYS.get(self.cleaned_data.get("how") or "", (Channel.LETTER, False))

    @property
    def _offered(self) -> bool:
        return self.cleaned_data.get("begins") == OFFERED

    def application(self) -> Application:
        """Return what a valid form brings."""
        values = self.cleaned_data
        channel, spoken = self._way
        agreed = (How.ON_RECORD if spoken else How.IN_WRITING) if values["agrees"] else ""
        own = {str(each.pk): each for each in self.own}
        return replace(
            super().application(),
            channel=channel,
            offered=self._offered,
            how=agreed,
            committee=own.get(values["committee"]),
        )

    def _parties(self) -> list[Named]:
        return [*super()._parties(), *(self._named(number) for number in MORE if self.cleaned_data[f"role_{number}"])]

    def _named(self, number: int) -> Named:
        role, name, phone, address, authority = (
            self.cleaned_data[f"{each}_{number}"] for each in ("role", "name", "phone", "address", "authority")
        )
        return Named(role, Contact(name=name, phone=phone, address=address), authority)


class WindowForm(TakeForm):
    """A dispute that a visitor brings to a window of the reception centre."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["how"].choices = HOW[1:3]  # type: ignore[attr-defined]
        self.fields["how"].initial = "visit"


def own_committees(actor: Actor) -> list[Committee]:
    """Return the committees for which ``actor`` may offer to mediate: their own, for the centre's coordinators all."""
    if any(post.unit_kind == UnitKind.MEDIATION_CENTRE for post in actor.with_duty(Duty.COORDINATOR)):
        return list(committees())
    return [each for each in committees() if each.unit_id in actor.unit_ids]
