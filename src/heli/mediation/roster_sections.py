"""Committees, terms, members, mediators, trainings and absences as administrators keep them; nothing is deleted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.mediation.models import Committee, Sector
from heli.mediation.roster import field_names, tongue_names
from heli.mediation.roster_models import Absence, Field, Mediator, Seat, Term, Training
from heli.organizations.models import Unit, UnitKind
from heli.organizations.responsibility import registry
from heli.people.models import User
from heli.people.tongues import Tongue
from heli.workbench.manage.forms import RowForm
from heli.workbench.manage.sections import Section

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_KINDS = (UnitKind.MEDIATION, UnitKind.MEDIATION_CENTRE)
FAMILY = "mediation"


class CommitteeForm(RowForm):
    """Which unit mediates, at which level, and for which sector."""

    topics = forms.MultipleChoiceField(
        label=_("Topics that come to it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for a committee of a sector: wherever in the district the dispute is."),
    )

    class Meta:
        model = Committee
        fields = ["unit", "level", "sector", "topics"]
        labels = {"unit": _("Unit")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(kind__in=_KINDS, active=True).order_by("code")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["topics"].choices = [(each.code, each.label) for each in registry().leaves(FAMILY)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A sector needs its topics, and only a sector has any; a committee stays the one of its unit."""
        values = super().clean() or {}
        general = values.get("sector") == Sector.GENERAL
        if general and values.get("topics"):
            self.add_error("topics", _("Only a committee of a sector has topics of its own."))
        if values.get("sector") and not general and not values.get("topics"):
            self.add_error("topics", _("Which topics come to this sector?"))
        if self.instance.unit_id and values.get("unit") and values["unit"].pk != self.instance.unit_id:
            self.add_error("unit", _("Add a new committee for another unit; this one stays with its own."))
        return values


class PeriodForm(RowForm):
    """A row that holds from a day until, not including, another."""

    def clean(self) -> dict[str, Any]:
        """It ends after it began."""
        values = super().clean() or {}
        if values.get("since") and values.get("until") and values["until"] <= values["since"]:
            self.add_error("until", _("It ends after it begins."))
        return values


