"""One's own account: password, second factor, and the browsers that are signed in."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from heli.access import sessions
from heli.access.browsers import browser_of
from heli.access.gates import needs
from heli.access.permissions import OWN_ACCOUNT
from heli.access.second_factor import required
from heli.audit.record import write
from heli.people.models import User
from heli.workbench.shell import DeskRequest, desk

CHAIN = "accounts"


@require_safe
@needs(OWN_ACCOUNT)
def account(request: DeskRequest) -> HttpResponse:
    """Show how the account is guarded and where it is open."""
    factors = Authenticator.objects.filter(user=request.user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    context = {
        "rows": rows_of(request),
        "factors": factors.count(),
        "asked": required(request.actor),
        "keys_on": getattr(request.user, "shortcuts", False),
        "crumbs": [{"label": _("Work"), "url": reverse("workbench:home")}, {"label": _("My account")}],
    }
    return desk(request, "workbench/account.html", context)


@require_POST
@needs(OWN_ACCOUNT)
def keys(request: DeskRequest) -> HttpResponse:
    """Switch single keys as shortcuts on or off; those with Ctrl or Command stay."""
    wanted = bool(request.POST.get("on"))
    User.objects.filter(pk=request.user.pk or 0).update(shortcuts=wanted)
    told = _("Single keys are shortcuts now.") if wanted else _("Single keys do nothing any more.")
    messages.success(request, told)
    return redirect("workbench:account")


def rows_of(request: DeskRequest) -> list[dict[str, Any]]:
    """Return the open sessions as the page lists them; keys are never among it."""
    found = [
        {
            "handle": row.handle,
            "browser": browser_of(row.device),
            "address": row.address,
            "since": row.started_at,
            "seen": row.seen_at,
            "this": sessions.is_this(request, row),
        }
        for row in sessions.own(request)
    ]
    return sorted(found, key=lambda row: not row["this"])


@require_POST
@needs(OWN_ACCOUNT)
def end(request: DeskRequest, handle: UUID) -> HttpResponse:
    """End one of the own sessions; that of somebody else is not found and stays."""
    if sessions.end(request, handle):
        _note(request, ended=1)
        messages.success(request, _("That session has ended."))
    return redirect("workbench:account")


@require_POST
@needs(OWN_ACCOUNT)
def end_others(request: DeskRequest) -> HttpResponse:
    """End every own session but this one."""
    count = sessions.end_others(request)
    _note(request, ended=count)
    text = ngettext("%(count)s other session has ended.", "%(count)s other sessions have ended.", count)
    messages.success(request, text % {"count": count})
    return redirect("workbench:account")


def _note(request: DeskRequest, *, ended: int) -> None:
    write(CHAIN, "sessions.end", at=timezone.now(), actor=request.actor.key, data={"ended": ended})
