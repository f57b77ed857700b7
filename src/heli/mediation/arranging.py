"""The administrators' pages of mediation: what the law leaves to the district, committees, members, mediators."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from heli.access.gates import needs
from heli.access.permissions import ARRANGE
from heli.mediation.arrangements import MOST_REPLACEMENTS, PREFIX, arrangements, check, save
from heli.organizations.arranged import LONGEST, put_on_record
from heli.workbench.shell import DeskRequest, desk

NATURAL = gettext_lazy("Natural days. The law sets no limit here.")
WORKING = gettext_lazy("Working days. The law sets no limit here.")


def _length(label: Any, hint: Any = NATURAL) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=1, max_value=LONGEST)


class ArrangementsForm(forms.Form):
    """The district's arrangements; the field names are those of ``Arrangements``."""

    accept_working_days = _length(gettext_lazy("Accept the application, or say where else to turn"), WORKING)
    answer_days = _length(gettext_lazy("Ask the other side whether it agrees"))
    extension_days = _length(
        gettext_lazy("Longest extension in all"),
        gettext_lazy("Natural days, and only if all sides want it. The Provisions (art. 33) say one month as a rule."),
    )
    suspension_days = _length(gettext_lazy("Longest break of the talks"))
    sign_days = _length(gettext_lazy("Sign the agreement"))
    follow_up_days = _length(gettext_lazy("Ask whether the agreement was kept"))
    remind_days = _length(
        gettext_lazy("Remind both sides before something falls due"), gettext_lazy("Natural days before the day.")
    )
    free_replacements = forms.IntegerField(
        label=gettext_lazy("Replacements of a mediator without a reason, for each side"),
        help_text=gettext_lazy(
            "Each side may choose or accept its mediators (People's Mediation Law, art. 23); after so many times it"
            " says why, and the committee answers."
        ),
        min_value=0,
        max_value=MOST_REPLACEMENTS,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what makes no sense."""
        values = super().clean() or {}
        if not self.errors:
            try:
                check(values)
            except ValidationError as problem:
                self.add_error(None, problem)
        return values


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ARRANGE)
def arrange(request: DeskRequest) -> HttpResponse:
    """Show and save the district's arrangements for mediation."""
    form = ArrangementsForm(request.POST or None, initial=asdict(arrangements()))
    if request.method == "POST" and form.is_valid():
        _save(request, form.cleaned_data)
        return redirect("mediation_desk:arrange")
    return desk(request, "mediation/arrange.html", {"form": form}, status=422 if form.is_bound else 200)


@transaction.atomic
def _save(request: DeskRequest, values: dict[str, Any]) -> None:
    put_on_record(PREFIX, values, by=request.actor.key)
    save(values)
    messages.success(request, _("The arrangements were saved. They hold for limits that begin from now on."))
