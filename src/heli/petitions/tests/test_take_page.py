"""Staff take petitions in: forbidden people first, days of receipt, what is spoken, what comes from above."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from heli.cases.kinds import kind_called
from heli.cases.models import Case, Clock, Link
from heli.cases.people_models import ElectronicConsent
from heli.petitions.tests.people import filed

pytestmark = pytest.mark.django_db
PAGE = "/desk/petitions/take/"


def client_of(district, name):
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(district.small.people[name])
    return client


def typed(**more):
    return {"key": str(uuid4()), "kind": "petition_claim", "how": "letter", "handed_to": "office",
            "text": "公司拖欠三个月工资。", **more}  # fmt: skip


def taken(district, name="qi", **more):
    return client_of(district, name).post(PAGE, typed(**more))


def the_case():
    return Case.objects.select_related("petition").get()


@pytest.mark.parametrize("name", ["grid", "admin", "audit"])
def test_who_has_no_part_in_it_takes_nothing_in(district, name):
    assert client_of(district, name).get(PAGE).status_code == 403
    assert taken(district, name).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert not Case.objects.exists()


def test_a_letter_is_registered_by_the_window_of_the_office(district):
    answer = taken(district, home="人民路5号")
    case = the_case()
    assert answer["Location"] == f"{PAGE}{case.reference}/"
    assert (case.state, case.channel, case.petition.spoken) == ("registered", "letter", False)


def test_the_limit_counts_from_the_day_of_receipt(district):
    day = timezone.localdate() - timedelta(days=3)
    taken(district, received_on=day.isoformat())
    clock = Clock.objects.get(limit="forwarding")
    assert timezone.localdate(the_case().petition.received_at) == day
    assert timezone.localdate(clock.started_at) == day


def test_nothing_is_received_tomorrow(district):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert taken(district, received_on=tomorrow.isoformat()).status_code == 422
    assert taken(district, received_on=(tomorrow - timedelta(days=1)).isoformat()).status_code == 302


def test_no_limit_counts_from_a_year_that_was_mistyped(district):
    assert taken(district, received_on="0001-01-01").status_code == 422
    assert taken(district, received_on="1026-11-26").status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-06-01T23:59:59+08:00", "2026-06-16"), ("2026-06-02T00:00:01+08:00", "2026-06-17")],
)
def test_both_sides_of_midnight(district, received, due):
    at = datetime.fromisoformat("2026-06-03T10:00:00+08:00")
    received_at = datetime.fromisoformat(received)
    filed(district, by=district.actor("qi"), at=at, received_at=received_at, channel="letter")
    clock = Clock.objects.get(limit="forwarding")
    assert timezone.localdate(clock.due_at - timedelta(seconds=1)).isoformat() == due


@pytest.mark.parametrize("how", ["visit", "phone"])
def test_what_is_spoken_must_be_read_back(district, how):
    assert taken(district, how=how).status_code == 422
    assert not Case.objects.exists()
    assert taken(district, how=how, read_back="on", electronic="on").status_code == 302
    assert (the_case().petition.spoken, ElectronicConsent.objects.get().how) == (True, "on_record")
    assert the_case().petition.read_back_at


def test_what_comes_from_above_keeps_body_number_and_day(district):
    by = timezone.localdate() + timedelta(days=20)
    taken(district, how="above", from_above="市信访局", their_number="〔2026〕12号", report_by=by.isoformat())
    petition = the_case().petition
    assert (petition.from_above, petition.their_number, petition.report_by) == ("市信访局", "〔2026〕12号", by)
    page = client_of(district, "xu").get(f"/desk/cases/{the_case().reference}/").content.decode()
    assert "市信访局" in page


def test_an_organ_registers_what_is_handed_to_it(district):
    taken(district, "ma", handed_to=str(district.roads.pk))
    case = the_case()
    assert (case.state, case.unit) == ("received", district.roads)
    assert Clock.objects.filter(case=case, limit="telling").exists()


def test_nobody_registers_for_an_organ_of_others(district):
    assert taken(district, "ma", handed_to=str(district.water.pk)).status_code == 422


def test_only_who_took_it_reads_the_code(district):
    client = client_of(district, "ma")
    address = client.post(PAGE, typed())["Location"]
    case = the_case()
    assert case.reference in client.get(address).content.decode()
    assert client_of(district, "mo").get(address).status_code == 404


def test_about_ones_own_house_number_and_code_are_shown_once(district):
    client = client_of(district, "ma")
    answer = client.post(PAGE, typed(kind="petition_report", about=[district.roads.pk]))
    reference = the_case().reference
    assert (answer.status_code, reference in answer.content.decode()) == (200, True)
    assert client.get(f"{PAGE}{reference}/").status_code == 404


def test_an_earlier_petition_is_linked_and_shown_never_refused(district):
    earlier = filed(district).case
    client = client_of(district, "qi")
    answer = client.post(PAGE, typed(earlier=earlier.reference, place=district.small.east.pk))
    new = Case.objects.exclude(pk=earlier.pk).get()
    assert Link.objects.filter(case=new, other=earlier).exists()
    assert earlier.reference in client.get(answer["Location"]).content.decode()
    assert taken(district, earlier="没有这个号").status_code == 302


def test_the_reception_centre_opens_petitions_through_the_kind(district):
    counter = kind_called("petition_claim").counter
    form = counter.form(typed(how="visit", read_back="on"), None, actor=district.actor("qi"))
    assert form.is_valid(), form.errors
    assert counter.open(form, district.actor("qi")).case.channel == "visit"
