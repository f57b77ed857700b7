"""The administrator's page on periods of keeping: what is erased when, and what is held back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.gates import needs
from heli.access.permissions import KEEP_PERIODS
from heli.access.roles import excluded
from heli.audit.record import write
from heli.cases.models import Case
from heli.cases.step_forms import readable
from heli.cases.visibility import about
from heli.kernel.references import BadReference, normalise_reference
from heli.organizations.arranging import CHAIN
from heli.people.models import User
from heli.retention.clocks import due, period_of, standing
from heli.retention.models import Erasure, Hold, Kind, Period, Planned
from heli.workbench.shell import DeskRequest, desk

SHOWN = 100
#: What is read of a case to know whether it concerns somebody, and no more.
RIGHTS = ("reference", "excluded_units", "excluded_people", "opened_at")


class PeriodForm(forms.ModelForm):  # type: ignore[type-arg]
    """How long one kind of data is kept."""

    class Meta:
        model = Period
        fields = ["years", "basis", "archive_years", "archive_basis"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["years"].min_value = 1  # type: ignore[attr-defined]
        self.fields["years"].help_text = _("Leave empty to keep for good.")
        for name in ("basis", "archive_basis"):
            self.fields[name].validators.append(readable)

    def clean(self) -> dict[str, Any]:
        """A period needs a ground, and so does what the archives rule asks for."""
        values = super().clean() or {}
        if values.get("years") == 0:
            self.add_error("years", _("At least one year."))
        if values.get("years") and not values.get("basis"):
            self.add_error("basis", _("Name the ground on which these data are erased."))
        if values.get("archive_years") and not values.get("archive_basis"):
            self.add_error("archive_basis", _("Name the archives rule."))
        return values


class HoldForm(forms.Form):
    """Which case nothing may be erased of, why, and until when."""

    reference = forms.CharField(label=gettext_lazy("Reference"), max_length=20)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        min_length=10,
        validators=[readable],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_reference(self) -> Case:
        """Return the case; one that concerns the administrator is answered like a missing one."""
        try:
            plain = normalise_reference(self.cleaned_data["reference"])
        except BadReference as unknown:
            raise ValidationError(_("There is no such matter.")) from unknown
        case = Case.objects.only(*RIGHTS).filter(reference=plain).first()
        if case is None or excluded(self.actor, case):
            raise ValidationError(_("There is no such matter."))
        return case

    def clean_until(self) -> Any:
        """A hold that ends before it begins holds nothing."""
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("The end must not lie in the past."))
        return until


@needs(KEEP_PERIODS)
def retention(request: DeskRequest) -> HttpResponse:
    """Show periods, what comes due, and holds; place a hold."""
    form = HoldForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        _place(request, form.cleaned_data)
        return redirect("workbench:manage_retention")
    planned = Planned.objects.select_related("case").order_by("erase_at", "pk")[:SHOWN]
    holds = standing(timezone.now()).select_related("case", "by").order_by("-pk")[:SHOWN]
    context = {
        "form": form,
        "kinds": [_kind(kind, request.actor) for kind in Kind],
        "planned": [each for each in planned if not excluded(request.actor, each.case)],
        "holds": [each for each in holds if not excluded(request.actor, each.case)],
        "erased": Erasure.objects.count(),
    }
    return desk(request, "workbench/manage/retention.html", context, status=422 if form.is_bound else 200)


def _kind(kind: Kind, actor: Actor) -> dict[str, Any]:
    return {
        "value": kind.value,
        "label": kind.label,
        "period": period_of(kind),
        "due": due(kind, timezone.now()).exclude(about(actor)).count(),
    }


@transaction.atomic
def _place(request: DeskRequest, values: dict[str, Any]) -> None:
    case = values["reference"]
    assert isinstance(request.user, User)
    hold = Hold.objects.create(
        case=case, reason=values["reason"], by=request.user, since=timezone.now(), until=values["until"]
    )
    data = {"hold": hold.pk, "reason": hold.reason, "until": values["until"]}
    with acting_as(request.actor, on=[case.reference]):
        write(case.reference, "hold.place", at=hold.since, actor=request.actor.key, data=data)
    messages.success(request, _("Nothing of %(case)s will be erased.") % {"case": case.reference})


@require_POST
@needs(KEEP_PERIODS)
@transaction.atomic
def end_hold(request: DeskRequest, pk: int) -> HttpResponse:
    """End a hold; the period counts again as if it had never stood still."""
    rows = Hold.objects.select_for_update(of=("self",)).select_related("case")
    hold = get_object_or_404(rows, pk=pk, ended_at__isnull=True)
    if excluded(request.actor, hold.case):
        raise Http404
    assert isinstance(request.user, User)
    hold.ended_at, hold.ended_by = timezone.now(), request.user
    hold.save(update_fields=["ended_at", "ended_by"])
    with acting_as(request.actor, on=[hold.case.reference]):
        write(hold.case.reference, "hold.end", at=hold.ended_at, actor=request.actor.key, data={"hold": hold.pk})
    messages.success(request, _("The hold on %(case)s has ended.") % {"case": hold.case.reference})
    return redirect("workbench:manage_retention")


@needs(KEEP_PERIODS)
def period(request: DeskRequest, kind: str) -> HttpResponse:
    """Show and save one period; nothing is erased sooner than a month after it was announced."""
    if kind not in Kind.values:
        raise Http404
    row = period_of(kind)
    before = row.effective
    form = PeriodForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            data = {"kind": kind, "before": before, "after": saved.effective, "basis": saved.basis}
            write(CHAIN, "period.change", at=timezone.now(), actor=request.actor.key, data=data)
        messages.success(request, _("The period was saved."))
        return redirect("workbench:manage_retention")
    context = {"form": form, "label": Kind(kind).label}
    return desk(request, "workbench/manage/period.html", context, status=422 if form.is_bound else 200)
