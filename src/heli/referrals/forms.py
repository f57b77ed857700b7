"""Forms of referrals: referring a matter, and one form per step of the referral itself."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.conflicts import concerned_by
from heli.cases.models import Case
from heli.cases.step_forms import Line, StepForm, text_field
from heli.cases.usual.choices import topic_choices
from heli.cases.usual.forms import FORMS as USUAL
from heli.cases.usual.forms import ReasonForm, members_of
from heli.organizations.responsibility import registry
from heli.papers.fields import FilesField
from heli.people.models import User
from heli.referrals.actions import received_problem, receiver_of
from heli.referrals.models import Consent, Outcome, Partner, PartnerKind
from heli.referrals.opening import Agreed, Offer, problems_of
from heli.referrals.passable import MOST_FILES, Passable, items_of
from heli.referrals.receivers import family_of, receiver_for
from heli.referrals.referring import open_referrals

LONGEST_EXTENSION = 365


def day_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **more)


def partner_choices(partners: list[Partner]) -> list[Any]:
    """Return bodies as choices, under their kinds."""
    groups = [
        (kind.label, [(str(each.pk), each.label) for each in partners if each.kind == kind]) for kind in PartnerKind
    ]
    return [("", "–"), *((label, rows) for label, rows in groups if rows)]


def partners_for(case: Case) -> list[Partner]:
    """Return the bodies to which ``case`` can be referred; one statement."""
    concerned, family = concerned_by(case), family_of(case)
    found = []
    for each in Partner.objects.filter(active=True, accepts_from_us=True).order_by("kind", "name"):
        receiver = receiver_for(each.kind) if each.unit_id else None
        barred = each.unit_id and (concerned.holds_unit(each.unit_id) or each.unit_id == case.unit_id)
        if not barred and not (receiver and receiver.family == family):
            found.append(each)
    return found


class ConsentFields(forms.Form):
    """Who agreed that something is passed on."""

    consent = forms.ChoiceField(label=_("Did those it is about agree?"), choices=Consent, widget=forms.RadioSelect)
    consent_by = Line(label=_("Who agreed"), required=False, max_length=200, help_text=_("All parties, by name."))
    consent_on = day_field(_("When they agreed"), required=False)
    ground = Line(
        label=_("The law that sends it"),
        required=False,
        max_length=200,
        help_text=_("Only where no consent is needed: law and article."),
    )


class ReferForm(StepForm, ConsentFields):
    """To whom, what is asked, what is passed, and who agreed."""

    intro = _(
        "The matter stays yours: its owner and its dates do not change. The other body reads what you choose here and"
        " nothing else. Court, petition office, mediation and helpers need the consent of those it is about;"
        " procuratorate and discipline inspection get number and question alone."
    )

    partner = forms.ChoiceField(label=_("To which body"))
    question = text_field(_("What is asked of the other body"))
    summary = text_field(_("Summary, written for this purpose"), required=False)
    items = forms.MultipleChoiceField(
        label=_("What is passed with it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the purpose needs. Notes of staff cannot be passed."),
    )

    field_order = ["partner", "question", "summary", "items", "consent", "consent_by", "consent_on", "ground"]

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.partners = {str(each.pk): each for each in partners_for(case)}
        self.passable = {each.key: each for each in items_of(case)}
        self.fields["partner"].choices = partner_choices(list(self.partners.values()))  # type: ignore[attr-defined]
        self.fields["items"].choices = [(key, each.label) for key, each in self.passable.items()]  # type: ignore[attr-defined]
        if not self.passable:
            del self.fields["items"]

    def clean_partner(self) -> Partner:
        """Return the body."""
        return self.partners[self.cleaned_data["partner"]]

    def clean_items(self) -> list[Passable]:
        """Return what was chosen of what may be passed."""
        found = [self.passable[key] for key in self.cleaned_data["items"]]
        if sum(each.is_file for each in found) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s papers and files.") % {"most": MOST_FILES})
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse an offer that cannot be made, each reason at its field."""
        values = super().clean() or {}
        if self.errors:
            return values
        agreed = Agreed(
            how=values["consent"], by=values["consent_by"], on=values["consent_on"], ground=values["ground"]
        )
        what = Offer(
            partner=values["partner"],
            question=values["question"],
            summary=values["summary"],
            items=values.get("items", ()),
            agreed=agreed,
        )
        for name, text in problems_of(self.case, what).items():
            self.add_error(name, text)
        return values


