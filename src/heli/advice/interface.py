"""The advice desk by the API, for everybody: topics, windows, a callback and one's own, the offer of counselling.

Rules, limits and words are those of the pages. A callback is opened by its number with its code in a header.
"""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router, Status

from heli.access import limits
from heli.access.context import acting_as
from heli.access.permissions import ASK_ADVICE, PUBLIC_INFORMATION
from heli.advice.callbacks import Asked as Wanted
from heli.advice.callbacks import Free, ask, cancel, of_submission, offered
from heli.advice.codes import CALLER, callback_by, code_of, is_code
from heli.advice.counselling import wish_days, wish_of_anybody
from heli.advice.doors import address_of
from heli.advice.forms import CallbackForm, WishForm
from heli.advice.helplines import helplines
from heli.advice.known import known
from heli.advice.limits import ASKING, PHONE
from heli.advice.models import LIVE, AdviceTopic, Callback
from heli.advice.shapes import CallbackAsked, CallbackBooked, Counselling, Mine, TopicRow, Windows, Wished
from heli.api.access import CODE_HEADER, needs
from heli.api.bodies import form_data, form_errors
from heli.api.operations import Answer
from heli.api.refusing import WAITS, TooManyError, problem, refusing
from heli.kernel.decisions import Denied
from heli.kernel.references import BadReference, normalise_reference
from heli.people.sealed_fields import index_of
from heli.portal.reads import reads_of

router = Router(tags=["advice"])
LIMITED: Final[dict[str, Any]] = {"responses": {429: WAITS}}


@router.get("/topics", response=list[TopicRow], auth=needs(PUBLIC_INFORMATION), summary="What one can do, by topic")
def list_topics(request: HttpRequest) -> Answer:
    """List the topics with what one can do first and the ways that lead on, each with its ground."""
    topics = AdviceTopic.objects.filter(active=True).prefetch_related("paths")
    return Status(200, [_topic(each, request) for each in topics])


@router.get("/windows", response=Windows, auth=needs(ASK_ADVICE), summary="When the desk calls back")
def list_windows(request: HttpRequest) -> Answer:
    """List the desks and the windows that still take somebody; none is kept by that."""
    desks = [
        {"code": each.code, "label": each.label, "phone": each.phone, "hours": each.open_at}
        for each in known().desks.values()
    ]
    return Status(200, {"desks": desks, "windows": [_window(each) for each in offered()]})


@router.post(
    "/callbacks",
    response={200: CallbackBooked, 201: CallbackBooked, **refusing(409, 422, 429)},
    auth=needs(ASK_ADVICE),
    summary="Ask to be called back",
    openapi_extra=LIMITED,
)
def ask_for(request: HttpRequest, body: CallbackAsked) -> Answer:
    """Take a place of a window. 200: this ``key`` has asked before; 409: the window is full."""
    form = CallbackForm(form_data({**body.dict(exclude={"topic", "key"}), "topic": body.topic or ""}), free=offered())
    valid = form.is_valid()
    before = of_submission(body.key, form.cleaned_data.get("phone", ""))
    if before is not None:
        return Status(200, _booked(before))
    if not valid:
        gone = list(form.errors) == ["window"]
        return Status(409 if gone else 422, problem(_("Please check what is marked."), form_errors(form)))
    values = form.cleaned_data
    _wait(limits.take(ASKING, limits.address_of(request)))
    _wait(limits.take(PHONE, index_of(values["phone"], "phone").hex()))
    language = get_language() or "zh-hans"
    wanted = Wanted(phone=values["phone"], free=form.chosen(), topic=values["topic"], language=language)
    made = ask(wanted, key=body.key)
    return Status(409, problem(str(made.reason))) if isinstance(made, Denied) else Status(201, _booked(made))


@router.get(
    "/callbacks/{reference}",
    response={200: Mine, **refusing(404, 429)},
    auth=needs(ASK_ADVICE),
    summary="See one's callback",
    openapi_extra=LIMITED,
)
def see(request: HttpRequest, reference: str) -> Answer:
    """Return the callback whose code the header ``X-Query-Code`` holds, and who has looked at the number."""
    row = _own(request, reference)
    return _missing() if row is None else Status(200, _mine(row))


