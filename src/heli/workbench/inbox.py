"""Messages to the actor and to the posts that the actor holds."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import MESSAGES
from heli.kernel.plain import number_in
from heli.notices import inbox as messages
from heli.notices.inbox import PAGE, Message
from heli.notices.letters import page_of
from heli.workbench.shell import DeskRequest, desk


@require_safe
@needs(MESSAGES)
def inbox(request: DeskRequest) -> HttpResponse:
    """Show the messages, the newest first."""
    only_unread = request.GET.get("show") != "all"
    older_than = number_in(request.GET.get("before", ""))
    found = messages.page(request.actor, only_unread=only_unread, before=older_than)
    address = reverse("workbench:inbox")
    show = "" if only_unread else "show=all&"
    context = {
        "notices": lines(found),
        "newest": found[0].pk if found else 0,
        "tabs": [
            {"label": _("Unread"), "url": address, "current": only_unread},
            {"label": _("All"), "url": f"{address}?show=all", "current": not only_unread},
        ],
        "older": f"{address}?{show}before={found[-1].pk}" if len(found) == PAGE else "",
    }
    return desk(request, "workbench/inbox.html", context)


@require_safe
@needs(MESSAGES)
def open_message(request: DeskRequest, pk: int) -> HttpResponse:
    """Mark a message as read and lead to the case or report that it tells of; one of others is a missing page."""
    found = messages.for_actor(request.actor).filter(pk=pk).values_list("reference", "kind").first()
    if found is None:
        raise Http404
    messages.mark_read(request.actor, pk)
    reference, kind = found
    return redirect(page_of(kind), reference) if reference else redirect("workbench:inbox")


@require_POST
@needs(MESSAGES)
def read(request: DeskRequest, pk: int) -> HttpResponse:
    """Mark one message as read."""
    messages.mark_read(request.actor, pk)
    return redirect("workbench:inbox")


@require_POST
@needs(MESSAGES)
def read_all(request: DeskRequest) -> HttpResponse:
    """Mark as read what the actor has seen."""
    until = number_in(request.POST.get("until", ""))
    if until is not None:
        messages.mark_all_read(request.actor, until=until)
    return redirect("workbench:inbox")


def lines(found: list[Message]) -> list[dict[str, Any]]:
    """Return messages as the page shows them, each with the way to its case."""
    return [
        {
            "pk": each.pk,
            "at": each.at,
            "subject": each.subject,
            "body": " · ".join(line for line in each.body.splitlines() if line.strip()),
            "to": each.to,
            "read": each.read,
            "language": each.language,
            "url": reverse("workbench:message", args=[each.pk]) if each.reference else "",
        }
        for each in found
    ]
