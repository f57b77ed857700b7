"""What outside bodies do by their own system: send a referral, answer one, return its result, read how it stands.

Each call bears the body's key (``Authorization: Bearer …``) and reaches that body's referrals alone; others answer as
missing. Calls are limited in number, and ``key`` makes a repeated one harmless.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.security import HttpBearer

from heli.access.actors import Actor
from heli.access.actors import partner as partner_actor
from heli.access.context import acting_as
from heli.access.limits import address_of, in_words, take, waiting
from heli.access.permissions import PARTNER_API, Permission
from heli.access.reads import log_read
from heli.api import schemas
from heli.api.operations import LARGEST_ID, Answer
from heli.api.refusing import NAMES_SCHEME, WAITS, NoKeyError, TooManyError, problem, refusing
from heli.cases.acts import Act
from heli.cases.engine import Conflict
from heli.cases.kinds import Outcome, kind_of
from heli.cases.models import Case, Paper
from heli.cases.parties import Named
from heli.cases.people_models import Party
from heli.kernel.decisions import Denied
from heli.kernel.references import BadReference, normalise_reference
from heli.organizations.responsibility import registry
from heli.papers.rendering import render
from heli.people.models import Contact
from heli.referrals import actions
from heli.referrals.api_shapes import Accepted, Moved, Page, Reasoned, Returned, Sent, Standing, Written
from heli.referrals.models import Consent, Direction, Partner, PartnerKind, Referral, Way
from heli.referrals.opening import Agreed, Incoming, incoming_problems, take_in
from heli.referrals.package import package_of
from heli.referrals.passable import PURPOSE
from heli.referrals.tokens import CALLS, WRONG_KEYS, bearer

router = Router(tags=["partners"])
SIZE: Final = 50


class PartnerKey(HttpBearer):
    """The key of an outside body; who sends too many wrong ones, or calls too often, waits (429)."""

    def __init__(self, permission: Permission) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Partner:
        """Return the body whose key the call bears; without one that is in force it is refused (401)."""
        found: Partner | None = super().__call__(request)
        if found is None:
            raise NoKeyError
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Partner | None:
        """Return the body, None for a key that opens nothing."""
        request.permission = self.permission  # type: ignore[attr-defined]
        address = address_of(request)
        _wait(waiting(WRONG_KEYS, address))
        row = bearer(token)
        if row is None:
            take(WRONG_KEYS, address)
            return None
        _wait(take(CALLS, str(row.pk)))
        request.partner = row.partner  # type: ignore[attr-defined]
        return row.partner


def _wait(wait: timedelta) -> None:
    if wait:
        raise TooManyError(wait, _("Too many calls. Please wait %(wait)s and try again.") % {"wait": in_words(wait)})


KEY = PartnerKey(PARTNER_API)


#: What any call may be answered with, and the headers that come along.
REFUSED: Final = refusing(401, 422, 429)
HEADERS: Final[dict[str, Any]] = {"responses": {401: NAMES_SCHEME, 429: WAITS}}
STEP: Final = {200: Standing, **refusing(401, 403, 404, 409, 422, 429)}
#: The letters that a unit issues on a referral, by the names that the API calls them.
LETTERS: Final = {"receipt": "referral_receipt", "refusal": "referral_refusal", "result": "referral_result"}
#: Where the API has another name for what a check of what is sent complains about.
FIELDS: Final = {
    "consent": "consent.how",
    "consent_by": "consent.by",
    "consent_on": "consent.on",
    "ground": "consent.ground",
}


def _file(kind: str, words: str) -> dict[str, Any]:
    """Return what the OpenAPI document says of an operation that answers a file."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {**HEADERS["responses"], 200: {"description": words, "content": content}}}


def _partner(request: HttpRequest) -> Partner:
    found: Partner = request.partner  # type: ignore[attr-defined]
    return found


def _actor(partner: Partner, reference: str = "") -> Actor:
    return partner_actor(f"partner:{partner.pk}", partner.name, reference)


def _own(partner: Partner, reference: str) -> Referral | None:
    """Return the body's referral with this number; another's answers like a missing one."""
    try:
        plain = normalise_reference(reference)
    except BadReference:
        return None
    rows = Referral.objects.select_related("case__category", "case__unit", "partner", "source", "sender")
    found = rows.filter(partner=partner, case__reference=plain).exclude(direction=Direction.INSIDE).first()
    if found is not None:
        found.case.referral = found
    return found


