"""Cells of tables."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from heli.kernel.cells import due_cell

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("due_at", "cell"),
    [
        ("2026-12-11T00:00+08:00", "2026-12-10"),
        ("2026-12-10T16:00+00:00", "2026-12-10"),
        ("2026-03-01T00:00+08:00", "2026-02-28"),
        ("2026-11-27T14:00+08:00", "2026-11-27 14:00"),
    ],
)
def test_a_table_names_the_last_day_and_not_the_day_after(due_at: str, cell: str) -> None:
    assert due_cell(datetime.fromisoformat(due_at), SHANGHAI) == cell


def test_without_a_limit_the_cell_is_empty() -> None:
    assert due_cell(None, SHANGHAI) == ""
