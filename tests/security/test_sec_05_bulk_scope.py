"""Class 5: an action on many rows without its filter. After each act of one side, the other side's rows are the same.

The two sides are the eastern and the western town of the small district: each with a centre, a unit that answers, and
cases of its own. Rows are compared as the database writes them, byte by byte.
"""

from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from heli.cases.models import Case
from heli.notices.models import Notice
from heli.organizations.models import Unit
from heli.places.models import Area
from heli.service_requests import actions
from heli.service_requests.tests.district import build, reported
from heli.workbench.tests.desk import signed_in

pytestmark = pytest.mark.django_db

#: Everything that is kept about a case, by the column that names it.
TABLES: Final = {
    "cases_case": "id", "cases_event": "case_id", "cases_clock": "case_id", "cases_assignment": "case_id",
    "cases_link": "case_id", "cases_attachment": "case_id", "cases_paper": "case_id",
    "service_requests_servicerequest": "case_id",
}  # fmt: skip


class Sides:
    """Three cases of the east, sent to nobody yet, and three of the west, one of them with the water company."""

    def __init__(self) -> None:
        self.district = build()
        west = Area.objects.get(code="w")
        self.east = [reported(self.district, text=f"东边路灯{number}不亮").case for number in range(3)]
        self.west = [
            reported(self.district, text=f"西边水管{number}漏水", area=west, latitude=30.25, longitude=119.9).case
            for number in range(3)
        ]
        assert actions.dispatch(self.west[0], by=self.district.actor("west"), unit=self.district.water)
        Case.objects.filter(pk__in=[case.pk for case in self.east]).update(unit=self.district.roads)

    def rows(self, cases: list[Case]) -> list[str]:
        """Return all rows about ``cases``, as the database writes them."""
        keys = [case.pk for case in cases]
        found = []
        with connection.cursor() as cursor:
            for table, column in TABLES.items():
                cursor.execute(f"SELECT t::text FROM {table} t WHERE {column} = ANY(%s) ORDER BY 1", [keys])
                found += [f"{table} {line}" for (line,) in cursor.fetchall()]
        references = [case.reference for case in cases]
        for notice in Notice.objects.filter(reference__in=references).order_by("pk").values():
            found.append(repr(notice))
        return found


@pytest.fixture
def sides(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return Sides()


def chosen(cases: list[Case], unit: Unit) -> list[str]:
    return [f"{case.reference}|{case.version}|{unit.pk}" for case in cases]


def test_sending_all_of_the_board_sends_only_ones_own(sides):
    before = sides.rows(sides.west)
    data = {"key": str(uuid4()), "case": chosen([*sides.west, *sides.east], sides.district.roads)}
    signed_in(sides.district, "east").post(reverse("workbench:send_all"), data)
    assert sides.rows(sides.west) == before
    assert set(Case.objects.filter(pk__in=[c.pk for c in sides.east]).values_list("state", flat=True)) == {"dispatched"}


def test_neither_do_cases_named_twice_or_in_another_writing(sides):
    before = sides.rows(sides.west)
    names = [spelled for case in sides.west for spelled in (case.reference.lower(), case.reference.replace("-", ""))]
    data = {"key": str(uuid4()), "case": [f"{name}|1|{sides.district.roads.pk}" for name in names * 2]}
    signed_in(sides.district, "east").post(reverse("workbench:send_all"), data)
    assert sides.rows(sides.west) == before


ACTS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "dispatch": ("east", {"note": "请办理"}),
    "decline": ("east", {"ground": "不属本区"}),
    "withdraw": ("hot", {"reason": "已解决"}),
    "urge": ("hot", {"text": "请快一点"}),
    "declare_conflict": ("east", {"own": True, "reason": "亲属"}),
}


@pytest.mark.parametrize("step", ACTS)
def test_a_step_of_one_side_leaves_the_other_alone(sides, step):
    who, body = ACTS[step]
    before = sides.rows(sides.west)
    for case in sides.east:
        address = f"/api/cases/{case.reference}/steps/{step}"
        sent = {**body, **({"unit": sides.district.roads.pk} if step == "dispatch" else {})}
        answer = signed_in(sides.district, who).post(address, sent, content_type="application/json")
        assert answer.status_code in (200, 204, 404), answer.content
    assert sides.east[0].events.count() > 1
    assert sides.rows(sides.west) == before


def test_reading_everything_reads_only_ones_own(sides):
    hers = Notice.objects.filter(to_user=None, to_unit=sides.district.west_centre)
    before = list(hers.order_by("pk").values())
    assert before, "the west has nothing to read, so nothing is shown"
    newest = Notice.objects.order_by("pk").last().pk
    signed_in(sides.district, "east").post(reverse("workbench:read_all"), {"until": newest})
    assert Notice.objects.filter(to_unit=sides.district.east_centre, read_at__isnull=False).exists()
    assert list(hers.order_by("pk").values()) == before


def test_a_moved_unit_takes_no_case_of_others_along(sides):
    before = sides.rows(sides.west)
    roads = sides.district.roads
    address = reverse("workbench:manage_edit", args=["units", roads.pk])
    data = {
        "code": roads.code, "name": roads.name, "name_en": roads.name_en, "kind": roads.kind, "active": "on",
        "parent": sides.district.east_centre.pk,
    }  # fmt: skip
    assert signed_in(sides.district, "admin").post(address, data).status_code == 302
    assert Unit.objects.get(pk=roads.pk).path.startswith(sides.district.east_centre.path)
    assert sides.rows(sides.west) == before


def test_ending_a_post_or_all_sessions_of_one_person_is_theirs_alone(sides):
    admin, east, west = (signed_in(sides.district, name) for name in ("admin", "east", "west"))
    assert (east.get("/desk/").status_code, west.get("/desk/").status_code) == (200, 200)
    assert admin.post(reverse("workbench:manage_sessions", args=[sides.district.people["east"].pk])).status_code == 302
    assert (east.get("/desk/").status_code, west.get("/desk/").status_code) == (302, 200)


@pytest.mark.parametrize("way", ["/desk/queue/export.csv?tab=open", "/api/cases?size=100", "/desk/search/?q=漏水"])
def test_what_is_taken_out_in_bulk_holds_ones_own_alone(sides, way):
    shown = signed_in(sides.district, "east").get(way)
    text = (b"".join(shown.streaming_content) if shown.streaming else shown.content).decode()
    assert not [case.reference for case in sides.west if case.reference in text]
    of_west = signed_in(sides.district, "west").get(way)
    text = (b"".join(of_west.streaming_content) if of_west.streaming else of_west.content).decode()
    assert [case.reference for case in sides.west if case.reference in text]
