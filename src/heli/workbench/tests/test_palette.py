"""The palette and the keys: nobody is led to what they may not see."""

import pytest
from django.urls import reverse

from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.tests.desk import in_hand, newcomer, page_of, signed_in

PALETTE = reverse("workbench:palette")


def found(client, **query):
    groups = client.get(PALETTE, query).json()["groups"]
    return {group["label"]: {item["url"]: item["label"] for item in group["items"]} for group in groups}


@pytest.mark.parametrize("name", ["wang", "west", "admin"])
def test_hidden_cases_are_found_by_no_way(district, name):
    case = in_hand(district, text="榆钱巷的路灯不亮")
    client = signed_in(district, name)
    for query in ({"q": case.reference}, {"q": case.reference[:4]}, {"q": "榆钱巷"}, {"q": "", "case": case.reference}):
        assert case.reference not in client.get(PALETTE, query).content.decode(), query


def test_an_account_without_a_post_has_none(district):
    assert newcomer(district).get(PALETTE).status_code == 403


def test_pages_are_those_of_the_side_bar(district):
    assert reverse("workbench:dispatch") in found(signed_in(district, "east"))["Pages"]
    assert reverse("workbench:dispatch") not in found(signed_in(district, "ma"))["Pages"]
    assert found(signed_in(district, "east"), q="dispatch bo")["Pages"] == {
        reverse("workbench:dispatch"): "Dispatch board"
    }


def test_a_case_is_found_by_the_beginning_of_its_number_and_by_its_words(district):
    case = in_hand(district, text="榆钱巷的路灯不亮")
    client = signed_in(district, "ma")
    for query in (case.reference, case.reference.lower()[:6], case.reference.replace("-", "")[:5]):
        assert list(found(client, q=query)["Numbers"]) == [page_of(case)], query
    assert list(found(client, q="榆钱巷")["Matters"]) == [page_of(case)]


def test_steps_are_those_that_may_be_taken(district):
    case = in_hand(district)
    steps = found(signed_in(district, "ma"), case=case.reference)["Steps of this matter"]
    assert reverse("workbench:step", args=[case.reference, "complete"]) in steps
    lead = found(signed_in(district, "lead"), case=case.reference)["Steps of this matter"]
    assert reverse("workbench:step", args=[case.reference, "complete"]) not in lead
    assert "Steps of this matter" not in found(signed_in(district, "audit"), case=case.reference, q="report")


def test_saved_views_of_ones_own(district):
    client = signed_in(district, "ma")
    client.post(reverse("workbench:view_save"), {"name": "夜班", "tab": "open"})
    assert list(found(client, q="夜")["Saved views"].values()) == ["夜班"]
    assert "Saved views" not in found(signed_in(district, "mo"), q="夜")


def test_the_palette_costs_at_most_ten_statements(district):
    case = in_hand(district)
    reported(district)
    client = signed_in(district, "ma")
    client.get(PALETTE)
    with counted() as statements:
        client.get(PALETTE, {"q": "路灯", "case": case.reference})
    assert len(statements) <= 10, "\n".join(statements)


def test_single_keys_are_switched_off_by_their_owner_alone(district):
    client, address = signed_in(district, "ma"), reverse("workbench:account_keys")
    home = reverse("workbench:home")
    assert 'data-keys="on"' in client.get(home).content.decode()
    client.post(address)
    assert 'data-keys="on"' not in client.get(home).content.decode()
    assert 'data-keys="on"' in signed_in(district, "mo").get(home).content.decode()
    client.post(address, {"on": "yes"})
    assert 'data-keys="on"' in client.get(home).content.decode()
