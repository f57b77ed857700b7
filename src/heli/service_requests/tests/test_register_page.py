"""The public register: what stays out of it, what is rounded, and how it is looked through."""

import re
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest

from heli.access.actors import resident
from heli.cases.models import Case
from heli.places.models import Area
from heli.portal.register import Wanted, listed, now
from heli.service_requests import actions
from heli.service_requests.models import ServiceRequest
from heli.service_requests.tests.district import District, reported
from heli.service_requests.tests.visiting import counted, stranger

EVERYWHERE = ("/register/", "/register/map/", "/register/points.geojson", "/register/feed.atom")


def told(answer) -> str:
    return answer.content.decode()


def closed(town: District, case: Case) -> Case:
    assert actions.dispatch(case, by=town.actor("east"), unit=town.roads, public_summary="人民路口路灯")
    assert actions.accept(case, by=town.actor("ma"))
    assert actions.complete(case, by=town.actor("ma"), outcome="solved", answer="已更换灯泡")
    assert actions.verify(case, by=town.actor("east"))
    assert actions.confirm(case, by=resident(case.reference))
    return case


@pytest.mark.parametrize("hidden", [{"confidential": True}, {"about": "roads"}, {"category": "attitude"}])
def test_what_is_confidential_is_nowhere(town, hidden):
    values = {name: getattr(town, value) if isinstance(value, str) else value for name, value in hidden.items()}
    case = reported(town, **values).case
    assert stranger().get(f"/register/{case.reference}/").status_code == 404
    for page in EVERYWHERE:
        assert case.reference not in told(stranger().get(page)), page


@pytest.mark.parametrize("reference", ["0000-0000-0", "nonsense", "....", "a" * 200])
def test_a_number_that_is_not_there_answers_alike(town, reference):
    assert stranger().get(f"/register/{reference}/").status_code == 404


def test_words_are_shown_only_with_consent(town):
    silent, open_ = reported(town).case, reported(town, publish_text=True).case
    assert "晚上很黑" not in told(stranger().get(f"/register/{silent.reference}/"))
    assert "晚上很黑" in told(stranger().get(f"/register/{open_.reference}/"))


@pytest.mark.parametrize("page", EVERYWHERE)
def test_lists_tell_neither_words_nor_addresses_nor_people(town, page):
    closed(town, reported(town, address="人民路 12 号 3 单元", latitude=30.25432, longitude=120.05678).case)
    text = told(stranger().get(page))
    assert all(secret not in text for secret in ("晚上很黑", "12 号", "李", "13800000000", "30.25432", "120.05678"))


def test_the_answer_is_public_only_after_the_close(town):
    case = reported(town).case
    actions.dispatch(case, by=town.actor("east"), unit=town.roads)
    actions.accept(case, by=town.actor("ma"))
    actions.complete(case, by=town.actor("ma"), outcome="solved", answer="已更换灯泡")
    assert "已更换灯泡" not in told(stranger().get(f"/register/{case.reference}/"))
    actions.verify(case, by=town.actor("east"))
    actions.confirm(case, by=resident(case.reference))
    page = told(stranger().get(f"/register/{case.reference}/"))
    assert "已更换灯泡" in page
    assert "已解决" in page


def test_a_ground_of_refusal_stays_private(town):
    case = reported(town).case
    actions.decline(case, by=town.actor("east"), ground="您的邻居王某已另行处理")
    assert "王某" not in told(stranger().get(f"/register/{case.reference}/"))


def test_search_never_looks_into_the_report(town):
    case = reported(town, address="十三号楼").case
    for word in ("晚上很黑", "十三号楼"):
        assert case.reference not in told(stranger().get("/register/", {"q": word}))
    ServiceRequest.objects.update(public_summary="路口照明")
    for word in ("照明", "路灯", "市政设施", "e1g1"):
        assert case.reference in told(stranger().get("/register/", {"q": word})), word


def references(answer) -> set[str]:
    return {entry.reference for entry in answer.context["entries"]}


def test_filters_narrow_the_list(town):
    lamp = reported(town).case
    done = closed(town, reported(town, text="另一盏路灯不亮").case)
    west = Area.objects.get(code="w")
    far = reported(town, area=west, latitude=30.25, longitude=119.9).case
    client = stranger()
    assert references(client.get("/register/", {"state": "closed"})) == {done.reference}
    assert references(client.get("/register/", {"place": west.path})) == {far.reference}
    assert references(client.get("/register/", {"place": town.east.path, "state": "open"})) == {lamp.reference}
    assert references(client.get("/register/", {"topic": town.lamps.parent_id, "period": "30"})) == {
        lamp.reference,
        done.reference,
        far.reference,
    }


