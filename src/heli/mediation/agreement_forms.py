"""Forms of the agreement and its performance, one per step."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.money import YuanField
from heli.cases.step_forms import Line, StepForm, text_field
from heli.cases.usual.forms import ReasonForm
from heli.mediation.agreeing import Due
from heli.mediation.agreement_models import Agreement, Clause, Performance
from heli.mediation.agreements import draft_of, presented, signatures_of, unsigned
from heli.mediation.owed import Owed, of_creditor, of_debtor, owed_in
from heli.mediation.sides import Side, sides_of
from heli.papers.fields import FilesField

FOUND = [
    ("kept", _("kept as agreed")),
    ("partly", _("kept in part")),
    ("not_kept", _("not kept")),
    ("not_reached", _("nobody was reached")),
]


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _choose(form: forms.Form, name: str, sides: list[Side]) -> None:
    form.fields[name].choices = [(side.key, side.label) for side in sides]  # type: ignore[attr-defined]


class ClauseForm(StepForm):
    """One clause: who owes whom what, how much and when."""

    intro = _("One thing that one side owes another. Add as many clauses as there are things.")

    debtor = forms.TypedChoiceField(label=_("Who owes it"), coerce=int)
    what = forms.ChoiceField(label=_("What is owed"), choices=Clause.What)
    creditor = forms.TypedChoiceField(label=_("To whom"), coerce=int)
    words = text_field(_("In words"))
    amount = YuanField(label=_("Amount in all (yuan), if it is money"), required=False)
    due_on = day_field(_("Due on, if all at once"), required=False)
    instalments = forms.CharField(
        label=_("Or in instalments"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One line for each: the day and the amount in yuan, like 2026-12-01 500."),
    )

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        sides = sides_of(case)
        self.sides = {side.key: side for side in sides}
        _choose(self, "debtor", sides)
        _choose(self, "creditor", sides)
        # Mostly another side owes the first one; nobody owes themselves.
        self.fields["debtor"].initial = next((side.key for side in sides if side.party), None)

    def clean_instalments(self) -> list[Due]:
        """Return the instalments; a line that cannot be read is named."""
        found = []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["instalments"].splitlines()), start=1):
            due = _instalment(line)
            if due is None:
                raise forms.ValidationError(_("Line %(number)s is not a day and an amount.") % {"number": number})
            found.append(due)
        return found

    def facts(self) -> dict[str, Any]:
        """Return the sides as parties, and the instalments as what falls due."""
        found = super().facts()
        dues, due_on = found.pop("instalments"), found.pop("due_on")
        if not dues and due_on:
            dues = [Due(due_on, found["amount"])]
        found["debtor"], found["creditor"] = (self.sides[found[name]].party for name in ("debtor", "creditor"))
        return {**found, "dues": dues}


def _instalment(line: str) -> Due | None:
    parts = line.replace("，", ",").replace("\t", " ").replace(",", "").split()
    try:
        return Due(date.fromisoformat(parts[0]), YuanField().clean(parts[1])) if len(parts) == len("ab") else None
    except (ValueError, forms.ValidationError):
        return None


class RemoveClauseForm(StepForm):
    """Which clause is taken out."""

    clause = forms.ModelChoiceField(Clause.objects.none(), label=_("Clause"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        draft = draft_of(case)
        rows = Clause.objects.filter(agreement=draft, removed_at__isnull=True).order_by("number")
        self.fields["clause"].queryset = rows if draft else rows.none()  # type: ignore[attr-defined]
        self.fields["clause"].label_from_instance = _clause_label  # type: ignore[attr-defined]


def _clause_label(clause: Clause) -> str:
    return f"{clause.number}. {clause.get_what_display()}: {clause.words[:60]}"


class AgreementForm(StepForm):
    """What the agreement says besides its clauses (People's Mediation Law, art. 29)."""

    intro = _("What you write here and the clauses make the text that the sides read and sign.")

    parties = text_field(_("The sides, one line each: the name first, then a comma and what else is to be said"))
    facts_found = text_field(_("Main facts"))
    disputed = text_field(_("Matters in dispute"))
    responsibility = text_field(_("Responsibility of each side"), required=False)
    manner = text_field(_("In what manner and by when it is performed"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        labels = ", ".join(side.label for side in sides_of(case))
        self.fields["parties"].help_text = _("In this order: %(sides)s.") % {"sides": labels}
        draft = draft_of(case)
        if draft and not self.is_bound:
            given = {"facts_found": draft.facts} | {
                name: getattr(draft, name) for name in ("parties", "disputed", "responsibility", "manner")
            }
            self.initial = {**{name: value for name, value in given.items() if value}, **self.initial}

    def facts(self) -> dict[str, Any]:
        """Return the words by the names of the agreement's fields."""
        found = super().facts()
        found["facts"] = found.pop("facts_found")
        return found


class OralForm(AgreementForm):
    """What was agreed orally, and on which day."""

    intro = _("The sides need no paper: what they agreed on is recorded and holds from the day on which they did.")

    on = day_field(_("Agreed on"), initial=timezone.localdate)


class _Whole(StepForm):
    """A form under the whole text; ``digest`` is that of the text that was shown."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        agreement: Agreement | None = presented(case)
        self.whole = agreement.text if agreement else ""
        self.fields["digest"].initial = agreement.digest if agreement else ""


class SignForm(_Whole):
    """A side signs."""

    intro = _("Read the whole text. If anything is not as you want it, go back and choose “Change the agreement”.")

    consent = forms.BooleanField(
        label=_("I have read the agreement, I understand it, and I want it of my own free will")
    )
    name = Line(label=_("Sign with your name, as it stands in the agreement"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class MediatorForm(_Whole):
    """The mediator signs."""


class PaperSignatureForm(StepForm):
    """Which side signed the paper, when, and the scan."""

    intro = _("A signature, a seal or a fingerprint on the printed text of this version (art. 29).")

    side = forms.TypedChoiceField(label=_("Who signed"), coerce=int)
    on = day_field(_("Signed on"), initial=timezone.localdate)
    scan = FilesField(label=_("Scan of the signed paper"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        agreement = presented(case)
        sides = unsigned(case, signatures_of(agreement)) if agreement else []
        self.sides = {side.key: side for side in sides}
        _choose(self, "side", sides)

    def facts(self) -> dict[str, Any]:
        """Return the side as the party that it is."""
        found = super().facts()
        found["party"] = self.sides[found.pop("side")].party
        return found


class SealForm(StepForm):
    """On which day the seal was put on it."""

    on = day_field(_("Sealed on"), initial=timezone.localdate)


class _InstalmentForm(StepForm):
    """Which of the things that are owed."""

    instalment = forms.TypedChoiceField(label=_("What"), coerce=int)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        choices = [(each.key, each.line) for each in self.among(owed_in(case))]
        self.fields["instalment"].choices = choices  # type: ignore[attr-defined]

    def among(self, rows: list[Owed]) -> list[Owed]:
        """Return those that can be chosen."""
        return of_creditor(rows, self.actor)


class ReportForm(_InstalmentForm):
    """What was performed, when, and the receipt."""

    on = day_field(_("Performed on"), initial=timezone.localdate)
    note = text_field(_("How"), required=False)
    receipts = FilesField(label=_("Receipt"), required=False)

    def among(self, rows: list[Owed]) -> list[Owed]:
        """Return what the side owes."""
        return of_debtor(rows, self.actor)


class ConfirmForm(_InstalmentForm):
    """What was received, and when."""

    on = day_field(_("Received on"), initial=timezone.localdate)
    note = text_field(_("Note"), required=False)


class ContestForm(_InstalmentForm):
    """What is not so."""

    reason = text_field(_("What is not so"))

    def among(self, rows: list[Owed]) -> list[Owed]:
        """Return what was reported as performed."""
        return [each for each in super().among(rows) if each.said == Performance.Said.REPORTED]


class UrgeForm(StepForm):
    """What is to be performed, in words that both sides read."""

    text = text_field(_("What is to be performed, and by when"))


class FollowUpForm(StepForm):
    """When the committee looked, and what it found."""

    on = day_field(_("Visited or called on"), initial=timezone.localdate)
    found = forms.ChoiceField(label=_("What was found"), choices=FOUND, widget=forms.RadioSelect)
    text = text_field(_("In words"))


class ChangeForm(StepForm):
    """What should be different."""

    intro = _("Every signature under this version becomes void. The mediators draft another, and each side signs anew.")

    reason = text_field(_("What should be different"))


FORMS: Mapping[str, type[StepForm]] = {
    "add_clause": ClauseForm,
    "remove_clause": RemoveClauseForm,
    "draft_agreement": AgreementForm,
    "conclude_orally": OralForm,
    "keep_agreement": ReasonForm,
    "sign": SignForm,
    "record_signature": PaperSignatureForm,
    "sign_as_mediator": MediatorForm,
    "seal": SealForm,
    "change_agreement": ChangeForm,
    "report_performance": ReportForm,
    "confirm_performance": ConfirmForm,
    "contest_performance": ContestForm,
    "urge_performance": UrgeForm,
    "follow_up": FollowUpForm,
    "report_breach": ReasonForm,
    "talk_again": ReasonForm,
    "go_to_court": ReasonForm,
    "ask_enforcement": ReasonForm,
}
