"""Windows and limits on both sides of midnight: reviews, letters, objections, extensions."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from heli.cases.acts import Act
from heli.cases.models import Clock, Service
from heli.cases.recomputing import date_faults
from heli.cases.serving import Delivery
from heli.papers.models import StoredFile
from heli.petitions import actions, deciding, handling, hearings
from heli.petitions.tests.people import OPINION, accepted, answered, electronically, filed, last_paper, li
from heli.portal.journey import public_marks

pytestmark = pytest.mark.django_db


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def at(text: str):
    """Let it be ``text``, local time, for a while."""
    return patch.object(timezone, "now", lambda: moment(text))


def served(district, day: str = "2026-06-04"):
    """Return a claim whose opinion was served on ``day``, so that thirty days end on a Saturday, 4 July."""
    with at(f"{day} 10:00"):
        return answered(district)


def test_the_window_rolls_over_the_weekend_and_ends_at_midnight(district):
    case = served(district)
    assert not deciding.ask_review(case, by=li(case), reason="迟了", act=Act(at=moment("2026-07-07 00:00")))
    assert deciding.ask_review(case, by=li(case), reason="不服", act=Act(at=moment("2026-07-06 23:59:59")))


def test_a_letter_posted_in_time_is_in_time_and_the_organ_counts_from_its_receipt(district):
    case = served(district)
    late = Act(at=moment("2026-07-09 09:00"))
    assert not deciding.ask_review(case, by=district.actor("xu"), reason="来信", act=late)
    posted = moment("2026-07-06 12:00")
    assert deciding.ask_review(case, by=district.actor("xu"), reason="来信", sent_on=posted, act=late)
    assert Clock.objects.get(case=case, limit="reviewing").started_at == late.at


def decided(district):
    """Return a claim of 1 June whose opinion has been issued, with the opinion."""
    with at("2026-06-01 10:00"):
        case = accepted(district)
        assert deciding.decide(case, by=district.actor("ma"), **OPINION)
        return case, last_paper(case, "opinion")


def test_the_window_counts_from_service_not_from_the_day_it_was_typed(district):
    case, paper = decided(district)
    with at("2026-06-20 10:00"):
        delivery = electronically(case, district, on=date(2026, 6, 4))
        assert deciding.serve_opinion(case, by=district.actor("ma"), paper=paper, delivery=delivery)
    clock = Clock.objects.get(case=case, limit="asking_review")
    assert clock.due_at == moment("2026-07-07 00:00")
    assert list(date_faults(case)) == []


def test_the_persons_page_dates_the_service_not_the_issue(district):
    case, paper = decided(district)
    with at("2026-06-04 10:00"):
        delivery = electronically(case, district)
        assert deciding.serve_opinion(case, by=district.actor("ma"), paper=paper, delivery=delivery)
    events = list(case.events.order_by("pk"))
    shown = {str(mark["label"]): mark["at"] for mark in public_marks(case, events)}
    assert shown["处理意见书已送达"] == moment("2026-06-04 10:00")


def test_public_notice_counts_when_thirty_days_have_passed(district):
    case, paper = decided(district)
    proof = StoredFile.objects.create(
        digest="0" * 64, name="p.jpg", content_type="image/jpeg", size=1, uploaded_by="test", uploaded_at=timezone.now()
    )
    delivery = Delivery(
        method=Service.Method.PUBLIC_NOTICE, sent_on=date(2026, 6, 1), note="多次上门无人，公告于社区", files=[proof]
    )
    with at("2026-06-02 11:00"):
        assert deciding.serve_opinion(case, by=district.actor("ma"), paper=paper, delivery=delivery)
    clock = Clock.objects.get(case=case, limit="asking_review")
    assert clock.started_at == moment("2026-07-02 00:00")
    assert clock.due_at == moment("2026-08-04 00:00")


def test_without_proof_of_receipt_no_window_begins(district):
    case, paper = decided(district)
    sent = Delivery(method=Service.Method.MAIL, sent_on=date(2026, 6, 1), received_on=None)
    with at("2026-06-02 11:00"):
        assert not deciding.serve_opinion(case, by=district.actor("ma"), paper=paper, delivery=sent)
        assert handling.serve_paper(case, by=district.actor("ma"), paper=paper, delivery=sent)
    assert case.state == "decided"
    assert not Clock.objects.filter(case=case, limit="asking_review").exists()


def test_what_was_received_earlier_counts_from_its_receipt(district):
    with at("2026-06-05 10:00"):
        case = filed(district, received_at=moment("2026-06-01 16:00"), channel="letter").case
    clock = Clock.objects.get(case=case, limit="forwarding")
    assert clock.started_at == moment("2026-06-01 16:00")
    assert clock.due_at == moment("2026-06-17 00:00")


def test_the_organ_objects_within_five_working_days_and_not_after(district):
    with at("2026-06-15 10:00"):
        case = filed(district).case
        assert actions.forward(case, by=district.actor("xu"), unit=district.roads)
    late = Act(at=moment("2026-06-24 00:00"))
    assert not actions.disown(case, by=district.actor("ma"), reason="不属我处", act=late)
    in_time = Act(at=moment("2026-06-23 23:59:59"))
    assert actions.disown(case, by=district.actor("ma"), reason="不属我处", act=in_time)
    assert case.state == "objected"


def test_an_objection_not_agreed_to_stays_and_is_not_made_twice(district):
    case = filed(district).case
    assert actions.forward(case, by=district.actor("xu"), unit=district.roads)
    assert actions.disown(case, by=district.actor("ma"), reason="不属我处")
    assert not actions.refuse_objection(case, by=district.actor("ma"), reason="自己定")
    assert actions.refuse_objection(case, by=district.actor("xu"), reason="经核实属市政所")
    assert not actions.disown(case, by=district.actor("ma"), reason="还是不属")
    assert handling.accept(case, by=district.actor("ma"))


def test_nobody_is_late_with_a_right(district):
    with at("2026-06-15 10:00"):
        case = filed(district).case
        assert actions.forward(case, by=district.actor("xu"), unit=district.roads)
    window = Clock.objects.get(case=case, limit="disowning")
    assert window.window
    assert window.next_rung_at is None
    assert case.due_at == Clock.objects.get(case=case, limit="informing").due_at


@pytest.fixture
def asked(district):
    """A claim accepted on 2 March, with 60 days to the roll over Labour Day, for which more time was asked."""
    with at("2026-03-02 10:00"):
        case = accepted(district)
        assert handling.request_extension(case, by=district.actor("ma"), amount=30, reason="情况复杂")
    return case


def test_on_the_last_day_before_midnight_it_is_extended_from_the_day_before_rolling(district, asked):
    with at("2026-05-06 23:59:59"):
        assert handling.grant_extension(asked, by=district.actor("lead"), amount=30, reason="情况复杂，需要鉴定")
    clock = Clock.objects.get(case=asked, limit="deciding")
    assert clock.due_at == moment("2026-06-02 00:00")
    assert asked.petition.extended_days == 30


def test_at_midnight_it_is_too_late_to_extend(district, asked):
    with at("2026-05-07 00:00"):
        assert not handling.grant_extension(asked, by=district.actor("lead"), amount=30, reason="情况复杂")


def test_only_the_head_extends_and_never_beyond_thirty_days(district, asked):
    with at("2026-04-01 10:00"):
        assert not handling.grant_extension(asked, by=district.actor("ma"), amount=10, reason="忙")
        assert handling.grant_extension(asked, by=district.actor("lead"), amount=20, reason="情况复杂")
        assert handling.request_extension(asked, by=district.actor("ma"), amount=20, reason="仍复杂")
        assert not handling.grant_extension(asked, by=district.actor("lead"), amount=11, reason="仍复杂")
        assert handling.grant_extension(asked, by=district.actor("lead"), amount=10, reason="仍复杂")
        assert not handling.request_extension(asked, by=district.actor("ma"), amount=1, reason="再延")


def test_the_person_is_told_the_reason_of_an_extension(district, asked):
    with at("2026-04-01 10:00"):
        assert handling.grant_extension(asked, by=district.actor("lead"), amount=20, reason="需要司法鉴定")
    assert "需要司法鉴定" in str(last_paper(asked, "extension_notice").paper.content)


def test_a_hearing_before_the_opinion_does_not_stop_the_clock(district):
    case = accepted(district)
    due = case.due_at
    called = {"at": timezone.now() + timedelta(days=3), "place": "听证室", "chair": "周", "topic": "工资",
              "participants": "李"}  # fmt: skip
    assert hearings.call_hearing(case, by=district.actor("ma"), **called)
    said = {"participants": "李", "record": "陈述", "conclusion": "属实"}
    assert hearings.record_hearing(case, by=district.actor("ma"), **said)
    assert case.due_at == due
    assert Clock.objects.get(case=case, limit="deciding").pauses == []
