"""The guided first step: a few questions, what they lead to, and nothing of it kept."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from heli.cases.usual.choices import place_choices, topic_choices
from heli.mediation.apply_form import topics
from heli.mediation.ways import Way, beside_mediation
from heli.organizations.models import Category
from heli.organizations.responsibility import registry

YES_NO = [("no", pgettext_lazy("danger", "No")), ("yes", pgettext_lazy("danger", "Yes"))]
#: With whom or about what the dispute is; all but the first are kept from mediation.
ABOUT = [
    ("people", gettext_lazy("A dispute with a person, a firm or another organization")),
    ("office", gettext_lazy("A decision of an office, or that an office did not act")),
    ("crime", gettext_lazy("A crime, or something that the police are already looking into")),
    ("status", gettext_lazy("Whether a marriage, a parentage or an adoption holds")),
]
TRIED = [
    ("no", gettext_lazy("Not yet")),
    ("yes", gettext_lazy("Yes, without success")),
    ("cannot", gettext_lazy("I cannot or do not want to speak with them alone")),
]


class FirstStepForm(forms.Form):
    """The questions; all but the first two may stay open."""

    danger = forms.ChoiceField(
        label=gettext_lazy("Is somebody in danger, was there violence, or are you afraid of the other side?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    about = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=ABOUT, widget=forms.RadioSelect)
    category = forms.ChoiceField(label=gettext_lazy("What is it about?"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Community or village"), choices=place_choices, required=False)
    tried = forms.ChoiceField(
        label=gettext_lazy("Have you spoken with the other side?"),
        choices=TRIED,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = topic_choices(topics())  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Guidance:
    """What the answers lead to. ``kept_out`` says why it cannot be mediated; empty where it can.

    ``danger``: the police and a protection order come first, and nobody is brought together with whom they fear.
    ``taken`` are the answers that the application takes along.
    """

    danger: bool
    kept_out: str
    ways: list[Way]
    talk_first: bool
    taken: dict[str, str]


def guidance(values: dict[str, str]) -> Guidance:
    """Return what the answers (cleaned values of the form) lead to."""
    about, topic = values["about"], _topic(values.get("category") or "")
    return Guidance(
        danger=values["danger"] == "yes",
        kept_out=_kept_out().get(about, ""),
        ways=_ways(about, topic),
        talk_first=values.get("tried") == "no",
        taken={name: values[name] for name in ("category", "place") if values.get(name)},
    )


def _topic(chosen: str) -> Category | None:
    return registry().categories.get(int(chosen)) if chosen.isdecimal() else None


def _kept_out() -> dict[str, str]:
    return {
        "office": _(
            "People's mediation is for disputes between people, firms and other organizations (People's Mediation Law,"
            " art. 2), not for what an office decided. For that there are reconsideration, court and petition."
        ),
        "crime": _(
            "What is a crime or a breach of public order belongs to the police. A mediator who learns of it reports it"
            " (People's Mediation Law, art. 25). What damage is paid for can be mediated if both sides want it."
        ),
        "status": _(
            "Whether a marriage, a parentage or an adoption holds is for the court or the registry, and nobody can"
            " mediate it (Interpretation on the Civil Procedure Law, art. 143)."
        ),
    }


def _ways(about: str, topic: Category | None) -> list[Way]:
    if about == "office":
        return _against_an_office()
    if about == "crime":
        return [Way(_("Police"), _("At once: telephone 110"), "")]
    return beside_mediation(topic)


def _against_an_office() -> list[Way]:
    days_ = _("Within 60 days from when you knew or should have known of the decision")
    months_ = _("Within six months from when you knew or should have known of the decision")
    return [
        Way(_("Administrative reconsideration"), days_, _("Administrative Reconsideration Law, art. 20")),
        Way(_("Court, against the office"), months_, _("Administrative Litigation Law, art. 46")),
    ]
