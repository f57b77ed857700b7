"""Marks of a map: every case within the box is in exactly one of them, and nobody's hidden ones are in any."""

import pytest

from heli.access.actors import NOBODY
from heli.cases.models import Case
from heli.insight.clusters import CLOSEST, FACTS, Box, Look, marks
from heli.insight.tests.pictures import NOW, answered, at
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db
EVERYWHERE = Box(119, 29, 122, 32)
PLACES = ((30.25, 120.05), (30.25, 120.05), (30.2501, 120.0501), (30.27, 120.07), (30.6, 120.6))


@pytest.fixture
def district():
    found = build()
    for number, (lat, lon) in enumerate(PLACES):
        reported(found, at=at(30 if number < 2 else 1), latitude=lat, longitude=lon)
    answered(found, opened=4, done=3)
    reported(found, at=at(1), latitude=30.25, longitude=120.05, category=found.attitude, about=found.roads)
    return found


def seen(cases, zoom, box=EVERYWHERE, **more):
    return marks(cases.only(*FACTS), Look(box, zoom), NOW, **more)


def number(found):
    return sum(each.count for each in found.clusters) + len(found.singles)


def test_who_may_see_nothing_sees_no_mark(district):
    assert number(seen(Case.objects.visible_to(NOBODY), 12)) == 0


def test_what_an_actor_may_not_see_is_in_no_mark(district):
    for zoom in (8, CLOSEST):
        assert number(seen(Case.objects.visible_to(district.actor("lead")), zoom)) == 6
        assert number(seen(Case.objects.visible_to(district.actor("audit")), zoom)) == 7


@pytest.mark.parametrize("zoom", [0, 5, 9, 12, 14, 16, CLOSEST, 22])
def test_every_case_is_in_exactly_one_mark(district, zoom):
    found = seen(Case.objects.visible_to(district.actor("audit")), zoom)
    assert number(found) == 7
    references = [case.reference for _point, case in found.singles]
    assert len(references) == len(set(references))


def test_a_cluster_says_how_late_its_cases_are(district):
    cluster = seen(Case.objects.visible_to(district.actor("audit")), 14).clusters[0]
    assert (cluster.count, cluster.red, cluster.closed) == (5, 2, 1)


def test_only_what_is_looked_at(district):
    assert number(seen(Case.objects.all(), 12, Box(120.5, 30.5, 121, 31))) == 1


def test_those_on_one_point_lie_side_by_side(district):
    points = [point for point, _case in seen(Case.objects.all(), CLOSEST).singles]
    assert len(points) == len(set(points)) == 7


def test_a_rounded_map_gives_nothing_finer_away(district):
    found = seen(Case.objects.filter(latitude=30.2501), 12, decimals=3)
    assert [point for point, _case in found.singles] == [(120.05, 30.25)]


def test_the_edge_of_a_box_tells_nothing_finer_than_a_rounded_map(district):
    cases = Case.objects.filter(latitude=30.2501)
    for edge, inside in ((30.25005, 0), (30.2499, 1)):
        assert number(seen(cases, 22, Box(120, edge, 121, 31), decimals=3)) == inside
    assert number(seen(cases, 22, Box(120, 30, 121, 30.25005), decimals=3)) == 1


def test_nothing_that_somebody_wrote_is_read(district):
    _point, case = seen(Case.objects.all(), 12).singles[0]
    assert {"title", "text", "address", "contact_id", "search_text", "opened_by"} <= case.get_deferred_fields()


def test_two_statements(district, django_assert_num_queries):
    with django_assert_num_queries(2):
        seen(Case.objects.all(), 12)


@pytest.mark.parametrize(
    "asked",
    [("", ""), ("1,2,3", "1"), ("1,2,0,3", "1"), ("1,2,3,4", "x"), ("nan,2,3,4", "1"), ("1,2,3,4", "inf")],
)
def test_nonsense_is_no_look(asked):
    assert Look.of({"box": asked[0], "zoom": asked[1]}) is None


def test_a_look_is_read_from_the_address():
    assert Look.of({"box": "119,29,122,32", "zoom": "11.7"}) == Look(EVERYWHERE, 11)