@pytest.mark.parametrize(
    "query",
    ["topic=x&place=zz&state=q&period=9", "q=%00", "q=%ED%A0%80", "topic=99999999999999999999", "q=" + "a" * 900],
)
def test_filters_without_sense_narrow_nothing_and_break_nothing(town, query):
    reported(town)
    assert stranger().get(f"/register/?{query}").status_code == 200


def test_pages_turn_both_ways(town, monkeypatch):
    monkeypatch.setattr("heli.portal.views.register.PAGE_SIZE", 2)
    newest = [reported(town, text=f"第 {number} 盏路灯不亮").case.reference for number in range(3)][::-1]
    client = stranger()
    first = client.get("/register/")
    second = client.get(first.context["older"])
    assert [entry.reference for entry in second.context["entries"]] == newest[2:]
    assert [entry.reference for entry in client.get(second.context["newer"]).context["entries"]] == newest[:2]


def test_a_page_address_does_not_tell_how_many_cases_lie_between(town, monkeypatch):
    monkeypatch.setattr("heli.portal.views.register.PAGE_SIZE", 1)
    cases = [reported(town, text=f"第 {number} 盏路灯不亮").case for number in range(2)]
    older = stranger().get("/register/").context["older"]
    cursor = urlsafe_b64decode(older.partition("after=")[2].replace("%3D", "") + "==")
    assert str(cases[1].pk).encode() not in cursor
    assert str(cases[1].opened_at.year).encode() not in cursor


def test_many_short_words_cost_no_more_than_a_few(town):
    reported(town)
    searches = ("a b c d e f", "a A b c d e f g h")
    few, many = (str(Wanted(query=words).apply(listed(), now()).query) for words in searches)
    assert few == many


def test_the_feed_does_not_tell_when_something_was_done_within_the_office(town):
    case = reported(town).case
    before = stranger().get("/register/feed.atom").content
    Case.objects.filter(pk=case.pk).update(changed_at=case.changed_at + timedelta(days=2))
    assert stranger().get("/register/feed.atom").content == before


def test_an_invented_cursor_is_no_page(town):
    assert stranger().get("/register/", {"after": "rubbish"}).status_code == 404


def test_points_are_rounded_and_do_not_hide_each_other(town):
    for _ in range(3):
        reported(town, latitude=30.25432, longitude=120.05678)
    found = stranger().get("/register/points.geojson").json()["features"]
    places = {tuple(each["geometry"]["coordinates"]) for each in found}
    assert len(places) == 3
    assert (120.057, 30.254) in places
    assert (120.05678, 30.25432) not in places


def test_marks_of_many_cases_are_gathered_and_as_coarse_as_single_ones(town):
    for latitude in (30.25, 30.2502, 30.2504):
        reported(town, latitude=latitude, longitude=120.0504)
    asked = {"box": "119,29,122,32", "zoom": "12"}
    (feature,) = stranger().get("/register/points.geojson", asked).json()["features"]
    assert feature["properties"]["count"] == 3
    assert set(feature["properties"]) == {"count", "late", "soon", "tone"}
    assert feature["geometry"]["coordinates"] == [120.05, 30.25]


@pytest.mark.parametrize("page", ["/register/", "/register/map/", "/register/points.geojson", "/register/feed.atom"])
def test_the_register_costs_at_most_eight_statements(town, page):
    for _ in range(5):
        reported(town)
    stranger().get(page)
    with counted() as statements:
        assert stranger().get(page).status_code == 200
    assert len(statements) <= 8, statements


def test_one_entry_costs_at_most_eight_statements(town):
    case = closed(town, reported(town).case)
    stranger().get(f"/register/{case.reference}/")
    with counted() as statements:
        assert stranger().get(f"/register/{case.reference}/").status_code == 200
    assert len(statements) <= 8, statements


def test_the_feed_names_each_case_by_its_permanent_address(town):
    case = reported(town).case
    text = told(stranger().get("/register/feed.atom"))
    assert f"http://testserver/register/{case.reference}/" in re.findall(r"<id>(.*?)</id>", text)
