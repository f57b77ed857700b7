"""Emergency access by the API: asked for, confirmed by a second person, ended; the rules are those of the page."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from heli.access.actors import Actor
from heli.access.models import EmergencyAccess
from heli.access.permissions import ASK_EMERGENCY, REVIEW_EMERGENCY
from heli.api import schemas
from heli.api.access import needs
from heli.api.operations import WITHOUT_NUL, Answer
from heli.api.refusing import problem
from heli.cases.emergency import ask, decide, end, late, may_decide, often, recent
from heli.kernel.decisions import Denied

router = Router()
MOST_OWN = 20


class Asked(Schema):
    """The one case that is asked for: its reference, the ground, the reason (20 to 1,000 characters), the hours."""

    reference: str = Field(pattern=WITHOUT_NUL, max_length=20)
    ground: Literal["danger", "absence", "inquiry", "person"]
    reason: str = Field(pattern=WITHOUT_NUL)
    hours: int = 1


class Decided(Schema):
    """Whether the second person confirms; a refusal ends the access."""

    confirm: bool


class Access(Schema):
    """An emergency access. ``until`` is null while it waits for the confirmation; ``open``: it holds now."""

    id: int
    reference: str
    ground: str
    reason: str
    hours: int
    asked_at: datetime
    until: datetime | None
    open: bool
    decision: str
    late: bool


class Reviewed(Access):
    """The same for those who confirm: who asked, in which unit, and whether more often than three times in a month."""

    account: str
    unit: str
    often: bool


@router.get("", response={200: list[Access]}, auth=needs(ASK_EMERGENCY), summary="What one has asked for")
def own(request: HttpRequest) -> Answer:
    """List the caller's newest requests, at most twenty."""
    rows = EmergencyAccess.objects.filter(user_id=_actor(request).user_id or 0).order_by("-asked_at", "-pk")
    return Status(200, [_shown(row) for row in rows[:MOST_OWN]])


@router.post(
    "", response={201: Access, 403: schemas.Problem}, auth=needs(ASK_EMERGENCY), summary="Ask for emergency access"
)
def ask_for(request: HttpRequest, body: Asked) -> Answer:
    """Open one case to the caller for some hours; a confidential one opens with the confirmation.

    The unit that answers, the person and the auditors are told at once.
    """
    outcome = ask(body.reference, by=_actor(request), ground=body.ground, reason=body.reason, hours=body.hours)
    return _refused(outcome) if isinstance(outcome, Denied) else Status(201, _shown(outcome))


@router.post(
    "/{int:pk}/end",
    response={200: Access, 403: schemas.Problem},
    auth=needs(ASK_EMERGENCY),
    summary="End one's own emergency access",
)
def end_own(request: HttpRequest, pk: int) -> Answer:
    """End an access before its time; the second person decides on it all the same."""
    outcome = end(pk, by=_actor(request))
    return _refused(outcome) if isinstance(outcome, Denied) else Status(200, _shown(outcome))


@router.get(
    "/review",
    response={200: list[Reviewed], 404: schemas.Problem},
    auth=needs(REVIEW_EMERGENCY),
    summary="Requests to confirm",
)
def review(request: HttpRequest) -> Answer:
    """List the requests of the last thirty days to those who confirm, but those for cases that concern the reader."""
    actor = _actor(request)
    if not may_decide(actor):
        return Status(404, problem(_("There is nothing here for you.")))
    found = recent(actor, timezone.now())
    many = often(found)
    return Status(200, [_reviewed(row, often=row.user_id in many) for row in found])


@router.post(
    "/{int:pk}/decision",
    response={200: Access, 403: schemas.Problem},
    auth=needs(REVIEW_EMERGENCY),
    summary="Confirm or refuse an emergency access",
)
def decide_on(request: HttpRequest, pk: int, body: Decided) -> Answer:
    """Decide as the second person, who is never the one who asked nor somebody whom the case concerns."""
    outcome = decide(pk, by=_actor(request), confirm=body.confirm)
    return _refused(outcome) if isinstance(outcome, Denied) else Status(200, _shown(outcome))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _refused(denied: Denied) -> Answer:
    return Status(403, problem(str(denied.reason)))


def _shown(row: EmergencyAccess) -> dict[str, object]:
    now = timezone.now()
    names = ("reference", "ground", "reason", "hours", "asked_at", "until", "decision")
    values = {name: getattr(row, name) for name in names}
    return {"id": row.pk, "open": row.holds(now), "late": late(row, now), **values}


def _reviewed(row: EmergencyAccess, *, often: bool) -> dict[str, object]:
    return {**_shown(row), "account": row.user.username, "unit": row.unit.label, "often": often}