class TermForm(RowForm):
    """A term of three years."""

    class Meta:
        model = Term
        fields = ["committee", "since", "how", "women", "mixed", "minorities"]
        widgets = {"since": _DAY}
        help_texts = {
            "since": _("It lasts three years (People's Mediation Law, art. 9)."),
            "women": _("A number alone, for the rule of art. 8: of nobody is it kept who that is."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_committees(self)


class SeatForm(PeriodForm):
    """Who belongs to a committee, as what, from when until when."""

    class Meta:
        model = Seat
        fields = ["committee", "user", "role", "since", "until"]
        widgets = {"since": _DAY, "until": _DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_committees(self)
        _offer_people(self)
        self.fields["user"].help_text = _("Rights come with a post in the unit, not with the seat: arrange both.")

    def clean(self) -> dict[str, Any]:
        """Nobody has two seats in one committee at the same time."""
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        same: Any = Seat.objects.filter(committee=values.get("committee"), user=values.get("user"))
        for other in same.exclude(pk=self.instance.pk):
            if since and (not other.until or since < other.until) and (not until or other.since < until):
                self.add_error("user", _("They have a seat in this committee in the same time already."))
                break
        return values


class MediatorForm(RowForm):
    """What a mediator knows and speaks, and whether the public list names them."""

    fields_known = forms.MultipleChoiceField(
        label=_("Fields"), choices=Field.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=Tongue.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["user", "fields_known", "languages"]

    class Meta:
        model = Mediator
        fields = ["user", "languages", "area", "hours", "hours_en", "shown"]
        help_texts = {
            "hours_en": _("Shown where the page is read in English."),
            "shown": _("As the holder of an office: name, committee, fields, languages, hours. Never a photo."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self)
        if self.instance.pk:
            self.fields["fields_known"].initial = self.instance.fields
            self.fields["user"].disabled = True

    def store(self) -> Any:
        """Save the row with the fields."""
        self.instance.fields = self.cleaned_data["fields_known"]
        return super().store()


class TrainingForm(RowForm):
    """A training that somebody took part in."""

    class Meta:
        model = Training
        fields = ["user", "on", "topic", "hours"]
        widgets = {"on": _DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self)


class AbsenceForm(PeriodForm):
    """Days on which somebody takes no dispute."""

    class Meta:
        model = Absence
        fields = ["user", "since", "until"]
        widgets = {"since": _DAY, "until": _DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self)


def _offer_committees(form: forms.Form | RowForm) -> None:
    field: Any = form.fields["committee"]
    field.queryset = Committee.objects.select_related("unit").order_by("unit__code")
    field.label_from_instance = lambda row: row.unit.label


def _offer_people(form: forms.Form | RowForm) -> None:
    field: Any = form.fields["user"]
    field.queryset = User.objects.filter(is_active=True, posts__unit__kind__in=_KINDS).distinct().order_by("name", "id")


SECTIONS = (
    Section(
        "mediation-committees",
        _("Mediation committees"),
        _("Which units mediate, at which of the five levels, and which topics come to a sector."),
        "scale",
        CommitteeForm,
        lambda: Committee.objects.select_related("unit__area").order_by("unit__code"),
        ("unit__name", "unit__name_en"),
        (
            (_("Committee"), lambda row: row.unit.label),
            (_("Level"), lambda row: row.get_level_display()),
            (_("Sector"), lambda row: row.get_sector_display()),
            (_("Territory"), lambda row: row.unit.area.name if row.unit.area else ""),
        ),
    ),
    Section(
        "mediation-terms",
        _("Terms of mediation committees"),
        _("From when the members are elected or appointed, for three years (People's Mediation Law, art. 9)."),
        "calendar-event",
        TermForm,
        lambda: Term.objects.select_related("committee__unit").order_by("-since", "id"),
        ("committee__unit__name", "committee__unit__name_en"),
        (
            (_("Committee"), lambda row: row.committee.unit.label),
            (_("From"), lambda row: row.since),
            (_("Until"), lambda row: row.ends),
            (_("How the members came to be"), lambda row: row.get_how_display()),
            (_("Women"), lambda row: row.women),
        ),
    ),
    Section(
        "mediation-seats",
        _("Members of mediation committees"),
        _("Heads, members and hired mediators (People's Mediation Law, arts. 8, 9, 13)."),
        "users",
        SeatForm,
        lambda: Seat.objects.select_related("committee__unit", "user").order_by("committee__unit__code", "id"),
        ("user__name", "committee__unit__name", "committee__unit__name_en"),
        (
            (_("Person"), lambda row: str(row.user)),
            (_("Committee"), lambda row: row.committee.unit.label),
            (_("As"), lambda row: row.get_role_display()),
            (_("From"), lambda row: row.since),
            (_("Until"), lambda row: row.until or ""),
        ),
    ),
    Section(
        "mediators",
        _("Mediators"),
        _("What mediators know and speak, so that parties can choose. No score and no rank."),
        "user-check",
        MediatorForm,
        lambda: Mediator.objects.select_related("user").order_by("user__name", "user_id"),
        ("user__name",),
        (
            (_("Person"), lambda row: str(row.user)),
            (_("Fields"), lambda row: " · ".join(field_names(row))),
            (_("Languages spoken"), lambda row: " · ".join(tongue_names(row))),
            (_("In the public list"), lambda row: _("Yes") if row.shown else _("No")),
        ),
    ),
    Section(
        "mediation-trainings",
        _("Trainings of mediators"),
        _("Who was trained when, in what (People's Mediation Law, art. 14)."),
        "book",
        TrainingForm,
        lambda: Training.objects.select_related("user").order_by("-on", "id"),
        ("user__name", "topic"),
        (
            (_("Person"), lambda row: str(row.user)),
            (_("Date"), lambda row: row.on),
            (_("Topic"), lambda row: row.topic),
            (_("Hours"), lambda row: row.hours),
        ),
    ),
    Section(
        "mediation-absences",
        _("Absences of mediators"),
        _("Days on which they take no new dispute; why is not kept."),
        "calendar",
        AbsenceForm,
        lambda: Absence.objects.select_related("user").order_by("-since", "id"),
        ("user__name",),
        (
            (_("Person"), lambda row: str(row.user)),
            (_("From"), lambda row: row.since),
            (_("Until"), lambda row: row.until or ""),
        ),
    ),
)
