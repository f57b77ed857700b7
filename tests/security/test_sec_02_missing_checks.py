"""Class 2: one action or parameter without a check (CVE-2026-34722, CVE-2022-40817, CVE-2024-42497 elsewhere).

Every step is asked of people in every duty in turn, by page and by API, and compared with a table written by hand.
"""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from heli.cases.models import Assignment, Attachment, Case, Link
from heli.organizations.settings import save
from heli.service_requests.procedure import ServiceRequestProcedure
from heli.service_requests.tests.district import build, reported
from heli.service_requests.tests.visiting import filled, person
from heli.workbench.tests.desk import signed_in
from tests.security.scenes import SCENE_OF, Scenes, photo

pytestmark = pytest.mark.django_db

UNIT: Final = {"ma", "mo", "lead"}
CENTRES: Final = {"east", "chen"}
ASSISTING: Final = {"wang", "waterlead"}
PERSON: Final = {"resident", "hot"}
NOBODY: Final[set[str]] = set()
#: Who may take a step, whatever the state allows besides. Written by hand from the published standard.
MAY: Final[dict[str, set[str]]] = {
    "solve_on_the_spot": {"grid"},
    "dispatch": CENTRES,
    "decline": CENTRES,
    "merge": CENTRES | {"hot"},
    "separate": CENTRES | PERSON,
    "accept": UNIT,
    "send_back": UNIT,
    "contest": UNIT,
    "impose": {"chen"},
    "assign": UNIT,
    "ask_assistance": CENTRES | UNIT,
    "report_assistance": ASSISTING,
    "record_work": UNIT | ASSISTING,
    "ask_information": UNIT,
    "give_information": PERSON,
    "resume_without": UNIT,
    "resume_unanswered": NOBODY,
    "add_information": PERSON,
    "urge": PERSON,
    "supervise": CENTRES,
    "request_extension": UNIT,
    "grant_extension": {"lead"},
    "refuse_extension": {"lead"},
    "complete": {"ma"},
    "verify": CENTRES,
    "verify_and_close": CENTRES,
    "send_back_to_work": CENTRES,
    "confirm": PERSON,
    "reject": PERSON,
    "close_unanswered": NOBODY,
    "object": PERSON,
    "rate": PERSON,
    "declare_conflict": CENTRES | UNIT | ASSISTING | {"audit"},
    "withdraw": PERSON,
    "correct_contact": PERSON,
    "ask_correction": PERSON,
    "withdraw_consent": PERSON,
    "take_over_closed": NOBODY,
    "escalate": NOBODY,
    "reckon_again": NOBODY,
}
STAFF: Final = (
    "west", "admin", "audit", "inspect", "grid", "hot", "wang", "waterlead", "mo", "ma", "lead", "east", "chen",
)  # fmt: skip
#: Whose pages are asked too: of those who may not, the first two.
AT_DESKS: Final = ("grid", "east", "audit", "mo")


@pytest.fixture(scope="module")
def scenes(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Scenes]:
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        save({"second_factor": []})
        yield Scenes(build())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def people(scenes: Scenes, django_db_blocker: Any) -> dict[str, Client]:
    """Return a browser for everybody: whoever may do least comes first."""
    with django_db_blocker.unblock():
        found = {"nobody": Client(), "other": person(scenes.other)}
        found |= {name: signed_in(scenes.district, name) for name in STAFF}
        return {**found, "resident": person(*scenes.made.values())}


def state_of(case: Case) -> list[Any]:
    """Return all that a step could change beside the history, which tells itself."""
    rows = [Case.objects.filter(pk=case.pk).values().get(), case.events.count()]
    return [*rows, *(list(model.objects.order_by("pk").values()) for model in (Assignment, Attachment, Link))]


def asked_of(step: str) -> list[str]:
    """Return nobody, a resident of another case, three more who may not, in turn, and one who may."""
    turn = list(MAY).index(step) * 5
    staff = [*STAFF, "resident"]
    turned = staff[turn % len(staff) :] + staff[: turn % len(staff)]
    may_not = [who for who in turned if who not in MAY[step]]
    return ["nobody", "other", *may_not[:3], *[who for who in turned if who in MAY[step]][:1]]


@pytest.mark.parametrize("step", MAY)
def test_each_step_asks_who_takes_it(scenes, people, step):
    case = scenes.case(SCENE_OF[step])
    before = state_of(case)
    for who in asked_of(step):
        client, body = people[who], scenes.body(step)
        point = transaction.savepoint()
        if step == "solve_on_the_spot":
            actor = scenes.district.actor(who).key if who in STAFF else ""
            body |= {"before": [str(photo(actor).pk)], "after": [str(photo(actor).pk)]}
        address = f"/api/cases/{case.reference}/steps/{step}"
        answer = client.post(address, body, content_type="application/json")
        took = case.events.count() == before[1] + 1
        after = state_of(case)
        transaction.savepoint_rollback(point)
        assert took == (who in MAY[step]), (who, answer.status_code, answer.content[:300])
        assert answer.status_code in ((200, 204) if took else (403, 404, 422)), (who, answer.status_code)
        assert took or after == before, who


