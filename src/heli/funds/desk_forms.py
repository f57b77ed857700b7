"""Forms of those who keep the books, and of those who arrange funds."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.cases.money import YuanField
from heli.cases.step_forms import Line, readable, text_field
from heli.funds.models import BudgetLine, Fund
from heli.funds.payees import PURPOSES
from heli.funds.procedure import FundApplicationProcedure
from heli.kernel.ledgers import Movement
from heli.organizations.models import Category, Unit

#: What is posted by hand; everything else is posted by a step of an application.
BY_HAND = [(Movement.ALLOT.value, _("Allot budget")), (Movement.CUT.value, _("Cut budget"))]


class EntryForm(forms.Form):
    """A budget that is allotted or cut, by a document."""

    line = forms.ModelChoiceField(BudgetLine.objects.none(), label=_("Budget"), empty_label=None)
    movement = forms.ChoiceField(label=_("Entry"), choices=BY_HAND, widget=forms.RadioSelect)
    amount = YuanField(label=_("Amount (yuan)"))
    reference = Line(label=_("Number of the document"), max_length=80)
    reason = text_field(_("Why"))

    def __init__(self, *args: Any, fund: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = self.fields["line"]
        line.queryset = fund.lines.all()  # type: ignore[attr-defined]
        line.label_from_instance = lambda row: f"{row.year} · {row.label}"  # type: ignore[attr-defined]


class ReverseForm(forms.Form):
    """Why an entry is taken back."""

    reason = text_field(_("Why is the entry taken back?"))


class LineForm(forms.ModelForm):  # type: ignore[type-arg]
    """A budget: year and purpose."""

    class Meta:
        model = BudgetLine
        fields = ["year", "name", "name_en"]
        labels = {"name": _("Purpose"), "name_en": _("Purpose, in English")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year
        for name in ("name", "name_en"):
            self.fields[name].validators.append(readable)

    def clean_year(self) -> int:
        """A budget is of a year that a person may mean."""
        year: int = self.cleaned_data["year"]
        if not 2000 <= year <= timezone.localdate().year + 1:
            raise forms.ValidationError(_("Please check the year."), code="year")
        return year

    def clean(self) -> dict[str, Any]:
        """One budget for each purpose of a year."""
        values: dict[str, Any] = super().clean() or {}
        same = {"fund": self.instance.fund, **{name: values.get(name) for name in ("year", "name")}}
        if not self.errors and BudgetLine.objects.filter(**same).exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("There is a budget for this purpose in this year already."))
        return values


class FundForm(forms.ModelForm):  # type: ignore[type-arg]
    """A fund. Amounts and texts are local standards of the district; no statute sets them."""

    leader_above = YuanField(
        label=_("Above this amount the leader approves (yuan)"),
        required=False,
        help_text=_("Local standard. Empty means always, which is the cautious choice."),
    )
    most = YuanField(
        label=_("Most for one application (yuan)"), required=False, help_text=_("Local standard. Empty means no limit.")
    )

    class Meta:
        model = Fund
        fields = [
            "code", "name", "name_en", "kind", "unit", "topic", "who_may", "who_may_en", "needed", "needed_en",
            "other_help", "other_help_en", "leader_above", "most", "active",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(active=True).order_by("code")  # type: ignore[attr-defined]
        leaves = Category.objects.filter(parent__isnull=False, amount__isnull=False).select_related("parent")
        fitting = [each.pk for each in leaves if each.serves(FundApplicationProcedure.code)]
        self.fields["topic"].queryset = Category.objects.filter(pk__in=fitting)  # type: ignore[attr-defined]
        self.fields["topic"].help_text = _("Its service level is the time to decide on an application.")
        for name in ("name", "name_en", "who_may", "who_may_en", "needed", "needed_en", "other_help", "other_help_en"):
            self.fields[name].validators.append(readable)
        for name in ("leader_above", "most"):
            fen = getattr(self.instance, name)
            self.initial[name] = f"{fen / 100:.2f}" if fen else ""
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.fields["unit"].disabled = True

    def clean_leader_above(self) -> int:
        """Nothing written: the leader always approves."""
        return self.cleaned_data["leader_above"] or 0


class PurposeForm(forms.Form):
    """What the account is needed for."""

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"),
        choices=PURPOSES,
        widget=forms.RadioSelect,
        help_text=_("The person can see who looked, and what for."),
    )
