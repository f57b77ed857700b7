"""The pages of an agreement: what each side and the committee read, what others do not, and what a page costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heli.cases.models import Case
from heli.kernel.references import own_number
from heli.mediation.agreeing import Due
from heli.mediation.tests.agreed import before_the_sides, clause, concluded, text_of
from heli.mediation.tests.people import MediationDistrict, mediated

pytestmark = pytest.mark.django_db
#: Statements of the page of a side, and of an officer, whatever the number of clauses and instalments.
SIDE, OFFICER = 75, 110


def side(number: str, language: str = "zh-hans") -> Client:
    """Return a browser in which the query code of ``number`` was given."""
    client = Client(headers={"Accept-Language": language})
    session = client.session
    session["cases"] = [number]
    session.save()
    return client


def officer(district: MediationDistrict, name: str) -> Client:
    client = Client()
    client.force_login(district.small.people[name])
    return client


def numbers(case: Case) -> tuple[str, str]:
    return case.reference, own_number(case.reference, 2)


def test_who_has_no_part_in_it_reads_nothing(district: MediationDistrict) -> None:
    case = before_the_sides(district)
    for number in (own_number(case.reference, 3), "7K3M-Q9TX-C"):
        assert side(number).get(f"/track/{case.reference}/sign/").status_code in (302, 404)
    for name in ("su", "ma", "chen"):
        assert officer(district, name).get(f"/desk/cases/{case.reference}/").status_code == 404, name


@pytest.mark.parametrize(("language", "button"), [("zh-hans", "阅读并签署协议"), ("en", "Read and sign the agreement")])
def test_each_side_reads_the_whole_text_before_it_signs(
    district: MediationDistrict, language: str, button: str
) -> None:
    case = before_the_sides(district)
    for number in numbers(case):
        page = side(number, language).get(f"/track/{number}/sign/").content.decode()
        assert button in page
        for line in text_of(case).text.splitlines():
            assert line in page
        assert f'value="{text_of(case).digest}"' in page
        assert "13900000011" not in page
        assert "13900000012" not in page


def test_the_draft_is_for_the_mediators_alone(district: MediationDistrict) -> None:
    case = mediated(district)
    assert clause(case, district.actor("cai"), words="只在草稿里")
    for number in numbers(case):
        assert "只在草稿里" not in side(number).get(f"/track/{number}/").content.decode()
    assert "只在草稿里" in officer(district, "cai").get(f"/desk/cases/{case.reference}/").content.decode()


def test_a_page_shows_what_is_next_and_costs_the_same_for_many_instalments(district: MediationDistrict) -> None:
    today = timezone.localdate()
    days = [today + timedelta(days=each) for each in range(24)]
    few = concluded(district, today)
    many = concluded(district, today, dues=[Due(each, 12_500) for each in days])
    desk = officer(district, "cai")
    costs = {}
    for case in (few, many):
        number = numbers(case)[1]
        for who, client, url in (
            ("side", side(number), f"/track/{number}/"),
            ("officer", desk, f"/desk/cases/{case.reference}/"),
        ):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                page = client.get(url).content.decode()
            assert "下一项" in page
            costs[who, case is many] = len(asked)
    assert costs["side", True] <= costs["side", False] <= SIDE, costs
    assert costs["officer", True] <= costs["officer", False] <= OFFICER, costs
