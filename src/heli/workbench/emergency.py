"""Emergency access: asking for one case, and the list on which a second person confirms."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access.gates import needs
from heli.access.models import Decision, EmergencyAccess, Ground
from heli.access.permissions import ASK_EMERGENCY, REVIEW_EMERGENCY
from heli.cases.emergency import LONGEST_REASON, SHORTEST_REASON, ask, decide, end, late, may_decide, often, recent
from heli.cases.step_forms import Line, Text
from heli.kernel.decisions import Denied
from heli.organizations.settings import district
from heli.workbench.shell import DeskRequest, desk

MOST_OWN = 20


class AskForm(forms.Form):
    """One case, a ground, a reason and for how long."""

    reference = Line(label=gettext_lazy("Reference of the case"), max_length=20)
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=Ground, widget=forms.RadioSelect)
    reason = Text(
        label=gettext_lazy("Reason"),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("At least 20 characters. The unit that answers and the auditors read it."),
    )
    hours = forms.IntegerField(label=gettext_lazy("For how many hours"), min_value=1, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = district().emergency_hours
        self.fields["hours"].help_text = _("At most %(most)s.") % {"most": most}
        self.fields["hours"].widget.attrs["max"] = most


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ASK_EMERGENCY)
def emergency(request: DeskRequest) -> HttpResponse:
    """Ask for access to one case, and see what one has asked for."""
    form = AskForm(request.POST or None, initial={"reference": request.GET.get("reference", "")})
    if form.is_bound and form.is_valid():
        outcome = ask(by=request.actor, **form.cleaned_data)
        if not isinstance(outcome, Denied):
            return _asked(request, outcome)
        form.add_error(None, str(outcome.reason))
    rows = EmergencyAccess.objects.filter(user_id=request.actor.user_id or 0).order_by("-asked_at")[:MOST_OWN]
    context = {"form": form, "rows": [_line(row) for row in rows], "may_decide": may_decide(request.actor)}
    return desk(request, "workbench/emergency.html", context, status=422 if form.errors else 200)


def _asked(request: DeskRequest, row: EmergencyAccess) -> HttpResponse:
    if row.beforehand:
        text = _("It opens when a second person has confirmed: it is confidential, or you were not confirmed before.")
        messages.info(request, text)
        return redirect("workbench:emergency")
    messages.success(request, _("The case is open to you. A second person confirms it within 24 hours."))
    return redirect("workbench:case", row.reference)


@require_POST
@needs(ASK_EMERGENCY)
def ending(request: DeskRequest, pk: int) -> HttpResponse:
    """End one's own access before its time."""
    outcome = end(pk, by=request.actor)
    if isinstance(outcome, Denied):
        messages.error(request, str(outcome.reason))
    else:
        messages.success(request, _("The access has ended."))
    return redirect("workbench:emergency")


@require_safe
@needs(REVIEW_EMERGENCY)
def review(request: DeskRequest) -> HttpResponse:
    """Show to those who confirm what was asked for in the last thirty days, and who asks often."""
    if not may_decide(request.actor):
        raise Http404
    found = recent(request.actor, timezone.now())
    many = often(found)
    rows = [
        {**_line(row), "often": row.user_id in many, "own": row.user_id in request.actor.identities} for row in found
    ]
    return desk(request, "workbench/emergency_review.html", {"rows": rows})


@require_POST
@needs(REVIEW_EMERGENCY)
def decision(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm or refuse one access."""
    outcome = decide(pk, by=request.actor, confirm=request.POST.get("decision") == "confirm")
    if isinstance(outcome, Denied):
        messages.error(request, str(outcome.reason))
    else:
        messages.success(request, _("Your decision is on record."))
    return redirect("workbench:emergency_review")


def _line(row: EmergencyAccess) -> dict[str, Any]:
    now = timezone.now()
    return {
        "row": row,
        "url": reverse("workbench:case", args=[row.reference]),
        "ground": row.get_ground_display(),
        "decision": Decision(row.decision).label,
        "holds": row.holds(now),
        "open": not row.decision,
        "late": late(row, now),
    }
