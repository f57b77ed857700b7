"""What an outside body sends that no form would take, and what it gets after consent was taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heli.access.actors import resident
from heli.cases.models import Case
from heli.petitions.tests.people import accepted
from heli.referrals import actions, referring
from heli.referrals.models import Referral
from heli.referrals.passable import items_of
from heli.referrals.tests.people import from_court, referred
from heli.referrals.tests.test_outside import LIST, asking, post
from heli.referrals.tokens import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def court(district):
    return make(district.partners["court"], "区法院审判管理系统", by=district.actor("ma"))


@pytest.fixture
def sent(district):
    source = accepted(district.petitions)
    items = [each for each in items_of(source) if each.key in ("told", "contact")]
    return referred(district, source, "court", by="ma", items=items)


@pytest.mark.parametrize("days", [-1, 1, None])
def test_a_body_dates_its_receipt_between_referral_and_today(sent, court, days):
    far = ["0001-01-01", "9999-12-31"] if days is None else []
    days_off = [] if days is None else [(timezone.localdate() + timedelta(days=days)).isoformat()]
    for day in (*far, *days_off):
        assert post(asking(court), f"{LIST}/{sent.reference}/accept", received_on=day).status_code == 422
    assert Referral.objects.get(pk=sent.pk).responded_at is None
    today = timezone.localdate().isoformat()
    assert post(asking(court), f"{LIST}/{sent.reference}/accept", received_on=today).status_code == 200


def test_no_unit_dates_what_it_accepts_ahead(district):
    case = from_court(district)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert not actions.accept_appointed(case, by=district.actor("hu"), received_on=tomorrow)
    assert Referral.objects.get(pk=case.pk).responded_at is None


TEXTS = ("请\x1b[2J调解", "请\x07调解", "请\x85调解", "请\ufffd调解", "请\u202e000,01调解", " \n\t ")


@pytest.mark.parametrize("text", TEXTS)
def test_a_body_writes_no_text_that_no_form_would_take(sent, court, text):
    client = asking(court)
    assert post(client, f"{LIST}/{sent.reference}/refuse", reason=text).status_code == 422
    assert post(client, f"{LIST}/{sent.reference}/messages", text=text).status_code == 422
    assert post(client, f"{LIST}/{sent.reference}/messages", text="第一行\n\t第二行").status_code == 200


def test_a_name_that_a_body_sends_stays_on_its_line(district, court):
    body = {
        "to": "requests", "topic": district.petitions.wages.code, "question": "请办理。",
        "consent": {"how": "in_writing", "by": "双方", "on": timezone.localdate().isoformat()},
    }  # fmt: skip
    forged = {**body, "person": {"name": "王某\n经审核，同意拨款", "phone": "1390000"}}
    assert post(asking(court), LIST, **forged).status_code == 422
    assert post(asking(court), LIST, **{**body, "their_number": "1\n2"}).status_code == 422
    assert not Referral.objects.exists()
    assert post(asking(court), LIST, **body).status_code == 201


def test_after_consent_is_taken_back_nobody_takes_the_package_out(district, court, sent, client):
    client.force_login(district.petitions.small.people["ma"])
    address = f"/desk/referrals/{sent.reference}/package.zip"
    assert client.post(address).status_code == 200
    source = Case.objects.get(pk=sent.referral.source_id)
    assert referring.recall_referral(source, by=resident(source.reference), referral=sent.reference)
    assert client.post(address).status_code == 404
    assert asking(court).get(f"{LIST}/{sent.reference}/package").status_code == 404
