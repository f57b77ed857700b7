"""The request desk's own pages for residents: reporting, and the published time limits."""

import math
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heli.access.actors import resident
from heli.access.gates import needs
from heli.access.limits import Sending
from heli.access.limits import sending as sending_of
from heli.access.permissions import PUBLIC_INFORMATION, REPORT
from heli.cases import sending
from heli.cases.engine import KeyTaken
from heli.cases.explaining import period_text
from heli.cases.kinds import kinds
from heli.organizations.responsibility import registry
from heli.papers import kept_files
from heli.portal import visits
from heli.portal.handing_in import later, receive
from heli.portal.journey import LAST_INSTANT, journey
from heli.portal.limits import may_send
from heli.portal.pages import render
from heli.portal.register import entry
from heli.service_requests.duplicates import likely
from heli.service_requests.opening import REPORTER, Report
from heli.service_requests.opening import report as open_request
from heli.service_requests.procedure import FAMILY
from heli.service_requests.report_form import ReportForm, topics_of

OPEN_DETAILS = ("confidential", "about", "about_people", "contests")


@needs(REPORT)
def report(request: HttpRequest) -> HttpResponse:
    """Take a report: show the form, ask about likely duplicates once, open the case, lead to its receipt.

    A device that sends what it has kept is answered with facts, see ``heli.cases.sending``.
    """
    if request.method != "POST":
        return _page(request, ReportForm(initial={"category": request.GET.get("category", "")}))
    earlier = visits.received_before(request, request.POST.get("key", ""))
    device = sending.from_device(request)
    if earlier and not device:
        messages.info(request, _("We have this report already; it was not sent twice."))
    if earlier:
        return _received(request, earlier)
    gone = sending.resend(request) if device else None
    if gone:
        return gone
    form = ReportForm(request.POST, kept_files.taken_up(request))
    if not form.is_valid():
        return sending.refused(sending.words_of(form)) if device else _page(request, form, status=422)
    alike = [] if form.cleaned_data["asked"] else _alike(form)
    if alike:
        return sending.asks() if device else _page(request, form, alike=alike)
    return _take(request, form)


def _take(request: HttpRequest, form: ReportForm) -> HttpResponse:
    """Open the case of a valid ``form`` and answer whoever sent it."""
    device, key = sending.from_device(request), form.submission()
    try:
        received = receive(request, key, lambda many: open_request(_report(form, many=many), by=REPORTER, key=key))
    except KeyTaken:
        # What was rolled back with it counts all the same: nobody tries one key after another.
        sending_of(request)
        if device:
            return sending.refused(
                [_("We have this report already. Its code is shown only on the first day.")], status=409
            )
        raise
    if not isinstance(received, Sending):
        return _received(request, received)
    words, seconds = str(may_send(received)), math.ceil(received.wait.total_seconds())
    if device:
        return sending.later(words, seconds)
    form.add_error(None, words)
    return later(_page(request, form, status=429), seconds)


def _report(form: ReportForm, *, many: bool) -> Report:
    return replace(form.report(), many=many)


def _received(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the receipt of the case, or tell a device what stands on it."""
    if not sending.from_device(request):
        return redirect("portal:receipt", reference=reference)
    way = journey(reference, resident(reference))
    if way is None:
        raise Http404
    due = way.main and way.main.clock.due_at
    facts = {
        "reference": reference,
        "code": visits.query_code(request, reference),
        "unit": way.unit.label if way.unit else "",
        "phone": way.unit.phone if way.unit else "",
        "due": timezone.localtime(due - LAST_INSTANT).isoformat() if due else "",
    }
    said = _("%(reference)s was received.") % {"reference": reference}
    return sending.received(said, reverse("portal:receipt", args=[reference]), **facts)


@needs(REPORT)
@require_POST
def topic(request: HttpRequest) -> HttpResponse:
    """Answer with the choice of topics for the text typed so far."""
    typed = {name: request.POST.get(name, "") for name in ("text", "category", "other")}
    form = ReportForm(initial={**typed, "category": typed["other"] or typed["category"], "other": ""})
    return render(request, "service_requests/report.html#topic", {"form": form, "topics": topics_of(form)})


@needs(REPORT)
@require_POST
def nearby(request: HttpRequest) -> HttpResponse:
    """Answer with likely duplicates for what has been filled in so far; nothing where there are none."""
    form = ReportForm(request.POST)
    form.is_valid()
    context = {"alike": _alike(form), "live": True}
    return render(request, "service_requests/report.html#nearby", context)


@needs(PUBLIC_INFORMATION)
@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """Show every topic with its time limit and ground, and where the rules for other matters stand."""
    groups: dict[int, dict[str, Any]] = {}
    for each in registry().leaves(FAMILY.code):
        if each.parent and each.period:
            group = groups.setdefault(each.parent_id or 0, {"label": each.parent.label, "topics": []})
            group["topics"].append({"topic": each, "period": period_text(each.period.amount, each.period.unit.value)})
    pages = dict.fromkeys(page for kind in kinds() for page in kind.reading)
    reading = [{"label": page.label, "hint": page.hint, "url": reverse(page.url_name)} for page in pages]
    return render(request, "service_requests/standards.html", {"groups": groups.values(), "reading": reading})


def _page(
    request: HttpRequest, form: ReportForm, *, alike: list[dict[str, Any]] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "topics": topics_of(form),
        "who": sending.whose(request),
        "topic_url": reverse("service_requests:topic"),
        "alike": alike or [],
        "kept": kept_files.keep(form) if form.is_bound else [],
        "more_open": any(form[name].value() or form[name].errors for name in OPEN_DETAILS),
    }
    return render(request, "service_requests/report.html", context, status=status)


def _alike(form: ReportForm) -> list[dict[str, Any]]:
    """Return the register's entries of likely duplicates, with how far away they are."""
    values = form.cleaned_data
    if not values.get("topic"):
        return []
    area = values.get("area")
    found = likely(
        values["topic"],
        area_path=area.path if area else "",
        point=form.point,
        text=values.get("text", ""),
        now=timezone.now(),
    )
    return [{"entry": entry(each.case), "metres": each.metres and round(each.metres, -1)} for each in found]
