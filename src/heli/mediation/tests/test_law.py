"""Every limit of mediation against its row in the collected facts, and dated cases that were worked by hand."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from heli.kernel.periods import Period, Unit, compute
from heli.kernel.procedures import Limit
from heli.mediation.law import ENFORCEMENT, TERM_YEARS, interpretation, numbered, statute
from heli.mediation.procedure import MediationProcedure
from heli.mediation.tests.people import MediationDistrict
from heli.organizations.calendar import work_calendar

pytestmark = pytest.mark.django_db
FACTS = Path(__file__).parent / "facts"
SHARED = Path(__file__).parents[5] / "shared" / "data" / "laws" / "deadlines.csv"
UNITS = {"日": Unit.DAYS, "月": Unit.MONTHS}
#: Rows of referrals, which have their own limits, and of the term of a committee.
OF_OTHERS = {"TJ06", "TJ07"}


def table(name: str) -> list[dict[str, str]]:
    lines = (FACTS / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


ROWS = {row["id"]: row for row in table("deadlines.csv")}
LIMITS: dict[str, Limit] = {limit.row: limit for limit in MediationProcedure.limits() if limit.row}


def period_of(row: str) -> Period:
    period = LIMITS[row].period
    assert period is not None
    return period


@pytest.mark.parametrize("row", ["TJ01", "TJ02", "TJ03", "TJ04", "TJ05"])
def test_length_and_unit_are_those_of_the_law(row: str) -> None:
    fact, period = ROWS[row], period_of(row)
    assert (period.amount, period.unit) == (int(fact["value"]), UNITS[fact["unit"]])


@pytest.mark.parametrize("row", ["TJ01", "TJ02", "TJ03", "TJ04", "TJ05"])
def test_article_and_kind_are_those_of_the_law(row: str) -> None:
    fact, limit = ROWS[row], LIMITS[row]
    assert limit.basis is not None
    assert str(limit.basis.article) == str(numbered(int(fact["article"].split(";")[0])))
    assert limit.is_window == (fact["kind"] in ("filing window", "deadline (external)"))
    assert limit.main == (row == "TJ01")


def test_the_window_is_that_of_both_laws_and_the_objection_that_of_the_interpretation() -> None:
    assert LIMITS["TJ02"].basis == statute(33)
    assert LIMITS["TJ04"].basis == LIMITS["TJ05"].basis == interpretation(372)
    assert ROWS["TJ05"]["article"] == ROWS["TJ04"]["article"] == "372"
    assert int(ROWS["TJ08"]["value"]) == TERM_YEARS


def test_what_has_no_row_is_no_statutory_limit() -> None:
    for limit in MediationProcedure.limits():
        if not limit.row:
            assert limit.basis is not None
            assert not limit.basis.instrument.statutory, (
                f"{limit.name} cites the law for a length that it does not give"
            )
    assert set(LIMITS) | OF_OTHERS | {"TJ08"} == set(ROWS)


def test_the_copied_facts_are_those_that_were_collected() -> None:
    if not SHARED.exists():
        pytest.skip("the collected table of deadlines is not on this machine")
    with SHARED.open(encoding="utf-8") as lines:
        assert [row for row in csv.DictReader(lines) if row["id"] in ROWS] == list(ROWS.values())


def test_enforcement_is_asked_for_within_the_two_years_of_article_250() -> None:
    assert (ENFORCEMENT.amount, ENFORCEMENT.unit) == (24, Unit.MONTHS)
    if not SHARED.exists():
        pytest.skip("the texts of the laws are not on this machine")
    law = (SHARED.parent / "lrb" / "民事诉讼法(2023-09-01).md").read_text(encoding="utf-8")
    assert "第二百五十条 申请执行的期间为二年。" in law


def last_day(at: datetime) -> str:
    return timezone.localdate(at - timedelta(seconds=1)).isoformat()


def test_dated_cases_end_as_they_were_worked_by_hand(district: MediationDistrict) -> None:
    calendar, zone, wrong = work_calendar(), timezone.get_default_timezone(), []
    rows = table("dated_cases.csv")
    for row in rows:
        starts = timezone.make_aware(datetime.fromisoformat(row["starts"]))
        due = compute(starts, period_of(row["row"]), calendar, zone=zone)
        if (last_day(due.plain_at), last_day(due.at)) != (row["plain"], row["due"]):
            wrong.append(
                (row["row"], row["starts"], row["plain"], row["due"], last_day(due.plain_at), last_day(due.at))
            )
    assert len(rows) >= 20
    assert wrong == []
