"""What is written in bulk is what the engine would have written: one history, walked both ways, row by row."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.forms.models import model_to_dict

from heli.access.actors import Actor, resident
from heli.audit.models import Entry
from heli.cases.acts import Act
from heli.cases.copying import reserve
from heli.cases.ladder import climb
from heli.cases.models import Case, Channel, Paper
from heli.demo.acts import Desk
from heli.demo.cast import Cast
from heli.demo.ledger import Life, NotYetError, RefusedError
from heli.demo.rhythm import Rhythm
from heli.demo.writing import Scribe
from heli.kernel.periods import ServiceHours
from heli.notices.models import Notice
from heli.organizations.calendar import work_calendar
from heli.organizations.settings import district as arrangements
from heli.people.models import Contact
from heli.service_requests.kind import KIND
from heli.service_requests.models import ServiceRequest
from heli.service_requests.opening import Report, opening_of, report
from heli.service_requests.tests.district import District, build

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 5, 11, 10, 0, tzinfo=ZONE)
NOW = datetime(2026, 6, 30, 12, 0, tzinfo=ZONE)
PASSING = {"id", "case", "entry", "reference", "query_code", "search_text", "contact", "event", "key", "other"}

Turn = tuple[str, str, float, dict[str, Any]]


@pytest.fixture
def small(db: None) -> District:
    return build()


@pytest.fixture
def rhythm(small: District) -> Rhythm:
    hours: ServiceHours = arrangements().hours
    return Rhythm(NOW, work_calendar(), hours, ZONE)


def reported(small: District) -> Report:
    contact = Contact(name="李", phone="13800000000", email="li@example.test")
    where = {"area": small.grid, "latitude": 30.25, "longitude": 120.05}
    return Report(text="人民路口的路灯不亮。", category=small.lamps, contact=contact, channel=Channel.WEB, **where)  # type: ignore[arg-type]


def history(small: District) -> list[Turn]:
    """Who does what, after how many hours, with which particulars; touches every kind of row."""
    people = small.people
    return [
        ("dispatch", "east", 2, {"unit": small.water, "note": "请办", "public_summary": "路灯"}),
        ("send_back", "waterlead", 3, {"reason": "不属于我单位"}),
        ("dispatch", "east", 4, {"unit": small.water, "note": "", "public_summary": ""}),
        ("contest", "waterlead", 5, {"reason": "仍不属于"}),
        ("impose", "chen", 6, {"unit": small.roads, "reason": "由市政办理"}),
        ("accept", "ma", 7, {"member": people["ma"]}),
        ("assign", "lead", 7.1, {"member": people["mo"], "note": "换人"}),
        ("ask_assistance", "mo", 7.2, {"unit": small.water, "task": "请配合"}),
        ("report_assistance", "wang", 7.3, {"result": "已配合"}),
        ("ask_information", "mo", 7.4, {"question": "在哪里?"}),
        ("give_information", "resident", 30, {"text": "路口"}),
        ("record_work", "mo", 31, {"note": "已查看", "for_resident": True}),
        ("urge", "resident", 31.5, {"text": "快一点"}),
        ("supervise", "east", 31.6, {"note": "尽快"}),
        ("request_extension", "mo", 32, {"amount": 2, "reason": "等材料"}),
        ("grant_extension", "lead", 33, {"note": "同意"}),
        ("complete", "mo", 193, {"outcome": "solved", "answer": "修好了", "planned_for": None, "photos": ()}),
        ("verify", "east", 194, {"note": "属实"}),
        ("reject", "resident", 195, {"reason": "又不亮了"}),
        ("complete", "mo", 196, {"outcome": "solved", "answer": "又修好了", "planned_for": None, "photos": ()}),
        ("verify", "east", 197, {"note": "属实"}),
        ("confirm", "resident", 198, {"text": "谢谢"}),
        ("rate", "resident", 199, {"process": 4, "result": 5, "comment": "好"}),
    ]


def actor(small: District, name: str, reference: str) -> Actor:
    return resident(reference) if name == "resident" else small.actor(name)


def by_the_ledger(small: District, rhythm: Rhythm) -> Case:
    what = reported(small)
    assert what.contact
    what.contact.save()
    life = Life(
        KIND, opening_of(what), by=Actor(key="resident", name=""), key=uuid4(), act=Act(at=BEGIN),
        request=ServiceRequest(), told_from=BEGIN, number=reserve(Case, 1)[0],
    )  # fmt: skip
    for step, name, hours, facts in history(small):
        by = actor(small, name, life.case.reference)
        getattr(Desk(life, rhythm), step)(by, BEGIN + timedelta(hours=hours), **facts)
    Scribe(NOW, Cast()).write([life])
    return Case.objects.get(pk=life.case.pk)


def by_the_engine(small: District, like: Case) -> Case:
    case = report(reported(small), by=Actor(key="resident", name=""), key=uuid4(), at=BEGIN).case
    reminders = [event.at for event in like.events.filter(step="escalate").order_by("id")]
    for step, name, hours, facts in history(small):
        at = BEGIN + timedelta(hours=hours)
        while reminders and reminders[0] < at:
            climb(reminders.pop(0))
        action: Callable[..., Any] = KIND.actions[step]
        outcome = action(case, by=actor(small, name, case.reference), act=Act(at=at), **facts)
        assert outcome, outcome
    return Case.objects.get(pk=case.pk)


def plain(row: Any, case: Case) -> dict[str, Any]:
    """A row without what differs between any two cases."""
    found = {name: value for name, value in model_to_dict(row).items() if name not in PASSING}
    found |= {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.editable}
    return {name: str(value).replace(case.reference, "R") for name, value in found.items() if name not in PASSING}


def rows(case: Case) -> dict[str, list[dict[str, Any]]]:
    entries = Entry.objects.filter(chain=case.reference).order_by("seq")
    papers = [paper.paper for paper in Paper.objects.filter(case=case).select_related("paper")]
    notices = Notice.objects.filter(reference=case.reference).order_by("created_at", "kind", "to_duty", "channel")
    delivery = ("state", "tries", "sent_at", "read_at", "read_by", "to_contact")
    return {
        "case": [plain(case, case)],
        "request": [plain(case.service_request, case)],
        "events": [plain(event, case) for event in case.events.order_by("id")],
        "clocks": [plain(clock, case) for clock in case.clocks.order_by("started_at", "limit", "id")],
        "assignments": [plain(each, case) for each in case.assignments.order_by("since", "id")],
        "entries": [{"seq": entry.seq, "content": entry.content.replace(case.reference, "R")} for entry in entries],
        "papers": [{"kind": p.kind, "content": str(p.content).replace(case.reference, "R")} for p in papers],
        "notices": [{k: v for k, v in plain(n, case).items() if k not in delivery} for n in notices],
    }


def test_both_ways_write_the_same_rows(small: District, rhythm: Rhythm) -> None:
    in_bulk = by_the_ledger(small, rhythm)
    stepwise = by_the_engine(small, in_bulk)
    ours, theirs = rows(in_bulk), rows(stepwise)
    for name in theirs:
        assert ours[name] == theirs[name], name
    assert ours["notices"]
    assert "escalate" in {event["step"] for event in ours["events"]}


def test_the_ledger_refuses_what_the_engine_refuses(small: District, rhythm: Rhythm) -> None:
    what = reported(small)
    act, by = Act(at=BEGIN), Actor(key="resident", name="")
    life = Life(
        KIND, opening_of(what), by=by, key=uuid4(), act=act, request=ServiceRequest(), told_from=BEGIN, number=1
    )
    with pytest.raises(RefusedError):
        Desk(life, rhythm).verify(small.actor("east"), BEGIN)
    with pytest.raises(RefusedError):
        Desk(life, rhythm).dispatch(small.actor("west"), BEGIN, unit=small.roads, note="", public_summary="")


def test_nothing_happens_after_now(small: District, rhythm: Rhythm) -> None:
    what = reported(small)
    act, by = Act(at=BEGIN), Actor(key="resident", name="")
    life = Life(
        KIND, opening_of(what), by=by, key=uuid4(), act=act, request=ServiceRequest(), told_from=BEGIN, number=1
    )
    with pytest.raises(NotYetError):
        Desk(life, rhythm).decline(small.actor("east"), NOW + timedelta(minutes=1), ground="")
    assert life.state == "registered"
