"""The forms of the steps that complete and file a dossier."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.step_forms import Line, StepForm, text_field
from heli.mediation.agreement_forms import day_field
from heli.mediation.filing import Document
from heli.mediation.sides import sides_of


class IdentityForm(StepForm):
    """Whose identity was checked by what; no number and no copy is asked for."""

    intro = _("Only that it was checked is kept, by whom and by what kind of document: no number, no copy.")

    side = forms.TypedChoiceField(label=_("Side"), coerce=int)
    document = forms.ChoiceField(label=_("Document that you saw"), choices=Document.choices)
    told = forms.BooleanField(label=_("I told the side its rights and duties (arts. 23, 24)"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.sides = {side.key: side for side in sides_of(case)}
        choices = [(key, side.label) for key, side in self.sides.items()]
        self.fields["side"].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return the side as the party that it is."""
        found = super().facts()
        found["party"] = self.sides[found.pop("side")].party
        return found


class InquiryForm(StepForm):
    """When and where something was looked into, who was asked and what was found."""

    intro = _("The sides do not read it. It belongs to the dossier, which the committee keeps.")

    on = day_field(_("Looked into on"), initial=timezone.localdate)
    place = Line(label=_("Place"), max_length=200)
    asked = Line(label=_("Who was asked"), max_length=200, help_text=_("Or what was looked at, if nobody was asked."))
    found = text_field(_("What was found"))


class FileForm(StepForm):
    """Nothing is asked: what is missing is named where it is filed."""

    intro = _("What the dossier must hold is checked; what is missing is named. Private talks are never part of it.")


FORMS: Mapping[str, type[StepForm]] = {
    "check_identity": IdentityForm,
    "record_inquiry": InquiryForm,
    "file_dossier": FileForm,
}
