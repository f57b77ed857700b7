"""One form per step of a petition: it feeds the page, the API body and its schema."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.conflicts import accounts, concerned_by
from heli.cases.models import Case
from heli.cases.service_form import ServiceForm
from heli.cases.step_forms import CaseField, Line, StepForm, text_field
from heli.cases.usual.forms import FORMS as USUAL
from heli.cases.usual.forms import AcceptForm as UsualAcceptForm
from heli.cases.usual.forms import ReasonForm, UnitForm
from heli.organizations.fields import UnitField
from heli.organizations.models import Duty, Post
from heli.organizations.responsibility import registry
from heli.papers.fields import FilesField
from heli.people.models import User
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.arrangements import arrangements
from heli.petitions.claims import ClaimProcedure
from heli.petitions.law import LONGEST_EXTENSION
from heli.petitions.models import LAWFUL_PATHS, Hearing, Level, Opinion, Outcome, Way
from heli.petitions.overview_models import BacklogReason, ClosingPath
from heli.petitions.suggestions import SuggestionProcedure
from heli.petitions.unnamed import points_at_somebody

KINDS = [
    (ClaimProcedure.code, _("Grievance or claim: I ask for something")),
    (SuggestionProcedure.code, _("Suggestion or opinion: I propose something")),
    (AccusationProcedure.code, _("Accusation or report: somebody broke rules or the law")),
]
RATINGS = [(5, _("Very good")), (4, _("Good")), (3, _("Fair")), (2, _("Bad")), (1, _("Very bad"))]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def days_ahead(form: forms.Form, names: tuple[str, ...]) -> None:
    """Refuse, in the fields of ``form`` called ``names``, days that are not after today."""
    for name in names:
        day: date | None = form.cleaned_data.get(name)
        if day and day <= timezone.localdate():
            form.add_error(name, _("Choose a day after today."))


class AheadForm(StepForm):
    """A form whose days, named in ``ahead``, must not lie behind."""

    ahead: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        """Refuse days that have passed."""
        values = super().clean() or {}
        days_ahead(self, self.ahead)
        return values


class ClassifyForm(StepForm):
    """Which kind it is, and of a claim which way the law gives it."""

    kind = forms.ChoiceField(label=_("Kind of petition"), choices=KINDS, widget=forms.RadioSelect)
    way = forms.TypedChoiceField(
        label=_("Way, for a grievance or claim"),
        choices=[("", _("Not settled yet")), *Way.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = text_field(_("Reason"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["kind"].initial = case.procedure
        self.fields["way"].initial = case.petition.way

    def clean(self) -> dict[str, Any]:
        """Only a claim has a way."""
        values = super().clean() or {}
        if values.get("way") and values.get("kind") != ClaimProcedure.code:
            self.add_error("way", _("Only a grievance or claim is dealt with in one of the six ways."))
        return values


class ForwardForm(UnitForm):
    """Which organ is competent; proposed by nobody, decided by who knows the powers."""

    unit = UnitField(label=_("Competent organ"))
    note = text_field(_("Note to the organ"), required=False)


class EntrustForm(ForwardForm, AheadForm):
    """Which organ, and until when it reports back."""

    ahead = ("report_by",)

    report_by = day_field(_("Report due, last day"))


class SettleCompetenceForm(UnitForm):
    """Which organ, and who decided."""

    unit = UnitField(label=_("Competent organ"))
    settled_by = forms.ChoiceField(
        label=_("Decided by"),
        choices=[
            ("agreed", _("The organs agreed")),
            ("superior", _("The organ above them all")),
            ("conference", _("The joint conference on petition work")),
            ("government", _("The Party committee or government, where powers are unclear")),
        ],
    )
    reason = text_field(_("Reasons"))


class ReportUpwardForm(StepForm):
    """To whom it was reported, and why it is grave or urgent."""

    told = Line(label=_("Reported to"), max_length=120)
    reason = text_field(_("Why it is grave or urgent, and what is being done"))


class RedirectForm(ReasonForm):
    """Which body is competent, with address."""

    body = Line(label=_("Competent body, with its address and telephone"), max_length=120)


class DeclineSameForm(ReasonForm):
    """Where the same matter is dealt with."""

    intro = _("The same facts and the same reasons only. New facts or reasons are a new petition, never declined here.")

    other = CaseField(label=_("Number of the same matter"))


class ContestForm(ReasonForm):
    """Why the petition belongs here."""

    photos = FilesField(label=_("Photos or papers"), required=False)


class SuperviseForm(AheadForm):
    """What the organ must do, in what manner it is supervised, and until when it answers."""

    ahead = ("answer_by",)

    manner = forms.ChoiceField(
        label=_("Manner"),
        choices=[
            ("发函督办", _("Reminder by letter")),
            ("实地督查", _("Visit")),
            ("约谈", _("Talk with those responsible")),
            ("通报", _("Circular")),
            ("挂牌督办", _("Listed for supervision")),
        ],
    )
    note = text_field(_("What the organ must do"))
    answer_by = day_field(_("Answer due, last day"))


class TextForm(StepForm):
    """What was done, in words and papers."""

    text = text_field(_("What was done"))
    photos = FilesField(label=_("Photos or papers"), required=False)


class PlanClosingForm(AheadForm):
    """Why an old matter is unsolved, who is responsible, when it is looked at again, and how it shall be closed."""

    ahead = ("next_on",)

    reason = forms.ChoiceField(label=_("Why it is still unsolved"), choices=BacklogReason)
    words = text_field(_("In words: what stands in the way, and what is done"))
    path = forms.ChoiceField(label=_("Way to close it"), choices=ClosingPath)
    leader = forms.ModelChoiceField(
        User.objects.none(), label=_("Responsible leader"), help_text=_("Who leads the organ, or the petition office.")
    )
    next_on = day_field(_("Next date"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["leader"].queryset = leaders_of(case)  # type: ignore[attr-defined]


def leaders_of(case: Case) -> Any:
    """Return who leads the handling unit, a unit above it, or the one that coordinates; nobody whom it concerns."""
    known = registry().units
    unit = known.get(case.unit_id or 0)
    above = [int(part) for part in unit.path.split("/") if part] if unit else []
    led = Post.objects.on(timezone.localdate()).filter(duty=Duty.LEADER, unit_id__in=[*above, case.centre_id])
    barred = accounts(concerned_by(case), since=case.opened_at)
    leaders = User.objects.filter(is_active=True, pk__in=led.values("user_id"))
    return leaders.exclude(pk__in=barred).order_by("name")


class ReportBackForm(StepForm):
    """The closing report of an assigned matter."""

    text = text_field(_("Result and how it was reached"))


class NewFactsForm(StepForm):
    """What is new; it is registered as a petition of its own."""

    intro = _("What you write here is registered as a new petition with a number of its own.")

    text = text_field(_("New facts and reasons"))
    request = text_field(_("What you ask for"))
    photos = FilesField(label=_("Photos or papers"), required=False)


class RateForm(StepForm):
    """Organ and petition office, rated apart."""

    unit = forms.TypedChoiceField(label=_("The organ"), choices=RATINGS, coerce=int, widget=forms.RadioSelect)
    office = forms.TypedChoiceField(
        label=_("The petition office"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    comment = text_field(_("Comment"), required=False)


class AcceptForm(UsualAcceptForm):
    """Who handles it, and what the notice of acceptance says beside path and procedure."""

    simple = forms.BooleanField(label=_("Simple matter: decided within ten working days"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["note"].label = _("Note to the person")
        if not arrangements().simple_matters or case.procedure != ClaimProcedure.code:
            del self.fields["simple"]


class TakeAsDutyForm(UsualAcceptForm):
    """Who handles it."""


class GuideForm(StepForm):
    """Which lawful path, where, by when, and why."""

    way = forms.TypedChoiceField(
        label=_("Way"), choices=[(each.value, each.label) for each in LAWFUL_PATHS], coerce=int
    )
    path = Line(label=_("Procedure"), max_length=120)
    body = Line(label=_("Where to go, with address and telephone"), max_length=120)
    limit = Line(label=_("By when"), max_length=120, required=False)
    reason = text_field(_("Why it is a matter for that procedure"))


class ExtensionForm(StepForm):
    """How many days more, and why."""

    amount = forms.IntegerField(label=_("Days more"), min_value=1, max_value=LONGEST_EXTENSION)
    reason = text_field(_("Reason, as the person will read it"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["amount"].initial = case.petition.asked_days
        self.fields["reason"].initial = case.petition.asked_reason


class OpinionForm(AheadForm):
    """The written opinion as the law wants it (art. 32); the remedy is added by itself."""

    ahead = ("execute_by",)
    outcomes: ClassVar[tuple[Outcome, ...]] = (Outcome.SUPPORTED, Outcome.EXPLAINED, Outcome.NOT_SUPPORTED)

    outcome = forms.ChoiceField(label=_("Outcome of the opinion"), widget=forms.RadioSelect)
    findings = text_field(_("Facts and reasons"))
    opinion = text_field(_("Opinion"))
    ground = text_field(_("Legal basis: law and article"))
    execute_by = day_field(_("To be carried out by, last day"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        choices = [(each.value, each.label) for each in self.outcomes]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What is supported must be carried out by a day."""
        values = super().clean() or {}
        if values.get("outcome") in (Outcome.SUPPORTED, Outcome.CHANGED) and not values.get("execute_by"):
            self.add_error("execute_by", _("Say by when it is carried out (art. 32)."))
        return values


