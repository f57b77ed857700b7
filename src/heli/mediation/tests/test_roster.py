"""Committees and their people: what the law asks for, who arranges it, what anybody reads, the first step."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from heli.audit.models import Entry
from heli.mediation.arrangements import arrangements
from heli.mediation.models import Committee
from heli.mediation.roster import Standing, warnings_of
from heli.mediation.roster_models import Mediator, Seat, Term
from heli.mediation.roster_sections import CommitteeForm, SeatForm
from heli.mediation.tests.people import MediationDistrict
from heli.organizations.models import Duty
from heli.service_requests.tests.district import add_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)
SLUGS = ("committees", "terms", "seats", "trainings", "absences")


def standing(*roles: str, **term) -> Standing:
    held = Term(**{"since": TODAY, "women": 1, **term})
    return Standing(Committee(level=3), held, [Seat(role=role) for role in roles])


def lacking(found: Standing, today: date = TODAY) -> str:
    return "\n".join(str(each) for each in warnings_of(found, today))


@pytest.fixture
def admin(district: MediationDistrict) -> Client:
    client = Client()
    client.force_login(add_person("arranger", district.small.centre, Duty.ADMINISTRATOR))
    return client


@pytest.mark.parametrize(
    ("found", "what"),
    [
        (standing("head", "member"), "2人"),
        (standing("head", *["member"] * 9), "10人"),
        (standing("head", "member", "hired"), "2人"),
        (standing("deputy", "member", "member"), "主任"),
        (standing("head", "member", "member", women=0), "妇女"),
        (standing("head", "member", "member", mixed=True), "民族"),
    ],
)
def test_what_article_8_asks_for_is_said(found: Standing, what: str) -> None:
    [said] = warnings_of(found, TODAY)
    assert what in said
    assert "第八条" in said


def test_nothing_is_said_where_nothing_lacks() -> None:
    for people in (2, 8):
        assert not warnings_of(standing("head", *["member"] * people, "hired", mixed=True, minorities=1), TODAY)


def test_a_term_lasts_three_years_to_the_day() -> None:
    found = standing("head", "member", "member", since=date(2024, 2, 29))
    assert found.term
    assert found.term.ends == date(2027, 3, 1)
    found = standing("head", "member", "member", since=date(2023, 7, 1))
    end = date(2026, 7, 1)
    assert not lacking(found, end - timedelta(days=91))
    assert "2026-07-01" in lacking(found, end - timedelta(days=90))
    assert lacking(found, end - timedelta(days=1)) != lacking(found, end)
    found.term = None
    assert "第九条" in lacking(found)


def test_only_administrators_arrange(district: MediationDistrict) -> None:
    for name in ("cai", "chu", "geng"):
        client = Client()
        client.force_login(district.small.people[name])
        for address in ("mediation/", "mediators/", *(f"mediation-{slug}/" for slug in SLUGS)):
            assert client.get(f"/desk/manage/{address}").status_code == 403, (name, address)


def test_administrators_keep_committees_and_people_on_record(admin: Client, district: MediationDistrict) -> None:
    for slug in ("mediators", *(f"mediation-{slug}" for slug in SLUGS)):
        assert admin.get(f"/desk/manage/{slug}/").status_code == 200
        assert admin.get(f"/desk/manage/{slug}/new/").status_code == 200
    cai = district.small.people["cai"]
    values = {"committee": district.community.pk, "user": cai.pk, "role": "head", "since": "2026-01-01"}
    assert admin.post("/desk/manage/mediation-seats/new/", values).status_code == 302
    assert admin.post("/desk/manage/mediation-seats/new/", values).status_code == 422
    values = {"user": cai.pk, "fields_known": ["med.neighbour"], "languages": ["en"], "shown": "on"}
    assert admin.post("/desk/manage/mediators/new/", values).status_code == 302
    assert Mediator.objects.get().fields == ["med.neighbour"]
    assert Entry.objects.filter(content__contains="mediator.create").exists()


def test_a_sector_has_its_topics_and_nobody_else(district: MediationDistrict) -> None:
    known = {"unit": district.labour.pk, "level": 5}
    row = Committee.objects.get(unit=district.labour)
    assert not CommitteeForm({**known, "sector": "labour", "topics": []}, instance=row).is_valid()
    assert not CommitteeForm({**known, "sector": "general", "topics": ["med.labour.wages"]}, instance=row).is_valid()
    assert CommitteeForm({**known, "sector": "labour", "topics": ["med.labour.wages"]}, instance=row).is_valid()
    seat = {"committee": district.labour.pk, "user": district.small.people["ma"].pk, "role": "member"}
    assert "user" in SeatForm({**seat, "since": "2026-01-01"}).errors


def test_the_district_arranges_and_everybody_reads_it(admin: Client, district: MediationDistrict) -> None:
    values = {
        "accept_working_days": 2, "answer_days": 5, "extension_days": 20, "suspension_days": 15, "sign_days": 7,
        "follow_up_days": 30, "free_replacements": 2, "remind_days": 3,
    }  # fmt: skip
    for wrong in ({"answer_days": 0}, {"extension_days": 366}, {"free_replacements": 10}, {"free_replacements": -1}):
        assert admin.post("/desk/manage/mediation/", {**values, **wrong}).status_code == 422, wrong
    assert admin.post("/desk/manage/mediation/", values).status_code == 302
    assert (arrangements().answer_days, arrangements().free_replacements) == (5, 2)
    for language, text in (("zh-hans", "每方当事人"), ("en", "2 times for each side")):
        page = Client(HTTP_ACCEPT_LANGUAGE=language).get("/mediation/arrangements/").content.decode()
        assert text in page


def test_the_public_list_names_only_whom_it_may_and_staff_see_what_lacks(district: MediationDistrict) -> None:
    own = Committee.objects.get(unit=district.community)
    cai, chu = (district.small.people[name] for name in ("cai", "chu"))
    for user, shown in ((cai, True), (chu, False)):
        Seat.objects.create(committee=own, user=user, role="member", since=timezone.localdate())
        Mediator.objects.create(user=user, shown=shown, fields=["med.family"])
    page = Client().get("/mediation/committees/").content.decode()
    assert cai.name in page
    assert f"<strong>{chu.name}</strong>" not in page
    assert "第八条" not in page
    client = Client()
    client.force_login(chu)
    page = client.get("/desk/mediation/mediators/").content.decode()
    assert {name for name in (cai.name, chu.name, "第八条") if name in page} == {cai.name, chu.name, "第八条"}


@pytest.mark.parametrize("about", ["office", "crime", "status"])
def test_what_is_kept_from_mediation_is_not_led_to_it(district: MediationDistrict, about: str) -> None:
    page = Client().post("/mediation/", {"danger": "no", "about": about}).content.decode()
    assert 'href="/mediation/apply/' not in page


def test_danger_leads_to_the_police_and_not_to_one_table(district: MediationDistrict) -> None:
    page = Client().post("/mediation/", {"danger": "yes", "about": "people"}).content.decode()
    assert "110" in page
    assert "保护令" in page
    assert 'href="/mediation/apply/' not in page


def test_the_application_takes_the_answers_along_and_nothing_is_kept(district: MediationDistrict) -> None:
    client = Client()
    place, category = str(district.small.grid.parent_id), str(district.wages.pk)
    values = {"danger": "no", "about": "people", "category": category, "place": place}
    answer = client.post("/mediation/", values)
    page = answer.content.decode()
    assert "一年" in page
    assert not client.session.keys()
    assert f"category={district.wages.pk}&amp;place={district.small.grid.parent_id}" in page
    applied = client.get("/mediation/apply/", {"category": category, "place": place})
    assert f'value="{district.wages.pk}" selected' in applied.content.decode()
    assert client.post("/mediation/", {"about": "people"}).status_code == 422
    assert client.get("/mediation/apply/", {"category": "x", "place": "x"}).status_code == 200
