"""Moments as papers write them."""

from datetime import UTC, datetime

import pytest

from heli.papers.wording import due, moment

MIDNIGHT = datetime(2026, 10, 12, 16, tzinfo=UTC)
MORNING = datetime(2026, 10, 12, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "chinese", "english"),
    [
        (MIDNIGHT, "2026年10月12日24:00前", "12 October 2026, end of the day"),
        (MORNING, "2026年10月12日 9:05前", "before 12 October 2026, 9:05"),
    ],
)
def test_due_instants_name_the_last_moment_that_counts(at, chinese, english):
    assert due(at) == chinese
    assert due(at, english=True) == english


def test_moments_are_those_of_the_district():
    assert moment(MORNING) == "2026年10月12日 9:05"
