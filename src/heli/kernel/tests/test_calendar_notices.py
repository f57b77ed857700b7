"""Reading a year's notice, and saying where it is wrong."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.kernel.calendar import CalendarDay, DayKind, read_facts
from heli.kernel.calendar_notices import (
    NoticeError,
    NoticeProblem,
    facts_text,
    missing_holidays,
    notice_text,
    notice_year,
    parse_notice,
)

JSON = """{
  "year": 2027,
  "days": [
    {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
    {"name": "元旦", "date": "2026-12-27", "isOffDay": false}
  ]
}"""
DAYS = [
    CalendarDay(date(2026, 12, 27), DayKind.MAKE_UP, "元旦"),
    CalendarDay(date(2027, 1, 1), DayKind.DAY_OFF, "元旦"),
    CalendarDay(date(2027, 2, 5), DayKind.DAY_OFF, "春节"),
]
TABLES = [
    "date,kind,name\n2027-01-01,day_off,元旦\n2026-12-27,make_up,元旦\n2027-02-05,holiday,春节",
    "\ufeff日期,名称,类型\r\n2027/1/1,元旦,休\r\n2026/12/27,元旦,班\r\n2027/2/5,春节,放假\r\n",
    "名称\t日期\t类型\n元旦\t2027年1月1日\t休息\n\n元旦\t2026年12月27日\t补班\n春节\t20270205\tDAY_OFF\n",
]
MISTAKES = [
    ("", NoticeProblem.EMPTY, 1),
    ("date,kind,name\n", NoticeProblem.EMPTY, 1),
    ('{"year": 2027, "papers": [], "days": []}', NoticeProblem.EMPTY, 1),
    ("x" * 100_001, NoticeProblem.TOO_LONG, 1),
    (JSON.replace("true}", "true"), NoticeProblem.NOT_JSON, 5),
    ("[" * 50_000, NoticeProblem.NOT_JSON, 1),
    ('{"days": ' + "9" * 5000 + "}", NoticeProblem.NOT_JSON, 1),
    ('{"year": 2027}', NoticeProblem.SHAPE, 1),
    ("[]", NoticeProblem.SHAPE, 1),
    ('{"days": [1]}', NoticeProblem.SHAPE, 1),
    (JSON.replace("false", '"no"'), NoticeProblem.SHAPE, 5),
    (JSON.replace("2026-12-27", "2026-12-32"), NoticeProblem.DATE, 5),
    (JSON.replace("2026-12-27", "2027-01-01"), NoticeProblem.TWICE, 5),
    (JSON.replace("2026-12-27", "2026-11-27"), NoticeProblem.OTHER_YEAR, 5),
    (JSON.replace("2026-12-27", "2025-12-27"), NoticeProblem.OTHER_YEAR, 5),
    ("day,kind\n2027-01-01,day_off", NoticeProblem.HEADING, 1),
    ("date,kind\n2027-01-01,day_off\n2027-02-30,day_off", NoticeProblem.DATE, 3),
    ("date,kind\n2027-01-01,day_off\n\n2027-01-02,perhaps", NoticeProblem.KIND, 4),
    ("date,kind\n2027-01-01", NoticeProblem.KIND, 2),
]


def test_reads_json() -> None:
    assert parse_notice(JSON) == DAYS[:2]


@pytest.mark.parametrize("text", TABLES)
def test_reads_tables(text: str) -> None:
    assert parse_notice(text) == DAYS


@pytest.mark.parametrize(("text", "problem", "line"), MISTAKES)
def test_mistakes_are_named_with_their_line(text: str, problem: NoticeProblem, line: int) -> None:
    with pytest.raises(NoticeError) as caught:
        parse_notice(text)
    assert (caught.value.problem, caught.value.line) == (problem, line)


def test_mistake_quotes_what_it_found() -> None:
    with pytest.raises(NoticeError, match="line 2: kind perhaps"):
        parse_notice("date,kind\n2027-01-02,perhaps")


@settings(deadline=None)
@given(
    st.sampled_from(["", "date,kind\n", '{"days": [']),
    st.text(max_size=30) | st.text('{}[]",:daysnmeikOfD 0129-\n\t\r', max_size=30),
)
def test_any_text_is_read_or_refused(beginning: str, text: str) -> None:
    with suppress(NoticeError):
        assert parse_notice(beginning + text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reads_what_spreadsheets_save(encoding: str) -> None:
    assert parse_notice(notice_text(TABLES[0].encode(encoding))) == DAYS


def test_other_bytes_are_refused() -> None:
    with pytest.raises(NoticeError, match="encoding"):
        notice_text(b"\xff\xff\xff")


def test_year_is_that_of_most_days() -> None:
    assert notice_year(DAYS) == 2027
    with pytest.raises(ValueError, match="without days"):
        notice_year([])


def test_lost_holidays_are_noticed() -> None:
    facts = read_facts()
    assert not missing_holidays(facts[2026])
    assert date(2026, 10, 1) in missing_holidays(facts[2026][:20])


def test_facts_are_written_as_they_are_read() -> None:
    text = facts_text({2027: DAYS})
    assert text.splitlines()[-1] == "2027,2027-02-05,day_off,春节"
    assert text.startswith("# ")
