"""A hard case has one named leader, a next date, and a diary that nobody changes; its person reads of it."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from heli.audit.tests.tampering import as_owner
from heli.cases.charge_models import DiaryEntry, HardCase
from heli.cases.charges import hand_back, hard_case_of, hard_cases_for, put_in_charge, write_diary
from heli.kernel.decisions import Denied
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import person, stranger
from heli.workbench.tests.desk import in_hand, page_of, signed_in

NEXT = date(2099, 1, 5)


def charged(hall, case, name="lead", by="chen", **more):
    values = {"post": "副局长", "post_en": "Deputy head", "aim": "本月内解决照明", "next_on": NEXT, **more}
    return put_in_charge(case, hall.district.people[name], by=hall.actor(by), **values)


@pytest.fixture
def hard(hall):
    return charged(hall, in_hand(hall.district))


@pytest.mark.parametrize("name", ["hot", "ma", "lead", "wang", "grid", "admin", "audit", "west"])
def test_who_does_not_coordinate_names_nobody(hall, name):
    case = in_hand(hall.district)
    assert isinstance(charged(hall, case, by=name), Denied)
    assert hard_case_of(case) is None


def test_a_leader_from_whom_the_case_is_kept_is_not_put_in_charge(hall):
    case = in_hand(hall.district)
    assert isinstance(charged(hall, case, name="waterlead"), Denied)
    assert isinstance(charged(hall, case, name="admin"), Denied)


def test_one_leader_is_in_charge_and_the_one_before_stays_on_record(hall, hard):
    second = charged(hall, hard.case, aim="换一位")
    assert hard_case_of(hard.case) == second
    assert HardCase.objects.get(pk=hard.pk).ended_at is not None


@pytest.mark.parametrize(
    ("name", "able"), [("lead", True), ("chen", True), ("ma", True), ("mo", False), ("hot", False)]
)
def test_who_writes_the_diary(hall, hard, name, able):
    outcome = write_diary(hard, "与居民当面沟通", by=hall.actor(name), next_on=NEXT + timedelta(days=7))
    assert isinstance(outcome, DiaryEntry) is able
    assert HardCase.objects.get().next_on == (NEXT + timedelta(days=7) if able else NEXT)


def test_the_diary_is_never_changed(hall, hard):
    write_diary(hard, "与居民当面沟通", by=hall.actor("lead"))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        DiaryEntry.objects.update(text="x")
    for way in (lambda: DiaryEntry.objects.update(text="x"), lambda: DiaryEntry.objects.all().delete()):
        with as_owner(), pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
            way()


def test_nobody_writes_after_the_end(hall, hard):
    assert isinstance(hand_back(hard, "已解决", by=hall.actor("lead")), Denied)
    ended = hand_back(hard, "已解决", by=hall.actor("chen"))
    assert isinstance(write_diary(ended, "x", by=hall.actor("chen")), Denied)
    assert isinstance(hand_back(hard, "x", by=hall.actor("chen")), Denied)
    assert hard_case_of(hard.case) is None


def test_the_list_holds_what_one_may_see(hall, hard):
    charged(hall, reported(hall.district, about=hall.district.roads).case, name="chen")
    seen = {name: hard_cases_for(hall.actor(name)).count() for name in ("chen", "lead", "ma", "wang", "admin")}
    assert seen == {"chen": 2, "lead": 1, "ma": 1, "wang": 0, "admin": 0}


def test_its_person_reads_who_is_responsible_and_what_was_done(hall, hard):
    write_diary(hard, "已实地查看", by=hall.actor("lead"))
    write_diary(hard, "内部讨论", by=hall.actor("lead"), told=False)
    page = person(hard.case).get(reverse("portal:case", args=[hard.case.reference])).content.decode()
    assert "Lead · 副局长" in page
    assert "已实地查看" in page
    assert "内部讨论" not in page
    other = stranger().get(reverse("portal:case", args=[hard.case.reference]))
    assert other.status_code == 404


def test_the_officers_page_leads_there_and_a_hidden_case_is_a_missing_one(hall, hard):
    address = reverse("reception_desk:hard_case", args=[hard.case.reference])
    assert address in signed_in(hall.district, "ma").get(page_of(hard.case)).content.decode()
    assert signed_in(hall.district, "wang").get(address).status_code == 404
    assert signed_in(hall.district, "admin").get(address).status_code == 403


def test_a_coordinator_names_and_the_leader_writes_by_page(hall):
    case = in_hand(hall.district)
    soon = (timezone.localdate() + timedelta(days=3)).isoformat()
    form = {"leader": hall.district.people["lead"].pk, "post": "副局长", "aim": "解决", "next_on": soon}
    chen, lead = signed_in(hall.district, "chen"), signed_in(hall.district, "lead")
    assert (
        chen.post(
            reverse("reception_desk:charge", args=[case.reference]), {**form, "next_on": "2020-01-01"}
        ).status_code
        == 422
    )
    assert chen.post(reverse("reception_desk:charge", args=[case.reference]), form).status_code == 302
    assert lead.post(reverse("reception_desk:diary", args=[case.reference]), {"text": "已联系"}).status_code == 302
    assert DiaryEntry.objects.get().by_name == "Lead"
    assert case.reference in lead.get(reverse("reception_desk:hard_cases") + "?mine").content.decode()
    assert chen.post(reverse("reception_desk:hand_back", args=[case.reference]), {"why": "已解决"}).status_code == 302
