"""One form per step of the request desk: it feeds the page, the API body and its schema."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.clocks import level_of
from heli.cases.models import Case
from heli.cases.step_forms import CaseField, StepForm, text_field
from heli.cases.usual.forms import FORMS as USUAL_FORMS
from heli.cases.usual.forms import AcceptForm, NoteForm, ReasonForm, TellMoreForm, UnitForm
from heli.kernel.periods import Unit as PeriodUnit
from heli.organizations.fields import UnitField
from heli.organizations.responsibility import owner_of
from heli.organizations.settings import district
from heli.papers.fields import FilesField
from heli.service_requests.models import Outcome

RATINGS = [(5, _("Very good")), (4, _("Good")), (3, _("Fair")), (2, _("Bad")), (1, _("Very bad"))]


class DispatchForm(UnitForm):
    """Who answers; proposed by the responsibility map, with its reason as help text."""

    unit = UnitField(label=_("Unit that must answer"))
    public_summary = forms.CharField(
        label=_("Summary for the public register"),
        max_length=200,
        required=False,
        help_text=_("Without names, phone numbers or anything else that points to a person."),
    )
    note = text_field(_("Note to the unit"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        owner = owner_of(case.category, case.area_path)
        proposed = case.unit_id or owner.unit.pk
        # Nobody sends a case back unseen to the unit that has just returned it.
        self.fields["unit"].initial = None if proposed in case.service_request.returned_by else proposed
        self.fields["unit"].help_text = f"{owner.unit.label}: {owner.reason}"


class ImposeForm(UnitForm):
    """The district centre's decision."""

    unit = UnitField(label=_("Unit that must answer"))
    reason = text_field(_("Reasons for the decision"))


class DeclineForm(StepForm):
    """Why a request is declined."""

    ground = text_field(_("Ground, as the resident will read it"))


class MergeForm(StepForm):
    """Which case this one is handled together with."""

    into = CaseField(label=_("Reference of the other case"))
    note = text_field(_("Note to the resident"), required=False)


class AskInformationForm(StepForm):
    """What the unit needs from the resident."""

    question = text_field(_("What do you need from the resident, and what for?"))


class RequestExtensionForm(StepForm):
    """How much more time, and why."""

    amount = forms.IntegerField(label=_("How much more time"), min_value=1)
    reason = text_field(_("Why the time is not enough, as the resident will read it"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        level = level_of(case)
        most = max(1, int(level.amount * district().extension_share))
        names = {PeriodUnit.HOURS: _("hours"), PeriodUnit.DAYS: _("natural days")}
        unit = names.get(level.unit, _("working days"))
        amount = self.fields["amount"]
        amount.max_value = most  # type: ignore[attr-defined]
        amount.validators.append(forms.IntegerField(max_value=most).validators[0])
        amount.help_text = _("In %(unit)s, at most %(most)s.") % {"unit": unit, "most": most}


class CompleteForm(StepForm):
    """The result, with evidence."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=Outcome, widget=forms.RadioSelect)
    answer = text_field(_("Answer to the resident"))
    planned_for = forms.DateField(
        label=_("Planned for"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    photos = FilesField(label=_("Evidence: photos or papers"), required=False)

    def clean(self) -> dict[str, Any]:
        """Something solved needs evidence; something planned needs a date that is still to come."""
        values = super().clean() or {}
        if values.get("outcome") == Outcome.SOLVED and not values.get("photos"):
            self.add_error("photos", _("A solved request is closed with evidence: add a photo or a paper."))
        if values.get("outcome") == Outcome.PLANNED and not values.get("planned_for"):
            self.add_error("planned_for", _("Say for which date it is planned."))
        if values.get("planned_for") and values["planned_for"] < timezone.localdate():
            self.add_error("planned_for", _("This date has passed."))
        return values


class SolveOnTheSpotForm(StepForm):
    """What was done at once, shown before and after."""

    answer = text_field(_("What you did"))
    before = FilesField(label=_("Photo from before"))
    after = FilesField(label=_("Photo from after"))


class ConfirmForm(StepForm):
    """A word to the unit."""

    text = text_field(_("A word to the unit"), required=False)


class RejectForm(StepForm):
    """Why the result is not right."""

    reason = text_field(_("What is not right?"))
    photos = FilesField(label=_("Photos or papers"), required=False)


class RateForm(StepForm):
    """Two ratings and a comment."""

    process = forms.TypedChoiceField(
        label=_("How it was handled"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    result = forms.TypedChoiceField(label=_("The result"), choices=RATINGS, coerce=int, widget=forms.RadioSelect)
    comment = text_field(_("Comment"), required=False)


FORMS: Mapping[str, type[StepForm]] = {
    **USUAL_FORMS,
    "solve_on_the_spot": SolveOnTheSpotForm,
    "dispatch": DispatchForm,
    "decline": DeclineForm,
    "merge": MergeForm,
    "separate": NoteForm,
    "accept": AcceptForm,
    "send_back": ReasonForm,
    "contest": ReasonForm,
    "impose": ImposeForm,
    "ask_information": AskInformationForm,
    "give_information": TellMoreForm,
    "resume_without": NoteForm,
    "request_extension": RequestExtensionForm,
    "grant_extension": NoteForm,
    "refuse_extension": ReasonForm,
    "complete": CompleteForm,
    "verify": NoteForm,
    "verify_and_close": NoteForm,
    "send_back_to_work": ReasonForm,
    "confirm": ConfirmForm,
    "reject": RejectForm,
    "object": RejectForm,
    "rate": RateForm,
}
