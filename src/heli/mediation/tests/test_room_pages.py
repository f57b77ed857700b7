"""The pages of rooms: every persona at every room, and what is written in one is written there alone."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from heli.access.context import acting_as
from heli.cases.models import Case
from heli.mediation import room_pages, rooms
from heli.mediation.room_models import RoomItem
from heli.mediation.sides import sides_of
from heli.mediation.tests.people import MediationDistrict, applied, first, mediated, other, step
from heli.mediation.tests.test_rooms import said, visible

pytestmark = pytest.mark.django_db
STAFF = ("gong", "geng", "guo", "su", "chu", "zu", "lao", "ma", "chen", "hot", "audit", "lead", "admin")


@pytest.fixture
def case(district: MediationDistrict) -> Case:
    return mediated(district)


def browser(*numbers: str) -> Client:
    """Return a browser in which the query codes of ``numbers`` were given."""
    client = Client()
    session = client.session
    session["cases"] = list(numbers)
    session.save()
    return client


def officer(district: MediationDistrict, name: str) -> Client:
    client = Client()
    client.force_login(district.small.people[name])
    return client


def rooms_at_desk(case: Case, district: MediationDistrict) -> list[str]:
    with acting_as(district.actor("cai")):
        keys = [side.key for side in sides_of(case)]
    begin = f"/desk/mediation/{case.reference}/rooms/"
    return [begin, *(f"{begin}{key}/" for key in keys)]


def test_no_officer_but_the_mediator_finds_a_room(district, case) -> None:
    addresses = rooms_at_desk(case, district)
    for name in (each for each in STAFF if each in district.small.people):
        client = officer(district, name)
        assert {client.get(each).status_code for each in addresses} <= {403, 404}, name
        assert client.post(addresses[0], {"kind": "words", "text": "x"}).status_code in {403, 404}, name
    assert {officer(district, "cai").get(each).status_code for each in addresses} == {200}
    assert {Client().get(each).status_code for each in addresses} == {302}
    assert {browser(case.reference).get(each).status_code for each in addresses} == {302}


def test_each_number_opens_its_own_rooms_alone(district, case) -> None:
    strangers = applied(district).case
    wu = f"{case.reference}-2"
    for own, asked, status in (
        (case.reference, case.reference, 200), (wu, wu, 200), (strangers.reference, case.reference, 404),
        (strangers.reference, wu, 404), (f"{case.reference}-3", f"{case.reference}-3", 404),
    ):  # fmt: skip
        for page in ("", "private/"):
            assert browser(own).get(f"/mediation/rooms/{asked}/{page}").status_code == status, (own, asked, page)
    assert Client().get(f"/mediation/rooms/{wu}/private/").status_code == 404


def test_a_side_that_asks_for_the_other_number_gets_its_own_room(case) -> None:
    said(case, first(case), "李的底线", private=True)
    page = browser(f"{case.reference}-2").get(f"/mediation/rooms/{case.reference}/private/")
    assert "李的底线" not in page.content.decode()


def test_what_a_side_sends_lies_where_its_page_said(district, case) -> None:
    page = browser(case.reference)
    for address, text in (("private/", "只给调解员"), ("", "给所有人")):
        sent = page.post(
            f"/mediation/rooms/{case.reference}/{address}", {"kind": "words", "text": text, "private": "0"}
        )
        assert sent.headers["Location"] == f"/mediation/rooms/{case.reference}/{address}"
    assert visible(case, other(case)) == {"给所有人"}
    shown = browser(f"{case.reference}-2").get(f"/mediation/rooms/{case.reference}-2/").content.decode()
    assert "给所有人" in shown
    assert "只给调解员" not in shown
    desk = officer(district, "cai")
    joint, private_first, private_other = (desk.get(each).content.decode() for each in rooms_at_desk(case, district))
    assert "只给调解员" in private_first
    assert "只给调解员" not in joint + private_other


def test_nothing_sent_is_lost_or_written_where_it_is_refused(case) -> None:
    page = browser(case.reference)
    refused = page.post(
        f"/mediation/rooms/{case.reference}/", {"kind": "offer", "text": "一万", "valid_until": "2020-01-01"}
    )
    assert refused.status_code == 422
    assert "一万" in refused.content.decode()
    assert page.post(f"/mediation/rooms/{case.reference}/", {"kind": "exhibit", "text": "直接"}).status_code == 422
    assert page.post(f"/mediation/rooms/{case.reference}/", {"kind": "nothing"}).status_code == 404
    assert visible(case, first(case)) == set()


def test_evidence_on_the_way_from_private_to_shown(district, case) -> None:
    page, theirs = browser(case.reference), browser(f"{case.reference}-2")
    upload = SimpleUploadedFile("收据.pdf", PDF, content_type="application/pdf")
    body = {"kind": "exhibit", "text": "付款收据", "file": upload, "key": str(uuid4())}
    assert page.post(f"/mediation/rooms/{case.reference}/private/", body).status_code == 302
    with acting_as(first(case)):
        item = RoomItem.objects.get(case=case)
    own, other_file = (
        f"/mediation/rooms/{case.reference}/file/{item.pk}/",
        f"/mediation/rooms/{case.reference}-2/file/{item.pk}/",
    )
    assert page.get(own).status_code == 200
    assert theirs.get(other_file).status_code == 404
    assert theirs.get(own).status_code == 404
    assert theirs.get(f"/mediation/rooms/{case.reference}-2/show/{item.pk}/").status_code == 404
    for name in ("chu", "geng", "chen"):
        refused = officer(district, name).get(f"/desk/mediation/{case.reference}/rooms/file/{item.pk}/")
        assert refused.status_code in {403, 404}
        assert officer(district, name).get(f"/files/{item.file_id}/").status_code == 404
    assert officer(district, "cai").get(f"/desk/mediation/{case.reference}/rooms/file/{item.pk}/").status_code == 200
    asked = page.get(f"/mediation/rooms/{case.reference}/show/{item.pk}/")
    assert asked.status_code == 200
    assert theirs.get(other_file).status_code == 404
    assert page.post(f"/mediation/rooms/{case.reference}/show/{item.pk}/").status_code == 302
    assert theirs.get(other_file).status_code == 200
    assert "付款收据" in theirs.get(f"/mediation/rooms/{case.reference}-2/").content.decode()


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def test_an_offer_is_answered_by_page_and_countered(district, case) -> None:
    said(case, first(case), "付三千", private=False, kind="offer", amount=300000)
    theirs = browser(f"{case.reference}-2")
    page = theirs.get(f"/mediation/rooms/{case.reference}-2/").content.decode()
    assert "3,000.00" in page
    with acting_as(other(case)):
        item = RoomItem.objects.get(case=case)
    assert f"/mediation/rooms/{case.reference}-2/answer/{item.pk}/" in page
    assert "/answer/" not in browser(case.reference).get(f"/mediation/rooms/{case.reference}/").content.decode()
    counter = {"kind": "offer", "text": "付两千", "amount": "2000", "counters": item.pk}
    assert theirs.post(f"/mediation/rooms/{case.reference}-2/", counter).status_code == 302
    answered = theirs.post(f"/mediation/rooms/{case.reference}-2/answer/{item.pk}/", {"agrees": "no"})
    assert answered.status_code == 302
    with acting_as(other(case)):
        assert RoomItem.objects.get(case=case, counters=item.pk).amount == "200000"
        assert [each.agrees for each in item.answers.all()] == [False]


def test_closed_rooms_are_read_and_not_written(district, case) -> None:
    said(case, first(case), "留下的话", private=True)
    assert step(case, "end", first(case), reason="不谈了。")
    page = browser(case.reference)
    shown = page.get(f"/mediation/rooms/{case.reference}/private/").content.decode()
    assert "留下的话" in shown
    assert "<textarea" not in shown
    sent = page.post(f"/mediation/rooms/{case.reference}/private/", {"kind": "words", "text": "还有"})
    assert sent.status_code == 422


def test_a_long_room_is_paged_with_few_statements(case, django_assert_max_num_queries, monkeypatch) -> None:
    monkeypatch.setattr(rooms, "PAGE", 3)
    monkeypatch.setattr(room_pages, "PAGE", 3)
    for number in range(5):
        said(case, first(case), f"第{number}条", private=True)
    page = browser(case.reference)
    address = f"/mediation/rooms/{case.reference}/private/"
    page.get(address)
    with django_assert_max_num_queries(24):
        newest = page.get(address).content.decode()
    assert "第4条" in newest
    assert "第1条" not in newest
    [before] = re.findall(r"\?before=(\d+)", newest)
    older = page.get(address, {"before": before}).content.decode()
    assert "第1条" in older
    assert "第0条" in older
    assert "第2条" not in older
