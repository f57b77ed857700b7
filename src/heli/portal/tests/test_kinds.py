"""The portal with several kinds: a page for each procedure, and doors only where topics lead to them."""

from django.urls import reverse

from heli.cases.models import Case
from heli.cases.tests import toy
from heli.organizations.responsibility import REVISION
from heli.places.revisions import bump
from heli.portal.register import listed
from heli.portal.searching import search
from heli.service_requests.tests.district import build, reported


def test_each_kind_has_a_page_of_its_procedure(client, db):
    build()
    with toy.registered(toy.TRAIN, toy.DOLL):
        listed = client.get(reverse("portal:procedures"), headers={"accept-language": "en"}).content.decode()
        page = client.get(reverse("portal:procedure", args=["toy_train"])).content.decode()
    assert "Train" in listed
    assert "Doll" in listed
    assert "It stands on the shelf." in page
    assert client.get(reverse("portal:procedure", args=["toy_train"])).status_code == 404


def test_a_topic_leads_to_the_door_of_a_kind_that_it_serves(db):
    district = build()
    assert [each["url"] for each in search("路灯").topics] == [f"/report/?category={district.lamps.pk}"]
    district.lamps.families = ["toy"]
    district.lamps.save()
    bump(REVISION)
    with toy.registered(toy.TRAIN, toy.DOLL):
        assert search("路灯").topics == []


def test_a_kind_that_is_not_public_stands_in_no_register(db):
    district = build()
    reported(district)
    with toy.registered(toy.TRAIN):
        toy.brought(district.lamps, district.roads, by=district.actor("hot"), area=district.grid, public=True)
        assert Case.objects.public().count() == 2
        assert [case.procedure for case in listed()] == ["service_request"]
