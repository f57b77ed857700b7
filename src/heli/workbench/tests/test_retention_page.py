"""The page on periods of keeping: administrators only; every change is on record; a hold needs a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heli.audit.models import Entry
from heli.cases.models import Case
from heli.retention.clocks import due, period_of
from heli.retention.models import Hold, Kind, Planned
from heli.retention.nightly import announce
from heli.service_requests.tests.district import reported
from heli.workbench.tests.desk import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = reverse("workbench:manage_retention")
PERIOD = reverse("workbench:manage_period", args=["contact"])


@pytest.fixture
def case(district) -> Case:
    case = reported(district).case
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=1200))
    return case


@pytest.mark.parametrize("name", ["ma", "lead", "east", "chen", "audit"])
def test_nobody_but_an_administrator_enters(district, name, case):
    client = signed_in(district, name)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"reference": case.reference, "reason": "诉讼期间不得删除任何数据"}).status_code == 403
    assert client.post(PERIOD, {"years": 1, "basis": "x", "archive_years": 0}).status_code == 403
    assert not Hold.objects.exists()
    assert period_of(Kind.CONTACT).effective is None


def test_a_period_needs_a_ground_and_is_on_record(district, case):
    client = signed_in(district, "admin")
    assert client.post(PERIOD, {"years": 1, "archive_years": 0}).status_code == 422
    assert client.post(PERIOD, {"years": 0, "basis": "x", "archive_years": 0}).status_code == 422
    assert client.post(PERIOD, {"years": 1, "basis": "《规定》", "archive_years": 3}).status_code == 422
    assert client.post(PERIOD, {"years": 2, "basis": "《规定》", "archive_years": 0}).status_code == 302
    assert list(due(Kind.CONTACT, timezone.now())) == [case]
    assert '"after":2,"basis":"《规定》","before":null' in Entry.objects.get(verb="period.change").content
    assert client.get(reverse("workbench:manage_period", args=["other"])).status_code == 404


def test_what_will_be_erased_is_shown_with_its_day(district, case):
    client = signed_in(district, "admin")
    client.post(PERIOD, {"years": 2, "basis": "《规定》", "archive_years": 3, "archive_basis": "《档案》"})
    announce()
    answer = client.get(ADDRESS)
    assert case.reference in answer.content.decode()
    assert "the archives rule goes first" in answer.content.decode()
    assert [each.case for each in answer.context["planned"]] == [case]


def test_a_hold_is_placed_and_ended_on_record(district, case):
    client = signed_in(district, "admin")
    client.post(PERIOD, {"years": 2, "basis": "《规定》", "archive_years": 0})
    values = {"reference": case.reference.lower(), "reason": "诉讼期间不得删除任何数据"}
    assert client.post(ADDRESS, {**values, "reason": "短"}).status_code == 422
    assert client.post(ADDRESS, {**values, "until": "2020-01-01"}).status_code == 422
    assert client.post(ADDRESS, {**values, "reference": "AAAAAAAAAAA"}).status_code == 422
    assert client.post(ADDRESS, values).status_code == 302
    hold = Hold.objects.get()
    assert "诉讼期间" in client.get(ADDRESS).content.decode()
    assert not due(Kind.CONTACT, timezone.now()).exists()
    end = reverse("workbench:manage_hold_end", args=[hold.pk])
    assert client.post(end).status_code == 302
    assert client.post(end).status_code == 404
    assert due(Kind.CONTACT, timezone.now()).exists()
    verbs = list(Entry.objects.filter(chain=case.reference).values_list("verb", flat=True).order_by("seq"))
    assert verbs[-2:] == ["hold.place", "hold.end"]
    assert not Planned.objects.exists()


def test_a_case_that_concerns_the_administrator_is_answered_like_a_missing_one(district, case):
    client = signed_in(district, "admin")
    values = {"reference": case.reference, "reason": "诉讼期间不得删除任何数据"}
    client.post(PERIOD, {"years": 2, "basis": "《规定》", "archive_years": 0})
    announce()
    assert client.post(ADDRESS, values).status_code == 302
    assert case.reference in client.get(ADDRESS).content.decode()
    hold = Hold.objects.get()
    Case.objects.filter(pk=case.pk).update(excluded_people=[district.people["admin"].pk])
    page = client.get(ADDRESS)
    assert case.reference not in page.content.decode()
    assert (page.context["planned"], page.context["holds"]) == ([], [])
    missing = client.post(ADDRESS, {**values, "reference": "7K3MQ9TXC"})
    refused = client.post(ADDRESS, values)
    assert (refused.status_code, refused.context["form"].errors) == (422, missing.context["form"].errors)
    assert client.post(reverse("workbench:manage_hold_end", args=[hold.pk])).status_code == 404
    assert Hold.objects.get(ended_at__isnull=True) == hold


def test_what_is_due_of_cases_that_concern_the_administrator_is_not_counted(district, case):
    client = signed_in(district, "admin")
    client.post(PERIOD, {"years": 2, "basis": "《规定》", "archive_years": 0})
    assert client.get(ADDRESS).context["kinds"][0]["due"] == 1
    Case.objects.filter(pk=case.pk).update(excluded_people=[district.people["admin"].pk])
    assert client.get(ADDRESS).context["kinds"][0]["due"] == 0
