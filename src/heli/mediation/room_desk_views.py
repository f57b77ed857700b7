"""The rooms of a dispute at the desk of those who mediate it now; for everybody else there are none."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import MEDIATE
from heli.cases.finding import find
from heli.mediation.procedure import MediationProcedure
from heli.mediation.room_forms import RoomForm
from heli.mediation.room_pages import context_of, file_of, reply, send
from heli.mediation.rooms import Room, rooms_of
from heli.workbench.rows import case_address
from heli.workbench.shell import DeskRequest, desk


def _rooms(request: DeskRequest, reference: str) -> list[Room]:
    case = find(reference, request.actor)
    if case is None or case.procedure != MediationProcedure.code:
        raise Http404
    found = rooms_of(case, request.actor)
    if not found:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MEDIATE)
@never_cache
def joint(request: DeskRequest, reference: str) -> HttpResponse:
    """Show the joint room, or put something into it."""
    rooms = _rooms(request, reference)
    return _room(request, rooms, rooms[0])


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MEDIATE)
@never_cache
def private(request: DeskRequest, reference: str, side: int) -> HttpResponse:
    """Show the private room of one side (0: the first), or put something into it."""
    rooms = _rooms(request, reference)
    found = next((room for room in rooms if room.side and room.side.key == side), None)
    if found is None:
        raise Http404
    return _room(request, rooms, found)


def _address(room: Room) -> str:
    reference = room.case.reference
    if room.side is None:
        return reverse("mediation_desk:joint", args=[reference])
    return reverse("mediation_desk:private", args=[reference, room.side.key])


def _room(request: DeskRequest, rooms: list[Room], room: Room) -> HttpResponse:
    if request.method != "POST":
        return _page(request, rooms, room)
    refused = send(request, room)
    if refused is not None:
        return _page(request, rooms, room, refused)
    whom = room.side.label if room.side else ""
    said = _("Only %(side)s and the mediators see it.") % {"side": whom} if whom else _("All sides see it now.")
    messages.success(request, said)
    return redirect(_address(room))


def _page(request: DeskRequest, rooms: list[Room], room: Room, sent: RoomForm | None = None) -> HttpResponse:
    tabs = [
        {
            "label": _("Private: %(side)s") % {"side": each.side.label} if each.side else _("Joint room"),
            "url": _address(each),
            "current": each is room,
            "icon": "lock" if each.side else "users",
        }
        for each in rooms
    ]
    crumbs = [{"label": room.case.reference, "url": case_address(room.case.reference)}, {"label": _("Rooms")}]
    context = {**context_of(request, room, sent), "tabs": tabs, "here": _address(room), "crumbs": crumbs}
    return desk(request, "mediation/desk_room.html", context, status=422 if sent else 200)


@require_POST
@needs(MEDIATE)
@never_cache
def answer_item(request: DeskRequest, reference: str, item: int) -> HttpResponse:
    """Write down what a side said to an offer."""
    rooms = _rooms(request, reference)
    outcome = reply(request, rooms, item)
    if outcome is None:
        raise Http404
    if outcome:
        messages.success(request, _("The answer is noted. What binds is the agreement that all sides sign."))
    else:
        messages.error(request, str(outcome))
    back = next((room for room in rooms if _address(room) == request.POST.get("back")), rooms[0])
    return redirect(_address(back))


@require_safe
@needs(MEDIATE)
@never_cache
def file(request: DeskRequest, reference: str, item: int) -> HttpResponseBase:
    """Return the file of a piece."""
    return file_of(request, _rooms(request, reference), item)
