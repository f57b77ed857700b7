"""What somebody fills in to have a dispute mediated."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Channel
from heli.cases.parties import Named
from heli.cases.people_models import Party
from heli.cases.step_forms import Line, PhoneField, SubmissionForm, Text
from heli.cases.usual.choices import place_choices, topic_choices
from heli.mediation.committees import committee_for
from heli.mediation.models import Committee
from heli.mediation.opening import Application
from heli.mediation.procedure import FAMILY
from heli.mediation.questions import every_question, questions_for
from heli.organizations.models import Category
from heli.organizations.responsibility import registry
from heli.papers.fields import FilesField
from heli.people.models import Contact, Language
from heli.people.reading import in_english
from heli.places.territory import territory

LONGEST_NAME = 60
TITLE_LENGTH = 60
QUESTION = "q_"


def topics() -> list[Category]:
    """Return the topics of disputes: those of mediation alone first, then those that every kind of case may have."""
    return sorted(registry().leaves(FAMILY.code), key=lambda each: not each.serves_alone(FAMILY.code))


class ApplyForm(SubmissionForm):
    """An application for mediation. Both sides must be named; how the other one is reached may stay open.

    For each question of `mediation.questions` there is a field; the page shows those of the topic.
    """

    category = forms.ChoiceField(label=_("What is it about?"))
    text = Text(label=_("What happened?"), error_messages={"required": _("Please write down what happened.")})
    request = Text(
        label=_("What do you ask the other side for?"),
        error_messages={"required": _("Please say what you ask for: it is what the talks are about.")},
    )
    place = forms.ChoiceField(label=_("Community or village"), choices=place_choices)
    address = Line(label=_("Place of the matter"), max_length=200, required=False)
    photos = FilesField(label=_("Photos or papers"), required=False)
    name = Line(label=_("Your name, or that of your organization"), max_length=LONGEST_NAME)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    home = Line(label=_("Your address"), max_length=200, required=False)
    other_name = Line(label=_("The other side: name"), max_length=LONGEST_NAME)
    other_phone = PhoneField(label=_("The other side: phone"), required=False)
    other_address = Line(label=_("The other side: address"), max_length=200, required=False)
    agent = Line(label=_("Who speaks for you: name"), max_length=LONGEST_NAME, required=False)
    authority = Line(label=_("By what paper they act"), max_length=200, required=False)
    support = Line(
        label=_("What do you need to speak on equal terms?"),
        max_length=200,
        required=False,
        help_text=_("For example: somebody you trust beside you, an interpreter, sign language, large print."),
    )
    remote = forms.BooleanField(label=_("By video or telephone, if possible"), required=False)
    open_doors = forms.BooleanField(label=_("In public, if the other side agrees too"), required=False)
    agrees = forms.BooleanField(
        label=_("I want this dispute to be mediated, and know that the other side reads what I write here"),
        error_messages={"required": _("Without this nobody may mediate (People's Mediation Law, art. 17).")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = topic_choices(topics())  # type: ignore[attr-defined]
        for question in every_question().values():
            self.fields[f"{QUESTION}{question.code}"] = Line(label=question.label, max_length=300, required=False)
        for name, purpose in {"name": "name", "email": "email", "home": "street-address"}.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose

    def clean(self) -> dict[str, Any]:
        """There must be a way to reach the first side, and a committee."""
        values = super().clean() or {}
        if not self.errors and not (values["phone"] or values["email"] or values["home"]):
            self.add_error("phone", _("Leave a phone number, e-mail or address, so that the committee can reach you."))
        if not self.errors:
            try:
                committee_for(self._area(), self._topic())
            except Committee.DoesNotExist:
                self.add_error("place", _("The district has no committee for this place yet. Please call the hotline."))
        return values

    def asked(self) -> list[Any]:
        """Return the bound fields of the questions that the chosen topic asks."""
        said = str(self["category"].value() or "")
        chosen = registry().categories.get(int(said)) if said.isdecimal() else None
        return [self[f"{QUESTION}{each.code}"] for each in questions_for(chosen.code if chosen else "")]

    def application(self) -> Application:
        """Return what a valid form brings."""
        values = self.cleaned_data
        return Application(
            title=_title(values["request"]),
            text=values["text"],
            request=values["request"],
            category=self._topic(),
            parties=self._parties(),
            answers={each.name.removeprefix(QUESTION): values[each.name] for each in self.asked() if values[each.name]},
            channel=Channel.WEB,
            area=self._area(),
            address=values["address"],
            contact=Contact(
                name=values["name"],
                phone=values["phone"],
                email=values["email"],
                address=values["home"],
                language=Language.ENGLISH if in_english() else Language.CHINESE,
            ),
            support=values["support"],
            remote=values["remote"],
            open_doors=values["open_doors"],
            files=values["photos"],
        )

    def _area(self) -> Any:
        return territory().areas.get(int(self.cleaned_data["place"]))

    def _topic(self) -> Category:
        return registry().categories[int(self.cleaned_data["category"])]

    def _parties(self) -> list[Named]:
        values = self.cleaned_data
        other = Contact(name=values["other_name"], phone=values["other_phone"], address=values["other_address"])
        found = [Named(Party.Role.OTHER_SIDE, other)]
        if values["agent"]:
            found.append(Named(Party.Role.AGENT, Contact(name=values["agent"]), values["authority"]))
        return found


def _title(text: str) -> str:
    line = (text.strip().splitlines() or [""])[0]
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