class ReviewOpinionForm(OpinionForm):
    """The opinion of a reviewing organ."""

    outcomes = (Outcome.UPHELD, Outcome.CHANGED)


class AnswerDutyForm(AheadForm):
    """What was done on the duty, or why nothing."""

    ahead = ("execute_by",)

    findings = text_field(_("Facts and reasons"))
    opinion = text_field(_("What was done, or why nothing"))
    ground = text_field(_("Legal basis: law and article"))
    remedy = text_field(_("Remedy, if another law gives one"), required=False)
    execute_by = day_field(_("To be carried out by, last day"), required=False)


class SettleForm(AheadForm):
    """What both sides agreed."""

    ahead = ("execute_by",)

    parties = Line(label=_("The parties"), max_length=200)
    manner = forms.ChoiceField(label=_("How"), choices=[("调解", _("By mediation")), ("和解", _("Between themselves"))])
    terms = text_field(_("What was agreed"))
    execute_by = day_field(_("To be done by, last day"), required=False)
    photos = FilesField(label=_("The signed agreement"))


class ReplyForm(StepForm):
    """Whether a suggestion is adopted, and why."""

    adopted = forms.ChoiceField(
        label=_("Result"),
        choices=[("采纳", _("Adopted")), ("部分采纳", _("Adopted in part")), ("未采纳", _("Not adopted"))],
        widget=forms.RadioSelect,
    )
    reply = text_field(_("Reasons, as the person will read them"))


