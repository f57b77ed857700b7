"""The pages of reports, the public ones and the API: who enters, what is shown, what a journey costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heli.audit.models import Entry
from heli.insight.periods import Length, Period
from heli.reports import content, making
from heli.reports.models import Report, Schedule
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _apart(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    content.forget()


@pytest.fixture
def month():
    return Period.of(Length.MONTH, timezone.localdate()).before


@pytest.fixture
def district(month):
    made = build()
    for number in range(4):
        reported(made, at=month.begin + timedelta(days=number, hours=1))
    return made


def enter(client, district, name):
    client.force_login(district.people[name])
    client.cookies["heli_language"] = "en"
    return client


def asked(month, scope="district", length="month"):
    return {"length": length, "day": month.first.isoformat(), "scope": scope}


def issued(client, month, scope="district"):
    answer = client.post(reverse("workbench:report_issue"), asked(month, scope))
    assert answer.status_code == 302, answer.content.decode()
    report = Report.objects.latest("pk")
    assert making.make(report.pk)
    return report


def test_those_without_the_right_see_and_issue_nothing(client, district, month):
    report = issued(enter(client, district, "chen"), month)
    addresses = [
        reverse("workbench:report", args=[report.number]),
        reverse("workbench:report_file", args=[report.number, "zh", "pdf"]),
        f"/api/reports/{report.number}",
        f"/api/reports/{report.number}/zh.pdf",
    ]
    for name, status in (("ma", 403), ("hot", 403), ("admin", 403), ("east", 404), ("lead", 404), ("inspect", 404)):
        enter(client, district, name)
        assert {client.get(each).status_code for each in addresses} == {status}, name
        assert report.number not in client.get(reverse("workbench:reports")).text
    client.logout()
    assert [client.get(each).status_code for each in addresses] == [302, 302, 401, 401]


@pytest.mark.parametrize(
    ("name", "scope", "status"),
    [("east", "", 422), ("east", "district", 422), ("east", "place:d/w/", 422), ("east", "place:d/e/", 302),
     ("lead", "place:d/e/", 422),
     ("audit", "district", 403), ("east", "public", 422), ("lead", "public", 422), ("chen", "public", 302)],
)  # fmt: skip
def test_a_scope_is_issued_by_those_who_see_all_of_it(client, district, month, name, scope, status):
    client = enter(client, district, name)
    assert client.post(reverse("workbench:report_issue"), asked(month, scope)).status_code == status
    assert Report.objects.exists() is (status == 302)


def test_nonsense_is_answered_beside_the_field(client, district, month):
    client = enter(client, district, "chen")
    today = timezone.localdate().isoformat()
    for wrong in (
        {"length": "year", "day": today},
        {"length": "day", "day": today},
        {"length": "day", "day": "1999-01-01"},
        {"length": "week", "day": month.first.isoformat(), "scope": "public"},
        {"length": "month", "day": month.first.isoformat(), "scope": "unit:987654"},
    ):
        assert client.get(reverse("workbench:report_preview"), wrong).status_code == 422


def test_from_the_preview_to_the_file(client, district, month, django_assert_max_num_queries, settings):
    client = enter(client, district, "chen")
    preview = client.get(reverse("workbench:report_preview"), asked(month))
    assert "Issue this report" in preview.text
    assert "/desk/queue/?tab=open&amp;place=d%2Fe%2F" in preview.text
    client.post(reverse("workbench:report_issue"), asked(month))
    report = Report.objects.get()
    page = client.get(reverse("workbench:report", args=[report.number])).text
    assert 'http-equiv="refresh"' in page
    assert making.make(report.pk)
    page = client.get(reverse("workbench:report", args=[report.number]))
    assert page.context["doc"].figures[0].values[0] == 4
    answer = client.get(reverse("workbench:report_file", args=[report.number, "en", "xlsx"]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert client.get(reverse("workbench:report_file", args=[report.number, "fr", "xlsx"])).status_code == 404
    again = client.post(reverse("workbench:report_issue"), asked(month))
    assert "Nothing has changed since issue 1." in client.get(again.url).text
    settings.HELI_REVISION_SECONDS = 60
    with django_assert_max_num_queries(9):
        assert report.number in client.get(reverse("workbench:reports")).text
    rows = client.get("/api/reports").json()["reports"]
    assert [each["number"] for each in rows] == [report.number]
    assert len(client.get(f"/api/reports/{report.number}").json()["files"]) == 6


def test_public_reports_appear_when_somebody_publishes_them(client, district, month):
    code = month.code
    addresses = [
        f"/bulletins/{code}/",
        f"/bulletins/{code}/1/",
        f"/bulletins/{code}/1/zh.pdf",
        f"/api/bulletins/{code}",
    ]
    staff = issued(enter(client, district, "chen"), month)
    client.logout()
    assert {client.get(each).status_code for each in addresses} == {404}
    report = issued(enter(client, district, "chen"), month, "public")
    assert Entry.objects.filter(chain="reports", verb="report.publish").count() == 1
    client.logout()
    client.cookies["heli_language"] = "en"
    for each in (*addresses, "/bulletins/", "/bulletins/feed.atom", f"/api/bulletins/{code}/1/en.xlsx"):
        assert client.get(each).status_code == 200, each
    page = client.get(addresses[0]).text
    assert "/desk/" not in page.replace('href="/desk/"', "")
    assert staff.number not in page
    assert report.content["figures"]["key"]["received"][0] in (3, 6)
    assert f"/bulletins/{code}/" in client.get("/bulletins/feed.atom").text
    assert [each["period"] for each in client.get("/api/bulletins").json()["reports"]] == [code]
    assert client.get("/bulletins/", {"before": code}).status_code == 200
    for wrong in ("/bulletins/2026-13/", "/bulletins/x/", f"/bulletins/{code}/2/", "/bulletins/?before=x"):
        assert client.get(wrong).status_code == 404


def test_schedules_are_kept_for_what_one_sees_and_on_record(client, district):
    entered = {
        "length": "day",
        "scope": "district",
        "at": "07:00",
        "recipients": [f"{district.centre.pk}:auditor"],
        "active": "on",
    }
    new = reverse("workbench:report_schedule_new")
    assert enter(client, district, "lead").post(new, entered).status_code == 403
    assert enter(client, district, "east").post(new, entered).status_code == 422
    assert enter(client, district, "admin").post(new, entered).status_code == 302
    row = Schedule.objects.get()
    address = reverse("workbench:report_schedule", args=[row.pk])
    assert enter(client, district, "east").get(address).status_code == 404
    client = enter(client, district, "chen")
    wrong = client.post(address, {**entered, "recipients": [f"{district.roads.pk}:leader"]})
    assert wrong.status_code == 422
    assert "Roads · Leader" in wrong.text
    assert client.post(address, {**entered, "active": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.active, row.kept_by) == (False, district.people["chen"])
    verbs = Entry.objects.filter(chain="reports").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["report_schedule.create", "report_schedule.change"]
    assert "Switched off" in client.get(reverse("workbench:report_schedules")).text
