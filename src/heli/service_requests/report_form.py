"""What a resident fills in to report something; nobody has to be known, nothing typed is lost."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from heli.cases.conflicts import NobodyLeftError, nobody_left, too_many, units_of
from heli.cases.models import Channel
from heli.cases.naming import people_called
from heli.cases.step_forms import Line, PhoneField, SubmissionForm, Text
from heli.cases.usual.choices import place_choices, topic_choices, topics_in, units_complained_of
from heli.cases.usual.suggesting import Suggestion
from heli.organizations.models import Category
from heli.organizations.responsibility import registry
from heli.organizations.settings import district
from heli.papers.fields import FilesField
from heli.people.models import Contact, Language
from heli.people.reading import in_english
from heli.places.models import Area
from heli.places.territory import territory
from heli.service_requests.opening import Report, answer_to
from heli.service_requests.procedure import FAMILY


def category_choices() -> list[Any]:
    """Return every category that a report can have, under its group."""
    return topic_choices(registry().leaves(FAMILY.code))


class _Degrees(forms.FloatField):
    """Degrees of the pin; what is not a number counts as no pin, for the pin is not typed by hand."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        try:
            return super().to_python(value)
        except forms.ValidationError:
            return None


class ReportForm(SubmissionForm):
    """A report. ``category`` is the id of a category; one chosen from the list (``other``) takes its place.

    ``place`` is the id of a town or community; a pin goes before it. ``asked`` is set once likely duplicates were
    shown, so that they are shown once.
    """

    text = Text(
        label=_("What is the matter?"),
        error_messages={
            "required": _("Please write down what happened."),
            "max_length": _(
                "Please use at most %(limit_value)d characters (now: %(show_value)d). You can add more after sending."
            ),
        },
    )
    category = forms.CharField(required=False)
    other = forms.ChoiceField(label=_("Topic"), choices=category_choices, required=False)
    latitude = _Degrees(required=False)
    longitude = _Degrees(required=False)
    place = forms.ChoiceField(label=_("Community or village"), choices=place_choices, required=False)
    address = Line(
        label=_("Address or landmark"),
        max_length=200,
        required=False,
        help_text=_("For example: across from the west gate of the market"),
    )
    photos = FilesField(label=_("Photos"), required=False)
    name = Line(label=_("What may we call you?"), max_length=60, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("This e-mail address is not complete. Please check it or leave it empty.")},
    )
    publish_text = forms.BooleanField(
        label=_("My words may be shown in the public register"),
        help_text=_("Your name and how to reach you are never shown."),
        required=False,
    )
    confidential = forms.BooleanField(
        label=_("Keep this out of the public register"),
        help_text=_("Only those who handle it can read it."),
        required=False,
    )
    about = forms.MultipleChoiceField(
        label=_("Is this a complaint about a unit? Mark each one."),
        choices=units_complained_of,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("These units will not see it; the unit above them answers, and it is kept confidential."),
    )
    about_people = Line(
        label=_("Is it about an officer? Write the name."),
        max_length=120,
        required=False,
        help_text=_("They will not see it, in whatever office they serve. Part several names by a comma."),
    )
    contests = Line(
        label=_("Is it about how an earlier request was handled? Write its number."),
        max_length=20,
        required=False,
        help_text=_("Whoever handled that request will not see this one."),
    )
    asked = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data and data.get("other"):
            data = data.copy()
            data["category"], data["other"] = data["other"], ""
        super().__init__(data, *args, **kwargs)
        for name in ("other", "place", "about"):
            self.fields[name].error_messages["invalid_choice"] = _("This is not in the list. Please choose again.")
        attributes = {"name": "name", "email": "email", "address": "street-address"}
        for name, purpose in attributes.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["text"].widget.attrs["rows"] = 6

    @cached_property
    def suggested(self) -> list[Suggestion]:
        """The categories that the text suggests."""
        return topics_in(str(self["text"].value() or ""), registry().leaves(FAMILY.code))

    def clean(self) -> dict[str, Any]:
        """Find the category and the place."""
        values = super().clean() or {}
        values["topic"] = self._topic(values.get("category") or "")
        values["area"] = self._area(values)
        values["people"], values["unknown"] = people_called(values.get("about_people") or "")
        if not self.errors:
            self._check_answer()
        return values

    def _check_answer(self) -> None:
        """Somebody must be left to answer; otherwise the person reads who outside of the district does."""
        values = self.cleaned_data
        report = Report(text=values["text"], category=values["topic"], area=values["area"], **self._complaint())
        if too_many(report.concerned):
            self.add_error("about", _("These are too many to name in one request."))
        elif report.is_complaint:
            try:
                answer_to(report)
            except NobodyLeftError:
                self.add_error("about", nobody_left())

    def _complaint(self) -> dict[str, Any]:
        """Return whom and what the report complains about."""
        values = self.cleaned_data
        return {
            "about": units_of(int(pk) for pk in values["about"]),
            "about_people": sorted(values["people"]),
            "about_names": values["unknown"],
            "contests": values["contests"],
        }

    def _topic(self, chosen: str) -> Category | None:
        leaves = {str(each.pk): each for each in registry().leaves(FAMILY.code)}
        if chosen in leaves:
            return leaves[chosen]
        if chosen:
            self.add_error("other", self.fields["other"].error_messages["invalid_choice"])
        elif self.suggested:
            self.add_error("other", _("Please check whether we have understood the topic, then send again."))
        else:
            self.add_error("other", _("Please choose a topic. If you are not sure, choose “Other”."))
        return None

    def _area(self, values: dict[str, Any]) -> Area | None:
        chosen = territory().areas.get(int(values.get("place") or 0))
        pinned = territory().find(self.point[1], self.point[0]) if self.point else None
        if "place" in self.errors or pinned:
            return pinned
        if self.point and not chosen:
            self.add_error("place", _outside())
        elif not chosen and not values.get("address"):
            self.add_error("place", _("Please say where it is: tap the map, choose a community or write an address."))
        # Whoever chooses a community after a pin outside the district has thought better of the pin.
        values["latitude"] = values["longitude"] = None
        return chosen

    @property
    def point(self) -> tuple[float, float] | None:
        """The pin as (longitude, latitude), or None."""
        latitude, longitude = (self.cleaned_data.get(name) for name in ("latitude", "longitude"))
        return None if latitude is None or longitude is None else (longitude, latitude)

    def report(self) -> Report:
        """Return what a valid form reports."""
        values = self.cleaned_data
        return Report(
            text=values["text"],
            category=values["topic"],
            channel=Channel.WEB,
            area=values["area"],
            address=values["address"],
            latitude=values["latitude"],
            longitude=values["longitude"],
            contact=self._contact(),
            **self._complaint(),
            confidential=values["confidential"],
            publish_text=values["publish_text"] and not values["confidential"],
            photos=values["photos"],
        )

    def _contact(self) -> Contact | None:
        given = {name: self.cleaned_data[name] for name in ("name", "phone", "email")}
        if not any(given.values()):
            return None
        return Contact(**given, language=Language.ENGLISH if in_english() else Language.CHINESE)


def topics_of(form: ReportForm) -> dict[str, Any]:
    """Return what the choice of topics shows: the one chosen first, then the suggested ones with the reason."""
    known = registry().categories
    chosen = str(form["category"].value() or "")
    words = {str(each.category_id): each.words for each in form.suggested}
    leaves = {str(each.pk) for each in known.values() if each.parent_id and each.serves(FAMILY.code)}
    ids = [*([chosen] if chosen in leaves and chosen not in words else []), *words]
    rows = [{"id": each, "category": known[int(each)], "words": words.get(each, ())} for each in ids]
    return {"rows": rows, "chosen": chosen if chosen in ids else next(iter(ids), "")}


def _outside() -> str:
    place = district().label
    return _("This place is not in %(district)s. Move the pin, or call %(hotline)s and they pass it on.") % {
        "district": place,
        "hotline": district().hotline,
    }
