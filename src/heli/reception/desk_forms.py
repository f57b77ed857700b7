"""What staff fill in at the reception centre: arrivals, outcomes, leaders' days, hard cases."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.charge_models import HardCase
from heli.cases.models import Case
from heli.cases.step_forms import CaseField, Line, SubmissionForm, Text, readable
from heli.kernel.references import BadReference, normalise_reference
from heli.organizations.models import Duty
from heli.people.models import User
from heli.places.models import Area, Level
from heli.reception.forms import NeedsForm
from heli.reception.known import desks_of, known, runs
from heli.reception.models import BY_TIMES, CELL, OF_LEADERS, Audience, Centre, DayKind, ReceptionDay

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time", "step": CELL * 60}, format="%H:%M")


class ArrivalForm(NeedsForm):
    """A visitor without an appointment."""

    service = forms.TypedChoiceField(label=_("Service"), coerce=int, widget=forms.RadioSelect)

    field_order = ["service", "accessible", "interpreter"]

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.pk, f"{each.letter} · {each.label}") for each in known().services_of(centre)]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]


class CheckInForm(forms.Form):
    """The number of an appointment."""

    reference = forms.CharField(label=_("Number of the appointment"), max_length=40)

    def clean_reference(self) -> str:
        """Return the number in its one written form."""
        try:
            return normalise_reference(self.cleaned_data["reference"])
        except BadReference:
            raise ValidationError(_("This is no number of ours: it looks like ABCD-1234-E."), code="ref") from None


class LinkForm(SubmissionForm):
    """A case that is known already, among those that the clerk may see."""

    case = CaseField(label=_("Number of the matter"), max_length=40)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].bind_to(actor)  # type: ignore[attr-defined]

    def found(self) -> Case:
        """Return the case of a valid form."""
        case: Case = self.cleaned_data["case"]
        return case


class AdviceForm(SubmissionForm):
    """What the visitor was told."""

    words = Text(
        label=_("What the visitor was told"),
        max_length=2000,
        help_text=_("Kept sealed; only the units that receive at this centre can read it."),
    )


_WHEN = ("centre", "day", "begins", "ends")
_LEADER = ("leader_name", "leader_name_en", "post", "post_en", "leader")
_GUEST = ("host", "host_en", "leader_name", "leader_name_en", "post", "post_en")
_ROOM = ("window", "service", "minutes")
_PLACE = ("area", "place", "place_en")
_TOPICS = ("topics", "topics_en")
#: What is asked for a day of each kind, in order.
FIELDS: dict[str, tuple[str, ...]] = {
    DayKind.AT_CENTRE: (*_LEADER, *_WHEN, *_TOPICS, *_ROOM),
    DayKind.VISIT: (*_LEADER, *_WHEN, *_TOPICS, *_PLACE),
    DayKind.COURT: (
        *_GUEST, *_WHEN, *_TOPICS, "court_case", "court_case_en", *_PLACE, "audience", "seats", "window", "service",
    ),
    DayKind.MEDIATORS: (*_GUEST, *_WHEN, *_TOPICS, *_PLACE, *_ROOM),
    DayKind.LEGAL: (*_GUEST, *_WHEN, *_TOPICS, *_PLACE, *_ROOM),
    DayKind.PSYCHOLOGICAL: (*_GUEST, *_WHEN, *_TOPICS, *_PLACE),
}  # fmt: skip


def kinds_planned_by(actor: Actor) -> list[DayKind]:
    """Return the kinds of days that ``actor`` may plan: all for whoever runs a centre, else those that need a desk."""
    if any(runs(actor, centre) for centre in known().centres.values()):
        return list(DayKind)
    return [DayKind.MEDIATORS, DayKind.LEGAL, DayKind.COURT] if desks_of(actor) else []


class ReceptionDayForm(forms.ModelForm):  # type: ignore[type-arg]
    """A day of one kind before it is published; asks for what that kind needs."""

    class Meta:
        model = ReceptionDay
        fields = sorted({name for names in FIELDS.values() for name in names})
        widgets = {"day": DAY, "begins": TIME, "ends": TIME}

    def __init__(self, *args: Any, actor: Actor, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = self.instance.kind = kind
        self.fields = {name: self.fields[name] for name in FIELDS[kind]}
        self._offer(actor)
        if "leader" in self.fields:
            leaders: Any = self.fields["leader"]
            leaders.queryset = leaders_in_office()
            leaders.help_text = _("Only where they have one: the day then stands in their own list.")
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(readable)

    def _offer(self, actor: Actor) -> None:
        """Offer the centres, rooms, desks, services and areas that the actor may choose for such a day."""
        run = [pk for pk, centre in known().centres.items() if runs(actor, centre)]
        desks = [] if self.kind in OF_LEADERS else desks_of(actor)
        centres = {*run, *(each.centre_id for each in desks)}
        fields: Any = self.fields
        fields["centre"].queryset = fields["centre"].queryset.filter(pk__in=centres)
        if "window" in fields:
            mine = Q(centre__in=run) | Q(pk__in=[each.pk for each in desks])
            fields["window"].queryset = fields["window"].queryset.filter(mine, for_leaders=True, active=True)
            fields["service"].queryset = fields["service"].queryset.filter(centre__in=centres)
        if "area" in fields:
            levels = (Level.TOWN, Level.COMMUNITY)
            fields["area"].queryset = Area.objects.valid_on(timezone.localdate()).filter(level__in=levels)
        if self.kind == DayKind.COURT:
            fields["audience"].required = True

    def clean_day(self) -> date:
        """A day is planned for the future."""
        day: date = self.cleaned_data["day"]
        if day <= timezone.localdate():
            raise ValidationError(_("Please choose a day to come: it is published in advance."), code="past")
        return day

    def clean(self) -> dict[str, Any]:
        """A day that is booked needs room and service of its centre, others a place; times lie on whole steps."""
        values = super().clean() or {}
        if self.kind in BY_TIMES or values.get("seats"):
            self._need_a_room(values)
        if "place" in self.fields and not values.get("place"):
            self.add_error("place", _("Please say where it is."))
        if values.get("seats") and values.get("audience") != Audience.OPEN:
            self.add_error("seats", _("Seats are for listeners: there are none where only the parties may come."))
        self._mind_the_clock(values)
        return values

    def _need_a_room(self, values: dict[str, Any]) -> None:
        for name in ("window", "service"):
            row = values.get(name)
            if row is None or row.centre_id != getattr(values.get("centre"), "pk", None):
                self.add_error(name, _("What can be booked needs one of this centre."))

    def _mind_the_clock(self, values: dict[str, Any]) -> None:
        for name in ("begins", "ends"):
            if values.get(name) and values[name].minute % CELL:
                self.add_error(name, _("Please choose a time on a whole five minutes."))
        if values.get("begins") and values.get("ends") and values["begins"] >= values["ends"]:
            self.add_error("ends", _("It ends after it begins."))


class MoveForm(forms.Form):
    """When a published day is held instead, and why, for everybody to read."""

    to = forms.DateField(label=_("New date"), widget=DAY)
    begins = forms.TimeField(label=_("Begins"), widget=TIME)
    reason = Line(label=_("Reason, shown in public"), max_length=200)
    reason_en = Line(label=_("The same in English"), max_length=200, required=False)

    def clean_begins(self) -> time:
        """Days begin on a whole step."""
        begins: time = self.cleaned_data["begins"]
        if begins.minute % CELL:
            raise ValidationError(_("Please choose a time on a whole five minutes."), code="cell")
        return begins


def leaders_in_office() -> Any:
    """Return the accounts that hold a leader's post today."""
    today = timezone.localdate()
    posts = {"posts__duty": Duty.LEADER, "posts__since__lte": today}
    return User.objects.filter(is_active=True, **posts).distinct().order_by("name", "pk")


