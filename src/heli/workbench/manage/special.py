"""The administrator's pages that are not lists: calendar, settings, and the check of the responsibility map."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import ARRANGE
from heli.audit.record import write
from heli.cases.tasks import reckon_again
from heli.kernel.calendar_notices import (
    NoticeError,
    NoticeProblem,
    missing_holidays,
    notice_text,
    notice_year,
    parse_notice,
)
from heli.organizations.arranging import CHAIN
from heli.organizations.calendar import load_year
from heli.organizations.models import CalendarDay, CalendarNotice, Duty
from heli.organizations.responsibility import owner_of, registry
from heli.organizations.settings import check, district, save
from heli.places.models import Level
from heli.places.territory import territory
from heli.workbench.shell import DeskRequest, desk

LARGEST_NOTICE = 200_000
_PROBLEMS = {
    NoticeProblem.EMPTY: gettext_lazy("The file names no days: the notice is not out yet."),
    NoticeProblem.TOO_LONG: gettext_lazy("The file is too long for a yearly notice."),
    NoticeProblem.ENCODING: gettext_lazy("The file is neither UTF-8 nor GB 18030."),
    NoticeProblem.NOT_JSON: gettext_lazy("The file begins like JSON but is not."),
    NoticeProblem.SHAPE: gettext_lazy("Each day needs a date, a name and whether it is off."),
    NoticeProblem.HEADING: gettext_lazy("The table needs the columns date, kind and name (日期、类型、名称)."),
    NoticeProblem.DATE: gettext_lazy("This is not a date: %(value)s"),
    NoticeProblem.KIND: gettext_lazy("This is neither a day off nor a working day: %(value)s"),
    NoticeProblem.TWICE: gettext_lazy("This date stands in the file twice: %(value)s"),
    NoticeProblem.OTHER_YEAR: gettext_lazy("This date is of another year: %(value)s"),
}


class NoticeForm(forms.Form):
    """A year's notice as a file."""

    file = forms.FileField(
        label=gettext_lazy("File of the yearly notice"),
        help_text=gettext_lazy("A table (CSV) with date, kind and name, or JSON with days; one year at a time."),
    )
    source = forms.CharField(
        label=gettext_lazy("Number of the notice"), max_length=200, help_text=gettext_lazy("As printed on the notice.")
    )

    def clean_file(self) -> Any:
        """Read the notice; the message names the line and what is wrong with it."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_NOTICE:
            raise ValidationError(_PROBLEMS[NoticeProblem.TOO_LONG])
        try:
            return parse_notice(notice_text(upload.read()))
        except NoticeError as error:
            reason = str(_PROBLEMS[error.problem]) % {"value": error.value}
            raise ValidationError(_("Line %(line)s: %(reason)s") % {"line": error.line, "reason": reason}) from error


@needs(ARRANGE)
def calendar(request: DeskRequest) -> HttpResponse:
    """Show the loaded years and load another; provisional dates are then reckoned again by the worker."""
    form = NoticeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _load(request, form.cleaned_data["file"], form.cleaned_data["source"])
        return redirect("workbench:manage_calendar")
    year = timezone.localdate().year
    context = {
        "form": form,
        "notices": CalendarNotice.objects.order_by("-year"),
        "days": CalendarDay.objects.filter(day__year__in=(year, year + 1)),
    }
    return desk(request, "workbench/manage/calendar.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _load(request: DeskRequest, days: Any, source: str) -> None:
    year = notice_year(days)
    load_year(year, days, source=source)
    listed = [[day.date.isoformat(), day.kind.value, day.name] for day in days]
    data = {"year": year, "source": source, "days": listed}
    write(CHAIN, "calendar.load", at=timezone.now(), actor=request.actor.key, data=data)
    reckon_again.defer()
    text = _("The calendar of %(year)s was loaded: %(count)s days. Provisional due dates are being reckoned again.")
    messages.success(request, text % {"year": year, "count": len(days)})
    for day in missing_holidays(days):
        messages.warning(request, _("%(day)s is a statutory holiday but not in the notice.") % {"day": day})


class SettingsForm(forms.Form):
    """The district's own arrangements."""

    district_name = forms.CharField(label=gettext_lazy("Name of the district"), max_length=40)
    district_name_en = forms.CharField(label=gettext_lazy("English name"), max_length=60)
    hotline = forms.CharField(label=gettext_lazy("Hotline"), max_length=30)
    opens = forms.TimeField(label=gettext_lazy("Service hours from"), widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label=gettext_lazy("until"), widget=forms.TimeInput(attrs={"type": "time"}))
    ladder = forms.CharField(
        label=gettext_lazy("Reminders at these shares of a limit"),
        help_text=gettext_lazy(
            "Three numbers, e.g. 0.5 0.8 1.0: to the handler, the unit's leader, the district centre."
        ),
    )
    warn_fraction = forms.FloatField(
        label=gettext_lazy("Yellow from this share of a limit on"), min_value=0.1, max_value=1.0
    )
    extension_share = forms.FloatField(
        label=gettext_lazy("Longest extension, as a share of the service level"), min_value=0.1, max_value=2.0
    )
    duplicate_metres = forms.IntegerField(
        label=gettext_lazy("Reports within so many metres may be the same"), min_value=10, max_value=2000
    )
    duplicate_days = forms.IntegerField(label=gettext_lazy("… and within so many days"), min_value=1, max_value=365)
    urge_hours = forms.IntegerField(
        label=gettext_lazy("A resident may ask to hurry again after so many hours"), min_value=1, max_value=240
    )

    emergency_hours = forms.IntegerField(
        label=gettext_lazy("Longest emergency access, in hours"), min_value=1, max_value=4
    )
    oversight_channel = forms.CharField(
        label=gettext_lazy("Who takes complaints that nobody in the district may handle"),
        max_length=120,
        help_text=gettext_lazy("Name and telephone or address, as residents read it."),
    )
    oversight_channel_en = forms.CharField(label=gettext_lazy("The same in English"), max_length=160)
    second_factor = forms.MultipleChoiceField(
        label=gettext_lazy("Duties that need a second factor to sign in"),
        choices=Duty.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "A code of an app, or a passkey, beside the password. Whoever has none is led to set one up, and can do"
            " nothing else before."
        ),
    )

    def clean_ladder(self) -> list[float]:
        """Return the shares as numbers; there are as many rungs as the procedures name roles."""
        try:
            shares = [float(part) for part in self.cleaned_data["ladder"].replace(",", " ").split()]
        except ValueError as error:
            raise ValidationError(_("Please write numbers, parted by blanks.")) from error
        if len(shares) != 3:
            raise ValidationError(_("Please give three numbers."))
        return shares

    def clean(self) -> dict[str, Any]:
        """Check the values together, as they are stored."""
        values = super().clean() or {}
        if not self.errors:
            check(self.stored())
        return values

    def stored(self) -> dict[str, Any]:
        """Return the values as they are stored, in JSON."""
        values = dict(self.cleaned_data)
        for name in ("opens", "closes"):
            values[name] = f"{values[name]:%H:%M}"
        return values


