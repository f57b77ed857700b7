"""One form per step of an application: it feeds the page, the API body and its schema."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.money import YuanField, yuan
from heli.cases.step_forms import Line, StepForm, text_field
from heli.cases.usual.forms import FORMS as USUAL
from heli.cases.usual.forms import ReasonForm
from heli.funds.models import BudgetLine
from heli.papers.fields import FilesField

NUMBER = re.compile(r"^[0-9]{8,30}$")


class AssessForm(StepForm):
    """What was found of the need."""

    intro = _("Write what you found and how. Ask for no paper that a look into the records of other offices can show.")

    findings = text_field(_("What you found, and how you know it"))
    recommended = YuanField(label=_("Amount that you think is needed (yuan)"), required=False)
    photos = FilesField(label=_("Photos or papers"), required=False)


class AskBackForm(StepForm):
    """What the office needs from the applicant."""

    question = text_field(_("What do you need from the applicant, and what for?"))


class AnswerForm(StepForm):
    """An answer."""

    text = text_field(_("Your answer"))
    photos = FilesField(label=_("Photos or papers"), required=False)


class _Budget(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A budget with what is free in it."""

    def label_from_instance(self, obj: Any) -> str:
        """Return year, purpose and what is free."""
        free = _("%(yuan)s yuan free") % {"yuan": yuan(obj.free)}
        return f"{obj.year} · {obj.label} · {free}"


class ApproveFirstForm(StepForm):
    """From which budget, how much, and why."""

    intro = _("With your approval the money is reserved. A second person decides after you.")

    line = _Budget(BudgetLine.objects.none(), label=_("Budget"))
    amount = YuanField(label=_("Amount (yuan)"))
    reason = text_field(_("Reasons"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        application = case.fund_application
        lines = BudgetLine.objects.filter(fund=application.fund_id, open=True).order_by("-year", "id")
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        self.fields["amount"].initial = yuan(application.asked).replace(",", "")
        self.fields["amount"].help_text = _("Asked for: %(yuan)s yuan.") % {"yuan": yuan(application.asked)}


class ApproveSecondForm(StepForm):
    """Why the second approves."""

    intro = _("With your approval the money is granted, and the applicant is told.")

    reason = text_field(_("Reasons"))


class RefuseForm(StepForm):
    """The ground of a refusal."""

    ground = text_field(_("Ground, as the applicant will read it"))


class NameAccountForm(StepForm):
    """The account to which the grant is paid."""

    intro = _("Nobody sees the whole number but those who pay, each time on record. Never give a PIN or a code.")

    holder = Line(label=_("Account holder"), max_length=60)
    bank = Line(label=_("Bank and branch"), max_length=80)
    number = Line(label=_("Account number"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs.update(inputmode="numeric", autocomplete="off")

    def clean_number(self) -> str:
        """Return the digits alone."""
        number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", self.cleaned_data["number"]))
        if not NUMBER.match(number):
            raise forms.ValidationError(_("An account number has 8 to 30 digits. Please check it."), code="number")
        return number


class OrderForm(StepForm):
    """The order to pay."""

    amount = YuanField(label=_("Amount (yuan)"))
    note = text_field(_("Note"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        _say_granted(self, case)


class RecordPaymentForm(StepForm):
    """The payment, with the receipt of the bank."""

    amount = YuanField(label=_("Amount on the receipt (yuan)"))
    bank_reference = Line(label=_("Number of the transaction on the receipt"), max_length=80)
    receipt = FilesField(label=_("Receipt of the bank"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        _say_granted(self, case)


def _say_granted(form: StepForm, case: Case) -> None:
    granted = yuan(case.fund_application.approved or 0)
    form.fields["amount"].help_text = _("Granted: %(yuan)s yuan.") % {"yuan": granted}


class RecordReturnForm(StepForm):
    """Money that came back."""

    amount = YuanField(label=_("Amount that came back (yuan)"))
    bank_reference = Line(label=_("Number of the transaction"), max_length=80)
    reason = text_field(_("Why it came back"))
    receipt = FilesField(label=_("Receipt of the bank"))


class AskReconsiderationForm(StepForm):
    """Why the refusal is not right."""

    reason = text_field(_("What is not right?"))
    photos = FilesField(label=_("Photos or papers"), required=False)


class SetAsideForm(StepForm):
    """Why the refusal does not stand."""

    reason = text_field(_("Reasons, as the applicant will read them"))


class AskAnewForm(StepForm):
    """A word of the applicant."""

    text = text_field(_("Anything the office should know"), required=False)


class ApplyAgainForm(StepForm):
    """What is new."""

    text = text_field(_("What has happened since?"))
    photos = FilesField(label=_("Photos or papers"), required=False)


FORMS: dict[str, type[StepForm]] = {
    **{
        name: USUAL[name]
        for name in (
            "assign", "record_work", "add_information", "urge", "withdraw", "declare_conflict", "correct_contact",
            "ask_correction", "withdraw_consent",
        )
    },
    "assess": AssessForm,
    "ask_back": AskBackForm,
    "answer_back": AnswerForm,
    "assess_again": ReasonForm,
    "approve_first": ApproveFirstForm,
    "approve_second": ApproveSecondForm,
    "hand_back": ReasonForm,
    "refuse": RefuseForm,
    "name_account": NameAccountForm,
    "ask_anew": AskAnewForm,
    "order_payment": OrderForm,
    "record_payment": RecordPaymentForm,
    "stop_payment": ReasonForm,
    "record_return": RecordReturnForm,
    "ask_reconsideration": AskReconsiderationForm,
    "set_aside": SetAsideForm,
    "uphold": RefuseForm,
    "apply_again": ApplyAgainForm,
}  # fmt: skip
