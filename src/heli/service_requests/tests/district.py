"""A small district for tests: two towns, four grids, two centres, three units, one person for each duty."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from heli.access.actors import Actor, staff
from heli.cases.acts import Opened
from heli.kernel.calendar import load_facts
from heli.organizations.calendar import REVISION as CALENDAR
from heli.organizations.models import (
    CalendarDay,
    CalendarNotice,
    Category,
    Duty,
    Post,
    ResponsibilityRule,
    Unit,
    UnitKind,
)
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.people.models import Contact, User
from heli.places.models import Area, Level
from heli.places.revisions import bump
from heli.places.territory import REVISION as TERRITORY
from heli.places.tests.seed import seed
from heli.service_requests.opening import Report, report

BEGIN = date(2020, 1, 1)


def square(west: float, south: float, size: float) -> dict[str, object]:
    """Return a square polygon in degrees."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass
class District:
    """What tests need of the small district."""

    root: Area
    east: Area
    grid: Area
    centre: Unit
    east_centre: Unit
    west_centre: Unit
    roads: Unit
    water: Unit
    oversight: Unit
    lamps: Category
    attitude: Category
    people: dict[str, User]

    def actor(self, name: str) -> Actor:
        """Return the person called ``name`` as an actor with today's posts."""
        return staff(self.people[name], date(2026, 6, 1))


def _area(code: str, level: Level, parent: Area | None, west: float, south: float, size: float) -> Area:
    path = f"{parent.path if parent else ''}{code}/"
    return Area.objects.create(
        code=code, name=f"{code}区域", name_en=f"Area {code}", level=level, parent=parent, path=path,
        geometry=square(west, south, size), valid_from=BEGIN,
    )  # fmt: skip


def add_unit(code: str, name: str, kind: UnitKind, parent: Unit | None = None, area: Area | None = None) -> Unit:
    """Add a unit; callers declare the organization changed."""
    unit = Unit.objects.create(code=code, name=name, name_en=code.title(), kind=kind, parent=parent, area=area)
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save()
    return unit


def add_person(username: str, unit: Unit, duty: Duty, area: Area | None = None) -> User:
    """Add somebody with one post."""
    user = User(username=username, name=username.title(), email=f"{username}@example.test")
    user.set_unusable_password()
    user.save()
    Post.objects.create(user=user, unit=unit, duty=duty, area=area, since=BEGIN)
    return user


def _calendar() -> None:
    facts = load_facts()
    rows = [CalendarDay(day=day, kind="day_off", name=name) for day, name in facts.days_off.items()]
    rows += [CalendarDay(day=day, kind="make_up", name=name) for day, name in facts.make_up_days.items()]
    CalendarDay.objects.bulk_create(rows)
    CalendarNotice.objects.bulk_create(
        [CalendarNotice(year=year, source="test", loaded_at="2026-01-01T00:00Z") for year in facts.loaded_years]
    )


@seed
def build() -> District:
    """Build the district in the present database."""
    root = _area("d", Level.DISTRICT, None, 119.8, 30.2, 0.4)
    east = _area("e", Level.TOWN, root, 120.0, 30.2, 0.2)
    west = _area("w", Level.TOWN, root, 119.8, 30.2, 0.2)
    community = _area("e1", Level.COMMUNITY, east, 120.0, 30.2, 0.2)
    grid = _area("e1g1", Level.GRID, community, 120.0, 30.2, 0.1)
    _area("e1g2", Level.GRID, community, 120.1, 30.2, 0.1)
    centre = add_unit("centre", "区综治中心", UnitKind.DISTRICT_CENTRE, area=root)
    east_centre = add_unit("east", "东街道综治中心", UnitKind.STREET_CENTRE, centre, east)
    west_centre = add_unit("west", "西街道综治中心", UnitKind.STREET_CENTRE, centre, west)
    roads = add_unit("roads", "市政所", UnitKind.DEPARTMENT, centre)
    water = add_unit("water", "供水公司", UnitKind.COMPANY, centre)
    oversight = add_unit("oversight", "区纪委监委", UnitKind.OVERSIGHT)
    group = Category.objects.create(code="10", name="市政设施", name_en="Streets")
    lamps = Category.objects.create(
        code="1001", parent=group, name="路灯故障", name_en="Street lamp", amount=5, unit="working_days",
        basis="《办理服务标准》3.1", keywords="路灯 不亮 lamp",
    )  # fmt: skip
    attitude = Category.objects.create(
        code="1002", parent=group, name="工作人员态度", name_en="Staff attitude", amount=15, unit="days",
        basis="《办理服务标准》3.1", confidential=True,
    )  # fmt: skip
    ResponsibilityRule.objects.create(category=group, unit=roads, since=BEGIN)
    people = {
        "chen": add_person("chen", centre, Duty.COORDINATOR),
        "east": add_person("east", east_centre, Duty.COORDINATOR),
        "west": add_person("west", west_centre, Duty.COORDINATOR),
        "hot": add_person("hot", centre, Duty.INTAKE),
        "lead": add_person("lead", roads, Duty.LEADER),
        "ma": add_person("ma", roads, Duty.MEMBER),
        "mo": add_person("mo", roads, Duty.MEMBER),
        "wang": add_person("wang", water, Duty.MEMBER),
        "waterlead": add_person("waterlead", water, Duty.LEADER),
        "grid": add_person("grid", east_centre, Duty.GRID_WORKER, grid),
        "admin": add_person("admin", centre, Duty.ADMINISTRATOR),
        "audit": add_person("audit", centre, Duty.AUDITOR),
        "inspect": add_person("inspect", oversight, Duty.COORDINATOR),
        "inspector": add_person("inspector", oversight, Duty.LEADER),
    }
    _calendar()
    for name in (CALENDAR, ORGANIZATION, TERRITORY):
        bump(name)
    return District(
        root, east, grid, centre, east_centre, west_centre, roads, water, oversight, lamps, attitude, people
    )


def petition_office(district: District) -> Unit:
    """Add the district's petition office, one person for each duty in it, and return it; its territory is the whole."""
    office = add_unit("office", "区信访局", UnitKind.PETITION_OFFICE, district.centre, district.root)
    district.people |= {
        "xin": add_person("xin", office, Duty.COORDINATOR),
        "window": add_person("window", office, Duty.INTAKE),
        "xinlead": add_person("xinlead", office, Duty.LEADER),
        "xinma": add_person("xinma", office, Duty.MEMBER),
    }
    bump(ORGANIZATION)
    return office


def reported(
    district: District,
    *,
    key: UUID | None = None,
    at: datetime | None = None,
    email: str = "li@example.test",
    **more: Any,
) -> Opened:
    """Report a broken lamp as a resident and return what was opened; ``about`` may be one unit."""
    if isinstance(more.get("about"), Unit):
        more["about"] = (more["about"],)
    contact = Contact(name="李", phone="13800000000", email=email) if email else None
    what = Report(
        **{
            "text": "人民路口的路灯不亮。晚上很黑",
            "category": district.lamps,
            "area": district.grid,
            "latitude": 30.25,
            "longitude": 120.05,
            "contact": contact,
            **more,
        }  # type: ignore[arg-type]
    )
    return report(what, by=Actor(key="resident", name=""), key=key or uuid4(), at=at)