def _missing() -> Answer:
    return Status(404, problem(_("There is no referral with this number.")))


def _standing(referral: Referral) -> dict[str, Any]:
    case = referral.case
    return {
        "reference": case.reference,
        "version": case.version,
        "direction": referral.direction,
        "their_number": referral.their_number,
        "state": case.state,
        "label": str(kind_of(case).procedure.state(case.state).label),
        "offered_at": case.opened_at,
        "due_at": case.due_at,
        "question": referral.question,
        "reason": referral.reason,
        "outcome": referral.outcome,
        "result": referral.result,
        "returned_at": referral.returned_at,
        "letters": _letters(referral),
    }


def _letters(referral: Referral) -> list[str]:
    """Return which letters a unit has issued to the body on what it sent; costs no statement."""
    if referral.direction != Direction.IN:
        return []
    if referral.responded_at and not referral.received_on:
        return ["refusal"]
    return [*(["receipt"] if referral.received_on else []), *(["result"] if referral.returned_at else [])]


@router.get(
    "/referrals",
    response={200: Page, 400: schemas.Problem, **REFUSED},
    auth=KEY,
    summary="List the body's referrals",
    openapi_extra=HEADERS,
)
def list_referrals(request: HttpRequest, before: int = 0) -> Answer:
    """List the referrals that the body sent or received, the latest first."""
    if not 0 <= before <= LARGEST_ID:
        return Status(400, problem(_("This page address is not one of ours.")))
    rows = Referral.objects.filter(partner=_partner(request)).exclude(direction=Direction.INSIDE)
    rows = rows.select_related("case").order_by("-case")
    found = list((rows.filter(case__lt=before) if before else rows)[:SIZE])
    more = found[-1].pk if len(found) == SIZE else None
    return Status(200, {"referrals": [_standing(each) for each in found], "before": more})


@router.post(
    "/referrals",
    response={201: Standing, 403: schemas.Problem, **REFUSED},
    auth=KEY,
    summary="Send a referral",
    openapi_extra=HEADERS,
)
def send(request: HttpRequest, body: Sent) -> Answer:
    """Offer a matter to a unit of Heli; the same ``key`` again returns the same referral.

    A court that appoints or entrusts sends online: its assignment is accepted or refused within three working days.
    """
    partner = _partner(request)
    receiving = Partner.objects.filter(kind=PartnerKind(body.to), unit__isnull=False, active=True).first()
    topic = next((each for each in registry().categories.values() if each.code == body.topic and each.active), None)
    unit = registry().units.get(receiving.unit_id or 0) if receiving else None
    if unit is None or topic is None or not topic.parent_id:
        return Status(422, problem(_("There is no such topic, or no unit that takes this.")))
    what = _incoming(partner, body, unit=unit, topic=topic)
    wrong = incoming_problems(what)
    if wrong:
        errors = {FIELDS.get(name, name): [text] for name, text in wrong.items()}
        return Status(403 if "partner" in wrong else 422, problem(next(iter(wrong.values())), errors))
    made = take_in(what, by=_actor(partner), key=body.key)
    if isinstance(made, Denied):
        return Status(422, problem(str(made.reason)))
    found = _own(partner, made.case.reference)
    return Status(201, _standing(found)) if found else _missing()


def _incoming(partner: Partner, body: Sent, *, unit: Any, topic: Any) -> Incoming:
    person = body.person
    return Incoming(
        partner=partner,
        unit=unit,
        category=topic,
        question=body.question,
        text=body.text,
        their_number=body.their_number,
        way=Way(body.way),
        online=True,
        contact=Contact(name=person.name, phone=person.phone) if person else None,
        parties=[Named(Party.Role.OTHER_SIDE, Contact(name=each.name, phone=each.phone)) for each in body.other_sides],
        agreed=Agreed(
            how=Consent(body.consent.how), by=body.consent.by, on=body.consent.on, ground=body.consent.ground
        ),
    )


@router.get(
    "/referrals/{reference}",
    response={200: Standing, 404: schemas.Problem, **REFUSED},
    auth=KEY,
    summary="How a referral stands",
    openapi_extra=HEADERS,
)
def read(request: HttpRequest, reference: str) -> Answer:
    """Return how one referral of the body stands, and its result once it is there."""
    found = _own(_partner(request), reference)
    return Status(200, _standing(found)) if found else _missing()


