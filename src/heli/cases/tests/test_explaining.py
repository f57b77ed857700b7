"""Why this date, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from heli.cases.clocks import pause, resume, start
from heli.cases.explaining import explain
from heli.kernel.periods import Period, hours, working_days
from heli.service_requests.procedure import ServiceRequestProcedure as P

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 6, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("level", [hours(24), working_days(5)])
def test_a_pause_is_explained_for_hours_and_for_days(level: Period):
    clock = start(P.answering, level, at=MONDAY)
    pause(clock, at=MONDAY + timedelta(hours=2))
    resume(clock, at=MONDAY + timedelta(days=2))
    with translation.override("en"):
        assert any("stood still from 1 June 2026 (Mon) to 3 June 2026" in line for line in explain(clock))


def test_moments_are_written_as_everywhere_else_and_sentences_end_once():
    clock = start(P.answering, hours(24), at=MONDAY)
    for language, moment in (("en", "1 June 2026, 09:00."), ("zh-hans", "2026年6月1日 09:00")):
        with translation.override(language):
            lines = explain(clock)
        assert moment in lines[0]
        assert not any(line.endswith("..") for line in lines)