class CancelForm(forms.Form):
    """Why a day is cancelled, for everybody to read."""

    why = Line(label=_("Reason, shown in public"), max_length=200)
    why_en = Line(label=_("The same in English"), max_length=200, required=False)


class ReportForm(forms.Form):
    """What came of a day, in words that tell of no person; the numbers are counted."""

    met = forms.IntegerField(label=_("Households or listeners who came"), min_value=0, max_value=999, required=False)
    words = Text(label=_("Report, shown in public"), max_length=1000, required=False)
    words_en = Text(label=_("The same in English"), max_length=1000, required=False)


class MatterForm(LinkForm):
    """A case that a leader took along from a visit."""

    responsible = Line(
        label=_("Who is responsible"),
        max_length=80,
        required=False,
        help_text=_("Empty: the leader of the unit that must answer."),
    )


class ChargeForm(forms.Form):
    """Who takes charge of a hard case, what for, and when it goes on."""

    leader = forms.ModelChoiceField(label=_("Leader"), queryset=User.objects.none())
    post = Line(label=_("Post"), max_length=80)
    post_en = Line(label=_("English post"), max_length=120, required=False)
    aim = Text(label=_("What is to be reached"), max_length=500, help_text=_("The resident reads it."))
    next_on = forms.DateField(label=_("Next date"), widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = leaders_in_office()  # type: ignore[attr-defined]

    def clean_next_on(self) -> date:
        """The next date is today or later."""
        return coming(self.cleaned_data["next_on"])


class DiaryForm(forms.Form):
    """What was done in a hard case."""

    text = Text(label=_("What was done"), max_length=2000)
    next_on = forms.DateField(label=_("Next date"), widget=DAY, required=False)
    told = forms.BooleanField(label=_("The resident may read it"), required=False, initial=True)

    def clean_next_on(self) -> date | None:
        """The next date is today or later."""
        day = self.cleaned_data["next_on"]
        return coming(day) if day else None


class HandBackForm(forms.Form):
    """What came of it."""

    why = Text(label=_("What came of it"), max_length=500)


def coming(day: date) -> date:
    """Return ``day`` if it is not past. Raises ValidationError."""
    if day < timezone.localdate():
        raise ValidationError(_("Please choose today or a later day."), code="past")
    return day


def charge_of(hard: HardCase | None) -> dict[str, Any]:
    """Return what the form of a case in somebody's charge begins with."""
    if hard is None:
        return {}
    return {name: getattr(hard, name) for name in ("leader", "post", "post_en", "aim", "next_on")}
