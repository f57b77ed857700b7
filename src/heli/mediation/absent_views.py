"""Absences that the leader of a committee enters for its mediators: who is away is proposed for no new dispute."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import KEEP_ABSENCES
from heli.mediation.roster_models import Absence
from heli.mediation.roster_sections import AbsenceForm
from heli.organizations.arranging import record_change, snapshot
from heli.organizations.models import Duty
from heli.people.models import User
from heli.workbench.shell import DeskRequest, desk


def led_by(actor: Actor) -> Any:
    """Return the people with a post in a committee that ``actor`` leads; nobody for whoever leads none."""
    units = [post.unit_id for post in actor.with_duty(Duty.LEADER)]
    return (
        User.objects.filter(is_active=True, posts__unit__in=units, posts__unit__committee__isnull=False)
        .distinct()
        .order_by("name", "id")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(KEEP_ABSENCES)
@never_cache
def absences(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """List the absences of one's own mediators that are not over, and enter or change one; another's is as none."""
    people = led_by(request.actor)
    if not people.exists():
        raise Http404
    row = get_object_or_404(Absence, pk=pk, user__in=people) if pk else None
    before = snapshot(row) if row else None
    form = AbsenceForm(request.POST or None, instance=row)
    form.fields["user"].queryset = people  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            record_change(form.store(), actor=request.actor.key, before=before)
        messages.success(request, _("The absence was kept."))
        return redirect("mediation_desk:absences")
    today = timezone.localdate()
    rows = Absence.objects.filter(user__in=people).exclude(until__lte=today).select_related("user")
    context = {"form": form, "row": row, "rows": rows.order_by("since", "id")}
    return desk(request, "mediation/absences.html", context, status=422 if form.is_bound else 200)
