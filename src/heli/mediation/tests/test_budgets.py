"""What pages of mediation cost: as many statements for many rows as for one, and lists page by page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heli.cases.acts import Act
from heli.cases.models import Case
from heli.mediation import calendar_views
from heli.mediation.kind import KIND
from heli.mediation.tests.agreed import do
from heli.mediation.tests.people import MediationDistrict, first, mediated, other
from heli.mediation.tests.test_room_pages import browser, officer
from heli.mediation.tests.test_rooms import said

pytestmark = pytest.mark.django_db


def called(case: Case, district: MediationDistrict, day: int) -> None:
    facts: dict[str, Any] = {
        "at": timezone.now() + timedelta(days=day),
        "minutes": 60,
        "place": "社区调解室",
        "guests": "王老师",
    }
    assert KIND.actions["call_session"](case, by=district.actor("cai"), act=Act(), **facts)


def held(case: Case, district: MediationDistrict) -> None:
    assert do(case, "record_session", district.actor("cai"), came=[0], record="双方陈述")


def cost(client: Client, address: str) -> int:
    """Return how many statements a page takes that was asked for before."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_list_of_sessions_is_paged_and_costs_the_same_for_many(district, monkeypatch) -> None:
    monkeypatch.setattr(calendar_views, "PAGE", 3)
    cases = [mediated(district) for _each in range(4)]
    called(cases[0], district, 1)
    cai = officer(district, "cai")
    one = cost(cai, "/desk/mediation/sessions/")
    for day, case in enumerate(cases[1:], start=2):
        called(case, district, day)
    assert cost(cai, "/desk/mediation/sessions/") <= one
    assert one <= 20
    shown = cai.get("/desk/mediation/sessions/").content.decode()
    assert [case.reference in shown for case in cases] == [True, True, True, False]
    [later] = re.findall(r'rel="next" href="([^"]+)"', shown)
    who = district.small.people["cai"].pk
    assert [each.reference in follow(cai, later) for each in cases] == [False, False, False, True]
    of_cai = cai.get(f"/desk/mediation/sessions/?who={who}").content.decode()
    assert f"?who={who}&amp;after=" in of_cai
    assert cai.get("/desk/mediation/sessions/?after=nonsense").status_code == 404
    assert cases[0].reference not in officer(district, "su").get("/desk/mediation/sessions/").content.decode()


def follow(client: Client, address: str) -> str:
    return client.get(f"/desk/mediation/sessions/{address}").content.decode()


@pytest.fixture
def busy(district: MediationDistrict) -> Case:
    """A dispute with one message and one session to come."""
    case = mediated(district)
    said(case, first(case), "一", private=True)
    said(case, first(case), "二", private=False, kind="offer", amount=100)
    called(case, district, 1)
    return case


def many(case: Case, district: MediationDistrict) -> None:
    """Add more of everything that the pages list."""
    for number in range(4):
        said(case, first(case), f"话{number}", private=True)
        said(case, other(case), f"价{number}", private=False, kind="offer", amount=number + 1)
        held(case, district)
        called(case, district, number + 2)


def pages(case: Case, district: MediationDistrict) -> list[tuple[Any, str, int]]:
    """Who looks at what, and what it may cost at most."""
    li, cai = browser(case.reference), officer(district, "cai")
    return [
        (cai, f"/desk/mediation/{case.reference}/rooms/", 32),
        (cai, f"/desk/mediation/{case.reference}/rooms/0/", 36),
        (li, f"/mediation/rooms/{case.reference}/", 28),
        (li, f"/mediation/rooms/{case.reference}/private/", 30),
        (li, f"/api/mediation/{case.reference}/rooms/private", 28),
        (cai, f"/desk/cases/{case.reference}/", 90),
    ]


def test_rooms_and_the_panel_cost_the_same_for_many_rows(district, busy) -> None:
    few = [cost(client, address) for client, address, _most in pages(busy, district)]
    many(busy, district)
    # History and papers grow with each session; each page may take them in with one statement more, never one per row.
    for before, (client, address, most) in zip(few, pages(busy, district), strict=True):
        now = cost(client, address)
        assert now <= before + 1, (address, before, now)
        assert now <= most, (address, now)