@pytest.mark.parametrize("step", MAY)
def test_each_step_asks_it_on_pages_too(scenes, people, step):
    case = scenes.case(SCENE_OF[step])
    before = state_of(case)
    for who in [each for each in AT_DESKS if each not in MAY[step]][:2]:
        address = reverse("workbench:step", args=[case.reference, step])
        point = transaction.savepoint()
        answer = people[who].post(address, scenes.body(step))
        after = state_of(case)
        transaction.savepoint_rollback(point)
        assert answer.status_code in (302, 403, 404, 409, 422), (who, answer.status_code)
        assert after == before, who


#: Steps that are tried by the tests of referrals, in matters of each domain.
OF_REFERRALS = {"refer", "note_referral", "recall_referral"}


def test_the_table_holds_every_step():
    steps = {step.name for step in ServiceRequestProcedure.steps() if not step.opening}
    assert steps - OF_REFERRALS == set(MAY) == set(SCENE_OF)


# ── parameters that name something else than the case ─────────────────────────────────────────────


@pytest.fixture
def district(scenes):
    return scenes.district


@pytest.mark.parametrize("hidden", ["confidential", "accusing", "missing"])
def test_a_case_is_not_joined_to_one_that_is_hidden(district, hidden):
    case = reported(district).case
    assert signed_in(district, "east").post(
        f"/api/cases/{case.reference}/steps/dispatch", {"unit": district.roads.pk}, content_type="application/json"
    )
    about = {"about": district.east_centre, "category": district.attitude} if hidden == "accusing" else {}
    other = reported(district, confidential=hidden == "confidential", **about).case
    into = "7K3M-Q9TX-C" if hidden == "missing" else other.reference
    who = {"confidential": "grid", "accusing": "east", "missing": "east"}[hidden]
    answer = signed_in(district, who).post(
        f"/api/cases/{case.reference}/steps/merge", {"into": into}, content_type="application/json"
    )
    assert answer.status_code in (403, 422)
    assert not Link.objects.filter(case=case).exists()


def test_a_file_that_somebody_else_sent_is_not_attached(district):
    case = reported(district).case
    for name in ("dispatch", "accept"):
        who = {"dispatch": "east", "accept": "ma"}[name]
        signed_in(district, who).post(
            f"/api/cases/{case.reference}/steps/{name}", {"unit": district.roads.pk}, content_type="application/json"
        )
    foreign, own = (str(photo(district.actor(who).key).pk) for who in ("wang", "ma"))
    address = f"/api/cases/{case.reference}/steps/record_work"
    ma = signed_in(district, "ma")
    for ids, kept in (([foreign], []), ([foreign, own], [own])):
        ma.post(address, {"note": "已到现场", "photos": ids}, content_type="application/json")
        assert [str(each.file_id) for each in Attachment.objects.filter(case=case)] == kept
    body = {"text": "路灯不亮", "category": district.lamps.pk, "place": district.east.pk, "photos": [foreign]}
    assert Client().post("/api/cases", body, content_type="application/json").status_code == 201
    assert not Attachment.objects.filter(file_id=foreign).exists()


def test_a_report_taken_at_the_desk_is_not_joined_to_a_hidden_case(district):
    hidden = reported(district, about=district.centre, category=district.attitude).case
    hot = signed_in(district, "hot")
    answer = hot.post("/desk/intake/", {**filled(district), "channel": "phone", "into": hidden.reference})
    assert answer.status_code in (302, 422)
    assert not Link.objects.filter(other=hidden).exists()


def test_no_emergency_step_opens_a_step_of_the_case(district):
    case = reported(district).case
    west = signed_in(district, "west")
    asked = {"reference": case.reference, "ground": "danger", "reason": "现场有人受伤，需要立即核对地点与联系人。" * 2}
    west.post("/desk/emergency/", {**asked, "hours": "1"})
    before = state_of(case)
    for step in ("dispatch", "merge", "ask_assistance", "supervise", "decline"):
        answer = west.post(
            f"/api/cases/{case.reference}/steps/{step}",
            {"unit": district.roads.pk, "ground": "x", "note": "x", "task": "x"},
            content_type="application/json",
        )
        assert answer.status_code in (403, 404), step
    assert state_of(case) == before
