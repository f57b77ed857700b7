"""Texts by topic as the desk's unit edits them, and the desk in numbers."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.gates import needs
from heli.access.permissions import EDIT_ADVICE
from heli.advice.desk_forms import PathForms, TextForm
from heli.advice.figures import figures
from heli.advice.known import desks_of, edits
from heli.advice.models import AdviceTopic
from heli.audit.record import write
from heli.workbench.shell import DeskRequest, desk

PERIODS = (7, 30, 90, 365)


def _must_edit(actor: Actor) -> None:
    if not edits(actor):
        raise Http404


@require_safe
@needs(EDIT_ADVICE)
def texts(request: DeskRequest) -> HttpResponse:
    """List the topics with their paths."""
    _must_edit(request.actor)
    rows = AdviceTopic.objects.filter(active=True).prefetch_related("paths")
    return desk(request, "advice/desk/texts.html", {"topics": rows, "crumbs": _crumbs(_("Texts"))})


def _crumbs(*more: str) -> list[dict[str, str]]:
    return [{"label": _("Advice desk")}, *({"label": each} for each in more)]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT_ADVICE)
def text(request: DeskRequest, code: str) -> HttpResponse:
    """Edit what somebody can do in matters of one topic, and its paths; on record."""
    _must_edit(request.actor)
    topic = AdviceTopic.objects.filter(code=code, active=True).first()
    if topic is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form, paths = TextForm(sent, instance=topic), PathForms(sent, instance=topic, prefix="paths")
    if request.method == "POST" and form.is_valid() and paths.is_valid():
        _store(topic, form, paths, by=request.actor)
        messages.success(request, _("Saved. Everybody reads it from now on."))
        return redirect("advice_desk:texts")
    context = {"topic": topic, "form": form, "paths": paths, "crumbs": _crumbs(_("Texts"), topic.label)}
    return desk(request, "advice/desk/text.html", context, status=422 if form.is_bound else 200)


def _store(topic: AdviceTopic, form: TextForm, paths: Any, *, by: Actor) -> None:
    with acting_as(by), transaction.atomic():
        form.save()
        changed = [row.path for row in paths.save()]
        data = {"fields": form.changed_data, "paths": changed}
        write(f"advice topic/{topic.code}", "advice.text", at=timezone.now(), actor=by.key, data=data)


@require_safe
@needs(EDIT_ADVICE)
def figures_page(request: DeskRequest) -> HttpResponse:
    """Show the desk in numbers for a period until yesterday; never by person."""
    _must_edit(request.actor)
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isdecimal() and int(asked[:4]) in PERIODS else PERIODS[1]
    until: date = timezone.localdate() + timedelta(days=1)
    with acting_as(request.actor), transaction.atomic():
        found = figures(desks_of(request.actor), until - timedelta(days=days), until)
    tabs = [
        {"label": _("%(days)s days") % {"days": each}, "url": f"?days={each}", "current": each == days}
        for each in PERIODS
    ]
    context = {"figures": found, "tabs": tabs, "crumbs": _crumbs(_("In numbers"))}
    return desk(request, "advice/desk/figures.html", context)
