"""Bodies that matters are referred to and come from, as administrators keep them."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from heli.organizations.models import Unit
from heli.referrals.models import Partner
from heli.workbench.manage.forms import RowForm
from heli.workbench.manage.sections import Section


class PartnerForm(RowForm):
    """A body, and how long it has where it has agreed otherwise than the district's lengths."""

    class Meta:
        model = Partner
        fields = [
            "kind", "name", "name_en", "unit", "address", "reached", "accepts_from_us", "refers_to_us", "respond_days",
            "work_days", "active",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(active=True).order_by("code")  # type: ignore[attr-defined]
        self.fields["unit"].help_text = _("Only where the body works with Heli; else it is an outside body.")
        for name in ("respond_days", "work_days"):
            self.fields[name].min_value = 1  # type: ignore[attr-defined]
            self.fields[name].help_text = _("Empty: the district's length. No national text sets one.")

    def clean(self) -> dict[str, Any]:
        """No body has zero days."""
        values = super().clean() or {}
        for name in ("respond_days", "work_days"):
            if values.get(name) == 0:
                self.add_error(name, _("At least one day, or empty."))
        return values


SECTIONS: Final = (
    Section(
        "partners",
        _("Bodies for referrals"),
        _("Police, courts, arbitration and others that matters are passed to and come from, with their limits."),
        "share",
        PartnerForm,
        lambda: Partner.objects.select_related("unit").order_by("kind", "name"),
        ("name", "name_en"),
        (
            (_("Body"), lambda row: row.label),
            (_("Kind"), lambda row: row.get_kind_display()),
            (_("Unit of Heli"), lambda row: row.unit.label if row.unit else _("outside")),
            (_("Receives"), lambda row: _("Yes") if row.accepts_from_us else _("No")),
            (_("Sends"), lambda row: _("Yes") if row.refers_to_us else _("No")),
            (_("Active"), lambda row: _("Yes") if row.active else _("No")),
        ),
    ),
)
