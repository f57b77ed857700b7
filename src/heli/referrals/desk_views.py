"""Pages on referrals: their list, what an outside body sends, the district's lengths."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.gates import needs
from heli.access.permissions import ARRANGE, REFERRALS
from heli.audit.record import write
from heli.kernel.decisions import Denied
from heli.kernel.plain import number_in
from heli.organizations.arranging import CHAIN
from heli.papers import kept_files
from heli.referrals.arrangements import save, shown
from heli.referrals.desk_forms import IncomingForm, LimitsForm
from heli.referrals.listing import PAGE, SHOWN, page
from heli.referrals.opening import take_in
from heli.workbench import labels
from heli.workbench.shell import DeskRequest, desk


@require_safe
@needs(REFERRALS)
def listed(request: DeskRequest) -> HttpResponse:
    """List the referrals that the reader may know of."""
    show = request.GET.get("show", "")
    show = show if show in SHOWN else SHOWN[0]
    found = page(request.actor, show, before=number_in(request.GET.get("before", "")))
    here = reverse("referral_desk:list")
    rows = [_row(each) for each in found]
    context = {
        "rows": rows,
        "shows": _shows(here, show),
        "older": f"{here}?show={show}&before={found[-1]['case'].pk}" if len(found) == PAGE else "",
    }
    return desk(request, "referrals/list.html", context)


def _row(line: dict[str, Any]) -> dict[str, Any]:
    referral, case = line["referral"], line["case"]
    target = case if line["seen"] else referral.source
    state = labels.state_of(case)
    return {
        **line,
        "url": reverse("workbench:case", args=[target.reference]),
        "state": state,
        "tone": labels.tone(state),
        "sender": labels.unit(referral.sender_id) or referral.partner.label,
        "receiver": labels.unit(case.unit_id) if referral.direction == "in" else referral.partner.label,
    }


def _shows(here: str, show: str) -> list[dict[str, Any]]:
    names = {
        "waiting": _("To answer"),
        "work": _("In work"),
        "sent": _("Sent by us"),
        "late": _("Late"),
        "all": _("All"),
    }
    return [{"label": names[each], "url": f"{here}?show={each}", "current": each == show} for each in SHOWN]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(REFERRALS)
def new(request: DeskRequest) -> HttpResponse:
    """Enter what an outside body sends by letter or in person."""
    if request.method != "POST":
        return desk(request, "referrals/new.html", {"form": IncomingForm(actor=request.actor)})
    form = IncomingForm(request.POST, kept_files.taken_up(request), actor=request.actor)
    if not form.is_valid():
        return _again(request, form)
    made = take_in(form.incoming(), by=request.actor, key=form.submission())
    if isinstance(made, Denied):
        form.add_error(None, str(made.reason))
        return _again(request, form)
    messages.success(request, _("The referral was entered; accept it, or say why not."))
    return redirect("workbench:case", reference=made.case.reference)


def _again(request: DeskRequest, form: IncomingForm) -> HttpResponse:
    return desk(request, "referrals/new.html", {"form": form, "kept": kept_files.keep(form)}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ARRANGE)
def arrange(request: DeskRequest) -> HttpResponse:
    """Show and save the district's lengths for referrals; those of courts' rules are shown and cannot be changed."""
    form = LimitsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _save(request, form.given())
        return redirect("referral_desk:limits")
    context = {"form": form, "lengths": shown()}
    return desk(request, "referrals/limits.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _save(request: DeskRequest, given: dict[str, dict[str, int]]) -> None:
    plain = {f"referrals.{name}": spans for name, spans in given.items()}
    write(CHAIN, "settings.change", at=timezone.now(), actor=request.actor.key, data=plain)
    save(given)
    messages.success(request, _("The arrangements were saved. They hold for limits that begin from now on."))