class FeedBackForm(StepForm):
    """The result of an accusation or report."""

    answer = text_field(_("Result, as the person will read it"))


class CareForm(StepForm):
    """What help was offered."""

    note = text_field(_("What was offered; taking it is the person's choice"))


class AskReviewForm(StepForm):
    """Why the opinion is not right. A letter keeps the time on the day of its posting."""

    reason = text_field(_("Why you do not agree"))
    sent_on = day_field(
        _("Day on which the letter was posted"), required=False, help_text=_("Only for letters: the postmark counts.")
    )
    photos = FilesField(label=_("Photos or papers"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        if not actor.is_staff:
            del self.fields["sent_on"]

    def clean_sent_on(self) -> Any:
        """Return the last instant of the day, since a day runs to its end."""
        day: date | None = self.cleaned_data.get("sent_on")
        if day is None:
            return None
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return min(timezone.now(), _noon(day))


def _noon(day: date) -> Any:
    return timezone.make_aware(datetime.combine(day, time(12)))


class CallHearingForm(StepForm):
    """When, where and with whom a hearing is held."""

    at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = Line(label=_("Place of the hearing"), max_length=200)
    chair = Line(label=_("Chaired by"), max_length=80)
    topic = text_field(_("What it is about"))
    participants = text_field(_("Participants, a line each: name and what they take part as"))

    def clean_at(self) -> Any:
        """A hearing is called before it is held."""
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(_("Choose a time to come."))
        return at


class RecordHearingForm(StepForm):
    """What was said and found."""

    participants = text_field(_("Who took part, a line each"))
    recused = text_field(_("Who stepped aside, and why"), required=False)
    record = text_field(_("Record"))
    conclusion = text_field(_("Conclusion"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        called = Hearing.objects.filter(case=case, held_at__isnull=True).order_by("-id").first()
        self.fields["participants"].initial = called.participants if called else ""


class PublishForm(StepForm):
    """What is published of the opinion."""

    intro: ClassVar[str | Promise] = _("Write no name, number, address or anything else that points to a person.")

    text = text_field(_("Text to be published"))

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        last = Opinion.objects.filter(case=case, level=Level.RE_REVIEW).order_by("-id").first()
        self.fields["text"].initial = last.opinion if last else ""

    def clean_text(self) -> str:
        """Refuse words in which somebody of the case, or a number of theirs, can be read."""
        text: str = self.cleaned_data["text"]
        if points_at_somebody(self.case, text):
            raise forms.ValidationError(
                _("The text holds a name, number or address of somebody in the case. Please take it out."),
                code="person",
            )
        return text


class ServeOpinionForm(ServiceForm):
    """How the written opinion reached the person."""

    kinds = ("opinion",)


class ServeReviewForm(ServiceForm):
    """How the review opinion reached the person."""

    kinds = ("review_opinion",)


class ServeReReviewForm(ServiceForm):
    """How the re-review opinion reached the person."""

    kinds = ("re_review_opinion",)


FORMS: dict[str, type[StepForm]] = {
    **USUAL,
    "classify": ClassifyForm,
    "forward": ForwardForm,
    "entrust": EntrustForm,
    "pass_down": ForwardForm,
    "settle_competence": SettleCompetenceForm,
    "report_upward": ReportUpwardForm,
    "redirect": RedirectForm,
    "decline_same": DeclineSameForm,
    "contest_ending": ContestForm,
    "contest_path": ContestForm,
    "disown": ReasonForm,
    "refuse_objection": ReasonForm,
    "dispute": ReasonForm,
    "supervise": SuperviseForm,
    "answer_supervision": TextForm,
    "report_back": ReportBackForm,
    "plan_closing": PlanClosingForm,
    "serve_paper": ServiceForm,
    "bring_new_facts": NewFactsForm,
    "rate": RateForm,
    "accept": AcceptForm,
    "take_as_duty": TakeAsDutyForm,
    "guide": GuideForm,
    "answer_duty": AnswerDutyForm,
    "request_extension": ExtensionForm,
    "grant_extension": ExtensionForm,
    "call_hearing": CallHearingForm,
    "open_hearing": CallHearingForm,
    "record_hearing": RecordHearingForm,
    "close_hearing": RecordHearingForm,
    "publish_outcome": PublishForm,
    "settle": SettleForm,
    "say_not_kept": ReasonForm,
    "decide": OpinionForm,
    "decide_review": ReviewOpinionForm,
    "decide_re_review": ReviewOpinionForm,
    "serve_opinion": ServeOpinionForm,
    "serve_review": ServeReviewForm,
    "serve_re_review": ServeReReviewForm,
    "ask_review": AskReviewForm,
    "ask_re_review": AskReviewForm,
    "report_execution": TextForm,
    "offer_care": CareForm,
    "reply": ReplyForm,
    "feed_back": FeedBackForm,
}
