"""Writing a talk down, and what it leads to: an appointment, a callback, or a matter that keeps what was told."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import ADVISE
from heli.access.roles import excluded
from heli.advice.callbacks import Asked, ask, offered
from heli.advice.codes import code_of
from heli.advice.desk_forms import TalkForm
from heli.advice.forms import CallbackForm
from heli.advice.known import desks_of
from heli.advice.models import AdviceTopic, Callback, Came, LedTo, Talk
from heli.advice.talks import counters, led_to, open_case, read, talk_at, write_down
from heli.advice.views.desk import callback_of
from heli.cases.acts import Opened
from heli.cases.models import Case, Channel
from heli.kernel.decisions import Denied
from heli.papers import kept_files
from heli.workbench.handed_over import HandedOver
from heli.workbench.shell import DeskRequest, desk

OPENED = HandedOver("advice opened")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ADVISE)
def new(request: DeskRequest) -> HttpResponse:
    """Write a talk down, with the texts by topic beside it."""
    desks = desks_of(request.actor)
    if not desks:
        raise Http404
    named = request.GET.get("callback", "")
    callback = callback_of(named, request) if named else None
    form = TalkForm(request.POST if request.method == "POST" else None, desks=desks, callback=callback)
    if request.method == "POST" and form.is_valid():
        written = write_down(form.words(), key=form.submission(), by=request.actor, callback=callback)
        if not isinstance(written, Denied):
            return redirect("advice_desk:talk", reference=written.reference)
        form.add_error(None, str(written.reason))
    topics = AdviceTopic.objects.filter(active=True).prefetch_related("paths")
    context = {"form": form, "callback": callback, "topics": topics, "crumbs": _crumbs(_("New talk"))}
    return desk(request, "advice/desk/new.html", context, status=422 if form.is_bound else 200)


def _crumbs(*more: str) -> list[dict[str, str]]:
    return [{"label": _("Advice desk")}, *({"label": each} for each in more)]


def talk_by(reference: str, request: DeskRequest) -> Talk:
    """Return a talk of a desk at which the actor works, without its words; another is a missing page."""
    row = talk_at(reference, request.actor)
    if row is None:
        raise Http404
    return row


@never_cache
@require_safe
@needs(ADVISE)
def talk(request: DeskRequest, reference: str) -> HttpResponse:
    """Show a talk with its words, on record, and what it can lead to."""
    return _page(request, talk_by(reference, request))


def _page(request: DeskRequest, row: Talk, form: CallbackForm | None = None, *, status: int = 200) -> HttpResponse:
    found = read(row, by=request.actor)
    if found is None:
        raise Http404
    case = Case.objects.visible_to(request.actor).select_related("unit").filter(pk=found.case_id or 0).first()
    context = {
        "talk": found,
        "case": case,
        "code": OPENED.code(request, case.reference) if case else "",
        "counters": counters(found.desk) if found.led_to != LedTo.CASE else {},
        "form": form or CallbackForm(free=offered(), initial={"topic": found.topic_id}),
        "crumbs": _crumbs(found.topic.label),
    }
    return desk(request, "advice/desk/talk.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ADVISE)
def opening(request: DeskRequest, reference: str, kind: str) -> HttpResponse:
    """Open a matter by the door of its kind; what was asked is filled in, and what was told stays with the matter."""
    row = talk_by(reference, request)
    counter = counters(row.desk).get(kind)
    if counter is None or (row.led_to == LedTo.CASE and request.method != "POST"):
        raise Http404
    if request.method != "POST":
        found = read(row, by=request.actor)
        begun = counter.form(initial={"text": found.asked if found else ""}, actor=request.actor)
        return _opening_page(request, row, kind, begun)
    form: Any = counter.form(request.POST, kept_files.taken_up(request), actor=request.actor)
    form.came_by = Channel.VISIT if row.came == Came.VISIT else Channel.PHONE
    if not form.is_valid():
        return _opening_page(request, row, kind, form, status=422)
    opened = open_case(row, kind, form, by=request.actor)
    if isinstance(opened, Denied):
        messages.error(request, str(opened.reason))
        return redirect("advice_desk:talk", reference=row.reference)
    return _opened(request, row, opened, form.submission())


def _opened(request: DeskRequest, row: Talk, opened: Opened, key: UUID) -> HttpResponse:
    if excluded(request.actor, opened.case):
        # A complaint about their own house: the caller needs number and code, and whoever typed it sees no more of it.
        told = {"reference": opened.case.reference, "code": opened.code, "crumbs": _crumbs()}
        return desk(request, "advice/desk/apart.html", told)
    OPENED.remember(request, opened.case.reference, key)
    return redirect("advice_desk:talk", reference=row.reference)


def _opening_page(request: DeskRequest, row: Talk, kind: str, form: Any, *, status: int = 200) -> HttpResponse:
    counter = counters(row.desk)[kind]
    context = {
        "talk": row,
        "form": form,
        "counter": counter,
        "kept": kept_files.keep(form) if form.is_bound else [],
        "crumbs": _crumbs(row.topic.label),
        **counter.context(form),
    }
    return desk(request, "advice/desk/opening.html", context, status=status)


@require_POST
@needs(ADVISE)
def booked(request: DeskRequest, reference: str) -> HttpResponse:
    """Note that an appointment was booked for the caller, on the pages where everybody books."""
    row = talk_by(reference, request)
    noted = led_to(row, LedTo.BOOKED, by=request.actor)
    if isinstance(noted, Denied):
        messages.error(request, str(noted.reason))
    return redirect("advice_desk:talk", reference=row.reference)


@require_POST
@needs(ADVISE)
def callback(request: DeskRequest, reference: str) -> HttpResponse:
    """Arrange a callback for the caller; number and code are read to them once."""
    row = talk_by(reference, request)
    form = CallbackForm(request.POST, free=offered())
    if not form.is_valid():
        return _page(request, row, form, status=422)
    asked = Asked(phone=form.cleaned_data["phone"], free=form.chosen(), topic=form.cleaned_data["topic"])
    with transaction.atomic():
        made = ask(asked, key=form.submission(), by=request.actor)
        noted = made if isinstance(made, Denied) else led_to(row, LedTo.CALLBACK, by=request.actor)
    if not isinstance(made, Callback) or isinstance(noted, Denied):
        form.add_error("window", str(noted.reason if isinstance(noted, Denied) else ""))
        return _page(request, row, form, status=422)
    context = {"callback": made, "code": code_of(made), "crumbs": _crumbs(_("Call back"))}
    return desk(request, "advice/desk/arranged.html", context)
