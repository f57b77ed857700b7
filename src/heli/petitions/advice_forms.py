"""Forms of suggestions to units: one per step, and the one by which a suggestion is made."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.finding import find
from heli.cases.models import Case
from heli.cases.step_forms import Line, StepForm, SubmissionForm, text_field
from heli.cases.usual.forms import FORMS as USUAL
from heli.cases.usual.forms import ReasonForm
from heli.organizations.fields import UnitField
from heli.organizations.responsibility import registry
from heli.papers.fields import FilesField
from heli.petitions.advice import MOST_SOURCES, Advice
from heli.petitions.forms import AheadForm, TextForm, day_field, days_ahead
from heli.petitions.overview_models import Aim, Taken
from heli.petitions.reach import CODES, in_family


class AnswerForm(StepForm):
    """Whether the unit takes the suggestion up, and why."""

    taken = forms.ChoiceField(
        label=_("Does your unit take the suggestion up?"), choices=Taken, widget=forms.RadioSelect
    )
    text = text_field(_("What your unit does and by when, or why not"))
    photos = FilesField(label=_("Photos or papers"), required=False)


class AskAgainForm(AheadForm):
    """Why the answer is not enough, and until when another is due."""

    ahead: ClassVar[tuple[str, ...]] = ("answer_by",)

    reason = text_field(_("What is missing"))
    answer_by = day_field(_("Answer due, last day"))


ADVICE_FORMS: Mapping[str, type[StepForm]] = {
    **USUAL,
    "answer_suggestion": AnswerForm,
    "ask_again": AskAgainForm,
    "report_progress": TextForm,
    "take_back": ReasonForm,
}


class SuggestForm(SubmissionForm):
    """A suggestion to a unit."""

    aim = forms.ChoiceField(label=_("What it aims at"), choices=Aim, widget=forms.RadioSelect)
    unit = UnitField(label=_("To which unit"))
    about = UnitField(
        label=_("Which unit it is about, where somebody shall be held accountable"),
        required=False,
        help_text=_("That unit and all below it neither receive nor see the suggestion."),
    )
    category = forms.ChoiceField(label=_("Topic"))
    title = Line(label=_("In one line"), max_length=120)
    text = text_field(_("What was found, and what the office suggests"))
    sources = Line(
        label=_("Petitions it is drawn from"),
        required=False,
        max_length=MOST_SOURCES * 12,
        help_text=_("Their numbers, with blanks between. Without any the topic is the ground."),
    )
    answer_by = day_field(_("Answer due, last day"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["category"].choices = topics()  # type: ignore[attr-defined]

    def clean_sources(self) -> list[Case]:
        """Return the petitions of these numbers; a hidden one answers like a missing one."""
        numbers = self.cleaned_data["sources"].split()
        found = [find(number, self.actor) for number in numbers]
        petitions = [each for each in found if each is not None and each.procedure in CODES]
        if len(petitions) < len(numbers):
            raise forms.ValidationError(_("There is no petition with one of these numbers."))
        return list({each.pk: each for each in petitions}.values())

    def clean(self) -> dict[str, Any]:
        """Only somebody's accountability is about a unit, and its answer is due after today."""
        values = super().clean() or {}
        days_ahead(self, ("answer_by",))
        if values.get("about") and values.get("aim") != Aim.ACCOUNT:
            self.add_error("about", _("Only a suggestion to hold somebody accountable is about a unit."))
        if values.get("aim") == Aim.ACCOUNT and not values.get("about") and "about" not in self.errors:
            self.add_error("about", _("Name the unit, so that it does not see the suggestion."))
        return values

    def advice(self) -> Advice:
        """Return what the valid form says."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "category")}
        return Advice(**values, category=registry().categories[int(self.cleaned_data["category"])])


def topics() -> list[tuple[str, Any]]:
    """Return the topics of petitions as choices, under their groups."""
    known = registry().categories
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in known.values():
        if each.parent_id and each.active and in_family(each):
            groups.setdefault(known[each.parent_id].label, []).append((str(each.pk), each.label))
    return [("", "–"), *groups.items()]
