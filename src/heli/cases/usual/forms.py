"""One form for each usual act that asks for something: it feeds the page, the API body and its schema."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.roles import holds
from heli.cases.conflicts import accounts, concerned_by, may_not_answer, units_of
from heli.cases.declaring import OF_OTHERS
from heli.cases.models import Case
from heli.cases.naming import named_in, people_called
from heli.cases.step_forms import Line, StepForm, text_field
from heli.cases.usual.data_forms import AskCorrectionForm, CorrectContactForm, WithdrawConsentForm
from heli.organizations.fields import UnitField
from heli.organizations.models import Duty
from heli.organizations.responsibility import registry
from heli.organizations.unit_choices import choices_of
from heli.papers.fields import FilesField
from heli.people.models import User


def members_of(case: Case) -> Any:
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


class UnitForm(StepForm):
    """A form that names a unit: never one that the case concerns, nor one below it."""

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        concerned = concerned_by(case)
        if concerned:
            self.fields["unit"].leave_out(may_not_answer(concerned))  # type: ignore[attr-defined]


class NoteForm(StepForm):
    """An optional note."""

    note = text_field(_("Note"), required=False)


class AcceptForm(StepForm):
    """Who in the unit handles it, if that is already known."""

    member = forms.ModelChoiceField(User.objects.none(), label=_("Handled by"), required=False)
    note = text_field(_("Note"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["member"].queryset = members_of(case)  # type: ignore[attr-defined]


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


class AskAssistanceForm(UnitForm):
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


class WithdrawForm(StepForm):
    """Why the request is no longer needed; nobody has to say."""

    reason = text_field(_("Why do you withdraw it?"), required=False)


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


FORMS: Mapping[str, type[StepForm]] = {
    "assign": AssignForm,
    "ask_assistance": AskAssistanceForm,
    "report_assistance": ReportAssistanceForm,
    "record_work": RecordWorkForm,
    "add_information": TellMoreForm,
    "urge": UrgeForm,
    "supervise": SuperviseForm,
    "withdraw": WithdrawForm,
    "declare_conflict": DeclareConflictForm,
    "correct_contact": CorrectContactForm,
    "ask_correction": AskCorrectionForm,
    "withdraw_consent": WithdrawConsentForm,
}
