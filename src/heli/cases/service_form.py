"""The form of the step by which a paper's service is recorded; a domain's step takes what ``facts`` returns."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case, Paper, Service
from heli.cases.serving import RULES, Delivery, consents, problems, standing
from heli.cases.step_forms import StepForm, text_field
from heli.papers.fields import FilesField
from heli.papers.kinds import known


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class ServiceForm(StepForm):
    """Which paper reached the person, how, when, and by what proof.

    A domain's form inherits it and may name the ``kinds`` of papers that the step serves (codes; none means every kind
    that is served). ``facts`` gives the action ``paper`` (``Paper``) and ``delivery`` (``Delivery``).
    """

    kinds: tuple[str, ...] = ()

    paper = forms.ChoiceField(label=_("Paper"))
    method = forms.ChoiceField(
        label=_("How was it served?"),
        choices=[(method.value, method.label) for method in Service.Method],
        widget=forms.RadioSelect,
    )
    sent_on = _day(_("Sent, handed over or published on"), initial=timezone.localdate)
    received_on = _day(
        _("Received on"),
        required=False,
        help_text=_(
            "The day that the return slip, the postal receipt or the receiving system names. Leave it empty while none"
            " has come back, and for public notice: it counts 30 days after the publication."
        ),
    )
    proof = FilesField(
        label=_("Proof"),
        required=False,
        help_text=_("The signed return slip, the postal receipt, pictures of the delivery, or the published notice."),
    )
    note = text_field(_("How it went"), required=False)
    corrects = forms.ChoiceField(
        label=_("Corrects an earlier record"),
        required=False,
        help_text=_("Only where an earlier record is wrong: it stays, and this one counts in its place."),
    )

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, **kwargs)
        self.fields["method"].help_text = _source_of_rules()
        self.papers = self._papers(case)
        self.services = {row.pk: row for paper in self.papers.values() for row in paper.services.all()}
        paper, corrects = self.fields["paper"], self.fields["corrects"]
        paper.choices = [(str(pk), _label(each)) for pk, each in self.papers.items()]  # type: ignore[attr-defined]
        paper.initial = next((str(pk) for pk, each in self.papers.items() if not _served(each)), None)
        if self.services:
            rows = [(str(pk), _described(row)) for pk, row in self.services.items()]
            corrects.choices = [("", "–"), *rows]  # type: ignore[attr-defined]
        else:
            del self.fields["corrects"]

    def _papers(self, case: Case) -> dict[int, Paper]:
        """Return the papers that can be served, the newest first; two statements."""
        rows = Paper.objects.filter(case=case).select_related("paper").prefetch_related("services").order_by("-id")
        return {row.pk: row for row in rows if self._serves(row.paper.kind)}

    def _serves(self, code: str) -> bool:
        kind = known(code)
        return kind is not None and kind.served and kind.to_person and (not self.kinds or code in self.kinds)

    def clean(self) -> dict[str, Any]:
        """Check days, proof, words and consent together, and put each complaint beside its field."""
        values: dict[str, Any] = super().clean() or {}
        if {"paper", "method", "sent_on"} <= values.keys():
            paper, today = self.papers[int(values["paper"])], timezone.localdate()
            delivery = self.delivery(values)
            asked = RULES[delivery.method].consent
            consented = not asked or consents(self.case, on=delivery.sent_on)
            for name, text in problems(paper, delivery, consented=consented, today=today).items():
                self.add_error(name, text)
            if delivery.corrects and delivery.corrects.paper_id != paper.pk:
                self.add_error("corrects", _("That record is about another paper."))
        return values

    def delivery(self, values: dict[str, Any]) -> Delivery:
        """Return what was typed as a value."""
        corrected = values.get("corrects")
        return Delivery(
            method=values["method"],
            sent_on=values["sent_on"],
            received_on=values.get("received_on"),
            note=values.get("note", ""),
            files=values.get("proof") or (),
            corrects=self.services[int(corrected)] if corrected else None,
        )

    def facts(self) -> dict[str, Any]:
        """Return ``paper`` and ``delivery``, and what a domain's form asks beside."""
        own = ServiceForm.base_fields
        beside = {name: value for name, value in super().facts().items() if name not in own}
        values = self.cleaned_data
        return {**beside, "paper": self.papers[int(values["paper"])], "delivery": self.delivery(values)}


def _source_of_rules() -> str:
    return str(_("When it counts: Civil Procedure Law, articles 87 to 95, by analogy."))


def _label(row: Paper) -> str:
    kind = known(row.paper.kind)
    day = timezone.localdate(row.paper.issued_at)
    return " · ".join(filter(None, [str(kind.title if kind else row.paper.kind), row.paper.number, _written(day)]))


def _described(row: Service) -> str:
    return f"{row.get_method_display()} · {_written(timezone.localdate(row.sent_at))}"


def _written(day: date) -> str:
    return day.isoformat()


def _served(row: Paper) -> bool:
    return standing(row.services.all()).counting is not None
