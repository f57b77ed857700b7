"""The operations of the API: the same verbs as the pages, through the same forms, rights and engine."""

import math
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Field, File, NinjaAPI, Query, Schema, Status
from ninja.files import UploadedFile

from heli.access.actors import Actor
from heli.access.limits import Sending, please_wait
from heli.access.limits import sending as sending_of
from heli.access.permissions import API_CASE, API_STEPS, LIST_CASES, READ_CONTACT, RECKON, REPORT, SEND_FILES
from heli.access.roles import excluded
from heli.api import schemas
from heli.api.access import case_for, needs
from heli.api.bodies import form_data, form_errors, form_files
from heli.api.presenting import detail, events, row
from heli.api.refusing import answer_refusals, problem
from heli.api.strict import StrictParser
from heli.cases.engine import Conflict
from heli.cases.explaining import explain
from heli.cases.families import codes_in, families, states_of, value_of
from heli.cases.kinds import Family, kind_of, kinds
from heli.cases.listing import ORDERS, BadCursorError, Filters, page
from heli.cases.models import Case, Clock, Event
from heli.cases.personal import may_reach, reveal
from heli.cases.submitting import form_for, submit
from heli.kernel.decisions import Denied
from heli.kernel.periods import Period, Unit, compute
from heli.organizations.calendar import work_calendar
from heli.papers.uploads import UploadRefused, store

api = NinjaAPI(
    title="Heli",
    version="1",
    urls_namespace="heli-api",
    docs_url=None,
    description="The case system of a district.",
    parser=StrictParser(),
)
answer_refusals(api)
Answer = Status[Any]
LARGEST_ID = 2**63 - 1
WITHOUT_NUL = r"^[^\x00]*$"
#: Characters of what is searched for, as on the pages.
LONGEST_QUERY = 80


class Search(Schema):
    """Filters of the list of cases."""

    kind: str = Field("", pattern=WITHOUT_NUL, description="A family of kinds, as /kinds lists them.")
    state: str = Field(
        "",
        pattern=WITHOUT_NUL,
        description='States, each "family.state", parted by commas; a bare name means the first kind that has it.',
    )
    lamp: str = ""
    place: str = Field("", pattern=WITHOUT_NUL)
    category: int = Field(0, ge=0, le=LARGEST_ID)
    unit: int = Field(0, ge=0, le=LARGEST_ID)
    q: str = Field("", max_length=LONGEST_QUERY)
    order: str = "due"
    after: str = ""
    size: int = 50


def _missing() -> Answer:
    return Status(404, problem(_("There is no case with this reference.")))


