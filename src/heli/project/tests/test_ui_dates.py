"""Dates as people read them, and the lamp of a time limit."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from heli.project.ui.dates import ago, due_text, last_day, span, written
from heli.project.ui.lamps import lamp

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=ZONE)


def midnight(day: int) -> datetime:
    """The exclusive end of a limit whose last day is the one before `day` of March."""
    return datetime(2026, 3, day, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("style", "chinese", "english"),
    [
        ("full", "2026年3月4日 10:00", "4 March 2026, 10:00"),
        ("date", "2026年3月4日", "4 March 2026"),
        ("day", "2026年3月4日 星期三", "Wednesday 4 March 2026"),
        ("time", "10:00", "10:00"),
    ],
)
def test_moments_are_written_in_both_languages(style: str, chinese: str, english: str) -> None:
    with override("zh-hans"):
        assert written(NOW, style) == chinese
    with override("en"):
        assert written(NOW, style) == english


def test_stored_utc_is_written_in_district_time() -> None:
    with override("en"):
        assert written(datetime(2026, 3, 3, 20, 30, tzinfo=UTC)) == "4 March 2026, 04:30"


def test_a_plain_date_has_no_hour() -> None:
    with override("en"):
        assert written(date(2026, 3, 4), "full") == "4 March 2026"


def test_short_names_the_year_when_it_is_another() -> None:
    other = timezone.now() - timedelta(days=800)
    with override("en"):
        assert str(other.year) in written(other, "short")


def test_an_exclusive_midnight_is_due_the_day_before() -> None:
    assert last_day(midnight(7)) == date(2026, 3, 6)
    with override("en"):
        assert due_text(midnight(7)) == "6 March 2026"
        assert due_text(midnight(7) + timedelta(hours=9)) == "7 March 2026, 09:00"


def test_a_span_is_never_nothing() -> None:
    with override("en"):
        assert [span(timedelta(seconds=5)), span(timedelta(hours=1)), span(timedelta(days=2))] == [
            "1 minute",
            "1 hour",
            "2 days",
        ]


def test_ago_looks_both_ways() -> None:
    with override("en"):
        assert ago(NOW, NOW) == "just now"
        assert ago(NOW - timedelta(hours=2), NOW) == "2 hours ago"
        assert ago(NOW + timedelta(days=3), NOW) == "in 3 days"


@pytest.mark.parametrize(
    ("due", "tone", "text"),
    [
        (midnight(9), "good", "Due in 4 days"),
        (midnight(6), "warn", "Due tomorrow"),
        (midnight(5), "warn", "Due today"),
        (midnight(4), "bad", "Overdue by 1 day"),
        (midnight(2), "bad", "Overdue by 3 days"),
        (NOW + timedelta(hours=3, minutes=1), "warn", "Due in 3 hours"),
        (NOW - timedelta(minutes=20), "bad", "Overdue by 20 minutes"),
    ],
)
def test_the_lamp_counts_days_as_people_do(due: datetime, tone: str, text: str) -> None:
    with override("en"):
        shown = lamp(due, now=NOW)
    assert (shown.tone, shown.text) == (tone, text)


def test_the_lamp_of_a_limit_of_hours_turns_red_at_the_instant() -> None:
    due = NOW + timedelta(hours=3)
    assert lamp(due, now=due - timedelta(seconds=1)).tone == "warn"
    assert lamp(due, now=due).tone == "bad"


def test_the_lamp_warns_when_the_procedure_says_so() -> None:
    assert lamp(midnight(20), now=NOW, warn_at=NOW - timedelta(minutes=1)).tone == "warn"
    assert lamp(midnight(20), now=NOW, warn_at=NOW + timedelta(minutes=1)).tone == "good"


def test_what_is_closed_tells_whether_it_was_in_time() -> None:
    with override("en"):
        assert lamp(midnight(6), midnight(6) - timedelta(seconds=1), now=NOW).text == "Done in time"
        assert lamp(midnight(6), midnight(6), now=NOW).text == "Done 1 day late"


def test_no_limit_and_a_stopped_clock_are_grey() -> None:
    assert lamp(None).tone == "neutral"
    assert lamp(midnight(1), now=NOW, paused=True).tone == "neutral"


def test_every_tone_of_the_lamp_has_its_own_shape() -> None:
    shown = [lamp(midnight(9), now=NOW), lamp(midnight(5), now=NOW), lamp(midnight(2), now=NOW), lamp(None)]
    assert len({one.icon for one in shown}) == len({one.tone for one in shown}) == 4
