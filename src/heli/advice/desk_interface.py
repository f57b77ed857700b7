"""The advice desk by the API, for whoever works there: whom to call, talks without names, what they lead to.

Staff call with their session and the CSRF token, as on the pages; each look at a number or at words is on record.
"""

from collections.abc import Callable
from typing import Any, Final, Literal

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Router, Status

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.permissions import ADVISE
from heli.advice.callbacks import callback_at, due, not_reached, number_of, reached
from heli.advice.counselling import wish
from heli.advice.desk_forms import TalkForm
from heli.advice.forms import WishForm
from heli.advice.interface import callback_row
from heli.advice.known import advises, desks_of
from heli.advice.models import LIVE, Callback, Came, LedTo, Standing, Talk
from heli.advice.shapes import (
    CallbackRow,
    Called,
    Due,
    Number,
    OpenedFrom,
    Said,
    TalkRow,
    Talks,
    TalkWords,
    Wished,
)
from heli.advice.talks import counters, open_case, read, talk_at, talks_of, write_down
from heli.api.access import needs
from heli.api.bodies import form_data, form_errors, form_files
from heli.api.operations import LARGEST_ID, Answer
from heli.api.refusing import problem, refusing
from heli.cases.models import Case, Channel
from heli.kernel.decisions import Denied

router = Router(tags=["advice desk"])
MOST_DUE: Final = 100
A_PAGE: Final = 50
HOW: Final[dict[str, tuple[Callable[..., Callback | Denied], tuple[str, ...]]]] = {
    "reached": (reached, (Standing.REACHED,)),
    "not-reached": (not_reached, (Standing.AGAIN, Standing.UNREACHED)),
}


@router.get("/callbacks", response={200: Due, **refusing(401, 403, 404)}, auth=needs(ADVISE), summary="Whom to call")
def list_due(request: HttpRequest) -> Answer:
    """List whom the desk still has to call, the earliest first and at most a hundred; without numbers."""
    actor = _actor(request)
    if not advises(actor):
        return _nowhere()
    with acting_as(actor), transaction.atomic():
        rows = list(due(desks_of(actor))[:MOST_DUE])
    return Status(200, {"callbacks": [callback_row(each) for each in rows]})


@router.post(
    "/callbacks/{reference}/number",
    response={200: Number, **refusing(401, 403, 404, 409)},
    auth=needs(ADVISE),
    summary="The number to call",
)
def number(request: HttpRequest, reference: str) -> Answer:
    """Return the number, on record; whoever left it reads that somebody looked."""
    actor = _actor(request)
    row = callback_at(reference, actor)
    if row is None:
        return _missing()
    if row.state not in LIVE:
        return Status(409, problem(_("This callback is over.")))
    phone = number_of(row, by=actor)
    return _missing() if isinstance(phone, Denied) else Status(200, {"phone": phone})


@router.post(
    "/callbacks/{reference}/{how}",
    response={200: CallbackRow, **refusing(401, 403, 404, 409, 422)},
    auth=needs(ADVISE),
    summary="How the call went",
)
def called(request: HttpRequest, reference: str, how: Literal["reached", "not-reached"], body: Called) -> Answer:
    """Note that the person was reached, or was not. 409: somebody else has called since the caller looked."""
    actor = _actor(request)
    row = callback_at(reference, actor)
    if row is None:
        return _missing()
    act, after = HOW[how]
    if row.tries == body.tries + 1 and row.state in after:
        return Status(200, callback_row(row))
    row.tries = body.tries
    ended = act(row, by=actor)
    return Status(409, problem(str(ended.reason))) if isinstance(ended, Denied) else Status(200, callback_row(ended))


@router.get("/talks", response={200: Talks, **refusing(401, 403, 404, 422)}, auth=needs(ADVISE), summary="List talks")
def list_talks(request: HttpRequest, before: int = 0) -> Answer:
    """List the talks of the caller's desks without their words, the newest first, fifty to a page."""
    actor = _actor(request)
    if not advises(actor) or not 0 <= before <= LARGEST_ID:
        return _nowhere()
    rows = talks_of(desks_of(actor)).order_by("-pk")
    with acting_as(actor), transaction.atomic():
        found = list((rows.filter(pk__lt=before) if before else rows)[:A_PAGE])
        seen = _seen(actor, found)
    more = found[-1].pk if len(found) == A_PAGE else None
    return Status(200, {"talks": [_row(each, seen) for each in found], "before": more})


