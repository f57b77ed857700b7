"""The first page of each duty: its next matter, its one beginning, what came back, and whose load it shows."""

import pytest
from django.urls import reverse

from heli.cases.models import Case
from heli.cases.usual import actions as usual
from heli.organizations.models import Duty
from heli.service_requests import actions
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.tests.desk import appointed, completed, dispatched, in_hand, signed_in

HOME = reverse("workbench:home")


def page(district, name):
    return signed_in(district, name).get(HOME).context


def names(panels):
    return [panel["part"].name for panel in panels]


def parts(context, name):
    return [row.reference for row in context["lists"].get(name, [])]


@pytest.mark.parametrize("name", ["west", "wang", "admin"])
def test_nothing_of_others_is_on_the_page(district, name):
    case = in_hand(district)
    context = page(district, name)
    assert context["next"] is None
    assert case.reference not in str(context["lists"])
    assert not context["loads"] or not context["loads"]["rows"]


@pytest.mark.parametrize(
    ("name", "view", "lists"),
    [
        ("hot", "request_desk:intake", ["today", "person"]),
        ("grid", "request_desk:field", ["open"]),
        ("east", "workbench:dispatch", ["back", "waiting", "others"]),
        ("audit", "workbench:audit", []),
        ("admin", "workbench:manage", []),
        ("ma", "", ["back", "waiting", "mine", "others"]),
        ("lead", "", ["approve", "back", "waiting", "unassigned"]),
    ],
)
def test_each_duty_begins_with_its_own_thing(district, name, view, lists):
    context = page(district, name)
    assert (context["begin"] or {"url": ""})["url"] == (reverse(view) if view else "")
    assert names(context["left"]) == lists


def test_the_leader_of_the_district_begins_at_the_wall(district):
    context = appointed(district, "mayor", Duty.LEADER, district.centre).get(HOME).context
    assert context["begin"]["url"] == reverse("wall:wall")
    assert names(context["left"]) == ["late"]


def test_what_was_rejected_comes_first_until_it_goes_on(district):
    in_hand(district)
    case = completed(district)
    actions.send_back_to_work(case, by=district.actor("east"), reason="还不亮")
    context = page(district, "ma")
    assert parts(context, "back") == [case.reference]
    assert context["next"]["row"].reference == case.reference
    usual.record_work(case, by=district.actor("ma"), note="又去了")
    assert parts(page(district, "ma"), "back") == [case.reference]
    assert actions.complete(case, by=district.actor("ma"), outcome="explained", answer="说明")
    context = page(district, "ma")
    assert (parts(context, "back"), parts(context, "others")) == ([], [case.reference])


def test_a_returned_case_comes_back_to_the_coordinator_of_its_place(district):
    case = dispatched(district)
    actions.send_back(case, by=district.actor("ma"), reason="不归我")
    assert parts(page(district, "east"), "back") == [case.reference]
    assert parts(page(district, "west"), "back") == []


def test_leaders_see_who_has_how_much_and_what_nobody_has(district):
    in_hand(district)
    case = dispatched(district)
    context = page(district, "lead")
    assert parts(context, "unassigned") == [case.reference]
    assert {row["name"]: row["open"] for row in context["loads"]["rows"]} == {"Ma": 1, "Nobody yet": 1}
    assert page(district, "ma")["loads"] is None


def test_members_see_what_came_to_their_unit_by_itself_until_somebody_takes_it(district):
    case = in_hand(district)
    Case.objects.filter(pk=case.pk).update(handler=None)
    for name, seen in {"wang": False, "east": False, "ma": True, "mo": True}.items():
        context = page(district, name)
        assert (case.reference in parts(context, "untaken")) is seen, name
    Case.objects.filter(pk=case.pk).update(handler=district.people["ma"])
    assert "untaken" not in page(district, "mo")["lists"]


@pytest.mark.parametrize("name", ["ma", "lead", "east", "hot"])
def test_the_page_costs_at_most_ten_statements(district, name):
    in_hand(district), dispatched(district), reported(district), completed(district)
    client = signed_in(district, name)
    client.get(HOME)
    with counted() as statements:
        client.get(HOME)
    assert len(statements) <= 10, "\n".join(statements)
