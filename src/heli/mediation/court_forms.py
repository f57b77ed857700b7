"""Forms of the confirmation by a court, one per step."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.step_forms import Line, StepForm, text_field
from heli.mediation.agreement_forms import day_field
from heli.mediation.agreement_models import Confirmation
from heli.mediation.agreements import in_force
from heli.mediation.confirming import confirmation_of, still_asked
from heli.mediation.court_law import DISMISSALS, EXCLUSIONS
from heli.mediation.forms import WhoForm

YES_NO = [("no", _("No")), ("yes", _("Yes"))]
#: Asked before the application; the court's own jurisdiction follows from the other answers.
ASKED = {"courts": "355.1", "status": "355.3", "special": "355.4", "property": "355.5"}


def _question(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )


class AskForm(WhoForm):
    """Which side asks the court; on its own page nothing is asked."""

    intro = _(
        "Every side asks, together and within 30 days of the effect of the agreement (People's Mediation Law, art. 33)."
        " The court takes no fee (Provisions on Judicial Confirmation, art. 11)."
        " Once confirmed, the agreement can be enforced (Civil Procedure Law, art. 206)."
    )

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        agreement = in_force(case)
        if actor.is_staff and agreement:
            choices = [(side.key, side.label) for side in still_asked(case, agreement)]
            self.fields["side"].choices = choices  # type: ignore[attr-defined]


class PrepareForm(StepForm):
    """What a court does not confirm, and which court is asked."""

    intro = _("Answer what the court will look at first. The application and the proof of mediation are then written.")

    courts = _question(EXCLUSIONS["355.1"])
    status = _question(EXCLUSIONS["355.3"])
    special = _question(EXCLUSIONS["355.4"])
    property = _question(EXCLUSIONS["355.5"])
    invited = _question(_("Had a court invited the committee to mediate? (Civil Procedure Law, art. 205, item 1)"))
    intermediate = _question(
        _("Would an intermediate court hear the dispute itself? (Civil Procedure Law, art. 205, item 2)")
    )
    ground = forms.ChoiceField(label=_("Which court is asked"), choices=Confirmation.Ground, widget=forms.RadioSelect)
    court = Line(label=_("Name of the court"), max_length=80)

    def facts(self) -> dict[str, Any]:
        """Return the items of art. 355 that apply, in place of the single answers."""
        found = super().facts()
        answers = {name: found.pop(name) for name in ASKED}
        return {**found, "excluded": [item for name, item in ASKED.items() if answers[name]]}


class FileForm(StepForm):
    """When it was handed in."""

    on = day_field(_("Handed in on"), initial=timezone.localdate)


class DocketForm(StepForm):
    """When it was docketed, and under which number."""

    on = day_field(_("Docketed on"), initial=timezone.localdate)
    number = Line(label=_("Number of the court"), max_length=60)


class RulingForm(StepForm):
    """The confirming ruling."""

    on = day_field(_("Ruling of"), initial=timezone.localdate)
    number = Line(label=_("Number of the ruling"), max_length=60)
    served_on = day_field(
        _("Served on"),
        help_text=_("The day on which the first side received it: from then both are shown their 15 days."),
    )


class DismissalForm(StepForm):
    """What the court did instead of confirming, and on what grounds."""

    result = forms.ChoiceField(label=_("What the court did"), choices=Confirmation.Result, widget=forms.RadioSelect)
    on = day_field(_("Ruling of"), initial=timezone.localdate)
    number = Line(label=_("Number of the ruling"), max_length=60, required=False)
    grounds = forms.MultipleChoiceField(
        label=_("Grounds"),
        choices=[*DISMISSALS.items(), *EXCLUSIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        found, results = confirmation_of(case), Confirmation.Result
        revoking = found is not None and found.result == results.CONFIRMED
        offered = [results.REVOKED] if revoking else [results.DISMISSED, results.NOT_ACCEPTED, results.WITHDRAWN]
        self.fields["result"].choices = [(each, each.label) for each in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a ground of the article that fits: 355 for not accepting, 355 or 358 for dismissing."""
        found: dict[str, Any] = super().clean() or {}
        result, grounds = found.get("result"), found.get("grounds", [])
        if result == Confirmation.Result.NOT_ACCEPTED and not (grounds and set(grounds) <= set(EXCLUSIONS)):
            self.add_error("grounds", _("Choose grounds of art. 355: a court does not accept for no others."))
        if result == Confirmation.Result.DISMISSED and not grounds:
            self.add_error("grounds", _("Choose the grounds that the ruling names."))
        return found


class ObjectionForm(StepForm):
    """Who objected, since when they knew, and when they did."""

    who = forms.ChoiceField(
        label=_("Who objects"),
        choices=[
            ("party", _("A side (15 days from receipt of the ruling)")),
            ("third", _("Somebody else whose rights it touches (6 months from knowledge)")),
        ],
        widget=forms.RadioSelect,
    )
    since = day_field(_("Received the ruling, or knew of the harm, on"))
    on = day_field(_("Objected on"), initial=timezone.localdate)
    note = text_field(_("Note"), required=False)


FORMS: Mapping[str, type[StepForm]] = {
    "ask_confirmation": AskForm,
    "prepare_confirmation": PrepareForm,
    "file_confirmation": FileForm,
    "record_docketing": DocketForm,
    "record_ruling": RulingForm,
    "record_dismissal": DismissalForm,
    "record_late_dismissal": DismissalForm,
    "record_objection": ObjectionForm,
}
