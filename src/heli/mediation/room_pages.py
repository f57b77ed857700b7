"""What a page of a room shows, and what is sent from it; the same for a side on a phone and for mediators at a desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.money import yuan
from heli.kernel.decisions import Decision, Denied
from heli.kernel.plain import number_in
from heli.mediation.earlier import hidden_since, newcomers
from heli.mediation.offers import OPEN, Standing, answer, standings
from heli.mediation.room_forms import FORMS, AnswerForm, RoomForm
from heli.mediation.room_models import RoomItem
from heli.mediation.rooms import PAGE, READ, Room, lay, may_write, note, read, readable_item
from heli.mediation.sides import Side, sides_of
from heli.papers import kept_files
from heli.papers.models import StoredFile
from heli.papers.serving import elsewhere, file_response, unless_known

#: What a signed address calls a file that was laid into a room.
ROOM_FILE: Final = "room"


@dataclass(frozen=True)
class Line:
    """One item as a page shows it. ``answers`` are the sides that can still say yes or no here."""

    item: RoomItem
    who: str
    mine: bool
    title: str
    amount: str
    standing: Standing | None
    answers: Sequence[Side]
    can_show: bool
    counters: RoomItem | None


def who_wrote(item: RoomItem, sides: Mapping[int, Side], own: Side | None) -> str:
    """Return who wrote it, never by a name: mediator, you, or what the side is called."""
    if item.from_mediator:
        return _("Mediator")
    side = sides.get(item.author_id or 0)
    if own is not None and own.key == (item.author_id or 0):
        return _("You")
    return side.label if side else ""


def lines(room: Room, items: Sequence[RoomItem]) -> list[Line]:
    """Return ``items`` as the page of ``room`` shows them."""
    with acting_as(room.actor):
        sides = sides_of(room.case)
        stand = standings(items, sides)
        known = {each.pk: each for each in items}
    by_key = {side.key: side for side in sides}
    return [_line(room, each, by_key, stand.get(each.pk), known) for each in items]


def _line(
    room: Room, item: RoomItem, sides: Mapping[int, Side], stands: Standing | None, known: Mapping[int, RoomItem]
) -> Line:
    own = room.own.key if room.own else None
    mine = item.by == room.actor.key or (own is not None and not item.from_mediator and own == (item.author_id or 0))
    waiting = stands.missing if stands and stands.state == OPEN and may_write(room.case) else ()
    unshown = item.private and item.shown_at is None and item.kind != RoomItem.Kind.WORDS
    return Line(
        item=item,
        who=who_wrote(item, sides, room.own),
        mine=mine,
        title=str(RoomItem.Kind(item.kind).label),
        amount=yuan(int(item.amount)) if item.amount else "",
        standing=stands,
        answers=[side for side in waiting if own is None or side.key == own],
        can_show=mine and unshown and room.own is not None and bool(may_write(room.case)),
        counters=known.get(item.counters_id or 0),
    )


def send(request: HttpRequest, room: Room) -> RoomForm | None:
    """Take what was sent; None where it lies in the room now, else the form with what is wrong. Http404 for no form."""
    form_class = FORMS.get(request.POST.get("kind", ""))
    if form_class is None:
        raise Http404
    form = form_class(request.POST, kept_files.taken_up(request))
    if not form.is_valid():
        return form
    outcome = lay(room, form.laid(), key=form.submission())
    if isinstance(outcome, Denied):
        form.add_error(None, str(outcome))
        return form
    return None


def context_of(request: HttpRequest, room: Room, sent: RoomForm | None = None) -> dict[str, Any]:
    """Return what ``mediation/_room.html`` shows; reading is kept on record."""
    items = read(room, before=number_in(request.GET.get("before", "")))
    shown = lines(room, items[:PAGE])
    counters = number_in(request.GET.get("counter", ""))
    wanted = {line.item.pk for line in shown if line.standing}
    forms = {name: form() for name, form in FORMS.items()}
    if counters in wanted:
        forms["offer"].fields["counters"].initial = counters
    if sent is not None:
        forms[sent.kind] = sent
    if not room.private and room.own is not None:
        del forms["exhibit"]
    allowed: Decision = may_write(room.case)
    return {
        "room": room,
        "case": room.case,
        "lines": shown,
        "older": items[PAGE - 1].pk if len(items) > PAGE else None,
        "forms": forms,
        "countering": counters in wanted,
        "sent": sent,
        "kept": kept_files.keep(sent) if sent is not None else [],
        "closed": "" if allowed else str(allowed),
        "newcomers": newcomers(room),
        "hidden_since": hidden_since(room),
        "today": timezone.localdate(),
    }


def reply(request: HttpRequest, rooms: Sequence[Room], pk: int) -> Decision | None:
    """Take a yes or no to the offer ``pk``; None where it lies in none of ``rooms``, or nothing was said."""
    found = readable_item(rooms, pk)
    form = AnswerForm(request.POST)
    if found is None or not form.is_valid():
        return None
    room, item = found
    with acting_as(room.actor):
        sides = {side.key: side for side in sides_of(room.case)}
    side = sides.get(form.cleaned_data["side"]) if form.cleaned_data["side"] is not None else None
    return answer(room, item, agrees=form.cleaned_data["agrees"] == "yes", side=side)


def file_of(request: HttpRequest, rooms: Sequence[Room], pk: int) -> HttpResponseBase:
    """Return the file of the exhibit ``pk`` if it lies in one of ``rooms``; Http404 else, and while it is examined.

    That it was fetched is on record. With a host for files of its own the answer leads there.
    """
    found = readable_item(rooms, pk)
    file = found[1].file if found else None
    if found is None or file is None:
        raise Http404
    room, item = found
    with acting_as(room.actor), transaction.atomic():
        note(room, READ, item.kind)
    if settings.HELI_FILES_HOST:
        return elsewhere(ROOM_FILE, file.pk, room.case.reference)
    return unless_known(request, file_response(file, inline_image=True))


def file_given_out(pk: str, reference: str) -> StoredFile | None:
    """Return the file ``pk`` of a piece in the rooms of case ``reference``; who asked for it was let in on the site."""
    with acting_as(SYSTEM):
        item = RoomItem.objects.filter(file__pk=pk, case__reference=reference).select_related("file").first()
    return item.file if item else None