@router.post(
    "/talks",
    response={201: TalkRow, **refusing(401, 403, 404, 409, 422)},
    auth=needs(ADVISE),
    summary="Write a talk down",
)
def tell(request: HttpRequest, body: Said) -> Answer:
    """Write down what was asked and told; the same ``key`` again answers the same talk. No case comes of it."""
    actor = _actor(request)
    if not advises(actor):
        return _nowhere()
    callback = callback_at(body.callback, actor) if body.callback else None
    if body.callback and callback is None:
        return _missing()
    form = TalkForm(form_data(body.dict(exclude={"callback"})), desks=desks_of(actor), callback=callback)
    if not form.is_valid():
        return Status(422, problem(_("Please check what is marked."), form_errors(form)))
    written = write_down(form.words(), key=body.key, by=actor, callback=callback)
    if isinstance(written, Denied):
        return Status(409, problem(str(written.reason)))
    return Status(201, _row(written, _seen(actor, [written])))


@router.get(
    "/talks/{reference}",
    response={200: TalkWords, **refusing(401, 403, 404)},
    auth=needs(ADVISE),
    summary="Read a talk",
)
def read_talk(request: HttpRequest, reference: str) -> Answer:
    """Return a talk with what was asked and told, on record; ``opens`` are the kinds of matters it can lead to."""
    actor = _actor(request)
    row = talk_at(reference, actor)
    found = read(row, by=actor) if row else None
    if found is None:
        return _missing()
    opens = list(counters(found.desk)) if found.led_to != LedTo.CASE else []
    words = {"asked": found.asked, "told": found.told, "opens": opens}
    return Status(200, {**_row(found, _seen(actor, [found])), **words})


@router.post(
    "/talks/{reference}/case",
    response={201: OpenedFrom, **refusing(401, 403, 404, 409, 422)},
    auth=needs(ADVISE),
    summary="Open a matter from a talk",
)
def lead_on(request: HttpRequest, reference: str, body: Body[dict[str, Any]], kind: str = "service_request") -> Answer:
    """Open a matter for a person who agrees: the body is that of the form at the desk; one talk leads to one matter.

    What was asked and told stays beside it. The same ``key`` again answers the same matter.
    """
    actor = _actor(request)
    row = talk_at(reference, actor)
    counter = counters(row.desk).get(kind) if row else None
    if row is None or counter is None:
        return _missing()
    fields = counter.form(actor=actor).fields
    form: Any = counter.form(form_data(body), form_files(body, fields, actor), actor=actor)
    form.came_by = Channel.VISIT if row.came == Came.VISIT else Channel.PHONE
    if not form.is_valid():
        return Status(422, problem(_("Please check what is marked."), form_errors(form)))
    opened = open_case(row, kind, form, by=actor)
    if isinstance(opened, Denied):
        return Status(409, problem(str(opened.reason)))
    return Status(201, {"reference": opened.case.reference, "code": opened.code})


@router.post(
    "/wishes",
    response={204: None, **refusing(401, 403, 404, 422)},
    auth=needs(ADVISE),
    summary="Wish of a caller to be contacted",
)
def wish_of_caller(request: HttpRequest, body: Wished) -> Answer:
    """Keep the wish of a caller who agreed; nothing of it stays at the desk, and no record tells of it."""
    actor = _actor(request)
    if not advises(actor):
        return _nowhere()
    form = WishForm(form_data(body.dict()))
    if not form.is_valid():
        return Status(422, problem(_("Please check what is marked."), form_errors(form)))
    refused = wish(form.wanted(), by=actor)
    return Status(204, None) if refused is None else Status(422, problem(str(refused.reason)))


# ── who asks, and answers ─────────────────────────────────────────────────────────────────────────


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _nowhere() -> Answer:
    return Status(404, problem(_("You do not work at an advice desk.")))


def _missing() -> Answer:
    return Status(404, problem(_("Your desk has nothing with this number.")))


def _seen(actor: Actor, talks: list[Talk]) -> dict[int, str]:
    """Return the references of the matters that ``talks`` led to and ``actor`` may see, by id; one statement."""
    wanted = [each.case_id for each in talks if each.case_id]
    return dict(Case.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", "reference")) if wanted else {}


def _row(row: Talk, seen: dict[int, str]) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "desk": row.desk.label,
        "came": row.came,
        "topic": row.topic.label,
        "minutes": row.minutes,
        "at": timezone.localtime(row.at),
        "led_to": row.led_to,
        "led_to_label": row.get_led_to_display(),
        "case": seen.get(row.case_id or 0, ""),
    }
