"""The queue: what is in it, how it is narrowed, what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.tests.desk import completed, dispatched, in_hand, signed_in

QUEUE = reverse("workbench:queue")


def shown(client, **query):
    """The references on the page of the list, in order."""
    answer = client.get(QUEUE, query)
    assert answer.status_code == 200
    return [row.reference for row in answer.context["rows"]]


def test_units_see_their_own_cases_only(district):
    case = dispatched(district)
    assert shown(signed_in(district, "wang"), tab="open") == []
    assert shown(signed_in(district, "west"), tab="open") == []
    assert shown(signed_in(district, "ma"), tab="open") == [case.reference]


def test_tabs_hold_the_stages(district):
    cases = {"dispatch": reported(district).case, "accept": dispatched(district), "work": in_hand(district)}
    cases["verify"] = completed(district)
    client = signed_in(district, "east")
    for tab, case in cases.items():
        assert shown(client, tab=tab) == [case.reference]
    assert len(shown(client, tab="open")) == 4
    assert shown(client, tab="closed") == []


def test_counts_stand_beside_the_tabs(district):
    reported(district), dispatched(district), dispatched(district)
    tabs = signed_in(district, "east").get(QUEUE).context["tabs"]
    counts = {tab["url"].partition("tab=")[2]: tab["count"] for tab in tabs}
    assert (counts["dispatch"], counts["accept"], counts["open"]) == ("1", "2", "3")


@pytest.mark.parametrize("query", ["路灯", "lamp post", "ＬＡＭＰ"])
def test_words_of_both_languages_are_found(district, query):
    case = reported(district, text="人民路口的路灯不亮, the lamp post is dark").case
    reported(district, text="垃圾没有清运")
    assert shown(signed_in(district, "east"), tab="open", q=query) == [case.reference]


def test_filters_narrow_together(district):
    case = in_hand(district)
    reported(district)
    client = signed_in(district, "ma")
    assert shown(client, tab="open", mine="on", lamp="green", state="in_hand", place=case.area_path) == [case.reference]
    assert shown(client, tab="open", channel="phone") == []
    assert shown(signed_in(district, "mo"), tab="open", mine="on") == []


@pytest.mark.parametrize(
    "query", [{"unit": "x"}, {"lamp": "blue"}, {"place": "%"}, {"tab": "?"}, {"sort": "-id"}, {"q": "\x00"}]
)
def test_senseless_filters_narrow_nothing(district, query):
    reported(district)
    assert signed_in(district, "east").get(QUEUE, query).status_code == 200


def test_pages_follow_one_another_without_gap_or_overlap(district):
    now = timezone.now()
    for hours in range(7):
        reported(district, at=now - timedelta(hours=hours))
    client, seen, address = signed_in(district, "east"), [], f"{QUEUE}?tab=open&size=3"
    while address:
        answer = client.get(address)
        seen += [row.reference for row in answer.context["rows"]]
        address = answer.context["older"]
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("cursor", ["zzz", "%00", "MjAyNnwx"])
def test_a_cursor_that_is_not_ours_shows_the_first_page(district, cursor):
    case = reported(district).case
    assert shown(signed_in(district, "east"), tab="open", after=cursor) == [case.reference]


def test_the_size_of_a_page_is_capped(district):
    reported(district)
    client = signed_in(district, "east")
    with counted() as statements:
        client.get(QUEUE, {"size": "100000"})
    assert any("LIMIT 101" in statement for statement in statements)
    assert not any("LIMIT 10000" in statement for statement in statements)


def test_a_page_costs_at_most_eight_statements(district):
    for _ in range(5):
        in_hand(district)
    client = signed_in(district, "lead")
    client.get(QUEUE)
    with counted() as statements:
        assert len(client.get(QUEUE, {"tab": "open"}).context["rows"]) == 5
    assert len(statements) <= 8, "\n".join(statements)


def test_the_map_holds_only_what_is_visible(district):
    dispatched(district)
    address = reverse("workbench:queue_map")
    assert signed_in(district, "wang").get(address, {"tab": "open"}).json()["features"] == []
    assert len(signed_in(district, "ma").get(address, {"tab": "open"}).json()["features"]) == 1
