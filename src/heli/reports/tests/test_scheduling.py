"""Schedules: at their time on both sides of midnight, each period once, missed ones made up for, failures told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from heli.notices.addresses import addresses_of
from heli.notices.letters import render
from heli.notices.models import Channel, Notice
from heli.organizations.models import Post
from heli.reports import making, scheduling
from heli.reports.models import Report, Run, Schedule
from heli.reports.scheduling import due, next_at, take_up

#: Local midnight is 16:00 UTC of the day before.
SINCE = datetime(2026, 6, 1, 0, 0, tzinfo=UTC)


def local(day, hour=7, minute=0):
    return datetime.combine(day, time(hour, minute), tzinfo=UTC) - timedelta(hours=8)


def schedule(district, length="day", at=time(7, 0), **more):
    values = {
        "length": length,
        "scope": "district",
        "at": at,
        "recipients": [f"{district.centre.pk}:coordinator", f"{district.centre.pk}:auditor"],
        "since": SINCE,
        "changed_at": SINCE,
        "kept_by": district.people["chen"],
        **more,
    }
    return Schedule.objects.create(**values)


def codes(row, now):
    return [period.code for period in due(row, now)]


def test_before_its_time_nothing_is_issued(picture):
    schedule(picture)
    assert take_up(local(date(2026, 6, 1), 6, 59)) == 0
    assert not Report.objects.exists()


@pytest.mark.parametrize("at", [time(0, 0), time(23, 59)])
def test_both_sides_of_midnight(district, at):
    row = schedule(district, at=at, since=local(date(2026, 6, 10), 0, 0) - timedelta(days=1, seconds=1))
    instant = local(date(2026, 6, 10), at.hour, at.minute)
    assert "2026-06-09" not in codes(row, instant - timedelta(seconds=1))
    assert codes(row, instant)[-1] == "2026-06-09"


def test_the_month_ends_at_local_midnight(district):
    row = schedule(district, "month", at=time(0, 0))
    end = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
    assert codes(row, end - timedelta(seconds=1)) == []
    assert codes(row, end) == ["2026-06"]
    assert next_at(row, end) == datetime(2026, 7, 31, 16, 0, tzinfo=UTC)


def test_the_week_is_issued_on_monday_and_on_days_off_later(district):
    row = schedule(district, "week", since=local(date(2026, 6, 8)))
    assert next_at(row, row.since) == local(date(2026, 6, 15))
    # 19 June 2026 is the Dragon Boat Festival, a Friday.
    row = schedule(district, "day", working_days=True, since=local(date(2026, 6, 18)))
    assert codes(row, local(date(2026, 6, 21))) == []
    assert codes(row, local(date(2026, 6, 22))) == ["2026-06-18", "2026-06-19", "2026-06-20", "2026-06-21"]


def test_missed_periods_are_made_up_for_once_and_told_to_the_posts(picture):
    schedule(picture, since=local(date(2026, 6, 7)))
    now = local(date(2026, 6, 10), 9)
    assert take_up(now) == 3
    assert take_up(now) == 0
    assert take_up(now + timedelta(hours=12)) == 0
    assert sorted(str(each.first) for each in Report.objects.all()) == ["2026-06-07", "2026-06-08", "2026-06-09"]
    assert not Notice.objects.filter(kind="reports.any.report").exists()
    report = Report.objects.get(first=date(2026, 6, 9))
    assert making.make(report.pk)
    told = Notice.objects.filter(reference=report.number)
    assert sorted((each.channel, each.to_duty) for each in told) == [
        ("email", "auditor"), ("email", "coordinator"), ("inbox", "auditor"), ("inbox", "coordinator"),
    ]  # fmt: skip
    letter = told.get(channel=Channel.EMAIL, to_duty="coordinator")
    assert [address for address, _language in addresses_of(letter)] == ["chen@example.test"]
    subject, body = render(letter, "en")
    assert subject == "Daily bulletin, The whole district, 9 June 2026, was issued"
    assert f"/desk/reports/{report.number}/" in body
    assert making.make(report.pk)
    assert told.count() == 4


def test_two_schedules_and_a_person_make_one_report_and_each_schedule_is_told(picture):
    rows = [schedule(picture, since=local(date(2026, 6, 9))) for _number in range(2)]
    assert take_up(local(date(2026, 6, 10))) == 2
    report = Report.objects.get()
    assert making.make(report.pk)
    assert Run.objects.filter(report=report, told_at__isnull=False).count() == 2
    later = schedule(picture, since=local(date(2026, 6, 9)))
    assert take_up(local(date(2026, 6, 10), 8)) == 1
    assert later.runs.get().told_at is not None
    assert Report.objects.count() == 1
    assert Notice.objects.filter(reference=report.number, channel="inbox").count() == 2 * (len(rows) + 1)


def test_a_doubled_run_is_refused_by_the_database(picture):
    row = schedule(picture, since=local(date(2026, 6, 9)))
    take_up(local(date(2026, 6, 10)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(schedule=row, length="day", first=date(2026, 6, 9), taken_at=SINCE)
    report = Report.objects.get()
    report.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save(force_insert=True)


def test_a_schedule_that_becomes_monthly_issues_the_month_whose_first_day_it_had_as_a_day(picture):
    row = schedule(picture, since=local(date(2026, 6, 1)))
    take_up(local(date(2026, 6, 2)))
    Schedule.objects.filter(pk=row.pk).update(length="month")
    take_up(local(date(2026, 7, 1)))
    assert list(Report.objects.order_by("id").values_list("length", "first")) == [
        ("day", date(2026, 6, 1)),
        ("month", date(2026, 6, 1)),
    ]


def test_what_was_due_before_it_began_or_is_switched_off_is_not_issued(picture):
    row = schedule(picture, since=local(date(2026, 6, 10), 7, 1))
    schedule(picture, active=False)
    assert codes(row, local(date(2026, 6, 10), 8)) == []
    assert take_up(local(date(2026, 6, 10), 8)) == 0


def test_a_failure_is_tried_three_times_then_told_to_the_keeper(picture, monkeypatch):
    row = schedule(picture, since=local(date(2026, 6, 9)))
    now = local(date(2026, 6, 10))
    monkeypatch.setattr(scheduling, "issue", lambda *args, **more: 1 / 0)
    assert [take_up(now) for _number in range(5)] == [0] * 5
    run = row.runs.get()
    assert (run.tries, run.error, run.report) == (3, "ZeroDivisionError", None)
    assert scheduling.failures(row, now) == [run]
    notice = Notice.objects.get(kind="reports.failed.staff")
    assert (notice.to_user, notice.reference) == (picture.people["chen"], "")
    assert not Report.objects.exists()


def test_files_that_fail_three_times_are_told_of(picture, monkeypatch):
    schedule(picture, since=local(date(2026, 6, 9)))
    take_up(local(date(2026, 6, 10)))
    report = Report.objects.get()
    monkeypatch.setattr(making, "_drawn", lambda *args: 1 / 0)
    assert [making.make(report.pk) for _number in range(3)] == [False] * 3
    told = Notice.objects.filter(reference=report.number)
    assert {each.to_user for each in told} == {picture.people["chen"]}
    assert "could not be made" in render(told.first(), "en")[0]


def test_whoever_has_left_the_post_gets_no_letter(picture):
    schedule(picture, since=local(date(2026, 6, 9)), recipients=[f"{picture.centre.pk}:coordinator"])
    take_up(local(date(2026, 6, 10)))
    report = Report.objects.get()
    making.make(report.pk)
    Post.objects.filter(user=picture.people["chen"]).update(until=date(2026, 1, 1))
    assert addresses_of(Notice.objects.get(reference=report.number, channel="email")) == []
