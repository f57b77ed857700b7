"""Who sees the wall, what it shows and what it costs."""

import json

import pytest
from django.urls import reverse

from heli.cases.models import Case
from heli.insight import figures, public
from heli.insight.tests.pictures import answered, at
from heli.service_requests.tests.district import build, reported
from heli.wall import points
from heli.wall.screens import SCREENS

pytestmark = pytest.mark.django_db
STAFF = ("wall:wall", "wall:figures", "wall:grids", "wall:points")
OPEN = ("wall:public", "wall:public_figures", "wall:public_towns")


@pytest.fixture(autouse=True)
def _forget():
    figures.forget()
    public.forget()
    points.forget()


@pytest.fixture
def district():
    return build()


@pytest.fixture
def picture(district):
    for days in (1, 2, 20):
        reported(district, at=at(days), text="张三家门口的灯坏了，电话13812345678")
    answered(district, opened=10, done=8, result=5)
    return district


def enter(client, district, name):
    client.force_login(district.people[name])
    return client


@pytest.mark.parametrize("name", STAFF)
def test_strangers_are_sent_to_sign_in(client, district, name):
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("person", ["ma", "hot", "grid", "admin"])
def test_other_duties_are_refused(client, district, name, person):
    assert enter(client, district, person).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", STAFF)
@pytest.mark.parametrize("person", ["chen", "east", "lead", "audit"])
def test_leaders_coordinators_and_auditors_enter(client, picture, name, person):
    assert enter(client, picture, person).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", OPEN)
def test_anybody_may_read_the_public_wall(client, picture, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*STAFF, *OPEN])
def test_nothing_that_people_wrote_is_shown(client, picture, name):
    text = enter(client, picture, "audit").get(reverse(name)).text
    assert "张三" not in text
    assert "13812345678" not in text


def test_a_leader_of_another_unit_sees_empty_figures(client, picture):
    page = enter(client, picture, "waterlead").get(reverse("wall:wall"))
    assert page.context["cards"][0]["value"] == 0
    assert page.context["latest"] == []


def test_map_counts(client, picture):
    answer = enter(client, picture, "audit").get(reverse("wall:grids"))
    grids = {each["properties"]["name"]: each["properties"] for each in json.loads(answer.content)["features"]}
    assert (grids["e1g1区域"]["open"], grids["e1g2区域"]["open"]) == (3, 0)
    assert grids["e1g1区域"]["url"].startswith("/desk/queue/?tab=open&place=d%2Fe%2Fe1%2Fe1g1%2F")
    assert set(grids["e1g1区域"]) == {"level", "name", "name_en", "open", "late", "shade", "url", "into"}


