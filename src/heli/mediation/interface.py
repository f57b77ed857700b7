"""The rooms of a dispute by the API: a side with its query code, a present mediator with a session.

Rooms, forms, limits and record are those of the pages; for whoever may not enter, a dispute is a missing one.
"""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.permissions import API_ROOMS
from heli.api import schemas
from heli.api.access import caller, needs
from heli.api.operations import LARGEST_ID, Answer
from heli.api.refusing import problem
from heli.cases.finding import find
from heli.kernel.decisions import Denied
from heli.mediation.earlier import Newcomer, newcomers, say_earlier
from heli.mediation.offers import answer
from heli.mediation.procedure import MediationProcedure
from heli.mediation.room_forms import FORMS
from heli.mediation.room_models import RoomItem
from heli.mediation.room_pages import Line, file_of, lines
from heli.mediation.room_shapes import (
    Allowed,
    Answered,
    ItemRow,
    Items,
    NewcomerRow,
    Nothing,
    Offered,
    Rooms,
    WrittenInRoom,
    filled,
)
from heli.mediation.rooms import PAGE, Room, lay, may_write, own_private_item, read, readable_item, rooms_of, show
from heli.mediation.sides import sides_of
from heli.papers.models import StoredFile

router = Router(tags=["mediation"])
Kind = RoomItem.Kind
REFUSALS: Final[dict[int, Any]] = {403: schemas.Problem, 404: schemas.Problem, 429: schemas.Problem}
SENT: Final[dict[int, Any]] = {201: ItemRow, 422: schemas.Problem, **REFUSALS}
JOINT, PRIVATE = "joint", "private"


class Before(Schema):
    """The last item of the page before."""

    before: int | None = Field(None, ge=1, le=LARGEST_ID)


def _rooms(request: HttpRequest, reference: str) -> list[Room]:
    """Return the rooms of the caller; none where the dispute is not theirs to enter."""
    actor: Actor = caller(request, reference)
    with acting_as(actor):
        case = find(actor.reference or reference, actor)
        if case is None or case.procedure != MediationProcedure.code:
            return []
        return rooms_of(case, actor)


def _name(room: Room) -> str:
    """Return how addresses call a room: of their own private one a side needs no key."""
    if room.side is None:
        return JOINT
    return PRIVATE if room.own else f"{PRIVATE}-{room.side.key}"


def _room(request: HttpRequest, reference: str, name: str) -> Room | None:
    return next((each for each in _rooms(request, reference) if _name(each) == name), None)


def _missing() -> Answer:
    return Status(404, problem(_("There is no such room, or nothing like it in it, for you.")))


@router.get("/{reference}/rooms", response={200: Rooms, **REFUSALS}, auth=needs(API_ROOMS), summary="List rooms")
def list_rooms(request: HttpRequest, reference: str) -> Answer:
    """List the rooms that the caller may enter, and the sides of the dispute; no name of anybody."""
    rooms = _rooms(request, reference)
    if not rooms:
        return _missing()
    first = rooms[0]
    allowed = may_write(first.case)
    closed = str(allowed.reason) if isinstance(allowed, Denied) else ""
    with acting_as(first.actor):
        sides = sides_of(first.case)
    own = first.own.key if first.own else None
    told = [{"name": _name(each), "label": _label(each), "private": each.private, "closed": closed} for each in rooms]
    return Status(
        200,
        {
            "rooms": told,
            "sides": [{"key": each.key, "label": each.label, "you": each.key == own} for each in sides],
        },
    )


def _label(room: Room) -> str:
    if room.side is None:
        return _("Joint room")
    return _("Private room") if room.own else _("Private: %(side)s") % {"side": room.side.label}


@router.get(
    "/{reference}/rooms/{room}", response={200: Items, **REFUSALS}, auth=needs(API_ROOMS), summary="Read a room"
)
def read_room(request: HttpRequest, reference: str, room: str, page: Query[Before]) -> Answer:
    """Return a page of a room, the newest first; that it was read is on record."""
    found = _room(request, reference, room)
    if found is None:
        return _missing()
    items = read(found, before=page.before)
    rows = [_row(found, each) for each in lines(found, items[:PAGE])]
    before = items[PAGE - 1].pk if len(items) > PAGE else None
    return Status(200, {"room": _name(found), "items": rows, "before": before})


@router.post("/{reference}/rooms/{room}/messages", response=SENT, auth=needs(API_ROOMS), summary="Write a message")
def write_message(request: HttpRequest, reference: str, room: str, body: WrittenInRoom) -> Answer:
    """Put a message into a room; the same ``key`` again answers with what was put there before."""
    return _lay(request, reference, room, Kind.WORDS, filled(body))


@router.post("/{reference}/rooms/{room}/offers", response=SENT, auth=needs(API_ROOMS), summary="Make an offer")
def make_offer(request: HttpRequest, reference: str, room: str, body: Offered) -> Answer:
    """Make an offer or a counter-offer; a yes to it binds nobody before the agreement is signed."""
    return _lay(request, reference, room, Kind.OFFER, filled(body))


@router.post("/{reference}/rooms/{room}/exhibits", response=SENT, auth=needs(API_ROOMS), summary="Lay evidence")
def lay_exhibit(
    request: HttpRequest,
    reference: str,
    room: str,
    key: Form[UUID | None] = None,
    text: Form[str] = "",
    file: File[UploadedFile | None] = None,
) -> Answer:
    """Lay a piece of evidence (``multipart/form-data``): words, a file of at most 20 MB, or both.

    A side lays it into its private room, and shows it from there.
    """
    values = {"text": text, **({"key": key} if key else {})}
    return _lay(request, reference, room, Kind.EXHIBIT, values, MultiValueDict({"file": [file]} if file else {}))


