"""Every limit of petition work against its row in the collected facts, and dated cases that were worked by hand."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from heli.cases import clocks
from heli.kernel.periods import Unit, days
from heli.kernel.procedures import Limit
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.claims import ClaimProcedure
from heli.petitions.law import LONGEST_EXTENSION, MOST_REPRESENTATIVES, numbered, regulation
from heli.petitions.suggestions import SuggestionProcedure

FACTS = Path(__file__).parent / "facts"
SHARED = Path(__file__).parents[5] / "shared" / "data" / "laws" / "deadlines.csv"
KINDS = (ClaimProcedure, SuggestionProcedure, AccusationProcedure)
UNITS = {"日": Unit.DAYS, "工作日": Unit.WORKING_DAYS}
#: Rows of which a limit in the law is not made: how many may come together, and how often leaders receive.
NO_LIMIT = {"XF10", "XF12"}


def table(name):
    lines = (FACTS / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


ROWS = {row["id"]: row for row in table("deadlines.csv")}
LIMITS: dict[str, Limit] = {limit.row: limit for kind in KINDS for limit in kind.limits() if limit.row}


def article_of(row):
    article, _open, paragraph = row["article"].rstrip(")").partition("(")
    return str(numbered(int(article), int(paragraph or 0)))


@pytest.mark.parametrize("row", sorted(set(ROWS) - NO_LIMIT))
def test_length_unit_and_article_are_those_of_the_law(row):
    fact, limit = ROWS[row], LIMITS[row]
    assert limit.period is not None
    assert (limit.period.amount, limit.period.unit) == (int(fact["value"]), UNITS[fact["unit"]])
    assert limit.is_window == (fact["kind"] == "filing window" or row == "XF04")
    assert limit.basis is not None
    if fact["grade"] == "A":
        assert limit.basis.instrument is regulation(1).instrument
        assert str(limit.basis.article) == article_of(fact)
    else:
        assert not limit.basis.instrument.statutory
        assert limit.on_demand, "what is not certain starts only where the district has turned it on"


def test_representatives_and_extension_are_those_of_the_law():
    assert int(ROWS["XF10"]["value"]) == MOST_REPRESENTATIVES
    assert ROWS["XF05"]["extension"].startswith(f"{LONGEST_EXTENSION} 日 total")


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_no_row_is_no_statutory_limit(kind):
    for limit in kind.limits():
        if not limit.row and limit.basis.instrument.statutory:
            assert limit.on_demand, f"{limit.name} cites the law for a length that the law does not give"
            assert limit.period is None


@pytest.mark.parametrize("kind", [SuggestionProcedure, AccusationProcedure])
def test_only_claims_have_sixty_days_review_and_re_review(kind):
    rows = {limit.row for limit in kind.limits()}
    assert not rows & {"XF05", "XF06", "XF07", "XF08", "XF09"}


def test_the_copied_facts_are_those_that_were_collected():
    if not SHARED.exists():
        pytest.skip("the collected table of deadlines is not on this machine")
    with SHARED.open(encoding="utf-8") as lines:
        assert [row for row in csv.DictReader(lines) if row["id"] in ROWS] == list(ROWS.values())


def moment(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def clock_of(row):
    limit = LIMITS[row["row"]]
    clock = clocks.start(limit, limit.period, at=moment(row["starts"]))
    for pause in filter(None, row["pauses"].split(";")):
        begin, end = pause.split("/")
        clocks.pause(clock, at=moment(begin))
        clocks.resume(clock, at=moment(end))
    for amount in row["extensions"].split():
        clocks.extend(clock, days(int(amount)), at=clock.started_at, reason="情况复杂", actor="test")
    return clock


def last_day(instant):
    """The day that ends at ``instant``: a limit runs to midnight, which itself is too late."""
    assert timezone.localtime(instant).time() == datetime.min.time()
    return (timezone.localtime(instant) - timedelta(microseconds=1)).date().isoformat()


def test_dated_cases_end_as_they_were_worked_by_hand(district):
    rows, wrong = table("dated_cases.csv"), []
    for row in rows:
        clock = clock_of(row)
        found = (last_day(clock.plain_due_at), last_day(clock.due_at), clock.provisional)
        if found != (row["plain"], row["due"], False):
            wrong.append((row["row"], row["starts"], row["plain"], row["due"], found))
    assert len(rows) >= 60
    assert wrong == []


def test_warning_on_the_plain_date_breach_on_the_rolled_one(district):
    clock = clock_of({"row": "XF05", "starts": "2026-03-02 10:00", "pauses": "", "extensions": ""})
    assert clocks.warning_of(clock) <= clock.plain_due_at < clock.due_at
    assert last_day(clock.plain_due_at) == "2026-05-01"
    assert last_day(clock.due_at) == "2026-05-06"


@pytest.mark.parametrize("row", sorted(set(ROWS) - NO_LIMIT))
def test_every_limit_has_dated_cases(row):
    assert [each for each in table("dated_cases.csv") if each["row"] == row]
