"""The forms of the pages of reports: which report on which period, and by which schedule."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from heli.access.actors import Actor, HeldPost
from heli.access.permissions import MANAGE, READ_REPORTS
from heli.access.permissions import granted as granted_to
from heli.insight.periods import EARLIEST, Length, Period
from heli.organizations.models import Duty, Post
from heli.organizations.responsibility import registry
from heli.reports.models import LENGTHS, Schedule
from heli.reports.scopes import About, covers, offered
from heli.reports.words import read

PUBLIC = "public"
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
#: Duties whose holders read reports, so that telling them makes sense.
TOLD = [duty for duty in Duty if granted_to(duty, READ_REPORTS)]


def may_publish(actor: Actor) -> bool:
    """Whether ``actor`` may issue the public report: leaders and coordinators of the district centre."""
    return any(post.of_district for post in actor.with_duty(Duty.LEADER, Duty.COORDINATOR))


def scopes_for(actor: Actor) -> list[tuple[str, str]]:
    """Return the scopes that ``actor`` may read or keep: administrators keep schedules for all."""
    every = offered()
    seen = (
        every if actor.may(MANAGE) and not actor.may(READ_REPORTS) else [each for each in every if covers(actor, each)]
    )
    return [(each.key, read(each.name)) for each in seen]


class ReportForm(forms.Form):
    """One report on one closed period."""

    length = forms.ChoiceField(label=pgettext_lazy("document", "Report"), choices=LENGTHS)
    day = forms.DateField(
        label=gettext_lazy("A day of the period"), widget=_DAY, help_text=gettext_lazy("The period must be over.")
    )
    scope = forms.ChoiceField(label=gettext_lazy("About"))

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        public = [(PUBLIC, _("Public report of the whole district"))] if may_publish(actor) else []
        self.fields["scope"].choices = [*scopes_for(actor), *public]  # type: ignore[attr-defined]

    @property
    def period(self) -> Period:
        """The period that was chosen."""
        return Period.of(Length(self.cleaned_data["length"]), self.cleaned_data["day"])

    @property
    def public(self) -> bool:
        """Whether the public report was chosen."""
        return bool(self.cleaned_data["scope"] == PUBLIC)

    @property
    def about(self) -> About:
        """The scope that was chosen."""
        return About() if self.public else About.read(self.cleaned_data["scope"])

    def clean_day(self) -> date:
        """Refuse days that no figures can be of."""
        day: date = self.cleaned_data["day"]
        if not EARLIEST <= day <= timezone.localdate():
            raise ValidationError(_("Choose a day of a period that is over."))
        return day

    def clean(self) -> dict[str, Any]:
        """A period is over, and the public report is one of a month."""
        values = super().clean() or {}
        if values.get("scope") == PUBLIC and values.get("length") not in (None, Length.MONTH):
            self.add_error("length", _("The public report is issued by month."))
        if values.get("day") and values.get("length") and not self.period.is_over(timezone.now()):
            self.add_error("day", _("This period is not over yet. Its figures can still change."))
        return values


class ScheduleForm(forms.ModelForm):  # type: ignore[type-arg]
    """Which report is issued by itself, and who is told."""

    scope = forms.ChoiceField(label=gettext_lazy("About"))
    recipients = forms.MultipleChoiceField(
        label=gettext_lazy("Who is told"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Posts, by message and e-mail with a link. Whoever holds the post then is told."),
    )

    class Meta:
        model = Schedule
        fields = ["length", "scope", "at", "working_days", "recipients", "active"]
        widgets = {"at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), "length": forms.Select}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes_for(actor)  # type: ignore[attr-defined]
        self.fields["recipients"].choices = _posts()  # type: ignore[attr-defined]
        self.fields["at"].help_text = _("On the day after the period: daily, on Mondays, or on the first of the month.")
        self.fields["working_days"].help_text = _("What would be issued on a day off waits for the next working day.")

    def clean(self) -> dict[str, Any]:
        """Only those are told who may read the report."""
        values = super().clean() or {}
        if "scope" in values and values.get("recipients"):
            about = About.read(values["scope"])
            wrong = [each for each in values["recipients"] if not _reads(each, about)]
            if wrong:
                names = dict(_pairs())
                text = _("Not all cases of this report are theirs to see: %(posts)s")
                self.add_error("recipients", text % {"posts": "; ".join(names[each] for each in wrong)})
        return values


def _posts() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the posts in force that read reports, by unit."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, label in _pairs():
        unit, _dot, duty = label.rpartition(" · ")
        found.setdefault(unit, []).append((key, duty))
    return list(found.items())


def _pairs() -> list[tuple[str, str]]:
    rows = Post.objects.on(timezone.localdate()).filter(duty__in=TOLD, unit__active=True)
    pairs = sorted(set(rows.values_list("unit__code", "unit_id", "duty")))
    units = registry().units
    return [(f"{pk}:{duty}", f"{units[pk].label} · {Duty(duty).label}") for _code, pk, duty in pairs if pk in units]


def _reads(recipient: str, about: About) -> bool:
    """Whether some holder of a post sees all that a report ``about`` a scope counts."""
    unit, _colon, duty = recipient.partition(":")
    return any(covers(actor, about) for actor in _holders(int(unit), duty))


def _holders(unit: int, duty: str) -> list[Actor]:
    """Return those who hold a post, with that post alone."""
    today = timezone.localdate()
    rows = Post.objects.on(today).filter(unit=unit, duty=duty).select_related("unit__area", "area")
    return [Actor(key="", name="", posts=(_held(row),)) for row in rows]


def _held(row: Any) -> HeldPost:
    area = row.area or row.unit.area
    return HeldPost(row.unit_id, row.unit.path, row.unit.kind, row.duty, area.path if area else "")
