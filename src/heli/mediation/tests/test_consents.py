"""Guests and open doors: nobody listens before every side has said yes, itself or to the mediators."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from heli.cases.models import Case, Event, Paper
from heli.cases.submitting import form_for, offered
from heli.kernel.decisions import Denied
from heli.mediation.consents import holding
from heli.mediation.kind import KIND
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.session_models import Session, SessionConsent
from heli.mediation.sessions import coming
from heli.mediation.tests.agreed import wu
from heli.mediation.tests.people import MediationDistrict, first, mediated, other
from heli.mediation.tests.test_room_pages import browser
from heli.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(district: MediationDistrict) -> Case:
    """A session is called for which a guest and open doors are proposed."""
    case = mediated(district)
    at = timezone.now() + timedelta(days=2)
    called = {"at": at, "minutes": 60, "place": "社区调解室", "guests": "王老师", "open_doors": True}
    assert take(case, "call_session", district.actor("cai"), **called)
    return case


def take(case: Case, name: str, by: Any, **facts: Any) -> Any:
    return KIND.actions[name](case, by=by, **facts)


def held(case: Case) -> set[str]:
    session = coming(case)
    assert session
    return holding(session)


def noted(case: Case, by: Any, party: Any, **more: Any) -> Any:
    said = {"about": "guests", "agrees": True, "said_by": "本人", "said_at": timezone.now(), "how": "by_phone"}
    return take(case, "note_consent", by, party=party, **{**said, **more})


def test_nobody_else_agrees_for_a_side(district, case) -> None:
    for name in ("su", "zu", "ma", "chen", "cai"):
        assert isinstance(take(case, "consent_session", district.actor(name), guests=True), Denied), name
    for who in (first(case), other(case), district.actor("su"), district.actor("ma")):
        assert isinstance(noted(case, who, None), Denied)
    assert not SessionConsent.objects.exists()


def test_it_holds_once_every_side_agrees_and_no_longer_than_that(case) -> None:
    assert held(case) == set()
    assert take(case, "consent_session", first(case), guests=True, open_doors=True)
    assert held(case) == set()
    assert take(case, "consent_session", other(case), guests=True, open_doors=False)
    assert held(case) == {"guests"}
    assert take(case, "consent_session", first(case), guests=False)
    assert held(case) == set()
    with pytest.raises(DatabaseError), transaction.atomic():
        SessionConsent.objects.update(agrees=True)


def test_what_was_said_to_the_mediators_names_who_when_and_how_and_can_be_contested(district, case) -> None:
    Notice.objects.all().delete()
    assert noted(case, district.actor("cai"), wu(case), said_by="吴先生的儿子")
    assert [each.reference for each in Notice.objects.all()] == [f"{case.reference}-2"]
    theirs = browser(f"{case.reference}-2").get(f"/track/{case.reference}-2/").content.decode()
    assert "吴先生的儿子" in theirs
    assert f"/track/{case.reference}-2/consent_session/" in theirs
    assert "吴先生的儿子" not in browser(case.reference).get(f"/track/{case.reference}/").content.decode()
    assert take(case, "consent_session", first(case), guests=True)
    assert held(case) == {"guests"}
    assert take(case, "consent_session", other(case), guests=False)
    assert isinstance(noted(case, district.actor("cai"), wu(case)), Denied)
    assert held(case) == set()


def test_the_form_asks_for_what_is_proposed_and_for_who_said_it(district, case) -> None:
    asked = form_for(case, P.consent_session, first(case), {"guests": "yes"}, {})
    assert set(asked.errors) == {"open_doors"}
    future = timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    body = {"side": "0", "about": "guests", "agrees": "yes", "said_at": future, "how": "own_page"}
    wrong = form_for(case, P.note_consent, district.actor("cai"), body, {})
    assert set(wrong.errors) == {"said_by", "said_at", "how"}


def test_a_side_says_it_by_page_and_by_api(case) -> None:
    page = browser(case.reference)
    sent = page.post(f"/track/{case.reference}/consent_session/", {"guests": "yes", "open_doors": "no"})
    assert sent.status_code == 302
    api = browser(f"{case.reference}-2").post(
        f"/api/cases/{case.reference}-2/steps/consent_session", {"guests": "yes", "open_doors": "yes"},
        content_type="application/json",
    )  # fmt: skip
    assert api.status_code == 200, api.content
    assert held(case) == {"guests"}


def test_the_record_says_whether_they_were_there_with_consent(district, case) -> None:
    for who in (first(case), other(case)):
        assert take(case, "consent_session", who, open_doors=True)
    assert take(case, "record_session", district.actor("cai"), came=[0], record="双方陈述")
    paper = Paper.objects.select_related("paper").get(case=case, paper__kind="mediation_session_record")
    said = str(paper.paper.content)
    assert "公开进行" in said
    assert "未经各方同意，未参加" in said
    assert isinstance(take(case, "consent_session", first(case), guests=True), Denied)


def test_where_nothing_is_proposed_nothing_is_asked(district) -> None:
    case = mediated(district)
    at = timezone.now() + timedelta(days=2)
    assert isinstance(take(case, "call_session", district.actor("cai"), at=at, minutes=60, place="x"), Event)
    assert "consent_session" not in {each.name for each in offered(case, first(case))}
    assert "note_consent" not in {each.name for each in offered(case, district.actor("cai"))}
    assert Session.objects.get(case=case).open_doors is False
