"""What staff fill in to take a petition in: by letter, fax or phone, from a visitor, or handed down from above."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heli.access.actors import Actor
from heli.cases.finding import find
from heli.cases.models import Case, Channel
from heli.cases.naming import named_in
from heli.cases.people_models import ElectronicConsent
from heli.cases.step_forms import Line
from heli.organizations.models import Unit, UnitKind
from heli.organizations.responsibility import registry
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.filing_form import PROCEDURES, FilingForm
from heli.petitions.forms import day_field
from heli.petitions.opening import Filing

#: How it came: the channel, and whether it was told by word of mouth.
WAYS: dict[str, tuple[Channel, bool]] = {
    "letter": (Channel.LETTER, False),
    "visit": (Channel.VISIT, True),
    "visit_paper": (Channel.VISIT, False),
    "phone": (Channel.PHONE, True),
    "fax": (Channel.FAX, False),
    "above": (Channel.ABOVE, False),
}
HOW = [
    ("letter", pgettext_lazy("how a case comes in", "Letter")),
    ("visit", _("Visit, told by word of mouth")),
    ("visit_paper", _("Visit, handed in on paper")),
    ("phone", _("Telephone or hotline")),
    ("fax", pgettext_lazy("how a case comes in", "Fax")),
    ("above", _("Handed down from above")),
]
OFFICE = "office"
#: A petition is typed within weeks; what was received longer ago than ten years was mistyped, and its limits with it.
LONGEST_AGO = timedelta(days=3653)


class TakeForm(FilingForm):
    """A petition that staff take in. ``handed_to`` is the petition office or a unit of the actor's own (art. 23)."""

    how = forms.ChoiceField(label=_("How it came"), choices=HOW, widget=forms.RadioSelect, initial="letter")
    received_on = day_field(
        _("Received on"), required=False, help_text=_("Limits count from this day, not from the day of typing.")
    )
    handed_to = forms.ChoiceField(label=_("Handed to"), required=False)
    from_above = Line(label=_("Body that handed it down"), max_length=120, required=False)
    their_number = Line(label=_("Their number"), max_length=60, required=False)
    report_by = day_field(_("Report to them, last day"), required=False)
    read_back = forms.BooleanField(
        label=_("Read back and agreed"),
        required=False,
        help_text=_("What is told by word of mouth is taken down faithfully (Regulation, art. 19): read it aloud."),
    )
    earlier = Line(
        label=_("Number of an earlier petition in the matter"),
        max_length=20,
        required=False,
        help_text=_("Only if they name one. The two are linked; nothing is refused for it."),
    )
    names_asked = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["handed_to"].choices = _receivers(actor)  # type: ignore[attr-defined]
        self.fields["name"].label = _("Name")
        self.fields["home"].label = _("Address")
        self.fields["text"].label = _("Facts and reasons")
        self.fields["request"].label = _("What they ask for")
        self.fields["electronic"].label = _("They agree to electronic service of papers")
        if "received_on" in self.fields:
            self.fields["received_on"].initial = timezone.localdate

    def clean_received_on(self) -> date | None:
        """Nothing is received on a day to come; one that lies very far back is a slip of the keyboard."""
        day: date | None = self.cleaned_data["received_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        if day and day < timezone.localdate() - LONGEST_AGO:
            raise forms.ValidationError(_("This day lies very far back. Please check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """What was spoken must have been read back; who is named in an accusation is asked about once."""
        values = super().clean()
        if self._spoken and not values.get("read_back"):
            self.add_error("read_back", _("Read it back to them, correct it, and say here that they agree."))
        if not self.errors:
            self._ask_about_names(values)
        return values

    def _ask_about_names(self, values: dict[str, Any]) -> None:
        accuses = values.get("kind") == AccusationProcedure.code
        if not accuses or values["about"] or values["about_people"] or values.get("names_asked"):
            return
        found = named_in(values["text"])
        if found:
            text = _("The words name %(names)s. Is it about them? Mark it here, or send it as it is.")
            self.add_error("about", text % {"names": _(", ").join(found.names)})
            self.data = {**self.data, "names_asked": "on"}

    @property
    def _spoken(self) -> bool:
        return WAYS.get(self.cleaned_data.get("how") or "", (Channel.LETTER, False))[1]

    @cached_property
    def follows(self) -> Case | None:
        """The earlier petition that they name, where the actor may see it."""
        said = self.cleaned_data.get("earlier")
        found = find(said, self.actor) if said else None
        return found if found and found.procedure in PROCEDURES else None

    def filing(self) -> Filing:
        """Return what a valid form brings."""
        values = self.cleaned_data
        channel, spoken = WAYS.get(values.get("how") or "letter", WAYS["letter"])
        filing = replace(
            super().filing(),
            channel=channel,
            spoken=spoken,
            received_at=_received(values.get("received_on")),
            organ=registry().units.get(int(values["handed_to"])) if values["handed_to"].isdigit() else None,
            from_above=values.get("from_above", ""),
            their_number=values.get("their_number", ""),
            report_by=values.get("report_by"),
            follows=self.follows,
        )
        if filing.electronic:
            how = ElectronicConsent.How.ON_RECORD if spoken else ElectronicConsent.How.IN_WRITING
            filing = replace(filing, electronic=how)
        return filing


class WindowForm(TakeForm):
    """A petition that a visitor brings to a window of the reception centre, today."""

    received_on = None  # type: ignore[assignment]
    from_above = None  # type: ignore[assignment]
    their_number = None  # type: ignore[assignment]
    report_by = None  # type: ignore[assignment]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["how"].choices = HOW[1:3]  # type: ignore[attr-defined]
        self.fields["how"].initial = "visit"


def _received(day: date | None) -> datetime | None:
    """Return the noon of a day that has passed; None for today, which is now."""
    if day is None or day == timezone.localdate():
        return None
    return timezone.make_aware(datetime.combine(day, time(12)))


def _receivers(actor: Actor) -> list[tuple[str, Any]]:
    """Return to whom a petition can have been handed: the petition office, or one of the actor's own organs."""
    known = registry().units
    own = [known[pk] for pk in sorted(actor.unit_ids) if pk in known]
    organs = [unit for unit in own if _is_organ(unit)]
    return [(OFFICE, _("The petition office")), *((str(unit.pk), unit.label) for unit in organs)]


def _is_organ(unit: Unit) -> bool:
    return unit.active and unit.kind not in (UnitKind.PETITION_OFFICE, UnitKind.DISTRICT_CENTRE, UnitKind.OVERSIGHT)
