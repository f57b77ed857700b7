"""What somebody fills in to petition. Nothing here weighs what they say: whatever has words can be registered."""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.cases.conflicts import Concerned, too_many, units_of
from heli.cases.models import Channel
from heli.cases.naming import concerned_of, people_called
from heli.cases.parties import Named
from heli.cases.people_models import ElectronicConsent, Party
from heli.cases.step_forms import PHONE, Line, PhoneField, SubmissionForm, Text
from heli.cases.usual.choices import place_choices, topic_choices, units_complained_of
from heli.organizations.models import Category
from heli.organizations.responsibility import registry
from heli.papers.fields import FilesField
from heli.people.models import Contact, Language
from heli.people.reading import in_english
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.claims import ClaimProcedure
from heli.petitions.forms import KINDS
from heli.petitions.law import MOST_REPRESENTATIVES
from heli.petitions.opening import Filing, title_of
from heli.petitions.procedure import PetitionProcedure
from heli.petitions.suggestions import SuggestionProcedure
from heli.petitions.topics import topic_for, topics
from heli.places.territory import territory

UNSURE = "unsure"
PROCEDURES: dict[str, type[PetitionProcedure]] = {
    each.code: each for each in (ClaimProcedure, SuggestionProcedure, AccusationProcedure)
}
KIND_HINTS = {
    ClaimProcedure.code: _("For example: unpaid wages, a permit refused, damage done, a right not protected."),
    SuggestionProcedure.code: _("For example: how a road, a service or a rule could be better."),
    AccusationProcedure.code: _("What you write is never passed or told to those it is about (Regulation, art. 30)."),
    UNSURE: _("It is taken as a grievance or claim; the petition office sorts it."),
}
MOST_PEOPLE = 30000
LONGEST_NAME = 60
#: What a page opens with its details where it holds something.
TOGETHER = ("people", "representatives", "agent", "agent_phone", "authority", "authority_paper", "interpreter")
ABOUT = ("about", "about_people")


