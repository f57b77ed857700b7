"""The administrators' page for what the law leaves to the district in petition work."""

from dataclasses import fields
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.access.gates import needs
from heli.access.permissions import ARRANGE
from heli.cases.step_forms import Line
from heli.organizations.arranged import LONGEST, put_on_record
from heli.organizations.responsibility import registry
from heli.organizations.unit_choices import choices_of
from heli.petitions.arrangements import FEWEST_NAMED, PREFIX, Arrangements, arrangements, check, save
from heli.workbench.shell import DeskRequest, desk

NATURAL = gettext_lazy("Natural days. The Regulation sets no limit here.")
WORKING = gettext_lazy("Working days. The Regulation sets no limit here.")


def _length(label: Any, hint: Any = NATURAL) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=1, max_value=LONGEST)


def _units() -> list[Any]:
    active = (unit for unit in registry().units.values() if unit.active)
    return [("", gettext_lazy("None: the body named below reviews")), *choices_of(active)]


class ArrangementsForm(forms.Form):
    """The district's arrangements; the field names are those of ``Arrangements``."""

    redirect_working_days = _length(gettext_lazy("Decide on an objection of an organ"), WORKING)
    settle_working_days = _length(gettext_lazy("Decide which organ is competent"), WORKING)
    study_days = _length(gettext_lazy("Study a suggestion and reply"))
    examine_days = _length(gettext_lazy("Examine an accusation or report and give the result"))
    perform_days = _length(gettext_lazy("Perform a duty or answer"))
    serve_working_days = _length(gettext_lazy("Serve an opinion"), WORKING)
    hearing_days = _length(gettext_lazy("Hold a hearing"))
    supervision_days = _length(gettext_lazy("Answer a supervision"))
    execution_days = _length(gettext_lazy("Carry out what was granted"))
    suggestion_days = _length(gettext_lazy("Answer the suggestion in writing"))
    backlog_days = _length(gettext_lazy("An open matter counts as an old one after"))
    complaints_named = forms.IntegerField(
        label=gettext_lazy("The annual report names an organ from so many petitions about it on"),
        help_text=gettext_lazy("Petitions in a year. Art. 41 says “many”, not how many; never fewer than three."),
        min_value=FEWEST_NAMED,
        max_value=LONGEST,
    )
    simple_matters = forms.BooleanField(
        label=gettext_lazy("Decide simple matters within ten working days"),
        help_text=gettext_lazy(
            "By the trial measures of 2016. Whether they stand since the Regulation of 2022 is not settled: off unless"
            " your superiors have said so. The statutory 60 days run beside it."
        ),
        required=False,
    )
    review_unit = forms.ChoiceField(
        label=gettext_lazy("Unit that reviews for the district government"),
        choices=_units,
        required=False,
        help_text=gettext_lazy("The Regulation says “the next higher organ” (arts. 35, 36), not which office of it."),
    )
    upper_body = Line(
        label=gettext_lazy("Body above the district"),
        max_length=120,
        help_text=gettext_lazy("As the remedy at the end of an opinion names it."),
    )
    upper_body_en = Line(label=gettext_lazy("The same in English"), max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what makes no sense; the unit is kept by its code."""
        values = super().clean() or {}
        if not self.errors:
            try:
                check(self.stored())
            except ValidationError as problem:
                self.add_error(None, problem)
        return values

    def stored(self) -> dict[str, Any]:
        """Return the values as they are stored, in JSON."""
        values = dict(self.cleaned_data)
        unit = registry().units.get(int(values["review_unit"] or 0))
        return {**values, "review_unit": unit.code if unit else ""}


@needs(ARRANGE)
def arrange(request: DeskRequest) -> HttpResponse:
    """Show and save the district's arrangements for petition work."""
    form = ArrangementsForm(request.POST or None, initial=_present())
    if request.method == "POST" and form.is_valid():
        _save(request, form.stored())
        return redirect("petition_desk:arrange")
    return desk(request, "petitions/arrange.html", {"form": form}, status=422 if form.is_bound else 200)


def _present() -> dict[str, Any]:
    local = arrangements()
    found = {each.name: getattr(local, each.name) for each in fields(Arrangements)}
    code = found["review_unit"]
    unit = next((each for each in registry().units.values() if code and each.code == code), None)
    return {**found, "review_unit": str(unit.pk) if unit else ""}


@transaction.atomic
def _save(request: DeskRequest, values: dict[str, Any]) -> None:
    put_on_record(PREFIX, values, by=request.actor.key)
    save(values)
    messages.success(request, _("The arrangements were saved. They hold for limits that begin from now on."))