class RecallReferralForm(StepForm):
    """Which referral is taken back, and why."""

    referral = forms.ChoiceField(label=_("Which referral"))
    reason = text_field(_("Why"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        rows = [(each.case.reference, f"{each.partner.label} · {each.case.reference}") for each in open_referrals(case)]
        self.fields["referral"].choices = rows  # type: ignore[attr-defined]
        if len(rows) == 1:
            self.fields["referral"].initial = rows[0][0]
        self.fields["reason"].required = actor.is_staff


class AcceptReferralForm(StepForm):
    """Since when the papers are there, who works on it, and under which topic the new matter stands."""

    received_on = day_field(_("Papers signed for on"), help_text=_("The time to work on it counts from this day."))
    category = forms.ChoiceField(label=_("Topic of the new matter"), required=False)
    member = forms.ModelChoiceField(User.objects.none(), label=_("Handled by"), required=False)
    note = text_field(_("Note"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["received_on"].initial = timezone.localdate()
        self.fields["member"].queryset = members_of(case)  # type: ignore[attr-defined]
        receiver = receiver_of(case)
        if receiver is None:
            del self.fields["category"]
            return
        topics = registry().leaves(receiver.family)
        self.fields["category"].required = True
        self.fields["category"].choices = topic_choices(topics)  # type: ignore[attr-defined]
        if case.category_id in {each.pk for each in topics}:
            self.fields["category"].initial = str(case.category_id)

    def clean_received_on(self) -> Any:
        """Papers cannot have come ahead of today, nor before the referral."""
        day = self.cleaned_data["received_on"]
        wrong = received_problem(self.case, day, timezone.now())
        if wrong is not None:
            raise forms.ValidationError(str(wrong))
        return day

    def clean_category(self) -> Any:
        """Return the topic."""
        chosen = self.cleaned_data["category"]
        return registry().categories[int(chosen)] if chosen else None


class NoteAcceptanceForm(StepForm):
    """When the outside body signed for the papers."""

    received_on = day_field(_("Papers signed for on"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["received_on"].initial = timezone.localdate()

    clean_received_on = AcceptReferralForm.clean_received_on


class ResultForm(StepForm):
    """What came of it."""

    intro = _("Write the result alone: what was said and offered in talks stays with those who were there.")

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome, widget=forms.RadioSelect)
    result = text_field(_("Result"))
    photos = FilesField(label=_("Photos or papers"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        if case.referral.partner.minimum:
            del self.fields["photos"]
        work, receiver = case.referral.work, receiver_of(case)
        if work is not None and receiver is not None and not work.is_open:
            ending = receiver.ended(work)
            self.fields["outcome"].initial = ending.outcome
            self.fields["result"].initial = ending.text


class WriteForm(StepForm):
    """A few words to the other side."""

    text = text_field(_("What you write to the other body"))


class ExtendForm(StepForm):
    """How many days more, and who agreed."""

    days = forms.IntegerField(label=_("Days more"), min_value=1, max_value=LONGEST_EXTENSION)
    agreed = text_field(_("Who agreed, and when"))


REFERRING_FORMS: Mapping[str, type[StepForm]] = {"refer": ReferForm, "recall_referral": RecallReferralForm}

FORMS: Mapping[str, type[StepForm]] = {
    **USUAL,
    "accept": AcceptReferralForm,
    "accept_appointed": AcceptReferralForm,
    "accept_entrusted": AcceptReferralForm,
    "accept_summary": AcceptReferralForm,
    "refuse": ReasonForm,
    "note_acceptance": NoteAcceptanceForm,
    "note_refusal": ReasonForm,
    "give_result": ResultForm,
    "note_result": ResultForm,
    "write_across": WriteForm,
    "extend": ExtendForm,
    "extend_appointed": ExtendForm,
    "extend_entrusted": ExtendForm,
    "extend_summary": ExtendForm,
    "recall": ReasonForm,
}
