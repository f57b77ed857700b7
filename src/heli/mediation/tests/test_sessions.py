"""Sessions: called with notice, moved on request, recorded for all; a private talk leaves its mark and no word."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from heli.cases.models import Case, Event, Paper
from heli.cases.submitting import form_for, offered
from heli.kernel.decisions import Denied
from heli.mediation.kind import KIND
from heli.mediation.meeting_days import remind, sessions_file, to_come
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.session_models import Session
from heli.mediation.sessions import sessions_of
from heli.mediation.tests.people import MediationDistrict, first, mediated, other
from heli.notices.models import Notice

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def case(district: MediationDistrict) -> Case:
    return mediated(district)


def take(case: Case, name: str, by, **facts):
    return KIND.actions[name](case, by=by, **facts)


def called(case: Case, district: MediationDistrict, *, hours: int = 48) -> Session:
    at = timezone.now() + timedelta(hours=hours)
    outcome = take(case, "call_session", district.actor("cai"), at=at, minutes=90, place="社区调解室")
    assert isinstance(outcome, Event), outcome
    return sessions_of(case)[0]


def page_of(case: Case, number: str = "") -> str:
    client = Client()
    session = client.session
    session["cases"] = [number or case.reference]
    session.save()
    return client.get(f"/track/{number or case.reference}/").content.decode()


def test_neither_side_nor_stranger_calls_or_records(district, case) -> None:
    facts = {"at": timezone.now() + timedelta(days=1), "minutes": 60, "place": "x"}
    for who in (first(case), other(case), district.actor("su"), district.actor("ma")):
        assert isinstance(take(case, "call_session", who, **facts), Denied)
        assert isinstance(take(case, "note_talk", who, at=NOW, minutes=5), Denied)
    called(case, district)
    for who in (first(case), other(case), district.actor("su")):
        assert isinstance(take(case, "record_session", who, came=[], record="x"), Denied)


def test_both_sides_get_notice_and_read_it(district, case) -> None:
    Notice.objects.all().delete()
    called(case, district)
    told = set(Notice.objects.filter(kind="mediation.call_session.applicant").values_list("reference", flat=True))
    assert told == {case.reference, f"{case.reference}-2"}
    paper = Paper.objects.select_related("paper").get(case=case, paper__kind="mediation_session_notice")
    assert "社区调解室" in str(paper.paper.content)
    for number in ("", f"{case.reference}-2"):
        page = page_of(case, number)
        assert "社区调解室" in page
        assert f"/papers/{paper.paper_id}.pdf" in page


def test_one_at_a_time(district, case) -> None:
    assert "record_session" not in {each.name for each in offered(case, district.actor("cai"))}
    called(case, district)
    again = take(case, "call_session", district.actor("cai"), at=NOW + timedelta(days=9), minutes=60, place="x")
    assert isinstance(again, Denied)


def test_a_session_has_a_place_and_lies_ahead(district, case) -> None:
    cai = district.actor("cai")
    nowhere = form_for(case, P.call_session, cai, {"at": "2099-01-01T09:00", "minutes": "60"}, {})
    assert "place" in nowhere.errors
    past = form_for(case, P.call_session, cai, {"at": "2020-01-01T09:00", "minutes": "60", "place": "x"}, {})
    assert "at" in past.errors
    future = form_for(case, P.note_talk, cai, {"at": "2099-01-01T09:00", "minutes": "60"}, {})
    assert "at" in future.errors


def test_a_side_asks_for_another_time_and_the_committee_moves_it(district, case) -> None:
    called(case, district)
    assert take(case, "ask_move", other(case), wish="周六才有空")
    assert sessions_of(case)[0].wish == "周六才有空"
    later = timezone.now() + timedelta(days=5)
    assert take(case, "move_session", district.actor("cai"), at=later, place="街道", reason="应当事人要求")
    [session] = sessions_of(case)
    assert (session.at, session.place, session.moved, session.wish) == (later, "街道", 1, "")
    assert Paper.objects.filter(case=case, paper__kind="mediation_session_notice").count() == 2


def test_the_record_is_read_by_both_sides_and_never_changed(district, case) -> None:
    called(case, district)
    assert take(case, "record_session", district.actor("cai"), came=[0], record="双方陈述", agreed="先修水管")
    [session] = sessions_of(case)
    assert session.attendance["0"] is True
    assert sorted(session.attendance.values()) == [False, True]
    for number in ("", f"{case.reference}-2"):
        assert "先修水管" in page_of(case, number)
    with pytest.raises(DatabaseError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(record="别的")
    called(case, district)
    assert [each.number for each in sessions_of(case)] == [2, 1]


def test_a_private_talk_leaves_a_mark_that_no_side_reads(district, case) -> None:
    event = take(case, "note_talk", district.actor("cai"), at=NOW, minutes=20)
    assert isinstance(event, Event)
    assert event.internal
    assert set(event.facts) == {"talk_at", "minutes", "lengths"}
    assert not event.note
    for number in ("", f"{case.reference}-2"):
        page = page_of(case, number)
        assert str(P.record_session.done) not in page
        assert str(P.note_talk.done) not in page


def test_everybody_is_reminded_once_within_a_day_before(district, case) -> None:
    session = called(case, district, hours=48)
    assert remind(session.at - timedelta(hours=24, minutes=1)) == 0
    assert remind(session.at - timedelta(hours=24)) == 1
    assert remind(session.at - timedelta(hours=23)) == 0
    rows = Notice.objects.filter(kind__startswith="mediation.session.")
    assert {each.reference for each in rows} == {case.reference, f"{case.reference}-2"}
    assert {each.to_user_id for each in rows if each.to_user_id} == {district.small.people["cai"].pk}


def test_the_calendar_shows_what_one_may_see_and_its_file_no_name(district, case) -> None:
    session = called(case, district)
    for name, seen in (("cai", 1), ("chu", 1), ("gong", 1), ("su", 0), ("lao", 0), ("ma", 0)):
        assert len(to_come(district.actor(name))) == seen, name
    cai = district.small.people["cai"]
    assert to_come(district.actor("chu"), of=cai.pk) == [session]
    assert to_come(district.actor("chu"), of=district.small.people["chu"].pk) == []
    text = sessions_file(to_come(district.actor("cai")))
    assert case.reference in text
    for word in ("李女士", "吴先生", "漏水", str(cai)):
        assert word not in text
    client = Client()
    client.force_login(cai)
    assert case.reference in client.get("/desk/mediation/sessions/").content.decode()
    assert client.get("/desk/mediation/sessions.ics").headers["Content-Type"] == "text/calendar"


def test_yesterday_is_past_and_today_is_not(district, case) -> None:
    session = called(case, district, hours=30)
    local = timezone.localtime(session.at)
    evening = local.replace(hour=23, minute=59)
    assert to_come(district.actor("cai"), now=evening) == [session]
    assert to_come(district.actor("cai"), now=evening + timedelta(minutes=1)) == []
