"""Absences: a leader enters those of the own committee alone, and who is away is not proposed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heli.audit.models import Entry
from heli.mediation.roster import proposals
from heli.mediation.roster_models import Absence
from heli.mediation.tests.people import MediationDistrict, invited

pytestmark = pytest.mark.django_db
PAGE = reverse("mediation_desk:absences")


def client_of(district: MediationDistrict, name: str) -> Client:
    found = Client()
    found.force_login(district.small.people[name])
    return found


def days(district: MediationDistrict, name: str, until: int = 3) -> dict[str, object]:
    today = timezone.localdate()
    return {"user": district.small.people[name].pk, "since": today, "until": today + timedelta(days=until)}


def test_others_see_no_page_and_a_leader_names_nobody_of_another_committee(district: MediationDistrict) -> None:
    for name in ("cai", "su", "ma", "geng"):
        assert client_of(district, name).post(PAGE, days(district, "cai")).status_code in (403, 404), name
    assert client_of(district, "chu").post(PAGE, days(district, "su")).status_code == 422
    assert not Absence.objects.exists()
    theirs = Absence.objects.create(user=district.small.people["su"], since=timezone.localdate())
    change = reverse("mediation_desk:absence", args=[theirs.pk])
    assert client_of(district, "chu").post(change, days(district, "cai")).status_code == 404


def test_who_is_away_is_not_proposed_until_the_day_of_return(district: MediationDistrict) -> None:
    case, cai = invited(district), district.small.people["cai"]
    assert cai in [each.user for each in proposals(case)]
    chu = client_of(district, "chu")
    assert chu.post(PAGE, days(district, "cai")).status_code == 302
    assert cai not in [each.user for each in proposals(case)]
    assert Entry.objects.filter(verb="absence.create", actor=district.actor("chu").key).exists()
    [row] = Absence.objects.all()
    page = chu.get(PAGE).content.decode()
    assert cai.name in page
    change = reverse("mediation_desk:absence", args=[row.pk])
    today = timezone.localdate()
    data = {"user": cai.pk, "since": today - timedelta(days=2), "until": today}
    assert chu.post(change, data).status_code == 302
    assert cai in [each.user for each in proposals(case)]
    assert cai.name not in chu.get(PAGE).content.decode().partition("<form")[0]
