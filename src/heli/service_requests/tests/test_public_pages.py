"""Start page, help, procedures, the territory's map data: open to all, without statements of their own."""

import pytest

from heli.cases.kinds import kinds
from heli.portal.register import plain_names
from heli.service_requests.tests.visiting import counted, stranger

PAGES = ("/", "/help/", "/procedures/", "/procedures/service_request/", "/track/", "/report/", "/standards/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_page_opens_in_either_language(town, page, language):
    answer = stranger(language).get(page)
    assert answer.status_code == 200
    assert ("反映问题" in answer.content.decode()) == (language == "zh-hans")


@pytest.mark.parametrize("page", PAGES)
def test_pages_without_cases_ask_the_database_nothing(town, page):
    stranger().get(page)
    with counted() as statements:
        stranger().get(page)
    assert statements == []


def test_there_is_no_page_for_an_unknown_procedure(town):
    assert stranger().get("/procedures/nonsense/").status_code == 404


def test_the_procedure_page_names_every_state_limit_and_ground(town):
    text = stranger().get("/procedures/service_request/").content.decode()
    procedure = next(kind.procedure for kind in kinds() if kind.procedure.code == "service_request")
    for part in [*procedure.states(), *procedure.limits()]:
        assert str(part.label) in text


def test_the_start_page_leads_to_each_door(town):
    text = stranger().get("/").content.decode()
    assert all(address in text for address in ('href="/report/"', 'href="/track/"', 'href="/register/"'))


def test_areas_come_down_to_the_level_asked_for(town):
    levels = {each["properties"]["level"] for each in stranger().get("/map/areas.geojson?to=town").json()["features"]}
    assert levels == {"district", "town"}
    assert len(stranger().get("/map/areas.geojson?to=grid").json()["features"]) == 6


def test_unchanged_areas_are_not_sent_again(town):
    first = stranger().get("/map/areas.geojson")
    assert stranger().get("/map/areas.geojson", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_point_is_told_its_place(town):
    found = stranger("en").get("/map/place.json", {"lat": "30.25", "lon": "120.05"}).json()
    assert found == {
        "inside": True,
        "area": "Area e · Area e1",
        "grid": "Area e1g1",
        "names": ["Area e", "Area e1", "Area e1g1"],
    }


@pytest.mark.parametrize("point", [("39.9", "116.4"), ("999", "0"), ("nan", "inf")])
def test_a_point_elsewhere_is_outside(town, point):
    assert not stranger().get("/map/place.json", {"lat": point[0], "lon": point[1]}).json()["inside"]


@pytest.mark.parametrize("query", [{}, {"lat": "x", "lon": "1"}, {"lat": "1"}])
def test_a_point_that_is_none_is_refused(town, query):
    assert stranger().get("/map/place.json", query).status_code == 400


def test_a_place_does_not_say_its_name_twice():
    assert plain_names(["Area 1", "Area 12"]) == ["Area 1", "Area 12"]
    assert plain_names(["望桥街道", "书院弄社区", "书院弄社区第4网格"]) == ["望桥街道", "书院弄社区第4网格"]