class FilingForm(SubmissionForm):
    """A petition as its person writes it. Only the facts are asked for; everything else may stay empty.

    ``representatives`` are lines of a name and, if known, a phone number; at most five speak for all (Regulation,
    art. 20; row XF10). ``home`` is the person's own address, ``place`` and ``address`` say where the matter lies.
    """

    consent_how: ClassVar[str] = ElectronicConsent.How.WITH_THE_CASE
    channel: ClassVar[str] = Channel.WEB
    procedure: ClassVar[type[PetitionProcedure] | None] = None

    kind = forms.ChoiceField(
        label=_("What do you bring?"),
        choices=[*KINDS, (UNSURE, _("I am not sure"))],
        initial=ClaimProcedure.code,
        required=False,
        widget=forms.RadioSelect,
    )
    text = Text(
        label=_("What happened? Facts and reasons"),
        error_messages={"required": _("Please write down what happened.")},
    )
    request = Text(label=_("What do you ask for?"), required=False)
    category = forms.ChoiceField(label=_("Topic"), required=False)
    place = forms.ChoiceField(label=_("Community or village"), choices=place_choices, required=False)
    address = Line(label=_("Place of the matter"), max_length=200, required=False)
    photos = FilesField(label=_("Photos or papers"), required=False)
    name = Line(label=_("Your name, or that of your organization"), max_length=LONGEST_NAME, required=False)
    home = Line(label=_("Your address"), max_length=200, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("This e-mail address is not complete. Please check it or leave it empty.")},
    )
    electronic = forms.BooleanField(
        label=_("Papers may be served on me electronically"),
        help_text=_(
            "Then a paper counts as received, and your time to ask for a review runs, from the day on which it reaches"
            " your page or mailbox. You can take this back at any time; without it papers come by hand or by mail."
        ),
        required=False,
    )
    people = forms.IntegerField(
        label=_("How many people bring it together"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Please write a whole number from 1 to 30000.")
        ),
    )
    representatives = Text(
        label=_("Who speaks for all: a line each, name and phone"),
        required=False,
        max_length=1000,
        help_text=_("At most five (Regulation, art. 20)."),
    )
    agent = Line(label=_("Agent: name"), max_length=LONGEST_NAME, required=False)
    agent_phone = PhoneField(label=_("Agent: phone"), required=False)
    authority = Line(
        label=_("By what paper the agent acts"),
        max_length=200,
        required=False,
        help_text=_("For example: power of attorney of 1 June 2026, or guardianship."),
    )
    authority_paper = FilesField(label=_("The paper of authority, scanned"), required=False)
    interpreter = Line(
        label=_("Interpreter: for which language"),
        max_length=40,
        required=False,
        help_text=_("Foreigners and stateless people petition as everybody does (Regulation, art. 48)."),
    )
    about = forms.MultipleChoiceField(
        label=_("Units that it accuses or complains about"),
        choices=units_complained_of,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Neither they nor the units below them will see it anywhere; others deal with it."),
    )
    about_people = Line(
        label=_("Officers that it accuses or complains about"),
        max_length=120,
        required=False,
        help_text=_("They will not see it, in whatever office they serve. Put a comma between several names."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = topic_choices(topics())  # type: ignore[attr-defined]
        for name in ("category", "place", "about"):
            self.fields[name].error_messages["invalid_choice"] = _("This is not in the list. Please choose again.")
        for name, purpose in {"name": "name", "email": "email", "home": "street-address"}.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["text"].widget.attrs["rows"] = 7
        self.fields["request"].widget.attrs["rows"] = 3
        self.fields["representatives"].widget.attrs["rows"] = 5

    def clean_representatives(self) -> list[Named]:
        """Return those who speak for all."""
        found = list(_representatives(self.cleaned_data["representatives"]))
        if len(found) > MOST_REPRESENTATIVES:
            raise forms.ValidationError(
                _("At most %(most)s may speak for all (Regulation, art. 20); choose among you who they are."),
                params={"most": MOST_REPRESENTATIVES},
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Find topic and people. Whoever is named, it is registered."""
        values = super().clean() or {}
        values["known"], values["unknown"] = people_called(values.get("about_people") or "")
        if not self.errors:
            self._check_answer()
        return values

    def _check_answer(self) -> None:
        if too_many(self.filing().concerned):
            self.add_error("about", _("These are too many to name in one petition."))

    def filing(self) -> Filing:
        """Return what a valid form brings."""
        values = self.cleaned_data
        return Filing(
            text=values["text"],
            request=values["request"] or title_of(values["text"]),
            category=self._topic(),
            procedure=self._procedure(),
            channel=self.channel,
            area=territory().areas.get(int(values.get("place") or 0)),
            address=values["address"],
            contact=self._contact(),
            parties=self._parties(),
            people=max(values.get("people") or 1, len(values["representatives"])),
            interpreter=values["interpreter"],
            electronic=self.consent_how if values["electronic"] else "",
            concerned=self._concerned(),
            about_names=values["unknown"],
            files=[*values["photos"], *values["authority_paper"]],
        )

    def _procedure(self) -> type[PetitionProcedure]:
        return self.procedure or PROCEDURES.get(self.cleaned_data.get("kind") or UNSURE, ClaimProcedure)

    def _topic(self) -> Category:
        values = self.cleaned_data
        chosen = registry().categories.get(int(values.get("category") or 0))
        return chosen or topic_for(f"{values['request']} {values['text']}")

    def _concerned(self) -> Concerned:
        values = self.cleaned_data
        return concerned_of(units_of(int(pk) for pk in values["about"]), sorted(values["known"]))

    def _contact(self) -> Contact | None:
        values = self.cleaned_data
        given = {name: values[name] for name in ("name", "phone", "email")} | {"address": values["home"]}
        if not any(given.values()):
            return None
        return Contact(**given, language=Language.ENGLISH if in_english() else Language.CHINESE)

    def _parties(self) -> list[Named]:
        values = self.cleaned_data
        found: list[Named] = list(values["representatives"])
        if values["agent"]:
            contact = Contact(name=values["agent"], phone=values["agent_phone"])
            found.append(Named(Party.Role.AGENT, contact, values["authority"]))
        return found


def _representatives(text: str) -> Iterator[Named]:
    """Yield those whom the lines of ``text`` name: what can be a phone number is one, everything else the name."""
    for line in filter(None, (each.strip() for each in text.splitlines())):
        parts = [part for part in re.split(r"[\s,，、;；:：]+", line) if part]
        phones = [part for part in parts if PHONE.match(part)]
        name = " ".join(part for part in parts if part not in phones)[:LONGEST_NAME]
        yield Named(Party.Role.REPRESENTATIVE, Contact(name=name, phone=phones[0] if phones else ""))


class ClaimFiling(FilingForm):
    """A grievance or claim, as other systems send it."""

    kind = None  # type: ignore[assignment]
    procedure: ClassVar[type[PetitionProcedure] | None] = ClaimProcedure
    channel = Channel.API


class SuggestionFiling(ClaimFiling):
    """A suggestion or opinion, as other systems send it."""

    procedure = SuggestionProcedure


class AccusationFiling(ClaimFiling):
    """An accusation or report, as other systems send it."""

    procedure = AccusationProcedure
