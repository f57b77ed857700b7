"""The auditor's page: auditors only; who, what and when, never the words of residents; searches are on record."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from heli.access.reads import log_read
from heli.audit.models import Entry, Verification
from heli.audit.record import entry
from heli.audit.sealing import seal
from heli.audit.tests.tampering import tamper
from heli.cases.auditing import verify
from heli.notices.inbox import page
from heli.workbench.audit import SIZE
from heli.workbench.tests.desk import in_hand, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = reverse("workbench:audit")


@pytest.fixture(autouse=True)
def witness(settings, tmp_path):
    settings.HELI_WITNESS = tmp_path / "witness"


@pytest.mark.parametrize("name", ["ma", "lead", "east", "chen", "hot", "grid", "admin"])
def test_nobody_but_an_auditor_enters(district, name):
    assert signed_in(district, name).get(ADDRESS).status_code == 403
    assert signed_in(district, name).post(reverse("workbench:audit_verify")).status_code == 403
    assert not ProcrastinateJob.objects.filter(task_name="cases.verify_now").exists()


def test_a_stranger_is_led_to_the_sign_in(district):
    assert Client().get(ADDRESS).status_code == 302


def test_a_case_is_found_with_its_reads_and_without_words_of_residents(district):
    case = in_hand(district)
    in_hand(district)
    log_read(case.reference, by=district.actor("ma"), purpose="calling")
    answer = signed_in(district, "audit").get(ADDRESS, {"case": case.reference.lower()})
    assert [line["chain"] for line in answer.context["lines"]] == [f"reads/{case.reference}"] + 3 * [case.reference]
    text = answer.content.decode()
    assert "To call the resident back" in text
    assert "calling" not in text
    assert "Ma" in text
    for word in (case.title, "人民路口", "13800000000"):
        assert word not in text


def test_actors_and_purposes_are_told_in_words(district):
    case = in_hand(district)
    log_read(case.reference, by=district.actor("ma"), purpose="emergency", what=["case"])
    told = [("account:12", "resident.sign_in"), ("import:hotline", "begin"), ("half", "denied")]
    Entry.objects.bulk_create([entry("t", verb, at=timezone.now(), actor=actor, data={}) for actor, verb in told])
    lines = signed_in(district, "audit").get(ADDRESS).context["lines"]
    assert {line["purpose"] for line in lines if line["purpose"]} == {"Under emergency access"}
    assert {line["actor"] for line in lines} >= {
        "Account of a resident 12",
        "Import from another system hotline",
        "Signed in without the second factor",
    }


@pytest.mark.parametrize("person", ["ma", "Ma"])
def test_a_person_is_found_by_account_or_name(district, person):
    in_hand(district)
    answer = signed_in(district, "audit").get(ADDRESS, {"person": person})
    assert {line["actor"] for line in answer.context["lines"]} == {"Ma"}


@pytest.mark.parametrize("verb", ["accept", "Accept"])
def test_an_act_is_found_by_code_or_by_what_officers_call_it(district, verb):
    in_hand(district)
    answer = signed_in(district, "audit").get(ADDRESS, {"verb": verb})
    assert Entry.objects.get(verb="accept").seq in [line["seq"] for line in answer.context["lines"]]


def test_days_narrow_and_wrong_ones_are_told(district):
    in_hand(district)
    client = signed_in(district, "audit")
    today = timezone.localdate().isoformat()
    assert client.get(ADDRESS, {"since": today, "until": today}).context["lines"]
    assert client.get(ADDRESS, {"until": "2020-01-01"}).context["lines"] == []
    assert client.get(ADDRESS, {"since": "yesterday"}).status_code == 422
    assert client.get(ADDRESS, {"case": "nothing"}).status_code == 422


def test_a_search_is_itself_on_record(district):
    client = signed_in(district, "audit")
    client.get(ADDRESS)
    assert not Entry.objects.filter(chain="audit").exists()
    client.get(ADDRESS, {"person": "ma"})
    found = Entry.objects.get(chain="audit")
    assert (found.actor, '"person":"ma"' in found.content) == (f"staff:{district.people['audit'].pk}", True)


def test_older_entries_follow_page_by_page(district, django_assert_max_num_queries):
    rows = [
        entry("exports", "export_cases", at=timezone.now(), actor="staff:1", data={"n": n}) for n in range(SIZE + 5)
    ]
    Entry.objects.bulk_create(rows)
    client = signed_in(district, "audit")
    first = client.get(ADDRESS, {"verb": "export_cases"})
    # Four of them ask, in tests alone each time, whether reference data changed.
    with django_assert_max_num_queries(15):
        second = client.get(first.context["older"])
    seen = [line["seq"] for answer in (first, second) for line in answer.context["lines"]]
    assert seen == list(range(SIZE + 5, 0, -1))
    assert second.context["older"] == ""


def test_the_last_checkpoint_and_its_lateness_are_shown(district):
    client = signed_in(district, "audit")
    assert client.get(ADDRESS).context["late"]
    made = seal().checkpoint
    answer = client.get(ADDRESS)
    assert not answer.context["late"]
    assert bytes(made.root).hex() in answer.content.decode()


def test_a_check_is_asked_for_once_and_its_result_is_shown(district):
    case = in_hand(district)
    client = signed_in(district, "audit")
    for _twice in range(2):
        assert client.post(reverse("workbench:audit_verify")).status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="cases.verify_now").count() == 1
    assert verify(by="system").faults == 0
    tamper("UPDATE audit_entry SET actor = 'x' WHERE chain = %s AND seq = 1", [case.reference])
    assert verify(by="system").faults
    assert "Broken" in client.get(ADDRESS).content.decode()
    assert case.reference in Verification.objects.latest("pk").first
    assert "The check of the audit record found 2 faults" in page(district.actor("audit"))[0].subject
    assert page(district.actor("admin")) == []
