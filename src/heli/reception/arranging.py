"""Centres, services, windows, hours and closures as administrators keep them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.reception.known import REVISION
from heli.reception.models import CELL, Centre, Closure, Opening, Service, Tongue, Window
from heli.reception.outcomes import kinds_with_counter
from heli.workbench.manage.forms import RowForm
from heli.workbench.manage.sections import Section

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time", "step": CELL * 60}, format="%H:%M")


class CentreForm(RowForm):
    """A centre and its arrangements."""

    class Meta:
        model = Centre
        fields = [
            "code", "name", "name_en", "unit", "address", "address_en", "phone", "hold_minutes", "book_days",
            "lead_minutes", "remind_hours", "late_minutes", "interpreter_days", "keep_days", "leader_days_a_month",
            "active",
        ]  # fmt: skip


class ServiceForm(RowForm):
    """A kind of business, and which cases it leads to."""

    kinds = forms.MultipleChoiceField(
        label=_("Cases that can be opened"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Service
        fields = ["centre", "letter", "name", "name_en", "hint", "hint_en", "minutes", "kinds", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.procedure.code, kind.procedure.title) for kind in kinds_with_counter()]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]


class WindowForm(RowForm):
    """A counter, who staffs it and what it offers."""

    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=Tongue.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Window
        fields = [
            "centre",
            "number",
            "unit",
            "services",
            "accessible",
            "languages",
            "bookable",
            "for_leaders",
            "active",
        ]
        widgets = {"services": forms.CheckboxSelectMultiple}

    def clean(self) -> dict[str, Any]:
        """A window offers services of its own centre."""
        values = super().clean() or {}
        strange = [each for each in values.get("services") or () if each.centre != values.get("centre")]
        if strange:
            self.add_error("services", _("These belong to another centre."))
        return values


class OpeningForm(RowForm):
    """Hours of a centre or a window on a weekday."""

    class Meta:
        model = Opening
        fields = ["centre", "window", "weekday", "opens", "closes", "since", "until"]
        widgets = {"opens": TIME, "closes": TIME, "since": DAY, "until": DAY}

    def clean(self) -> dict[str, Any]:
        """Hours lie on whole steps, in order, within the window's own centre and a period that ends after it began."""
        values = super().clean() or {}
        for name in ("opens", "closes"):
            if values.get(name) and values[name].minute % CELL:
                self.add_error(name, _("Please choose a time on a whole five minutes."))
        if values.get("opens") and values.get("closes") and values["opens"] >= values["closes"]:
            self.add_error("closes", _("Closing time must be after opening time."))
        if values.get("since") and values.get("until") and values["since"] >= values["until"]:
            self.add_error("until", _("It ends after it begins."))
        if values.get("window") and values["window"].centre != values.get("centre"):
            self.add_error("window", _("It belongs to another centre."))
        return values


class ClosureForm(RowForm):
    """A day on which a centre is closed."""

    class Meta:
        model = Closure
        fields = ["centre", "day", "reason", "reason_en"]
        widgets = {"day": DAY}


def _centre(row: Any) -> str:
    return str(row.centre.label)


SECTIONS = (
    Section(
        "reception-centres",
        _("Reception centres"),
        _("Where residents are received, and how long times are kept, offered and remembered."),
        "building-community",
        CentreForm,
        lambda: Centre.objects.select_related("unit").order_by("code"),
        ("name", "name_en", "code"),
        (
            (_("Centre"), lambda row: row.label),
            (_("Run by"), lambda row: row.unit.label),
            (_("Address"), lambda row: row.where),
            (_("Active"), lambda row: _("Yes") if row.active else _("No")),
        ),
        REVISION,
    ),
    Section(
        "reception-services",
        _("Services of reception centres"),
        _("What visitors come for, how long it takes, and which cases it leads to."),
        "list-details",
        ServiceForm,
        lambda: Service.objects.select_related("centre").order_by("centre", "letter"),
        ("name", "name_en"),
        (
            (_("Service"), lambda row: f"{row.letter} · {row.label}"),
            (_("Centre"), _centre),
            (_("Minutes"), lambda row: row.minutes),
            (_("Active"), lambda row: _("Yes") if row.active else _("No")),
        ),
        REVISION,
    ),
    Section(
        "reception-windows",
        _("Windows"),
        _("Counters: who staffs them, what they offer and to whom."),
        "layout-dashboard",
        WindowForm,
        lambda: Window.objects.select_related("centre", "unit").order_by("centre", "number"),
        ("unit__name", "unit__name_en"),
        (
            (_("Window"), str),
            (_("Centre"), _centre),
            (_("Staffed by"), lambda row: row.unit.label),
            (_("Active"), lambda row: _("Yes") if row.active else _("No")),
        ),
        REVISION,
    ),
    Section(
        "reception-hours",
        _("Hours of reception centres"),
        _("By weekday, with days from and until which they hold. Holidays are days off by the working calendar."),
        "clock",
        OpeningForm,
        lambda: Opening.objects.select_related("centre", "window").order_by("centre", "weekday", "opens"),
        ("centre__name", "centre__name_en"),
        (
            (_("Hours"), str),
            (_("Centre"), _centre),
            (_("Window"), lambda row: str(row.window) if row.window else _("all")),
            (_("From"), lambda row: row.since),
            (_("Until"), lambda row: row.until or ""),
        ),
        REVISION,
    ),
    Section(
        "reception-closures",
        _("Closures of reception centres"),
        _("Days on which a centre is closed beyond the holidays; everybody reads the reason."),
        "calendar",
        ClosureForm,
        lambda: Closure.objects.select_related("centre").order_by("-day"),
        ("reason", "reason_en"),
        ((_("Date"), lambda row: row.day), (_("Centre"), _centre), (_("Reason"), lambda row: row.why)),
        REVISION,
    ),
)
