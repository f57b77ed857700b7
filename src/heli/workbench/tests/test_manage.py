"""The administrator's pages: forbidden to others, every change on record, bad input told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from heli.audit.models import Entry
from heli.cases.models import Case
from heli.organizations.calendar import work_calendar
from heli.organizations.models import CalendarNotice, Category, Post, ResponsibilityRule, Unit
from heli.organizations.responsibility import owner_of
from heli.organizations.settings import district as settings
from heli.people.models import User
from heli.service_requests.tests.district import build, reported
from heli.workbench.manage.sections import SECTIONS

pytestmark = pytest.mark.django_db
PAGES = ["manage", "manage_calendar", "manage_settings", "manage_coverage"]
ADDRESSES = [reverse(f"workbench:{name}") for name in PAGES]
ADDRESSES += [reverse("workbench:manage_rows", args=[slug]) for slug in SECTIONS]


@pytest.fixture
def district(db):
    return build()


def signed_in(district, name):
    client = Client()
    client.force_login(district.people[name])
    return client


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_administrators_enter(district, address):
    assert Client().get(address).status_code == 302
    for name in ("ma", "east", "chen", "audit"):
        assert signed_in(district, name).get(address).status_code == 403
    assert signed_in(district, "admin").get(address).status_code == 200


@pytest.mark.parametrize("slug", SECTIONS)
def test_a_list_costs_few_statements(district, slug, django_assert_max_num_queries):
    client = signed_in(district, "admin")
    client.get(reverse("workbench:manage"))
    with django_assert_max_num_queries(8):
        assert client.get(reverse("workbench:manage_rows", args=[slug])).status_code == 200


def test_a_unit_moves_with_all_below_it_and_leaves_a_trace(district):
    station = Unit.objects.create(code="s1", name="站", kind="station", parent=district.roads)
    station.path = f"{district.roads.path}{station.pk}/"
    station.save()
    values = {"code": "roads", "name": "市政管理所", "kind": "department", "parent": district.water.pk, "active": "on"}
    client = signed_in(district, "admin")
    answer = client.post(reverse("workbench:manage_edit", args=["units", district.roads.pk]), values)
    assert answer.status_code == 302, answer.content.decode()
    station.refresh_from_db()
    assert station.path.startswith(district.water.path)
    entry = Entry.objects.get(chain="arrangements", verb="unit.change")
    assert "市政管理所" in entry.content
    assert entry.actor == f"staff:{district.people['admin'].pk}"


def test_a_unit_cannot_stand_under_itself(district):
    values = {"code": "centre", "name": "中心", "kind": "district_centre", "parent": district.roads.pk}
    answer = signed_in(district, "admin").post(
        reverse("workbench:manage_edit", args=["units", district.centre.pk]), values
    )
    assert answer.status_code == 422


def test_a_new_rule_answers_at_once_and_a_second_owner_is_refused(district):
    address = reverse("workbench:manage_new", args=["rules"])
    values = {"category": district.lamps.pk, "unit": district.water.pk, "since": "2026-01-01"}
    client = signed_in(district, "admin")
    assert client.post(address, values).status_code == 302
    assert owner_of(Category.objects.get(pk=district.lamps.pk), district.grid.path).unit == district.water
    assert client.post(address, {**values, "unit": district.roads.pk}).status_code == 422
    assert ResponsibilityRule.objects.filter(category=district.lamps).count() == 1


def test_a_topic_needs_a_service_level(district):
    values = {"code": "1009", "name": "井盖", "parent": district.lamps.parent_id, "active": "on"}
    address = reverse("workbench:manage_new", args=["categories"])
    client = signed_in(district, "admin")
    assert client.post(address, values).status_code == 422
    level = {"amount": 3, "unit": "days", "basis": "《标准》3.1"}
    assert client.post(address, {**values, **level}).status_code == 302


def test_a_new_account_gets_a_password_that_is_shown_once(district):
    values = {"username": "new", "name": "新人", "language": "zh-hans", "is_active": "on"}
    client = signed_in(district, "admin")
    answer = client.post(reverse("workbench:manage_new", args=["people"]), values, follow=True)
    password = next(str(each).split(": ")[-1] for each in answer.context["messages"] if "new" in str(each))
    person = User.objects.get(username="new")
    assert any(person.check_password(word.strip(".。，")) for word in password.replace("：", " ").split())
    assert person.password not in Entry.objects.get(verb="user.create").content


def test_a_post_ends_and_its_rights_with_it(district):
    post = Post.objects.get(user=district.people["ma"])
    values = {
        "user": post.user_id,
        "unit": post.unit_id,
        "duty": "member",
        "since": "2020-01-01",
        "until": "2021-01-01",
    }
    assert signed_in(district, "ma").get(reverse("workbench:home")).status_code == 200
    client = signed_in(district, "admin")
    assert client.post(reverse("workbench:manage_edit", args=["posts", post.pk]), values).status_code == 302
    assert signed_in(district, "ma").get(reverse("workbench:queue")).status_code == 403


def test_a_years_notice_is_loaded_and_wrong_ones_are_explained(district):
    address = reverse("workbench:manage_calendar")
    client = signed_in(district, "admin")
    wrong = SimpleUploadedFile("2027.csv", "日期,类型,名称\n2027-01-01,休,元旦\n2027-13-01,休,元旦\n".encode())
    answer = client.post(address, {"file": wrong, "source": "国办发明电"})
    assert answer.status_code == 422
    assert "2027-13-01" in answer.content.decode()
    right = SimpleUploadedFile("2027.csv", "日期,类型,名称\n2027-01-01,休,元旦\n2027-01-03,班,元旦\n".encode("gb18030"))
    assert client.post(address, {"file": right, "source": "国办发明电〔2026〕7号"}).status_code == 302
    assert 2027 in work_calendar().loaded_years
    assert CalendarNotice.objects.get(year=2027).source == "国办发明电〔2026〕7号"


def test_settings_are_checked_together(district):
    address = reverse("workbench:manage_settings")
    values = {
        "district_name": "合安区", "district_name_en": "He'an", "hotline": "12345", "opens": "18:00", "closes": "09:00",
        "ladder": "0.5 0.8 1", "warn_fraction": "0.7", "extension_share": "1", "duplicate_metres": "100",
        "duplicate_days": "30", "urge_hours": "12", "emergency_hours": "4",
        "oversight_channel": "市纪委 12388", "oversight_channel_en": "12388",
    }  # fmt: skip
    client = signed_in(district, "admin")
    assert client.post(address, values).status_code == 422
    assert client.post(address, {**values, "opens": "08:30", "closes": "17:00", "ladder": "1 0.5 2"}).status_code == 422
    assert client.post(address, {**values, "opens": "08:30", "closes": "17:00"}).status_code == 302
    assert settings().urge_hours == 12


def test_a_letter_with_a_wrong_placeholder_is_refused(district):
    values = {"code": "applicant", "subject": "{nobody}", "body": "{", "subject_en": "x", "body_en": "x"}
    answer = signed_in(district, "admin").post(reverse("workbench:manage_new", args=["letters"]), values)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"subject", "body"}


def test_a_unit_that_moves_still_does_not_see_the_complaint_about_it(district):
    case = reported(district, about=district.roads, category=district.attitude).case
    values = {"code": "roads", "name": "市政所", "kind": "department", "parent": district.water.pk, "active": "on"}
    address = reverse("workbench:manage_edit", args=["units", district.roads.pk])
    assert signed_in(district, "admin").post(address, values).status_code == 302
    district.roads.refresh_from_db()
    case.refresh_from_db()
    assert case.excluded_units == [district.roads.pk]
    assert not Case.objects.visible_to(district.actor("lead")).exists()


def test_a_password_set_by_an_administrator_is_on_record_as_such(district):
    person = district.people["ma"]
    assert signed_in(district, "admin").post(reverse("workbench:manage_password", args=[person.pk])).status_code == 302
    entry = Entry.objects.get(verb="user.password")
    assert f'"id":"{person.pk}"' in entry.content
    assert entry.actor == f"staff:{district.people['admin'].pk}"


def test_a_stand_in_for_themselves_without_an_end_is_told(district):
    post = Post.objects.get(user=district.people["ma"])
    values = {
        "user": post.user_id,
        "stands_for": post.user_id,
        "unit": post.unit_id,
        "duty": post.duty,
        "since": "2020-01-01",
    }
    page = signed_in(district, "admin").post(reverse("workbench:manage_edit", args=["posts", post.pk]), values)
    assert (page.status_code, page.context["form"].has_error("stands_for")) == (422, True)
    assert page.context["form"].has_error("until")


def test_a_search_may_hold_any_character(district):
    address = reverse("workbench:manage_rows", args=["categories"])
    assert signed_in(district, "admin").get(address, {"q": "路灯\x00故障"}).status_code == 200