@pytest.mark.parametrize(("person", "name"), [("audit", "wall:grids"), ("audit", "wall:public_towns")])
def test_an_unchanged_map_is_not_sent_again(client, picture, person, name):
    first = enter(client, picture, person).get(reverse(name))
    again = client.get(reverse(name), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_unchanged_figures_send_the_time_alone(client, picture):
    page = enter(client, picture, "audit").get(reverse("wall:wall"))
    same = client.get(reverse("wall:figures"), {"seen": page.context["mark"]}).text
    assert "wall-as-of" in same
    assert "wall-cards" not in same
    assert "wall-cards" in client.get(reverse("wall:figures"), {"seen": "other"}).text


@pytest.mark.parametrize(("screen", "fewest"), [("", 14), ("round", 11), ("places", 5), ("flow", 5)])
def test_every_refreshed_part_has_its_place_on_the_page(client, picture, screen, fewest):
    page = enter(client, picture, "audit").get(reverse("wall:wall"), {"screen": screen}).text
    parts = client.get(reverse("wall:figures"), {"screen": screen}).text
    places = [each.split('"')[0] for each in parts.split('id="')[1:]]
    assert len(places) >= fewest
    assert [place for place in places if f'id="{place}"' not in page] == []


def test_nonsense_in_the_address_narrows_nothing(client, picture):
    asked = {"place": "../x", "group": "999999999999999999999", "period": "²", "measure": "<b>", "seen": "\x00"}
    asked |= {"unit": "-1", "screen": "none", "theme": "pink", "box": "1,2", "zoom": "nan"}
    for name in STAFF:
        assert enter(client, picture, "audit").get(reverse(name), asked).status_code == 200


def test_filters(client, picture):
    client = enter(client, picture, "audit")
    assert client.get(reverse("wall:wall"), {"place": "d/w/"}).context["cards"][0]["value"] == 0
    page = client.get(reverse("wall:wall"), {"place": "d/e/", "group": picture.lamps.parent_id, "period": "week"})
    assert page.context["cards"][0]["value"] == 3


def test_statements(client, picture, settings, django_assert_max_num_queries):
    settings.HELI_REVISION_SECONDS = 60
    enter(client, picture, "audit").get(reverse("wall:wall"))
    with django_assert_max_num_queries(5):
        client.get(reverse("wall:wall"))
    figures.forget()
    with django_assert_max_num_queries(18):
        client.get(reverse("wall:wall"))


def test_the_public_wall_has_no_way_into_the_desk(client, picture):
    for name in OPEN:
        assert "/desk/" not in client.get(reverse(name)).text


def test_english(client, picture):
    client.cookies["heli_language"] = "en"
    assert "Open cases" in client.get(reverse("wall:public")).text


def test_marks_hold_what_the_figures_hold_and_nothing_of_persons(client, picture):
    marks = json.loads(enter(client, picture, "audit").get(reverse("wall:points")).content)["features"]
    assert sum(each["properties"].get("count", 1) for each in marks) == 3
    assert {name for each in marks for name in each["properties"]} <= {
        *("count", "late", "soon", "tone", "title", "status", "url"),
    }
    assert json.loads(enter(client, picture, "waterlead").get(reverse("wall:points")).content)["features"] == []


def test_marks_follow_the_filters(client, picture):
    enter(client, picture, "audit")
    asked = {"box": "119,29,122,32", "zoom": "18"}
    alone = json.loads(client.get(reverse("wall:points"), asked).content)["features"]
    assert len(alone) == 3
    assert alone[0]["properties"]["url"].startswith("/desk/cases/")
    assert json.loads(client.get(reverse("wall:points"), {**asked, "place": "d/w/"}).content)["features"] == []
    late = json.loads(client.get(reverse("wall:points"), {**asked, "measure": "late"}).content)["features"]
    assert {each["properties"]["tone"] for each in late} == {"bad"}


def test_the_way_down_and_back(client, picture):
    """From the district by the links of the page alone, and back by the breadcrumbs."""
    enter(client, picture, "audit")
    address = reverse("wall:wall") + "?period=week"
    for place in ("d/e/", "d/e/e1/", "d/e/e1/e1g1/"):
        lines = next(chart for chart in client.get(address).context["charts"] if chart.id == "places").lines
        address = lines[0].url
        page = client.get(address)
        assert (page.context["wanted"].place, page.context["wanted"].period) == (place, "week")
        assert page.context["cards"][0]["value"] == 3
    crumbs = page.context["crumbs"]
    assert [crumb["url"].count("/wall/") for crumb in crumbs] == [1, 1, 1, 0]
    assert client.get(crumbs[0]["url"]).context["wanted"].place == ""


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_shows_its_scenes_and_refreshes_what_it_shows(client, picture, screen):
    page = enter(client, picture, "audit").get(reverse("wall:wall"), {"screen": screen})
    assert page.text.count('<section class="wall-scene"') == (len(SCREENS) - 1 if screen == "round" else 1)
    assert ("data-turn-pause" in page.text) == (screen == "round")
    assert 'id="wall-cards"' in page.text


def test_dark_and_light(client, picture):
    enter(client, picture, "audit")
    assert 'class="wall wall-dark"' in client.get(reverse("wall:wall")).text
    light = client.get(reverse("wall:wall"), {"theme": "light", "period": "week"})
    assert 'class="wall wall-light"' in light.text
    assert light.context["theme_url"] == reverse("wall:wall") + "?period=week"


def test_trends_are_said_in_words_with_a_sign(client, picture):
    client.cookies["heli_language"] = "en"
    page = enter(client, picture, "audit").get(reverse("wall:wall"), {"period": "2026-06"})
    for card in page.context["cards"]:
        assert bool(card.get("change")) == bool(card.get("arrow"))
    assert "compared with" in page.text


@pytest.mark.parametrize("period", ["week", "last-week", "month", "last-month", "30-days", "2026-06", "nonsense"])
def test_the_public_wall_offers_its_periods_and_no_other(client, picture, period):
    page = client.get(reverse("wall:public"), {"period": period})
    current = [each["label"] for each in page.context["periods"] if each["current"]]
    assert len(current) == 1
    assert page.context["period_name"] == current[0]


def test_a_screen_that_everybody_passes_marks_nothing_confidential_and_no_complaint(client, picture):
    delicate = [
        reported(picture, confidential=True).case,
        reported(picture, category=picture.attitude, about=picture.roads).case,
    ]
    plain = Case.objects.filter(confidential=False, closed_at=None).first()
    enter(client, picture, "chen")
    own, hung = (client.get(reverse("wall:points"), {"screen": screen}).text for screen in ("", "places"))
    for case in delicate:
        assert case.reference in own
        assert case.reference not in hung
    assert plain.reference in hung
