"""The search: narrowed by filters, told where the words were found, with the pages and views that are called so."""

from django.urls import reverse

from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench import search
from heli.workbench.tests.desk import dispatched, in_hand, signed_in

SEARCH = reverse("workbench:search")


def found(client, **query):
    return {hit.row.reference: hit for hit in client.get(SEARCH, query).context["hits"]}


def test_filters_narrow_what_is_found_and_never_widen_it(district):
    sent, new = dispatched(district), reported(district, channel="phone").case
    client = signed_in(district, "east")
    assert set(found(client, q="路灯")) == {sent.reference, new.reference}
    assert set(found(client, q="路灯", channel="phone")) == {new.reference}
    assert set(found(client, q="路灯", state="dispatched", unit=district.roads.pk)) == {sent.reference}
    assert found(client, q="路灯", place="d/w/") == {}
    assert found(signed_in(district, "wang"), q="路灯", unit=district.roads.pk) == {}


def test_it_is_said_where_the_words_stand(district):
    title = reported(district, text="路灯不亮", address="河滨路5号").case
    text = reported(district, text="人民路口很黑。" + "晚上" * 60 + "是因为路灯", address="").case
    hits = found(signed_in(district, "east"), q="路灯")
    assert set(hits[text.reference].where) == {"text"}
    assert set(hits[title.reference].where) == {"title", "text"}
    assert "<mark>路灯</mark>" in hits[text.reference].excerpt
    (hit,) = found(signed_in(district, "east"), q="河滨路").values()
    assert hit.where == ("address",)


def test_turning_the_page_keeps_the_filters(district, monkeypatch):
    monkeypatch.setattr(search, "SIZE", 2)
    cases = [in_hand(district).reference for _time in range(3)]
    reported(district, channel="phone")
    client, seen = signed_in(district, "ma"), []
    address = f"{SEARCH}?q=路灯&channel=web"
    while address:
        page = client.get(address).context
        seen += [hit.row.reference for hit in page["hits"]]
        address = page["older"]
    assert seen == cases[::-1]


def test_pages_and_views_are_found_without_scripts_too(district):
    client = signed_in(district, "east")
    client.post(reverse("workbench:view_save"), {"name": "Lamps at night", "tab": "open"})
    labels = [item.label for _name, items in client.get(SEARCH, {"q": "lamps"}).context["places"] for item in items]
    assert labels == ["Lamps at night"]
    assert signed_in(district, "ma").get(SEARCH, {"q": "dispatch board"}).context["places"] == []


def test_a_search_costs_at_most_nine_statements(district):
    for _time in range(4):
        reported(district)
    client = signed_in(district, "east")
    client.get(SEARCH, {"q": "路灯"})
    with counted() as statements:
        assert len(client.get(SEARCH, {"q": "路灯"}).context["hits"]) == 4
    assert len(statements) <= 9, "\n".join(statements)
