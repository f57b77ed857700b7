"""Saved views of the queue: whose they are, that they only narrow, and what becomes of them."""

from datetime import timedelta

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from heli.organizations.models import Duty, Post, Unit
from heli.people.keyed import SubjectKey
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.keeping import MOST, forget_left
from heli.workbench.models import SavedView
from heli.workbench.tests.desk import appointed, dispatched, in_hand, signed_in

QUEUE, SAVE, VIEWS = (reverse(f"workbench:{name}") for name in ("queue", "view_save", "views"))


def save(client, name="夜班", **more):
    return client.post(SAVE, {"name": name, "tab": "open", **more})


def act(client, view, what, **more):
    return client.post(reverse(f"workbench:view_{what}", args=[view.pk]), more)


def tabs(client, **query):
    return {tab["label"]: tab for tab in client.get(QUEUE, {"tab": "open", **query}).context["saved"]}


def test_views_of_others_are_missing(district):
    save(signed_in(district, "ma"))
    view = SavedView.objects.get()
    other = signed_in(district, "mo")
    assert tabs(other) == {}
    assert [act(other, view, what).status_code for what in ("rename", "delete", "first")] == [404] * 3
    assert view.name not in other.get(VIEWS).content.decode()


def test_only_those_who_lead_or_coordinate_share_and_change_what_is_shared(district):
    save(signed_in(district, "ma"), unit=district.roads.pk)
    assert SavedView.objects.get().unit is None
    lead = signed_in(district, "lead")
    save(lead, "全所", unit=district.roads.pk)
    assert "全所" in tabs(signed_in(district, "mo"))
    assert "全所" not in tabs(signed_in(district, "wang"))
    shared = SavedView.objects.get(unit=district.roads)
    assert act(signed_in(district, "mo"), shared, "delete").status_code == 404
    assert save(lead, "别所", unit=district.water.pk).status_code == 422
    act(lead, shared, "rename", name="新名")
    assert "新名" in tabs(signed_in(district, "ma"))


def test_a_view_shows_and_counts_what_its_reader_may_see_and_no_more(district):
    in_hand(district), dispatched(district), reported(district)
    save(signed_in(district, "lead"), "都看", unit=district.roads.pk)
    assert tabs(signed_in(district, "ma"))["都看"]["count"] == "3"
    stranger = appointed(district, "stranger", Duty.INTAKE, district.roads)
    tab = tabs(stranger)["都看"]
    assert tab["count"] == "0"
    assert stranger.get(tab["url"]).context["rows"] == []


def test_the_present_filters_are_kept_and_marked_when_they_are_there_again(district):
    case = in_hand(district)
    client = signed_in(district, "ma")
    answer = save(client, mine="on", q="路灯", lamp="blue", after="x")
    assert answer["Location"] == f"{QUEUE}?mine=on&q=%E8%B7%AF%E7%81%AF&tab=open"
    page = client.get(answer["Location"])
    assert [row.reference for row in page.context["rows"]] == [case.reference]
    assert page.context["saved"][0]["current"]
    assert not tabs(client)["夜班"]["current"]
    save(client, lamp="red")
    assert SavedView.objects.get().query == "lamp=red&tab=open"


def test_one_view_opens_first_until_it_is_gone(district):
    client = signed_in(district, "ma")
    save(client, first="on", lamp="red")
    assert client.get(QUEUE)["Location"] == f"{QUEUE}?lamp=red&tab=open"
    assert signed_in(district, "mo").get(QUEUE).status_code == 200
    view = SavedView.objects.get()
    act(client, view, "first")
    assert client.get(QUEUE).status_code == 200
    act(client, view, "first", first="on")
    act(client, view, "delete")
    assert client.get(QUEUE).status_code == 200
    assert not SubjectKey.objects.filter(pk=view.key_id).exists()


def test_there_is_room_for_so_many(district):
    client = signed_in(district, "ma")
    assert [save(client, f"第{at}个").status_code for at in range(MOST + 1)] == [302] * MOST + [422]
    assert save(client, "").status_code == 422


def test_what_was_searched_for_is_not_readable_in_the_database(district):
    save(signed_in(district, "ma"), "张三的事", q="张三")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, query FROM workbench_savedview")
        kept = b"".join(bytes(each) for each in cursor.fetchone())
    assert "张三".encode() not in kept
    assert b"%E5%BC%A0" not in kept


def test_views_go_with_the_post_and_shared_ones_with_the_unit(district):
    save(signed_in(district, "ma"), "自己")
    save(signed_in(district, "mo"), "留下")
    save(signed_in(district, "lead"), "全所", unit=district.roads.pk)
    Post.objects.filter(user=district.people["ma"]).update(until=timezone.localdate() - timedelta(days=1))
    assert forget_left() == 1
    Unit.objects.filter(pk=district.roads.pk).update(active=False)
    assert forget_left() == 1
    assert [view.name for view in SavedView.objects.select_related("key")] == ["留下"]


def test_saved_views_cost_one_statement_however_many_there_are(district):
    client = signed_in(district, "lead")
    for at in range(6):
        save(client, f"第{at}个", q="路灯")
    client.get(QUEUE, {"tab": "open"})
    with counted() as statements:
        assert len(client.get(QUEUE, {"tab": "open"}).context["saved"]) == 6
    assert len(statements) <= 8, "\n".join(statements)
    with counted() as statements:
        client.get(VIEWS)
    assert len(statements) <= 6, "\n".join(statements)
