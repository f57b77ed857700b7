"""Examining rows: what is turned away, what is taken with a remark."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from heli.imports.examine import Limits
from heli.imports.layout import SourceState
from heli.imports.reasons import Reason
from heli.imports.tests.samples import NOW, examined_csv, reasons


def test_a_good_row_becomes_a_request(tmp_path: Path) -> None:
    (request,), rejected, _examiner = examined_csv(tmp_path, {})
    assert not rejected
    assert request.opened == datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
    assert request.closed == datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    assert (request.state, request.category, request.point) == (SourceState.CLOSED, "路灯", (120.01, 30.28))
    assert request.remarks == ()


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"编号": " "}, "编号", Reason.NO_ID),
        ({"编号": "9" * 101}, "编号", Reason.LONG_ID),
        ({"上报时间": ""}, "上报时间", Reason.NO_OPENING_DATE),
        ({"上报时间": "去年"}, "上报时间", Reason.BAD_DATE),
        ({"上报时间": "2026-02-30"}, "上报时间", Reason.BAD_DATE),
        ({"上报时间": "2026-12-01"}, "上报时间", Reason.FUTURE_DATE),
        ({"办结时间": "2026-02-28"}, "办结时间", Reason.CLOSED_BEFORE_OPENED),
        ({"办结时间": ""}, "办结时间", Reason.NO_CLOSING_DATE),
        ({"状态": "挂起"}, "状态", Reason.UNKNOWN_STATE),
        ({"内容": ""}, "内容", Reason.EMPTY_TEXT),
        ({"内容": "长" * 4001}, "内容", Reason.LONG_TEXT),
        ({"答复": "长" * 20_001}, "答复", Reason.LONG_REPLY),
    ],
)
def test_what_is_turned_away(tmp_path: Path, change: dict[str, str], column: str, reason: Reason) -> None:
    taken, rejected, _examiner = examined_csv(tmp_path, change)
    assert not taken
    assert [(each.line, each.column, each.reason) for each in rejected] == [(2, column, reason)]
    assert len(rejected[0].value) <= 61


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"坐标": ""}, Reason.NO_COORDINATES),
        ({"坐标": "(, )"}, Reason.NO_COORDINATES),
        ({"坐标": "(0, 0)"}, Reason.BAD_COORDINATES),
        ({"坐标": "(91, 120)"}, Reason.BAD_COORDINATES),
        ({"坐标": "(nan, 120)"}, Reason.BAD_COORDINATES),
        ({"坐标": "文一路"}, Reason.BAD_COORDINATES),
        ({"状态": "待办"}, Reason.CLOSING_DATE_IGNORED),
        ({"答复时间": "2026-02-01"}, Reason.REPLY_BEFORE_OPENED),
        ({"标题": "长" * 121}, Reason.CUT_TITLE),
    ],
)
def test_what_is_taken_with_a_remark(tmp_path: Path, change: dict[str, str], reason: Reason) -> None:
    (request,), rejected, _examiner = examined_csv(tmp_path, change)
    assert not rejected
    assert [each.reason for each in request.remarks] == [reason]


def test_text_of_exactly_the_limit_is_taken_whole(tmp_path: Path) -> None:
    (request,), _rejected, _examiner = examined_csv(tmp_path, {"内容": "长" * 4000})
    assert len(request.text) == 4000


def test_a_number_used_twice_is_turned_away_naming_the_first_line(tmp_path: Path) -> None:
    taken, rejected, _examiner = examined_csv(tmp_path, {}, {"编号": "A2"}, {"标题": "又来"})
    assert [request.line for request in taken] == [2, 3]
    assert [(each.line, each.reason, each.value) for each in rejected] == [(4, Reason.DUPLICATE_ID, "A1 (2)")]


def test_a_rejected_row_does_not_take_the_number_away(tmp_path: Path) -> None:
    taken, rejected, _examiner = examined_csv(tmp_path, {"内容": ""}, {})
    assert (len(taken), reasons(rejected)) == (1, [Reason.EMPTY_TEXT])


def test_two_date_formats_in_one_column_are_counted(tmp_path: Path) -> None:
    rows = [{}, {"编号": "A2", "上报时间": "2026/3/1 8:30"}, {"编号": "A3"}]
    taken, _rejected, examiner = examined_csv(tmp_path, *rows)
    assert len({request.opened for request in taken}) == 1
    assert examiner.mixed_dates() == {"上报时间": {"%Y-%m-%d %H:%M:%S": 2, "%Y/%m/%d %H:%M": 1}}


def test_places_outside_the_district_are_turned_away_unless_allowed(tmp_path: Path) -> None:
    strict = Limits(now=NOW, inside=lambda point: point[0] > 121)
    _taken, rejected, _examiner = examined_csv(tmp_path, {}, limits=strict)
    assert reasons(rejected) == [Reason.OUTSIDE]


def test_unknown_categories_are_turned_away_unless_allowed(tmp_path: Path) -> None:
    strict = Limits(now=NOW, categories={"井盖"})
    taken, rejected, _examiner = examined_csv(tmp_path, {}, {"编号": "A2", "类别": "井盖"}, limits=strict)
    assert (len(taken), reasons(rejected)) == (1, [Reason.UNKNOWN_CATEGORY])
