"""The rooms of a dispute on the page of a side: joint and private, each with its own address and its own colour."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.gates import needs
from heli.access.permissions import OWN_ROOMS
from heli.cases.finding import find
from heli.mediation.earlier import say_earlier
from heli.mediation.procedure import MediationProcedure
from heli.mediation.room_forms import RoomForm
from heli.mediation.room_pages import context_of, file_of, lines, reply, send
from heli.mediation.rooms import Room, own_private_item, rooms_of, show
from heli.portal.pages import render


def _rooms(actor: Actor) -> list[Room]:
    """Return the joint room and the own one; Http404 for a case that is not mediated."""
    with acting_as(actor):
        case = find(actor.reference, actor)
        if case is None or case.procedure != MediationProcedure.code:
            raise Http404
        found = rooms_of(case, actor)
    if not found:
        raise Http404
    return found


@needs(OWN_ROOMS)
@never_cache
def joint(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Show the joint room, or put something into it."""
    return _room(request, actor, _rooms(actor)[0])


@needs(OWN_ROOMS)
@never_cache
def private(request: HttpRequest, reference: str, actor: Actor) -> HttpResponse:
    """Show the side's own private room, or put something into it."""
    return _room(request, actor, _rooms(actor)[1])


def _address(actor: Actor, *, private: bool) -> str:
    return reverse("mediation:private" if private else "mediation:joint", args=[actor.own_number])


def _room(request: HttpRequest, actor: Actor, room: Room) -> HttpResponse:
    if request.method != "POST":
        return _page(request, actor, room)
    refused = send(request, room)
    if refused is not None:
        return _page(request, actor, room, refused)
    said = _("Only you and the mediators see it.") if room.private else _("Everybody in this dispute sees it now.")
    messages.success(request, said)
    return redirect(_address(actor, private=room.private))


def _page(request: HttpRequest, actor: Actor, room: Room, sent: RoomForm | None = None) -> HttpResponse:
    here, there = _address(actor, private=room.private), _address(actor, private=not room.private)
    tabs = [
        {
            "label": _("Joint room"),
            "url": there if room.private else here,
            "current": not room.private,
            "icon": "users",
        },
        {"label": _("Private room"), "url": here if room.private else there, "current": room.private, "icon": "lock"},
    ]
    context = {**context_of(request, room, sent), "tabs": tabs, "here": here, "number": actor.own_number}
    return render(request, "mediation/room.html", context, status=422 if sent else 200)


@needs(OWN_ROOMS)
@never_cache
def show_item(request: HttpRequest, reference: str, actor: Actor, item: int) -> HttpResponse:
    """Ask whether a piece is to be shown to everybody, which cannot be taken back; then show it."""
    room = _rooms(actor)[1]
    found = own_private_item(room, item)
    if found is None:
        raise Http404
    if request.method == "POST":
        allowed = show(room, found)
        if not allowed:
            messages.error(request, str(allowed))
            return redirect(_address(actor, private=True))
        messages.success(request, _("Everybody in this dispute sees it now."))
        return redirect(_address(actor, private=False))
    [line] = lines(room, [found])
    shown = replace(line, can_show=False)
    context = {"room": room, "line": shown, "number": actor.own_number, "back": _address(actor, private=True)}
    return render(request, "mediation/show.html", context)


@require_POST
@needs(OWN_ROOMS)
@never_cache
def answer_item(request: HttpRequest, reference: str, actor: Actor, item: int) -> HttpResponse:
    """Say yes or no to an offer."""
    rooms = _rooms(actor)
    outcome = reply(request, rooms, item)
    if outcome is None:
        raise Http404
    if outcome:
        messages.success(request, _("Your answer is noted. What binds is the agreement that all sides sign."))
    else:
        messages.error(request, str(outcome))
    return redirect(_address(actor, private=bool(request.POST.get("private"))))


@require_POST
@needs(OWN_ROOMS)
@never_cache
def earlier(request: HttpRequest, reference: str, actor: Actor, mediating: int) -> HttpResponse:
    """Open the side's earlier private talks to a mediator named later, or close them again."""
    allowed = request.POST.get("allowed") == "yes"
    said = say_earlier(_rooms(actor)[1], mediating, allowed=allowed)
    if not said:
        messages.error(request, str(said))
    elif allowed:
        messages.success(request, _("The mediator can read your earlier private talks now."))
    else:
        messages.success(request, _("Your earlier private talks are closed to this mediator."))
    return redirect(_address(actor, private=True))


@require_safe
@needs(OWN_ROOMS)
@never_cache
def file(request: HttpRequest, reference: str, actor: Actor, item: int) -> HttpResponseBase:
    """Return the file of a piece that the side may see."""
    return file_of(request, _rooms(actor), item)
