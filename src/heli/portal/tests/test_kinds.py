"""The portal with several kinds: a page for each procedure, and doors only where topics lead to them."""

from django.urls import reverse

from heli.cases.tests import toy
from heli.organizations.responsibility import REVISION
from heli.places.revisions import bump
from heli.portal.searching import search
from heli.service_requests.tests.district import build


def test_each_kind_has_a_page_of_its_procedure(client, db):
    build()
    with toy.registered():
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
    with toy.registered():
        assert search("路灯").topics == []