@needs(ARRANGE)
def settings(request: DeskRequest) -> HttpResponse:
    """Show and save the district's arrangements."""
    local = district()
    initial = {name: getattr(local, name) for name in SettingsForm.base_fields}
    initial["ladder"] = " ".join(str(share) for share in local.ladder)
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        _save_settings(request, form.stored())
        return redirect("workbench:manage_settings")
    return desk(request, "workbench/manage/settings.html", {"form": form}, status=422 if form.is_bound else 200)


@transaction.atomic
def _save_settings(request: DeskRequest, values: dict[str, Any]) -> None:
    plain = {name: str(value) for name, value in values.items()}
    write(CHAIN, "settings.change", at=timezone.now(), actor=request.actor.key, data=plain)
    save(values)
    messages.success(request, _("The settings were saved."))


@require_safe
@needs(ARRANGE)
def coverage(request: DeskRequest) -> HttpResponse:
    """Check the responsibility map: every topic in every grid, and where only the last resort answers."""
    grids, known = territory().level(Level.GRID), registry()
    lines: list[dict[str, Any]] = []
    for category in known.leaves():
        owners = Counter(owner_of(category, grid.path).unit.pk for grid in grids)
        last_resort = owners.pop(known.district_centre_id, 0)
        lines.append(
            {
                "category": category,
                "units": [(known.units[pk], count) for pk, count in owners.most_common(4)],
                "more": max(0, len(owners) - 4),
                "last_resort": last_resort,
            }
        )
    lines.sort(key=lambda line: (-line["last_resort"], line["category"].code))
    context = {"lines": lines, "grids": len(grids), "open": sum(1 for line in lines if line["last_resort"])}
    return desk(request, "workbench/manage/coverage.html", context)
