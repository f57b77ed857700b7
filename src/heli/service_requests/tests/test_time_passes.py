"""What happens because time passes: due dates, reminders up the ladder, and closes by the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from heli.access.actors import SYSTEM
from heli.cases.acts import Act
from heli.cases.kinds import kind_of
from heli.cases.ladder import climb, take_ended
from heli.cases.models import Case, Clock, Event
from heli.notices.models import Channel, Notice
from heli.organizations.models import CalendarNotice
from heli.service_requests import actions
from heli.service_requests.tests.district import reported

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def reported_at(district, when, **more):
    return reported(district, at=at(when), **more).case


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-06-01 09:00", "2026-06-09"),  # Monday: five working days end on the next Monday, at midnight
        ("2026-06-01 23:59:59", "2026-06-09"),
        ("2026-06-02 00:00", "2026-06-10"),  # one second later is the next day
        ("2026-02-12 10:00", "2026-02-27"),  # 春节 2026-02-15…23 off; Saturday 02-14 is a make-up working day
        ("2026-02-14 10:00", "2026-03-01"),  # received on a make-up day; Saturday 02-28 is one too, and the fifth
        ("2026-09-30 10:00", "2026-10-14"),  # National Day week; Saturday 10-10 is a make-up working day
        ("2026-06-06 10:00", "2026-06-13"),  # received on a Saturday: Monday is the first working day
    ],
)
def test_five_working_days(district, received, due):
    assert reported_at(district, received).due_at == at(due + " 00:00")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-06-01 12:00", "2026-06-17"),  # fifteen natural days
        ("2026-01-31 12:00", "2026-02-25"),  # the last day, 02-15, falls into 春节 and rolls to 02-24
    ],
)
def test_natural_days_roll_over_days_off(district, received, due):
    case = reported_at(district, received, category=district.attitude)
    assert case.due_at == at(due + " 00:00")


def test_a_moment_before_the_end_is_in_time(district):
    case = reported_at(district, "2026-06-01 09:00")
    clock = Clock.objects.get(case=case, limit="answering")
    clock.stopped_at = clock.due_at - timedelta(microseconds=1)
    assert clock.met is True
    clock.stopped_at = clock.due_at
    assert clock.met is False


def test_reminders_go_out_in_service_hours_only(district):
    reported_at(district, "2026-06-01 09:00")
    assert climb(at("2026-06-03 20:00")) == 0
    assert climb(at("2026-06-06 10:00")) == 0  # a Saturday
    assert climb(at("2026-06-08 08:59")) == 0
    assert climb(at("2026-06-08 09:00")) > 0


def test_an_old_case_that_nobody_is_assigned_to_climbs_the_whole_ladder(district):
    case = reported_at(district, "2025-03-03 09:00")
    assert actions.dispatch(case, by=district.actor("east"), act=Act(at=at("2025-03-03 10:00")), unit=district.roads)
    Notice.objects.all().delete()
    assert climb(at("2026-06-08 10:00")) == 2  # accepting and answering
    told = set(Notice.objects.filter(channel=Channel.INBOX).values_list("to_unit__code", "to_duty"))
    assert told == {("roads", "member"), ("roads", "leader"), ("centre", "coordinator")}
    assert climb(at("2026-06-08 10:05")) == 0
    assert Event.objects.filter(case=case, step="escalate").count() == 2


def test_each_rung_is_taken_once_at_its_fraction(district):
    case = reported_at(district, "2026-06-01 09:00")
    actions.dispatch(case, by=district.actor("east"), act=Act(at=at("2026-06-01 10:00")), unit=district.roads)
    actions.accept(case, by=district.actor("ma"), act=Act(at=at("2026-06-01 11:00")), member=district.people["ma"])
    counts = []
    for day in (3, 4, 5, 8, 9):
        climb(at(f"2026-06-0{day} 17:00"))
        counts.append(Event.objects.filter(case=case, step="escalate").count())
    assert counts == [0, 0, 1, 2, 3]


def test_nobody_is_reminded_while_the_clock_stands_still(district):
    case = reported_at(district, "2026-06-01 09:00")
    actions.dispatch(case, by=district.actor("east"), act=Act(at=at("2026-06-01 10:00")), unit=district.roads)
    actions.accept(case, by=district.actor("ma"), act=Act(at=at("2026-06-01 11:00")))
    actions.ask_information(case, by=district.actor("ma"), act=Act(at=at("2026-06-01 12:00")), question="哪盏？")
    assert case.due_at is None
    assert climb(at("2026-06-11 10:00")) == 0
    assert take_ended(at("2026-06-12 00:30")) == 1  # ten natural days for the resident have ended
    case = Case.objects.get(pk=case.pk)
    assert case.state == "in_hand"
    # 2 to 12 June stood still; five working days follow: 15 to 18 and 22 June, 端午节 on the 19th between them.
    assert case.due_at == at("2026-06-23 00:00")


def test_a_result_nobody_confirms_is_closed_by_the_clock(district):
    case = reported_at(district, "2026-06-01 09:00")
    ma, east = district.actor("ma"), district.actor("east")
    actions.dispatch(case, by=east, act=Act(at=at("2026-06-01 10:00")), unit=district.roads)
    actions.accept(case, by=ma, act=Act(at=at("2026-06-01 11:00")))
    actions.complete(case, by=ma, act=Act(at=at("2026-06-02 11:00")), outcome="solved", answer="修好")
    actions.verify(case, by=east, act=Act(at=at("2026-06-03 11:00")))
    assert not actions.close_unanswered(case, by=SYSTEM, act=Act(at=at("2026-06-10 23:59:59")))
    assert take_ended(at("2026-06-11 00:00")) == 1
    case.refresh_from_db()
    assert case.state == "closed"


def test_a_year_without_a_notice_is_marked_provisional(district):
    CalendarNotice.objects.filter(year=2026).delete()
    case = reported_at(district, "2025-12-30 09:00")
    clock = Clock.objects.get(case=case, limit="answering")
    assert clock.provisional
    assert clock.started_at == datetime(2025, 12, 30, 1, tzinfo=UTC)


def broken_for(monkeypatch, step, case):
    """Let the action of ``step`` fail for ``case``."""
    actions_of = kind_of(case).actions
    real = actions_of[step]

    def act(each, **facts):
        if each.pk == case.pk:
            raise RuntimeError
        return real(each, **facts)

    monkeypatch.setitem(actions_of, step, act)


def test_a_case_that_fails_keeps_no_other_from_being_reminded_of(district, monkeypatch):
    bad, good = (reported_at(district, "2026-06-01 09:00") for _number in range(2))
    broken_for(monkeypatch, "escalate", bad)
    assert climb(at("2026-06-03 10:00")) >= 1
    assert set(Event.objects.filter(step="escalate").values_list("case_id", flat=True)) == {good.pk}


def test_a_case_that_fails_keeps_no_other_from_being_closed_by_the_clock(district, monkeypatch):
    bad, good = (reported_at(district, "2026-06-01 09:00") for _number in range(2))
    for case in (bad, good):
        assert actions.dispatch(
            case, by=district.actor("east"), act=Act(at=at("2026-06-01 10:00")), unit=district.roads
        )
        assert actions.accept(case, by=district.actor("ma"), act=Act(at=at("2026-06-01 11:00")))
        asked = Act(at=at("2026-06-01 12:00"))
        assert actions.ask_information(case, by=district.actor("ma"), act=asked, question="哪一盏灯？")
    broken_for(monkeypatch, "resume_unanswered", bad)
    assert take_ended(at("2026-06-20 10:00")) == 1
    good.refresh_from_db()
    assert good.state == "in_hand"
