"""The reception centre of the small district: four windows, three services, hours, and ways to be at some time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from unittest.mock import patch
from uuid import uuid4

from django.utils import timezone

from heli.access.actors import Actor
from heli.places.revisions import bump
from heli.places.tests.seed import seed
from heli.reception.booking import Details, Wish, book, hold
from heli.reception.known import REVISION
from heli.reception.models import Appointment, Centre, Opening, ReceptionDay, Service, Window
from heli.reception.slots import NO_NEEDS, Needs, instant
from heli.service_requests.tests.district import BEGIN, District, build

#: A Monday without anything special, and the Sunday before it.
MONDAY = date(2026, 6, 1)
SUNDAY = date(2026, 5, 31)
MORNING = time(8, 0)


@dataclass
class Hall:
    """What tests need of the centre."""

    district: District
    centre: Centre
    petitions: Service
    requests: Service
    advice: Service
    one: Window
    two: Window
    accessible: Window
    room: Window

    def actor(self, name: str) -> Actor:
        """Return the person called ``name`` with today's posts."""
        return self.district.actor(name)


def build_hall(district: District) -> Hall:
    """Build the centre in the present database: run by the district's centre, one window staffed by the roads unit."""
    centre = Centre.objects.create(
        code="hall", name="联合接访中心", name_en="Reception centre", unit=district.centre, address="人民路1号",
        address_en="1 Renmin Road", phone="0571-1",
    )  # fmt: skip
    services = [
        Service.objects.create(centre=centre, letter=letter, name=name, name_en=english, minutes=minutes, kinds=kinds)
        for letter, name, english, minutes, kinds in (
            ("A", "信访接待", "Petitions", 30, []),
            ("B", "诉求受理", "Requests", 20, ["service_request"]),
            ("C", "法律咨询", "Legal advice", 20, []),
        )
    ]
    windows = [
        Window.objects.create(centre=centre, number=number, unit=unit, **more)
        for number, unit, more in (
            (1, district.centre, {}),
            (2, district.roads, {"languages": ["sign"]}),
            (3, district.centre, {"accessible": True}),
            (9, district.centre, {"for_leaders": True}),
        )
    ]
    for window in windows:
        window.services.set(services)
    for weekday in range(5):
        Opening.objects.create(
            centre=centre, weekday=weekday, opens=time(9), closes=time(12), since=BEGIN,
        )  # fmt: skip
    bump(REVISION)
    return Hall(district, centre, *(services[:3]), *windows)  # type: ignore[arg-type]


@seed
def open_hall() -> Hall:
    """Build the district and its centre in the present database."""
    return build_hall(build())


@contextmanager
def at(day: date, clock: time = MORNING) -> Iterator[datetime]:
    """Be at a time of day: whoever asks the time is told this one."""
    now = instant(day, clock)
    with patch.object(timezone, "now", lambda: now):
        yield now


def on(clock: time, day: date = MONDAY) -> datetime:
    """Return an instant of the Monday."""
    return instant(day, clock)


def booked(
    hall: Hall, begins: datetime, *, service: Service | None = None, needs: Needs = NO_NEEDS, **more
) -> Appointment:
    """Return an appointment of somebody called Zhou."""
    held = hold(Wish(service=service or hall.requests, begins=begins, needs=needs), key=uuid4())
    assert isinstance(held, Appointment), held
    found = book(held, Details(**{"name": "周女士", "phone": "13900000002", **more}))
    assert isinstance(found, Appointment), found
    return found


def reception_day(hall: Hall, day: date = MONDAY, *, published: bool = True, **more) -> ReceptionDay:
    """Return a reception day of a deputy head from ten to noon, in half hours."""
    values = {
        "centre": hall.centre, "window": hall.room, "service": hall.petitions, "leader_name": "韩副区长",
        "leader_name_en": "Deputy Head Han", "post": "副区长", "post_en": "Deputy head", "day": day, "begins": time(10),
        "ends": time(12), "minutes": 30, "topics": "住房", "topics_en": "Housing", "made_by": "staff:1",
        "made_at": on(MORNING, day - timedelta(days=20)),
    }  # fmt: skip
    values["published_at"] = on(MORNING, day - timedelta(days=15)) if published else None
    return ReceptionDay.objects.create(**{**values, **more})