@router.post(
    "/callbacks/{reference}/cancel",
    response={200: Mine, **refusing(404, 409, 429)},
    auth=needs(ASK_ADVICE),
    summary="Cancel a callback",
    openapi_extra=LIMITED,
)
def give_up(request: HttpRequest, reference: str) -> Answer:
    """Cancel the callback; the number is destroyed at once and the place is free."""
    row = _own(request, reference)
    if row is None:
        return _missing()
    ended = cancel(row)
    return Status(409, problem(str(ended.reason))) if isinstance(ended, Denied) else Status(200, _mine(ended))


@router.get("/counselling", response=Counselling, auth=needs(ASK_ADVICE), summary="The offer of counselling")
def offer(request: HttpRequest) -> Answer:
    """Return the numbers to call at once, and who may make contact. Reading it leaves nothing."""
    lines = [{"number": each.number, "label": str(each.label), "hint": str(each.hint)} for each in helplines()]
    helpers = [{"id": each.pk, "label": each.label, "about": each.words} for each in known().helpers.values()]
    return Status(200, {"helplines": lines, "helpers": helpers, "days": wish_days()})


@router.post(
    "/wishes",
    response={204: None, **refusing(422, 429)},
    auth=needs(ASK_ADVICE),
    summary="Wish to be contacted",
    openapi_extra=LIMITED,
)
def wish_for(request: HttpRequest, body: Wished) -> Answer:
    """Keep the wish for the helper that was chosen and nobody else; nothing points to it, so nothing is answered."""
    form = WishForm(form_data(body.dict()))
    if not form.is_valid():
        return Status(422, problem(_("Please check what is marked."), form_errors(form)))
    _wait(limits.take(ASKING, limits.address_of(request)))
    refused = wish_of_anybody(form.wanted())
    return Status(204, None) if refused is None else Status(422, problem(str(refused.reason)))


# ── who asks ──────────────────────────────────────────────────────────────────────────────────────


def _own(request: HttpRequest, reference: str) -> Callback | None:
    """Return the callback whose code the header holds, else None. Raises TooManyError after too many wrong codes."""
    offered_code = request.headers.get(CODE_HEADER, "")
    try:
        plain = normalise_reference(reference)
    except BadReference:
        return None
    if not offered_code:
        return None
    guessed = limits.guess(request, plain, lambda: is_code(callback_by(plain), offered_code))
    _wait(guessed.wait)
    return callback_by(plain) if guessed.right else None


def _wait(wait: timedelta) -> None:
    if wait:
        raise TooManyError(wait, limits.please_wait(wait))


# ── answers ───────────────────────────────────────────────────────────────────────────────────────


def _missing() -> Answer:
    return Status(404, problem(_("We find no callback with this number and this code. Please check both.")))


def _topic(row: AdviceTopic, request: HttpRequest) -> dict[str, Any]:
    paths = [
        {
            "path": each.path,
            "label": each.get_path_display(),
            "words": each.told,
            "basis": each.basis,
            "url": request.build_absolute_uri(address) if (address := address_of(each.door)) else "",
            "phone": each.phone,
        }
        for each in row.paths.all()
        if each.active
    ]
    return {"id": row.pk, "code": row.code, "label": row.label, "words": row.words, "paths": paths}


def _window(free: Free) -> dict[str, Any]:
    return {
        "window": free.value,
        "desk": known().desks[free.window.desk_id].label,
        "begins": free.begins,
        "ends": free.ends,
        "left": free.left,
    }


def callback_row(row: Callback) -> dict[str, Any]:
    """Return a callback without its number."""
    return {
        "reference": row.reference,
        "state": row.state,
        "state_label": row.get_state_display(),
        "desk": row.desk.label,
        "topic": row.topic.label if row.topic else "",
        "day": row.day,
        "begins": f"{row.window.begins:%H:%M}",
        "ends": f"{row.window.ends:%H:%M}",
        "language": row.language,
        "tries": row.tries,
        "live": row.state in LIVE,
    }


def _mine(row: Callback) -> dict[str, Any]:
    with acting_as(CALLER, on=[row.reference]), transaction.atomic():
        reads = reads_of(row.reference)
    return {**callback_row(row), "reads": reads}


def _booked(row: Callback) -> dict[str, Any]:
    return {**callback_row(row), "code": code_of(row)}
