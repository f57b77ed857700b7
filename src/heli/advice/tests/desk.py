"""The advice desk of the small district: staffed by its centre, two windows a day, one topic, one helper."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from unittest.mock import patch
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from heli.access.actors import Actor
from heli.advice.callbacks import Asked, ask, free_windows
from heli.advice.known import REVISION
from heli.advice.models import AdviceDesk, AdvicePath, AdviceTopic, Callback, CallWindow, Helper, Talk
from heli.advice.talks import Told, write_down
from heli.places.revisions import bump
from heli.service_requests.tests.district import BEGIN, District

#: A Monday without anything special.
MONDAY = date(2026, 6, 1)
PHONE = "13900000077"


@dataclass
class Desk:
    """What tests need of the desk; ``wang`` of the water company is the helper."""

    district: District
    row: AdviceDesk
    topic: AdviceTopic
    helper: Helper

    def actor(self, name: str) -> Actor:
        """Return the person called ``name`` with today's posts."""
        return self.district.actor(name)


def build_desk(district: District) -> Desk:
    """Build the desk in the present database."""
    row = AdviceDesk.objects.create(
        code="advice", name="调解咨询热线", name_en="Advice hotline", unit=district.centre, phone="0571-2",
        kinds=["service_request"],
    )  # fmt: skip
    for weekday in range(5):
        for begins, ends in ((time(9), time(11)), (time(14), time(16))):
            CallWindow.objects.create(desk=row, weekday=weekday, begins=begins, ends=ends, capacity=2, since=BEGIN)
    topic = AdviceTopic.objects.create(
        code="wages", name="欠薪", name_en="Wages", text="可以先协商。", text_en="Talk first."
    )
    AdvicePath.objects.create(
        topic=topic, path="arbitration", words="申请劳动仲裁", words_en="Ask for arbitration",
        ground="《劳动争议调解仲裁法》第五条", ground_en="Labour Dispute Mediation and Arbitration Law, art. 5",
    )  # fmt: skip
    helper = Helper.objects.create(name="王老师", name_en="Ms Wang", user=district.people["wang"])
    bump(REVISION)
    return Desk(district, row, topic, helper)


@contextmanager
def at(day: date, clock: time = time(8)) -> Iterator[datetime]:
    """Be at a time of day: whoever asks the time is told this one."""
    now = datetime.combine(day, clock, timezone.get_default_timezone())
    with patch.object(timezone, "now", lambda: now):
        yield now


def asked(desk: Desk, number: int = 0, phone: str = PHONE) -> Callback:
    """Return a callback in one of the free windows."""
    free = free_windows(desk.row, timezone.now())[number]
    row = ask(Asked(phone=phone, free=free, topic=desk.topic), key=uuid4())
    assert isinstance(row, Callback), row
    return row


def talked(desk: Desk, by: str = "hot", **more) -> Talk:
    """Return a talk about wages."""
    words = {
        "desk": desk.row,
        "came": "call",
        "topic": desk.topic,
        "minutes": 6,
        "asked": "工资没发",
        "told": "可以仲裁",
    }
    talk = write_down(Told(**{**words, **more}), key=uuid4(), by=desk.actor(by))
    assert isinstance(talk, Talk), talk
    return talk


def later() -> None:
    """Be in another transaction, as far as the database's memory of who has just written goes."""
    with connection.cursor() as cursor:
        for table in ("callback", "talk", "contactwish"):
            cursor.execute("SELECT set_config(%s, '', true)", [f"heli.written_advice_{table}"])