@api.get("/cases", response={200: schemas.CasePage, 400: schemas.Problem}, auth=needs(LIST_CASES), summary="List cases")
def list_cases(request: HttpRequest, search: Query[Search]) -> Answer:
    """List the cases that the caller may see, by keyset pages of at most 100."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    states = tuple(each for each in search.state.split(",") if each)
    filters = Filters(
        kind=search.kind,
        states=states,
        lamp=search.lamp,
        place=search.place,
        category=search.category,
        unit=search.unit,
        query=search.q,
        open_only=not states,
    )
    if search.order not in ORDERS or not 1 <= search.size <= 100:
        return Status(400, problem(_("Unknown order, or a page size outside 1 to 100.")))
    try:
        found = page(
            filters.apply(Case.objects.visible_to(actor)), ORDERS[search.order], size=search.size, after=search.after
        )
    except BadCursorError:
        return Status(400, problem(_("This page address is not one of ours.")))
    return Status(200, {"cases": [row(case) for case in found.rows], "after": found.after})


@api.post(
    "/cases",
    response={201: schemas.Opened, 202: schemas.Opened, 422: schemas.Problem, 429: schemas.Problem},
    auth=needs(REPORT),
    summary="Open a case",
)
def open_case(
    request: HttpRequest, response: HttpResponse, body: Body[dict[str, Any]], kind: str = "service_request"
) -> Answer:
    """Open a case as anybody may; the same ``key`` again returns the same case. Schema: /kinds/{kind}/schema.

    202: very many come from this address; the case is open, and a person looks at it before it is sent on.
    429: not opened; send the same body with the same ``key`` after ``Retry-After`` seconds.
    """
    entrance = next((each.entrance for each in kinds() if each.procedure.code == kind), None)
    if entrance is None:
        return Status(422, problem(_("There is no such kind of case.")))
    form = entrance.form(form_data(body), form_files(body, entrance.form.base_fields, request.actor))  # type: ignore[attr-defined]
    if not form.is_valid():
        return Status(422, problem(_("Please check what is marked."), form_errors(form)))
    # What was taken before is only told again: a repetition counts for nothing.
    known = form.cleaned_data.get("key") and Event.objects.filter(key=form.cleaned_data["key"]).exists()
    with transaction.atomic():
        sending = Sending() if known else sending_of(request)
        opened = None if sending.wait else entrance.open(form, sending.many)
    if opened is None:
        response["Retry-After"] = str(math.ceil(sending.wait.total_seconds()))
        return Status(429, problem(please_wait(sending.wait)))
    case = opened.case
    told = {"reference": case.reference, "query_code": opened.code, "due_at": case.due_at}
    unit = case.unit.label if case.unit else None
    return Status(202 if opened.event.facts.get("many") else 201, {**told, "unit": unit})


@api.get(
    "/cases/{reference}",
    response={200: schemas.CaseDetail, 404: schemas.Problem},
    auth=needs(API_CASE),
    summary="Read a case",
)
def read_case(request: HttpRequest, reference: str) -> Answer:
    """Read a case, as staff who may see it or as the resident who sends its query code."""
    case, actor = case_for(request, reference)
    return _missing() if case is None else Status(200, detail(case, actor))


class Purpose(Schema):
    """What a contact is needed for."""

    purpose: Literal["calling", "handling", "verifying"]


@api.post(
    "/cases/{reference}/contact",
    response={200: schemas.Contact, 404: schemas.Problem},
    auth=needs(READ_CONTACT),
    summary="See the contact",
)
def read_contact(request: HttpRequest, reference: str, body: Purpose) -> Answer:
    """Return how the resident can be reached, for a purpose, on record; only to those who work on the case."""
    case, actor = case_for(request, reference)
    shown = reveal(case, by=actor, purpose=body.purpose) if case and may_reach(actor, case) else None
    return _missing() if shown is None else Status(200, asdict(shown))


@api.get(
    "/cases/{reference}/steps/{step}",
    response={200: dict, 404: schemas.Problem},
    auth=needs(API_CASE),
    summary="Schema",
)
def step_schema(request: HttpRequest, reference: str, step: str) -> Answer:
    """Return the JSON schema of the body of a step in this case."""
    case, actor = case_for(request, reference)
    found = _step(case, step)
    if case is None or found is None:
        return _missing()
    return Status(200, schemas.body_schema(form_for(case, found, actor)))


@api.post(
    "/cases/{reference}/steps/{step}",
    response={
        200: schemas.CaseDetail,
        204: None,
        403: schemas.Problem,
        404: schemas.Problem,
        409: schemas.Problem,
        422: schemas.Problem,
    },
    auth=needs(API_STEPS),
    summary="Take a step",
)
def take_step(request: HttpRequest, reference: str, step: str, body: Body[dict[str, Any]]) -> Answer:
    """Take a step. ``key`` makes a repetition harmless; ``version`` refuses with 409 where somebody moved the case.

    204: taken, and the case is not the caller's to see any more, for they have declared a conflict of interest.
    """
    case, actor = case_for(request, reference)
    found = _step(case, step)
    if case is None or found is None:
        return _missing()
    fields = form_for(case, found, actor).fields
    form = form_for(case, found, actor, form_data(body), form_files(body, fields, actor))
    if not form.is_valid():
        return Status(422, problem(_("Please check what is marked."), form_errors(form)))
    outcome = submit(case, found, actor, form)
    if isinstance(outcome, Conflict):
        moves = max(1, case.version - (form.cleaned_data["version"] or case.version))
        return Status(409, {**problem(str(outcome.reason)), "since": events(case, actor)[-moves:]})
    if isinstance(outcome, Denied):
        return Status(403, problem(str(outcome.reason)))
    return Status(204, None) if excluded(actor, case) else Status(200, detail(case, actor))


@api.post(
    "/files", response={201: schemas.Uploaded, 422: schemas.Problem}, auth=needs(SEND_FILES), summary="Upload a file"
)
def upload(request: HttpRequest, file: File[UploadedFile]) -> Answer:
    """Store a file; name its id in the body of a step within a day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        stored = store(file, by=actor.key)
    except UploadRefused as refusal:
        return Status(422, problem(str(refusal)))
    facts = {"id": str(stored.pk), "name": stored.name, "content_type": stored.content_type, "size": stored.size}
    return Status(201, facts)


@api.get(
    "/deadline", response={200: schemas.Deadline, 400: schemas.Problem}, auth=needs(RECKON), summary="Reckon a deadline"
)
def deadline(request: HttpRequest, start: datetime, amount: int, unit: str) -> Answer:
    """Reckon when a period ends by the district's calendar, and say why."""
    if unit not in set(Unit) or not 0 < amount <= 400:
        return Status(400, problem(_("Unknown unit, or an amount outside 1 to 400.")))
    zone = timezone.get_default_timezone()
    start = start if start.tzinfo else start.replace(tzinfo=zone)
    due = compute(start, Period(amount, Unit(unit)), work_calendar(), zone=zone)
    trace = [
        {"kind": line.kind.value, "date": line.date and line.date.isoformat(), "detail": dict(line.detail)}
        for line in due.trace
    ]
    why = explain(Clock(trace=trace))
    day = due.last_day.isoformat()
    return Status(200, {"due_at": due.at, "last_day": day, "provisional": due.provisional, "why": why})


@api.get("/kinds", response={200: list[schemas.FamilyRow]}, auth=needs(REPORT), summary="Kinds of cases")
def list_kinds(request: HttpRequest) -> Answer:
    """Return the families of kinds of cases with the states of each, as the list of cases is narrowed to them."""
    return Status(200, [_family(each) for each in families()])


def _family(family: Family) -> dict[str, Any]:
    states = [
        {"value": value_of(family, name), "label": str(state.label)} for name, state in states_of(family.code).items()
    ]
    return {"family": family.code, "label": str(family.title), "kinds": codes_in(family.code), "states": states}


@api.get(
    "/kinds/{code}/schema", response={200: dict, 404: schemas.Problem}, auth=needs(REPORT), summary="Schema of a report"
)
def opening_schema(request: HttpRequest, code: str) -> Answer:
    """Return the JSON schema of the body that opens a case of this kind."""
    entrance = next((each.entrance for each in kinds() if each.procedure.code == code), None)
    if entrance is None:
        return Status(404, problem(_("There is no such kind of case.")))
    return Status(200, schemas.body_schema(entrance.form()))


def _step(case: Case | None, name: str) -> Any:
    if case is None:
        return None
    try:
        return kind_of(case).procedure.step(name)
    except KeyError:
        return None
