"""Desks, windows of callbacks, topics and helpers as administrators keep them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.advice.known import REVISION
from heli.advice.models import AdviceDesk, AdviceTopic, CallWindow, Helper
from heli.cases.kinds import kinds
from heli.workbench.manage.forms import RowForm
from heli.workbench.manage.sections import Section

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class DeskForm(RowForm):
    """A desk and its arrangements."""

    kinds = forms.MultipleChoiceField(
        label=_("Cases that can be opened"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = AdviceDesk
        fields = [
            "code", "name", "name_en", "unit", "phone", "hours", "hours_en", "kinds", "book_days", "tries",
            "wait_days", "keep_days", "wish_days", "helpline", "helpline_hours", "helpline_hours_en", "active",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.procedure.code, kind.procedure.title) for kind in kinds() if kind.counter]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]


class WindowForm(RowForm):
    """When a desk calls back."""

    class Meta:
        model = CallWindow
        fields = ["desk", "weekday", "begins", "ends", "capacity", "since", "until"]
        widgets = {"begins": TIME, "ends": TIME, "since": DAY, "until": DAY}

    def clean(self) -> dict[str, Any]:
        """A window ends after it begins, and so does the time for which it holds."""
        values = super().clean() or {}
        for first, last in (("begins", "ends"), ("since", "until")):
            if values.get(first) and values.get(last) and values[first] >= values[last]:
                self.add_error(last, _("It ends after it begins."))
        return values


class TopicForm(RowForm):
    """A topic; its text and paths are edited by the desk's unit."""

    class Meta:
        model = AdviceTopic
        fields = ["code", "name", "name_en", "text", "text_en", "position", "active"]


class HelperForm(RowForm):
    """Somebody who counsels, and the account that reads the wishes meant for them."""

    class Meta:
        model = Helper
        fields = ["name", "name_en", "user", "about", "about_en", "active"]


def _active(row: Any) -> Any:
    return _("Yes") if row.active else _("No")


SECTIONS = (
    Section(
        "advice-desks",
        _("Advice desks"),
        _("Hotlines and desks for advice: who staffs them, how long numbers and words are kept."),
        "phone-call",
        DeskForm,
        lambda: AdviceDesk.objects.select_related("unit").order_by("code"),
        ("name", "name_en", "code"),
        (
            (_("Desk"), lambda row: row.label),
            (_("Staffed by"), lambda row: row.unit.label),
            (_("Phone"), lambda row: row.phone),
            (_("Active"), _active),
        ),
        REVISION,
    ),
    Section(
        "advice-windows",
        _("Windows of callbacks"),
        _("When the advice desk calls back, and how many people at most."),
        "clock",
        WindowForm,
        lambda: CallWindow.objects.select_related("desk").order_by("desk", "weekday", "begins"),
        ("desk__name", "desk__name_en"),
        (
            (_("Window"), str),
            (_("Desk"), lambda row: row.desk.label),
            (_("Callbacks"), lambda row: row.capacity),
            (_("From"), lambda row: row.since),
            (_("Until"), lambda row: row.until or ""),
        ),
        REVISION,
    ),
    Section(
        "advice-topics",
        _("Topics of advice"),
        _("What people ask about; text and paths are edited by the desk."),
        "list-details",
        TopicForm,
        lambda: AdviceTopic.objects.order_by("position", "code"),
        ("name", "name_en", "code"),
        ((_("Topic"), lambda row: row.label), (_("Code"), lambda row: row.code), (_("Active"), _active)),
    ),
    Section(
        "advice-helpers",
        _("Helpers"),
        _("Who counsels in a crisis. Their own account alone reads the wishes meant for them."),
        "heart-handshake",
        HelperForm,
        lambda: Helper.objects.select_related("user").order_by("name"),
        ("name", "name_en"),
        ((_("Name"), lambda row: row.label), (_("Account"), lambda row: row.user.username), (_("Active"), _active)),
        REVISION,
    ),
)
