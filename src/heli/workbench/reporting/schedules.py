"""The schedules by which reports are issued: kept by administrators, and by coordinators for what they see."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import SCHEDULE_REPORTS
from heli.audit.record import write
from heli.organizations.models import Duty
from heli.organizations.responsibility import registry
from heli.reports.issuing import CHAIN
from heli.reports.models import Schedule
from heli.reports.scheduling import failures, next_at
from heli.workbench.reporting.forms import ScheduleForm, scopes_for
from heli.workbench.shell import DeskRequest, desk

SHOWN = 200


@require_safe
@needs(SCHEDULE_REPORTS)
def schedules(request: DeskRequest) -> HttpResponse:
    """List the schedules that the reader keeps, with when each issues next and what has failed."""
    now, names = timezone.now(), dict(scopes_for(request.actor))
    rows = Schedule.objects.filter(scope__in=names).select_related("kept_by").prefetch_related("runs")
    context = {
        "rows": [
            {
                "schedule": each,
                "about": names[each.scope],
                "next": next_at(each, now) if each.active else None,
                "told": [_recipient(one) for one in each.recipients],
                "failures": failures(each, now),
            }
            for each in rows.order_by("-active", "length", "scope", "id")[:SHOWN]
        ]
    }
    return desk(request, "workbench/reporting/schedules.html", context)


def _recipient(recipient: str) -> str:
    unit, _colon, duty = recipient.partition(":")
    known = registry().units.get(int(unit))
    return f"{known.label if known else unit} · {Duty(duty).label}"


@needs(SCHEDULE_REPORTS)
def schedule(request: DeskRequest, pk: int = 0) -> HttpResponse:
    """Enter or change one schedule."""
    row = _mine(pk, request.actor) if pk else None
    initial = None if row else {"at": "07:00", "length": "day"}
    form = ScheduleForm(request.POST or None, instance=row, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        _save(form, request.actor, new=row is None)
        messages.success(request, _("The schedule was saved."))
        return redirect("workbench:report_schedules")
    context = {"form": form, "new": row is None}
    return desk(request, "workbench/reporting/schedule.html", context, status=422 if form.errors else 200)


def _mine(pk: int, actor: Actor) -> Schedule:
    found = Schedule.objects.filter(pk=pk, scope__in=dict(scopes_for(actor))).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def _save(form: ScheduleForm, actor: Actor, *, new: bool) -> None:
    """Write the schedule, on record. What was due before it was entered or begun anew is not made up for."""
    row, now = form.save(commit=False), timezone.now()
    if new or {"length", "scope", "at", "active", "working_days"} & set(form.changed_data):
        row.since = now
    row.kept_by_id, row.changed_at = actor.user_id, now
    row.save()
    data: dict[str, Any] = {
        "schedule": row.pk,
        "length": row.length,
        "scope": row.scope,
        "at": f"{row.at:%H:%M}",
        "working_days": row.working_days,
        "recipients": row.recipients,
        "active": row.active,
    }
    write(CHAIN, "report_schedule.create" if new else "report_schedule.change", at=now, actor=actor.key, data=data)
