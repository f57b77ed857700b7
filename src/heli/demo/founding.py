"""Founding the demo district: territory, units, categories, responsibility, staff, calendar, arrangements."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction
from shapely.geometry import shape

from heli.audit.record import write
from heli.demo import samples
from heli.demo.pictures import Album
from heli.kernel.calendar import read_facts
from heli.organizations.calendar import load_year
from heli.organizations.models import Category, Duty, Post, ResponsibilityRule, Unit
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.organizations.settings import save
from heli.people.models import User
from heli.places.models import Area
from heli.places.revisions import bump
from heli.places.territory import REVISION as TERRITORY

PASSWORD: Final = "heli-demo-2026"  # noqa: S105  the demo says it aloud
SINCE: Final = date(2024, 1, 1)
EARLIER_YEARS: Final = 2
CHAIN: Final = "district"

_DUTIES: Final = {"hotline": Duty.INTAKE}


@dataclass(frozen=True)
class Founded:
    """What the founding made, by the codes of the sample files."""

    areas: dict[str, Area]
    units: dict[str, Unit]
    categories: dict[str, Category]
    people: dict[str, User]

    @cached_property
    def album(self) -> Album:
        """The pictures, stored when first asked for."""
        return Album()


@transaction.atomic
def found(*, now: datetime, say: Callable[[str], None]) -> Founded:
    """Write everything but the cases into an empty database; ``say`` is told of each part."""
    say("territory")
    areas = _areas()
    say("calendar and arrangements")
    _calendar(now.year)
    # Everybody may try the accounts; the auditor's shows how a second factor is set up.
    asked = {"second_factor": [Duty.AUDITOR.value]}
    save({"district_name": "合安区", "district_name_en": "He'an District", **asked})
    say("units and staff")
    units = _units(areas)
    people = _people()
    _posts(people, units, areas)
    say("categories and responsibility")
    categories = _categories()
    _rules(categories, units, areas)
    for revision in (ORGANIZATION, TERRITORY):
        bump(revision)
    data = {"areas": len(areas), "units": len(units), "categories": len(categories), "people": len(people)}
    write(CHAIN, "demo_founded", at=now, actor="system", data=data)
    return Founded(areas, units, categories, people)


def _areas() -> dict[str, Area]:
    areas: dict[str, Area] = {}
    level: list[Area] = []
    for feature in samples.territory():
        facts = feature["properties"]
        if level and facts["level"] != level[0].level:
            Area.objects.bulk_create(level)
            level = []
        parent = areas.get(_parent_code(facts["code"]))
        middle = shape(feature["geometry"]).representative_point()
        area = Area(
            code=facts["code"],
            name=facts["name"],
            name_en=facts["name_en"],
            level=facts["level"],
            parent=parent,
            path=f"{parent.path if parent else ''}{facts['code']}/",
            geometry=feature["geometry"],
            latitude=round(middle.y, 6),
            longitude=round(middle.x, 6),
            valid_from=date.fromisoformat(facts["valid_from"]),
        )
        areas[area.code] = area
        level.append(area)
    Area.objects.bulk_create(level)
    return areas


def _parent_code(code: str) -> str:
    return code.partition("-")[0] if "-" in code else code[:-3]


def _calendar(year: int) -> None:
    source = "NateScarlet/holiday-cn"
    for known, days in read_facts().items():
        if known >= year - EARLIER_YEARS:
            load_year(known, days, source=source)


def _units(areas: dict[str, Area]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in samples.organization()["units"]:
        parent = units.get(row["parent"])
        unit = Unit.objects.create(
            code=row["code"],
            kind=row["kind"],
            name=row["name"],
            name_en=row["name_en"],
            short_name=row["short"],
            parent=parent,
            area=areas[row["area"]],
            phone=row["phone"],
        )
        unit.path = f"{parent.path if parent else ''}{unit.pk}/"
        units[unit.code] = unit
    Unit.objects.bulk_update(units.values(), ["path"])
    return units


def _people() -> dict[str, User]:
    # One hash for all: a hash per person would cost minutes and hide nothing, for the password is public.
    password = make_password(PASSWORD)
    users = [
        User(
            username=row["username"],
            name=row["name"],
            name_en=row["name_en"],
            email=f"{row['username']}@example.org",
            password=password,
        )
        for row in samples.organization()["staff"]
    ]
    return {user.username: user for user in User.objects.bulk_create(users)}


def _posts(people: dict[str, User], units: dict[str, Unit], areas: dict[str, Area]) -> None:
    posts = []
    for row in samples.organization()["staff"]:
        duty = _DUTIES.get(row["post"]) or Duty(row["post"])
        grids: list[Area | None] = [areas[grid] for grid in row.get("grids", [])]
        for area in grids or [None]:
            post = Post(user=people[row["username"]], unit=units[row["unit"]], duty=duty, area=area, since=SINCE)
            posts.append(post)
    Post.objects.bulk_create(posts)


def _categories() -> dict[str, Category]:
    document = samples.organization()
    standard = document["standard"]["name"]
    categories: dict[str, Category] = {}
    for group in document["categories"]:
        parent = Category.objects.create(**_named(group), icon=group["icon"], families=group.get("families", []))
        categories[parent.code] = parent
        leaves = [
            Category(
                **_named(leaf),
                parent=parent,
                keywords=" ".join(leaf["keywords"]),
                amount=leaf["limit"]["amount"],
                unit=leaf["limit"]["unit"],
                basis=leaf.get("basis") or f"{standard}附表{leaf['item']}",
                families=group.get("families", []),
                confidential=leaf.get("confidential", False),
                icon=group["icon"],
            )
            for leaf in group["categories"]
        ]
        categories.update({leaf.code: leaf for leaf in Category.objects.bulk_create(leaves)})
    return categories


def _named(row: samples.Document) -> dict[str, str]:
    return {name: row[name] for name in ("code", "name", "name_en", "hint", "hint_en")}


def _rules(categories: dict[str, Category], units: dict[str, Unit], areas: dict[str, Area]) -> None:
    ResponsibilityRule.objects.bulk_create(
        [
            ResponsibilityRule(
                category=categories[row["category"]],
                area=areas[row["area"]] if row["area"] else None,
                unit=units[row["unit"]],
                since=SINCE,
            )
            for row in samples.organization()["responsibility"]
        ]
    )
