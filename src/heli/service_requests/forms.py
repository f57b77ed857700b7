"""One form per step of the request desk: it feeds the page, the API body and its schema."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.roles import holds
from heli.cases.clocks import level_of
from heli.cases.conflicts import accounts, concerned_by, may_not_answer, units_of
from heli.cases.declaring import OF_OTHERS
from heli.cases.models import Case
from heli.cases.naming import named_in, people_called
from heli.cases.step_forms import CaseField, Line, StepForm, text_field
from heli.kernel.periods import Unit as PeriodUnit
from heli.organizations.fields import UnitField
from heli.organizations.models import Duty
from heli.organizations.responsibility import owner_of, registry
from heli.organizations.settings import district
from heli.papers.fields import FilesField
from heli.people.models import User
from heli.service_requests.data_forms import AskCorrectionForm, CorrectContactForm, WithdrawConsentForm
from heli.service_requests.models import Outcome
from heli.service_requests.unit_choices import choices_of

RATINGS = [(5, _("Very good")), (4, _("Good")), (3, _("Fair")), (2, _("Bad")), (1, _("Very bad"))]


def _members(case: Case) -> Any:
    today = timezone.localdate()
    return (
        User.objects.filter(
            is_active=True,
            posts__unit=case.unit,
            posts__duty__in=[Duty.MEMBER, Duty.LEADER],
            posts__since__lte=today,
        )
        .exclude(posts__unit=case.unit, posts__until__lte=today)
        .exclude(pk__in=accounts(concerned_by(case), since=case.opened_at))
        .distinct()
        .order_by("name")
    )


class _UnitForm(StepForm):
    """A form that names a unit: never one that the case concerns, nor one below it."""

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        concerned = concerned_by(case)
        if concerned:
            self.fields["unit"].leave_out(may_not_answer(concerned))  # type: ignore[attr-defined]


class DispatchForm(_UnitForm):
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


class ImposeForm(_UnitForm):
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


class NoteForm(StepForm):
    """An optional note."""

    note = text_field(_("Note"), required=False)


class AcceptForm(StepForm):
    """Who in the unit handles it, if that is already known."""

    member = forms.ModelChoiceField(User.objects.none(), label=_("Handled by"), required=False)
    note = text_field(_("Note"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["member"].queryset = _members(case)  # type: ignore[attr-defined]


class AssignForm(AcceptForm):
    """Which member of the unit handles the case."""

    field_order = ["member", "note"]

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["member"].required = True
        self.fields["member"].initial = case.handler_id


class ReasonForm(StepForm):
    """A reason that others read."""

    reason = text_field(_("Reason"))


class AskAssistanceForm(_UnitForm):
    """Which unit assists, and with what."""

    unit = UnitField(label=_("Assisting unit"))
    task = text_field(_("Its task"))


class ReportAssistanceForm(StepForm):
    """What the assisting unit did."""

    result = text_field(_("What your unit did"))
    photos = FilesField(label=_("Photos or papers"), required=False)


class RecordWorkForm(StepForm):
    """What was done."""

    note = text_field(_("What was done"))
    for_resident = forms.BooleanField(label=_("The resident may read this"), required=False)
    photos = FilesField(label=_("Photos or papers"), required=False)


class AskInformationForm(StepForm):
    """What the unit needs from the resident."""

    question = text_field(_("What do you need from the resident, and what for?"))


class TellMoreForm(StepForm):
    """Something the resident sends."""

    text = text_field(_("What would you like to add?"))
    photos = FilesField(label=_("Photos or papers"), required=False)


class UrgeForm(StepForm):
    """A call to hurry."""

    text = text_field(_("Anything the unit should know"), required=False)


class SuperviseForm(StepForm):
    """What the coordination centre asks of the unit."""

    note = text_field(_("What the unit must do"))


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


class WithdrawForm(StepForm):
    """Why the request is no longer needed; nobody has to say."""

    reason = text_field(_("Why do you withdraw it? You need not say."), required=False)


class DeclareConflictForm(StepForm):
    """Whom the case concerns. Those who work on it declare themselves; a person names units and officers."""

    own = forms.BooleanField(
        label=_("It concerns me, somebody close to me, or my own interests"),
        help_text=_("You will not see the case any more; others take it over."),
        required=False,
    )
    units = forms.MultipleChoiceField(label=_("Units it concerns"), required=False, widget=forms.CheckboxSelectMultiple)
    people = Line(
        label=_("Officers it concerns"),
        max_length=120,
        required=False,
        help_text=_("By name. Part several names by a comma."),
    )
    reason = text_field(_("Why"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        others = holds(actor, OF_OTHERS, case) is not None
        self.fields["units"].choices = _named_units(actor, others=others)  # type: ignore[attr-defined]
        if not others:
            del self.fields["people"]
        if actor.user_id is None:
            del self.fields["own"]
        if not self.fields["units"].choices:  # type: ignore[attr-defined]
            del self.fields["units"]
        self._propose(case, others=others and actor.is_staff)

    def _propose(self, case: Case, *, others: bool) -> None:
        """Say whose names the words of the case hold; whether it concerns them is for a person to decide."""
        found = named_in(f"{case.title}\n{case.text}").besides(concerned_by(case)) if others else None
        if found:
            self.fields["reason"].help_text = _("The words of the case name: %(names)s.") % {
                "names": _(", ").join(found.names)
            }

    def clean(self) -> dict[str, Any]:
        """Find who is meant; somebody must be."""
        values = super().clean() or {}
        accounts_, unknown = people_called(values.get("people") or "")
        units = units_of(int(pk) for pk in values.get("units") or ())
        if not (accounts_ or unknown or units or values.get("own")):
            self.add_error(None, _("Please say whom it concerns."))
        elif unknown and not (accounts_ or units or values.get("own")):
            self.add_error("people", _("Nobody in service is called so: %(names)s.") % {"names": _(", ").join(unknown)})
        return {**values, "people": sorted(accounts_), "unknown": unknown, "units": units}


def _named_units(actor: Actor, *, others: bool) -> list[Any]:
    leads = {post.unit_id for post in actor.with_duty(Duty.LEADER)}
    return choices_of(unit for unit in registry().units.values() if unit.active and (others or unit.pk in leads))


class RateForm(StepForm):
    """Two ratings and a comment."""

    process = forms.TypedChoiceField(
        label=_("How it was handled"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    result = forms.TypedChoiceField(label=_("The result"), choices=RATINGS, coerce=int, widget=forms.RadioSelect)
    comment = text_field(_("Comment"), required=False)


FORMS: dict[str, type[StepForm]] = {
    "solve_on_the_spot": SolveOnTheSpotForm,
    "dispatch": DispatchForm,
    "decline": DeclineForm,
    "merge": MergeForm,
    "separate": NoteForm,
    "accept": AcceptForm,
    "send_back": ReasonForm,
    "contest": ReasonForm,
    "impose": ImposeForm,
    "assign": AssignForm,
    "ask_assistance": AskAssistanceForm,
    "report_assistance": ReportAssistanceForm,
    "record_work": RecordWorkForm,
    "ask_information": AskInformationForm,
    "give_information": TellMoreForm,
    "resume_without": NoteForm,
    "add_information": TellMoreForm,
    "urge": UrgeForm,
    "supervise": SuperviseForm,
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
    "withdraw": WithdrawForm,
    "declare_conflict": DeclareConflictForm,
    "correct_contact": CorrectContactForm,
    "ask_correction": AskCorrectionForm,
    "withdraw_consent": WithdrawConsentForm,
}
