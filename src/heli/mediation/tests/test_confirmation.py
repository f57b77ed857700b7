"""Confirmation by a court: asked together and in time, what no court confirms, which court, rulings, windows."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from heli.access.reads import reads_of
from heli.audit.signing import public_key
from heli.cases.models import Case, Clock, Paper
from heli.cases.submitting import form_for, offered
from heli.mediation.agreement_panels import agreement_context
from heli.mediation.confirming import objection_in_time
from heli.mediation.court_law import EXCLUSIONS, courts_for, right_court
from heli.mediation.court_package import KIND
from heli.mediation.enforcing import ends_at
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.tests.agreed import concluded, do, owed, refused, wu
from heli.mediation.tests.people import MediationDistrict, first, other
from heli.organizations.days import midnight
from heli.papers.packages import faults_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PREPARED: dict[str, Any] = {
    "excluded": [],
    "invited": False,
    "intermediate": False,
    "ground": "committee",
    "court": "合安区人民法院",
}


def day(number: int) -> date:
    return TODAY() + timedelta(days=number)


def noon(number: int):
    return midnight(day(number)) + timedelta(hours=12)


def names(case: Case, who) -> set[str]:
    return {each.name for each in offered(case, who)}


def asked(district: MediationDistrict) -> Case:
    case = concluded(district, TODAY())
    assert do(case, "ask_confirmation", first(case))
    assert do(case, "ask_confirmation", other(case))
    return case


def filed(district: MediationDistrict) -> Case:
    case = asked(district)
    assert do(case, "prepare_confirmation", district.actor("cai"), **PREPARED)
    assert do(case, "file_confirmation", district.actor("cai"), on=TODAY())
    return case


def confirmed(district: MediationDistrict) -> Case:
    case, cai = filed(district), district.actor("cai")
    assert do(case, "record_docketing", cai, on=TODAY(), number="（2026）调确1号")
    assert do(case, "record_ruling", cai, on=TODAY(), number="（2026）裁1号", served_on=TODAY())
    return case


def test_nobody_asks_for_another_and_one_side_alone_is_not_enough(district: MediationDistrict) -> None:
    case = concluded(district, TODAY())
    for who in (other(case, 3), district.actor("su"), district.actor("ma")):
        assert refused(do(case, "ask_confirmation", who, party=wu(case))), who
    assert do(case, "ask_confirmation", first(case))
    assert refused(do(case, "ask_confirmation", first(case)))
    assert refused(do(case, "prepare_confirmation", district.actor("cai"), **PREPARED))
    assert "prepare_confirmation" not in names(case, district.actor("cai"))
    assert do(case, "ask_confirmation", district.actor("cai"), party=wu(case), how="in_writing")
    assert refused(do(case, "prepare_confirmation", first(case), **PREPARED))
    assert do(case, "prepare_confirmation", district.actor("cai"), **PREPARED)


@pytest.mark.parametrize(("seconds", "in_time"), [(-1, True), (0, False)])
def test_the_window_ends_with_its_last_day(district: MediationDistrict, seconds: int, in_time: bool) -> None:
    case = concluded(district, TODAY())
    due = Clock.objects.get(case=case, limit="confirming").due_at
    assert due >= midnight(day(31))
    at = due + timedelta(seconds=seconds)
    assert bool(do(case, "ask_confirmation", first(case), at=at)) is in_time


def test_what_was_handed_in_on_the_last_day_may_be_recorded_later(district: MediationDistrict) -> None:
    case = asked(district)
    cai = district.actor("cai")
    due = Clock.objects.get(case=case, limit="confirming").due_at
    last = timezone.localdate(due - timedelta(seconds=1))
    assert do(case, "prepare_confirmation", cai, **PREPARED)
    late = due + timedelta(days=2)
    assert refused(do(case, "file_confirmation", cai, at=late, on=last + timedelta(days=1)))
    assert do(case, "file_confirmation", cai, at=late, on=last)


@pytest.mark.parametrize("item", ["355.1", "355.3", "355.4", "355.5"])
def test_what_no_court_confirms_is_told_with_its_article(district: MediationDistrict, item: str) -> None:
    case = asked(district)
    outcome = do(case, "prepare_confirmation", district.actor("cai"), **{**PREPARED, "excluded": [item]})
    assert refused(outcome)
    assert str(EXCLUSIONS[item]) in str(outcome)


@pytest.mark.parametrize(
    ("invited", "intermediate", "grounds"),
    [
        (True, False, {"invited"}),
        (True, True, {"invited"}),
        (False, True, {"intermediate"}),
        (False, False, {"domicile", "thing", "committee"}),
    ],
)
def test_the_court_is_the_one_that_the_law_names(invited: bool, intermediate: bool, grounds: set[str]) -> None:
    assert set(courts_for(invited=invited, intermediate=intermediate)) == grounds
    for ground in ("invited", "domicile", "thing", "committee", "intermediate"):
        allowed = bool(right_court(ground, invited=invited, intermediate=intermediate))
        assert allowed is (ground in grounds), ground


def test_the_form_turns_answers_into_items(district: MediationDistrict) -> None:
    case = asked(district)
    cai = district.actor("cai")
    data = dict.fromkeys(("courts", "special", "property", "invited", "intermediate"), "no")
    data |= {"status": "yes", "ground": "committee", "court": "合安区人民法院"}
    form = form_for(case, P.prepare_confirmation, cai, data)
    assert form.is_valid(), form.errors
    assert form.facts()["excluded"] == ["355.3"]
    del data["property"]
    assert "property" in form_for(case, P.prepare_confirmation, cai, data).errors


def test_docketing_shows_thirty_days_and_alarms_nobody(district: MediationDistrict) -> None:
    case, cai = filed(district), district.actor("cai")
    assert refused(do(case, "record_docketing", cai, on=day(1), number="1"))
    assert do(case, "record_docketing", cai, on=TODAY(), number="（2026）调确1号")
    clock = Clock.objects.get(case=case, limit="court_ruling")
    assert (clock.amount, clock.unit, clock.window, clock.next_rung_at) == (30, "days", True, None)
    assert refused(do(case, "record_docketing", cai, on=TODAY(), number="2"))


def test_a_confirming_ruling_opens_fifteen_days_for_the_sides(district: MediationDistrict) -> None:
    case = confirmed(district)
    clock = Clock.objects.get(case=case, limit="objecting")
    assert clock.due_at >= midnight(day(16))
    assert Clock.objects.get(case=case, limit="court_ruling").stopped_at
    assert case.state == "in_force"
    assert refused(do(case, "ask_confirmation", first(case)))
    cai = district.actor("cai")
    assert refused(do(case, "record_dismissal", cai, result="dismissed", on=TODAY(), number="", grounds=["358.5"]))
    assert do(case, "record_objection", cai, who="third", since=TODAY(), on=TODAY())


#: Worked by hand: a day that begins a count is not counted, a last day off moves on (Civil Procedure Law, art. 85).
OBJECTIONS = [
    ("party", "2026-06-01", "2026-06-16", True),
    ("party", "2026-06-01", "2026-06-17", False),
    ("party", "2026-06-05", "2026-06-22", True),
    ("party", "2026-06-05", "2026-06-23", False),
    ("party", "2026-09-16", "2026-10-08", True),
    ("party", "2026-09-16", "2026-10-09", False),
    ("third", "2026-06-01", "2026-12-01", True),
    ("third", "2026-06-01", "2026-12-02", False),
    ("third", "2025-08-31", "2026-02-28", True),
    ("third", "2025-08-31", "2026-03-01", False),
]


def test_objections_in_time(district: MediationDistrict) -> None:
    for who, since, on, in_time in OBJECTIONS:
        assert objection_in_time(who, date.fromisoformat(since), date.fromisoformat(on)) is in_time, (who, since, on)


def test_what_the_court_does_not_confirm_leads_on(district: MediationDistrict) -> None:
    case, cai = filed(district), district.actor("cai")
    data = {"result": "not_accepted", "on": TODAY().isoformat(), "grounds": ["358.5"]}
    assert "grounds" in form_for(case, P.record_dismissal, cai, data).errors
    assert do(case, "record_dismissal", cai, result="dismissed", on=TODAY(), number="1", grounds=["358.5"])
    assert case.state == "not_confirmed"
    assert {"talk_again", "go_to_court"} <= names(case, first(case))
    assert {"talk_again", "go_to_court", "report_performance"} <= names(case, other(case))
    assert do(case, "talk_again", other(case), reason="把内容写清楚。")
    assert case.state == "in_mediation"


def test_the_window_of_others_runs_from_the_ruling_and_is_never_suspended(district: MediationDistrict) -> None:
    case, cai = filed(district), district.actor("cai")
    assert do(case, "record_ruling", cai, at=noon(3), on=TODAY(), number="1", served_on=day(3))
    windows = {each.limit: each for each in Clock.objects.filter(case=case, limit__startswith="objecting")}
    clock = windows["objecting_third"]
    assert (clock.amount, clock.unit, clock.window, clock.next_rung_at) == (6, "months", True, None)
    assert (clock.started_at, windows["objecting"].started_at) == (midnight(TODAY()), midnight(day(3)))
    before = clock.due_at
    assert do(case, "talk_again", cai, at=noon(3), reason="双方都想再谈。")
    assert do(case, "suspend", cai, at=noon(4), reason="双方要求。")
    clock.refresh_from_db()
    assert (clock.paused_at, clock.stopped_at, clock.due_at) == (None, None, before)


def performed(case: Case) -> None:
    [part] = owed(case)
    assert do(case, "confirm_performance", first(case), instalment=part.key, on=TODAY())
    assert case.state == "fulfilled"


def test_a_ruling_that_comes_after_the_last_instalment_is_recorded(district: MediationDistrict) -> None:
    case, cai = filed(district), district.actor("cai")
    performed(case)
    assert refused(do(case, "record_docketing", first(case), on=TODAY(), number="1"))
    assert do(case, "record_docketing", cai, on=TODAY(), number="1")
    assert "record_dismissal" not in names(case, cai)
    assert do(case, "record_ruling", cai, on=TODAY(), number="2", served_on=TODAY())
    assert (case.state, bool(case.closed_at)) == ("fulfilled", True)
    running = set(Clock.objects.filter(case=case, stopped_at__isnull=True).values_list("limit", flat=True))
    assert running == {"objecting", "objecting_third"}
    assert do(case, "record_objection", cai, who="third", since=TODAY(), on=TODAY())


def test_what_is_not_confirmed_after_the_end_leaves_the_end_as_it_is(district: MediationDistrict) -> None:
    case, cai = filed(district), district.actor("cai")
    performed(case)
    facts: dict[str, Any] = {"result": "dismissed", "on": TODAY(), "number": "1", "grounds": ["358.5"]}
    assert refused(do(case, "record_late_dismissal", first(case), **facts))
    assert do(case, "record_late_dismissal", cai, **facts)
    assert case.state == "fulfilled"
    assert not names(case, cai) & {"record_ruling", "record_late_dismissal", "record_objection"}


def test_a_ruling_is_revoked_only_after_an_objection(district: MediationDistrict) -> None:
    case, cai = confirmed(district), district.actor("cai")
    facts: dict[str, Any] = {"result": "revoked", "on": TODAY(), "number": "3", "grounds": []}
    assert "record_dismissal" not in names(case, cai)
    assert refused(do(case, "record_dismissal", cai, **facts))
    assert do(case, "record_objection", cai, who="party", since=TODAY(), on=TODAY())
    form = form_for(case, P.record_dismissal, cai, {"result": "dismissed", "on": TODAY().isoformat()})
    assert "result" in form.errors
    assert do(case, "record_dismissal", cai, **facts)
    assert case.state == "not_confirmed"


#: Worked by hand: the last day on which enforcement can be asked for (Civil Procedure Law, arts. 85, 250).
ENFORCED = [("2026-06-01", "2028-06-01"), ("2024-02-29", "2026-02-28"), ("2024-10-01", "2026-10-08")]


def test_enforcement_ends_two_years_after_the_last_instalment(district: MediationDistrict) -> None:
    for due, last in ENFORCED:
        found = timezone.localtime(ends_at(date.fromisoformat(due)))
        assert found == midnight(date.fromisoformat(last) + timedelta(days=1)), due


def test_whom_something_late_is_owed_asks_for_enforcement_of_what_was_confirmed(district: MediationDistrict) -> None:
    plain = concluded(district, TODAY())
    assert refused(do(plain, "ask_enforcement", first(plain), at=noon(1), reason="没付。"))
    case = confirmed(district)
    for who in (other(case), other(case, 3), district.actor("su")):
        assert refused(do(case, "ask_enforcement", who, at=noon(1), reason="没付。")), who
    [line] = agreement_context(case, first(case))["enforced"]
    assert (line["creditor"].key, line["line"].until) == (0, ends_at(TODAY()))
    assert agreement_context(case, other(case))["enforced"] == []
    assert do(case, "ask_enforcement", first(case), at=noon(1), reason="没付。")
    assert case.state == "in_court"
    [paper] = Paper.objects.filter(case=case, paper__kind="mediation_not_kept").select_related("paper")
    assert "第二百五十条" in str(paper.paper.content)


def signed_in(district: MediationDistrict, name: str) -> Client:
    client = Client()
    client.force_login(district.small.people[name])
    return client


def test_the_file_for_the_court_is_whole_signed_and_on_record(district: MediationDistrict) -> None:
    case = asked(district)
    url = f"/desk/mediation/{case.reference}/court.zip"
    assert signed_in(district, "cai").get(url).status_code == 404
    assert do(case, "prepare_confirmation", district.actor("cai"), **PREPARED)
    for name in ("su", "ma", "geng"):
        assert signed_in(district, name).get(url).status_code in (403, 404), name
    answer = signed_in(district, "cai").get(url)
    assert answer.status_code == 200
    assert not faults_of(answer.content, public_key(), kind=KIND)
    with ZipFile(BytesIO(answer.content)) as box:
        files = set(box.namelist())
        sides = json.loads(box.read("4-sides.json"))["sides"]
        clauses = json.loads(box.read("5-clauses.json"))["clauses"]
    assert files >= {
        "1-application.pdf",
        "2-agreement.pdf",
        "3-proof-of-mediation.pdf",
        "manifest.json",
        "manifest.sig",
    }
    assert [(each["name"], each["phone"]) for each in sides] == [("李女士", "13900000011"), ("吴先生", "13900000012")]
    assert [each["fen"] for each in clauses] == [300_000]
    assert [json.loads(row.content)["data"]["purpose"] for row in reads_of(case.reference)] == ["court"]
    changed = answer.content.replace(b"manifest.sig", b"manifest.sih")
    assert faults_of(changed, public_key(), kind=KIND)


def test_both_sides_read_the_application(district: MediationDistrict) -> None:
    case = filed(district)
    kinds = set(Paper.objects.filter(case=case).values_list("paper__kind", flat=True))
    assert {"mediation_confirmation_application", "mediation_proof"} <= kinds
