"""What time alone does to referrals: the ends of matters are noted every five minutes, limits remind up the ladder."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from heli.cases.acts import Act
from heli.cases.kinds import kind_called
from heli.cases.ladder import climb
from heli.cases.models import Case, Clock, Event
from heli.notices.models import Notice
from heli.petitions.tests.people import accepted
from heli.referrals import actions, tasks
from heli.referrals.models import Referral
from heli.referrals.tests.people import from_court, referred

pytestmark = pytest.mark.django_db


def at(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def again(case):
    return Case.objects.select_related("referral__partner", "referral__source", "referral__work").get(pk=case.pk)


def at_the_desk(district):
    """Return a referral that the request desk has accepted, and the matter opened from it."""
    case = referred(district, accepted(district.petitions), "desk", by="ma")
    assert actions.accept(case, by=district.actor("chen"), category=district.petitions.small.lamps)
    case = again(case)
    return case, case.referral.work


def end(work, district):
    desk = kind_called("service_request")
    assert desk is not None
    assert desk.actions["decline"](work, by=district.actor("chen"), act=Act(), ground="不属于受理范围。")


def noted(case):
    return Event.objects.filter(case=case, step="note_end").count()


def reminded(case):
    """Return the units and accounts that were told that time passes, each with how often."""
    rows = Notice.objects.filter(reference=case.reference, kind="referral.escalate.escalation", channel="inbox")
    return Counter(rows.values_list("to_unit", "to_duty"))


# ── the end of the matter ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["ma", "chen", "xu", "hu", "audit"])
def test_nobody_but_the_system_notes_an_end(district, name):
    case, work = at_the_desk(district)
    end(work, district)
    assert not actions.note_end(case, by=district.actor(name))
    assert noted(case) == 0


def test_the_job_notes_each_end_once_however_often_it_runs(district):
    case, work = at_the_desk(district)
    assert tasks.note_ends() == 0, "the matter goes on"
    end(work, district)
    assert [tasks.note_ends() for _turn in range(3)] == [1, 0, 0]
    case = again(case)
    assert (case.state, noted(case)) == ("in_work", 1)
    assert case.referral.ended_at is not None
    assert case.referral.returned_at is None, "a person returns the result"


def test_the_job_leaves_a_referral_that_is_over(district):
    case, work = at_the_desk(district)
    assert actions.give_result(case, by=district.actor("chen"), outcome="elsewhere", result="已另行处理。")
    end(work, district)
    assert tasks.note_ends() == 0
    assert Referral.objects.get(pk=case.pk).ended_at is None


def test_one_pass_notes_many_and_what_is_left_comes_next(district, monkeypatch):
    monkeypatch.setattr(tasks, "_MOST_AT_ONCE", 1)
    for _each in range(2):
        _case, work = at_the_desk(district)
        end(work, district)
    assert [tasks.note_ends() for _turn in range(3)] == [1, 1, 0]


def test_the_job_runs_every_five_minutes_one_at_a_time():
    found = {each.task.name: each for each in tasks.app.periodic_registry.periodic_tasks.values()}
    job = found["referrals.note_ends"]
    assert job.cron == "*/5 * * * *"
    assert job.task.lock == job.task.queueing_lock == "referrals.note_ends"


# ── reminders ─────────────────────────────────────────────────────────────────────────────────────


def test_an_online_assignment_reminds_up_the_ladder_within_its_three_working_days(district):
    case = from_court(district, online=True, at=at("2026-06-01 09:00"))
    clock = Clock.objects.get(case=case)
    assert timezone.localdate(clock.due_at - timedelta(seconds=1)).isoformat() == "2026-06-04"
    assert climb(at("2026-06-01 17:00")) == 0
    rungs = [climb(moment) for moment in (at("2026-06-03 10:00"), at("2026-06-04 16:00"), at("2026-06-05 10:00"))]
    assert sum(rungs) == Event.objects.filter(case=case, step="escalate").count() > 1
    told = reminded(case)
    assert {unit for unit, _duty in told} == {district.helpers.pk}
    assert (district.helpers.pk, "leader") in told, "after the day the unit's leader knows"
    assert again(case).state == "assigned", "time refuses nothing by itself"


@pytest.mark.parametrize(("moment", "late"), [("2026-07-01 23:59:59", False), ("2026-07-02 00:00:00", True)])
def test_the_last_day_of_a_court_s_thirty_ends_at_midnight(district, moment, late):
    case = from_court(district, at=at("2026-06-01 10:00"))
    assert actions.accept_appointed(case, by=district.actor("hu"), act=Act(at=at("2026-06-01 11:00")))
    assert (again(case).due_at <= at(moment)) is late


def test_reminders_end_with_the_referral(district):
    case = from_court(district, online=True, at=at("2026-06-01 09:00"))
    act = Act(at=at("2026-06-02 09:00"))
    assert actions.refuse(case, by=district.actor("hu"), act=act, reason="一方当事人明确拒绝调解。")
    assert climb(at("2026-06-05 10:00")) == 0
    assert not reminded(case)


def test_the_matter_behind_keeps_reminding_by_its_own_clock(district):
    source = accepted(district.petitions)
    before = list(Clock.objects.filter(case=source).values_list("limit", "due_at", "next_rung_at"))
    case = referred(district, source, "helpers", by="ma")
    assert actions.accept(case, by=district.actor("hu"))
    assert list(Clock.objects.filter(case=source).values_list("limit", "due_at", "next_rung_at")) == before