@router.get(
    "/referrals/{reference}/package",
    response={404: schemas.Problem, **REFUSED},
    auth=KEY,
    summary="The signed package",
    openapi_extra=_file("application/zip", "The package; `heli verify_package` checks it."),
)
def package(request: HttpRequest, reference: str) -> Any:
    """Return the package of a referral that was sent to the body (zip); that it was read is on record."""
    partner = _partner(request)
    found = _own(partner, reference)
    if found is None or found.direction != Direction.OUT or found.taken_back_at:
        return _missing()
    actor = _actor(partner, found.case.reference)
    with acting_as(actor), transaction.atomic():
        log_read(found.case.reference, by=actor, purpose=PURPOSE)
        case = Case.objects.visible_to(actor).select_related("contact__key", "referral__partner", "referral__sender")
        data = package_of(case.get(pk=found.pk))
    return _sent_file(data, "application/zip", f"referral-{found.case.reference}.zip")


@router.get(
    "/referrals/{reference}/letters/{letter}",
    response={404: schemas.Problem, **REFUSED},
    auth=KEY,
    summary="A letter to the body",
    openapi_extra=_file("application/pdf", "The letter as it was issued."),
)
def letter(request: HttpRequest, reference: str, letter: Literal["receipt", "refusal", "result"]) -> Any:
    """Return the receipt, refusal or result that a unit issued on what the body sent; reading it is on record."""
    partner = _partner(request)
    found = _own(partner, reference)
    if found is None or letter not in _letters(found):
        return _missing()
    actor = _actor(partner, found.case.reference)
    with acting_as(actor), transaction.atomic():
        log_read(found.case.reference, by=actor, purpose=PURPOSE)
        papers = Paper.objects.filter(case=found.case_id, paper__kind=LETTERS[letter]).select_related("paper")
        data = render(papers.latest("pk").paper)
    return _sent_file(data, "application/pdf", f"{letter}-{found.case.reference}.pdf")


def _sent_file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _take(request: HttpRequest, reference: str, action: Callable[..., Outcome], body: Moved, **facts: Any) -> Answer:
    partner = _partner(request)
    found = _own(partner, reference)
    if found is None:
        return _missing()
    act = Act(key=body.key, seen=body.version)
    outcome = action(found.case, by=_actor(partner, found.case.reference), act=act, **facts)
    if isinstance(outcome, Denied):
        return Status(409 if isinstance(outcome, Conflict) else 403, problem(str(outcome.reason)))
    after = _own(partner, reference)
    return Status(200, _standing(after)) if after else _missing()


@router.post("/referrals/{reference}/accept", response=STEP, auth=KEY, summary="Accept", openapi_extra=HEADERS)
def accept(request: HttpRequest, reference: str, body: Accepted) -> Answer:
    """Accept what was sent to the body; the time to work on it counts from ``received_on``."""
    found = _own(_partner(request), reference)
    day = body.received_on
    if found and day and not timezone.localdate(found.case.opened_at) <= day <= timezone.localdate():
        wrong = _("Between the day of the referral and today.")
        return Status(422, problem(wrong, {"received_on": [wrong]}))
    return _take(request, reference, actions.note_acceptance, body, received_on=day)


@router.post("/referrals/{reference}/refuse", response=STEP, auth=KEY, summary="Do not accept", openapi_extra=HEADERS)
def refuse(request: HttpRequest, reference: str, body: Reasoned) -> Answer:
    """Do not accept what was sent to the body, and say why."""
    return _take(request, reference, actions.note_refusal, body, reason=body.reason)


@router.post(
    "/referrals/{reference}/result", response=STEP, auth=KEY, summary="Return the result", openapi_extra=HEADERS
)
def result(request: HttpRequest, reference: str, body: Returned) -> Answer:
    """Return what came of it."""
    return _take(request, reference, actions.note_result, body, outcome=body.outcome, result=body.result)


@router.post("/referrals/{reference}/recall", response=STEP, auth=KEY, summary="Take back", openapi_extra=HEADERS)
def recall(request: HttpRequest, reference: str, body: Reasoned) -> Answer:
    """Take back what the body has sent."""
    return _take(request, reference, actions.recall, body, reason=body.reason)


@router.post("/referrals/{reference}/messages", response=STEP, auth=KEY, summary="Write", openapi_extra=HEADERS)
def write(request: HttpRequest, reference: str, body: Written) -> Answer:
    """Write a few words to the unit that works on it or sent it."""
    return _take(request, reference, actions.write_across, body, text=body.text)