def _lay(
    request: HttpRequest, reference: str, name: str, kind: str, values: dict[str, Any], files: Any = None
) -> Answer:
    room = _room(request, reference, name)
    if room is None:
        return _missing()
    form = FORMS[kind](values, files)
    if not form.is_valid():
        errors = {field: [str(each) for each in found] for field, found in form.errors.items()}
        return Status(422, problem(_("Please check what is marked."), errors))
    laid = lay(room, form.laid(), key=form.submission())
    return _refused(laid) if isinstance(laid, Denied) else Status(201, _one(room, laid.pk))


def _refused(denied: Denied) -> Answer:
    return Status(403, problem(str(denied.reason)))


def _one(room: Room, pk: int) -> dict[str, Any]:
    """Return what lies in ``room`` under ``pk`` as it is told now."""
    found = readable_item([room], pk)
    if found is None:
        raise Http404
    [line] = lines(room, [found[1]])
    return _row(room, line)


@router.post(
    "/{reference}/items/{int:pk}/show",
    response={200: ItemRow, **REFUSALS},
    auth=needs(API_ROOMS),
    summary="Show a piece",
)
def show_item(request: HttpRequest, reference: str, pk: int, body: Nothing) -> Answer:
    """Show one's own exhibit or offer to everybody. It cannot be taken back; once is enough."""
    rooms = _rooms(request, reference)
    own = _own_private(rooms)
    item = own_private_item(own, pk) if own else None
    if own is None or item is None:
        return _missing()
    allowed = show(own, item)
    return _refused(allowed) if isinstance(allowed, Denied) else Status(200, _one(rooms[0], pk))


@router.post(
    "/{reference}/items/{int:pk}/answer",
    response={200: ItemRow, 422: schemas.Problem, **REFUSALS},
    auth=needs(API_ROOMS),
    summary="Answer an offer",
)
def answer_item(request: HttpRequest, reference: str, pk: int, body: Answered) -> Answer:
    """Say yes or no to an offer, once; a mediator writes down what a side said."""
    found = readable_item(_rooms(request, reference), pk)
    if found is None or found[1].kind != Kind.OFFER:
        return _missing()
    if body.agrees is None:
        return Status(422, problem(_("Please check what is marked."), {"agrees": [_("Say yes or no.")]}))
    room, item = found
    with acting_as(room.actor):
        side = next((each for each in sides_of(room.case) if each.key == body.side), None)
    said = answer(room, item, agrees=body.agrees, side=side)
    return _refused(said) if isinstance(said, Denied) else Status(200, _one(room, pk))


@router.get(
    "/{reference}/earlier",
    response={200: list[NewcomerRow], **REFUSALS},
    auth=needs(API_ROOMS),
    summary="Earlier private talks",
)
def list_newcomers(request: HttpRequest, reference: str) -> Answer:
    """List to which mediators, named later, a side can open its earlier private talks; to mediators it is missing."""
    own = _own_private(_rooms(request, reference))
    return _missing() if own is None else Status(200, [_newcomer(each) for each in newcomers(own)])


@router.post(
    "/{reference}/earlier/{int:pk}",
    response={200: list[NewcomerRow], 422: schemas.Problem, **REFUSALS},
    auth=needs(API_ROOMS),
    summary="Open earlier private talks",
)
def open_earlier(request: HttpRequest, reference: str, pk: int, body: Allowed) -> Answer:
    """Open the side's earlier private talks to a mediator named later, or close them again; on record."""
    own = _own_private(_rooms(request, reference))
    if own is None:
        return _missing()
    if body.allowed is None:
        return Status(422, problem(_("Please check what is marked."), {"allowed": [_("Say yes or no.")]}))
    said = say_earlier(own, pk, allowed=body.allowed)
    return _refused(said) if isinstance(said, Denied) else Status(200, [_newcomer(each) for each in newcomers(own)])


def _own_private(rooms: list[Room]) -> Room | None:
    return next((each for each in rooms if each.private and each.own), None)


def _newcomer(found: Newcomer) -> dict[str, Any]:
    naming = found.mediating
    return {"id": naming.pk, "name": naming.user.name, "since": naming.since, "allowed": found.allowed}


@router.get("/{reference}/items/{int:pk}/file", response=REFUSALS, auth=needs(API_ROOMS), summary="Fetch a file")
def fetch_file(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase | Answer:
    """Return the file of a piece; 302 to the host of files where there is one, for a minute and without a code."""
    try:
        return file_of(request, _rooms(request, reference), pk)
    except Http404:
        return _missing()


def _row(room: Room, line: Line) -> dict[str, Any]:
    item = line.item
    return {
        "id": item.pk,
        "kind": item.kind,
        "who": line.who,
        "yours": line.mine,
        "at": item.at,
        "text": item.text,
        "amount": _yuan(int(item.amount)) if item.amount else None,
        "valid_until": item.valid_until,
        "counters": item.counters_id,
        "shown_at": item.shown_at,
        "standing": line.standing.state if line.standing else None,
        "waits_for": [each.key for each in line.answers],
        "can_show": line.can_show,
        "file": _file(room, item, item.file) if item.file else None,
    }


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def _file(room: Room, item: RoomItem, file: StoredFile) -> dict[str, Any]:
    number = room.actor.own_number or room.case.reference
    return {
        "name": item.file_name,
        "content_type": file.content_type,
        "size": file.size,
        "url": reverse("heli-api:fetch_file", args=[number, item.pk]),
        "ready": file.is_clean,
    }
