"""Forms of the steps about who mediates: each lists those on the roster whom the dispute does not concern."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.step_forms import StepForm, text_field
from heli.cases.usual.forms import ReasonForm
from heli.mediation.choosing import free_left
from heli.mediation.roster import field_names, mediators_for, proposals, tongue_names
from heli.people.models import User


def offer_mediators(form: forms.Form, case: Case, names: Iterable[str]) -> None:
    """Let the fields called ``names`` choose among those who can be named in ``case``, each with what they know."""
    ids = [each.pk for each in mediators_for(case)]
    found = User.objects.filter(pk__in=ids).select_related("as_mediator").order_by("name", "id")
    for name in names:
        field: Any = form.fields[name]
        field.queryset, field.label_from_instance = found, described


def described(user: User) -> str:
    """Return who somebody is, and what they know and speak; never how many disputes they settled."""
    known = getattr(user, "as_mediator", None)
    return " · ".join([str(user), *field_names(known), *tongue_names(known)])


def proposed(case: Case) -> str:
    """Return whom the rule proposes, with the reasons; the committee is free to name others (art. 19)."""
    found = proposals(case)
    if not found:
        return ""
    told = _("; ").join(
        _("%(name)s (%(reasons)s)") % {"name": each.user, "reasons": _(", ").join(each.reasons)} for each in found
    )
    return _("Proposed by rule: %(names)s.") % {"names": told}


class WishForm(StepForm):
    """Whom a side chooses."""

    intro = gettext_lazy(
        "The other side does not see whom you choose. Whom all sides choose is named at once; else the committee names"
        " somebody (People's Mediation Law, art. 19)."
    )

    mediator = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Mediator"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        offer_mediators(self, case, ["mediator"])


class AskReplacementForm(StepForm):
    """Whom a side does not want, and why; the reason is asked for when what is free of it was used."""

    mediator = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Who should be replaced"))
    reason = text_field(gettext_lazy("Why? The committee reads this, the other side does not."), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        field: Any = self.fields["mediator"]
        now = case.mediating.filter(until__isnull=True).values("user")
        field.queryset = User.objects.filter(pk__in=now).order_by("name", "id")
        free = free_left(case, actor)
        self.fields["reason"].required = not free
        field.help_text = (
            _("You need no reason this time: the mediator leaves at once, and another is named.")
            if free
            else _("The committee answers: it names another, or says why the mediator stays.")
        )


FORMS: Mapping[str, type[StepForm]] = {
    "wish_mediator": WishForm,
    "ask_replacement": AskReplacementForm,
    "keep_mediator": ReasonForm,
    "step_aside": ReasonForm,
}
