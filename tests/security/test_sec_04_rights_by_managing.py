"""Class 4: nobody gains rights by managing people (CVE-2021-42086, CVE-2022-31168, CVE-2025-5999 elsewhere)."""

import pytest
from django.urls import reverse

from heli.organizations.models import Duty, Post
from heli.people.models import User
from heli.service_requests.tests.district import build
from heli.workbench.tests.desk import signed_in

pytestmark = pytest.mark.django_db
NEW = reverse("workbench:manage_new", args=["posts"])


@pytest.fixture
def district(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


def appointing(district, name, duty, **more):
    return {"user": district.people[name].pk, "unit": district.centre.pk, "duty": duty, "since": "2026-01-01", **more}


def test_only_an_administrator_arranges_people(district):
    for name in ("ma", "lead", "hot", "chen", "grid", "audit"):
        client = signed_in(district, name)
        before = Post.objects.count()
        assert client.post(NEW, appointing(district, name, Duty.ADMINISTRATOR)).status_code == 403
        password = reverse("workbench:manage_password", args=[district.people["chen"].pk])
        assert client.post(password).status_code == 403
        assert Post.objects.count() == before


def test_an_administrator_gives_themselves_nothing(district):
    client = signed_in(district, "admin")
    before = district.actor("admin").posts
    for duty in Duty.values:
        answer = client.post(NEW, appointing(district, "admin", duty, area=district.grid.pk))
        assert answer.status_code == 422, duty
    assert district.actor("admin").posts == before


def test_an_administrator_does_not_change_their_own_post(district):
    client = signed_in(district, "admin")
    own = Post.objects.get(user=district.people["admin"])
    address = reverse("workbench:manage_edit", args=["posts", own.pk])
    assert client.post(address, appointing(district, "admin", Duty.LEADER)).status_code == 422
    assert client.post(address, appointing(district, "ma", Duty.ADMINISTRATOR)).status_code == 422
    own.refresh_from_db()
    assert (own.user, own.duty) == (district.people["admin"], Duty.ADMINISTRATOR)


def test_a_post_of_somebody_else_is_not_turned_into_ones_own(district):
    other = Post.objects.get(user=district.people["chen"])
    address = reverse("workbench:manage_edit", args=["posts", other.pk])
    data = appointing(district, "admin", Duty.COORDINATOR)
    assert signed_in(district, "admin").post(address, data).status_code == 422
    other.refresh_from_db()
    assert other.user == district.people["chen"]


@pytest.mark.parametrize(("name", "duty"), [("audit", Duty.ADMINISTRATOR), ("second", Duty.AUDITOR)])
def test_who_arranges_is_not_who_audits(district, name, duty):
    district.people["second"] = User.objects.create_user("second", name="Second")
    Post.objects.create(
        user=district.people["second"], unit=district.centre, duty=Duty.ADMINISTRATOR, since="2020-01-01"
    )
    client = signed_in(district, "admin")
    assert client.post(NEW, appointing(district, name, duty)).status_code == 422
    held = Post.objects.get(user=district.people[name])
    ended = appointing(district, name, held.duty, until="2026-01-01", since="2020-01-01")
    assert client.post(reverse("workbench:manage_edit", args=["posts", held.pk]), ended).status_code == 302
    assert client.post(NEW, appointing(district, name, duty)).status_code == 302


def test_an_administrator_appoints_others(district):
    client = signed_in(district, "admin")
    assert client.post(NEW, appointing(district, "ma", Duty.INTAKE)).status_code == 302
    assert {post.duty for post in district.actor("ma").posts} == {Duty.MEMBER, Duty.INTAKE}


def test_no_form_of_an_account_carries_rights(district):
    person = district.people["ma"]
    data = {"username": "ma", "name": "Ma", "language": "zh-hans", "is_active": "on", "email": "", "phone": ""}
    more = {"is_superuser": "on", "is_staff": "on", "password": "x", "groups": "1", "user_permissions": "1"}
    address = reverse("workbench:manage_edit", args=["people", person.pk])
    before = person.password
    signed_in(district, "admin").post(address, {**data, **more})
    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff, person.password) == (False, False, before)
    assert not person.groups.exists()


def test_an_administrator_sets_their_own_password_only_where_the_old_one_is_asked(district):
    own = reverse("workbench:manage_password", args=[district.people["admin"].pk])
    before = User.objects.get(username="admin").password
    assert signed_in(district, "admin").post(own).status_code == 302
    assert User.objects.get(username="admin").password == before
