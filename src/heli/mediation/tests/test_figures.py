"""Figures of mediation against a set of disputes worked out by hand, who may read which, and both sides of midnight."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heli.access.context import acting_as
from heli.cases.models import Case, Channel
from heli.cases.parties import parties_of
from heli.cases.people_models import Party
from heli.insight.small_counts import in_groups
from heli.insight.spans import Span
from heli.mediation import public_figures
from heli.mediation.agreeing import Due
from heli.mediation.figure_sheets import by_level, by_topic, by_unit, sheets
from heli.mediation.figures import Days, Figures, figures_of
from heli.mediation.overview import overview
from heli.mediation.public_lines import parts_of
from heli.mediation.reach import Reach, reach_of
from heli.mediation.tests.agreed import WORDS, by_both, by_committee, clause, do, owed
from heli.mediation.tests.people import MediationDistrict, applied, first, other, step
from heli.mediation.tests.test_confirmation import PREPARED
from heli.organizations.days import midnight

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MARCH = Span(2026, 3)
NOW = midnight(date(2026, 11, 1))


def at(month: int, day: int, hour: int = 9) -> datetime:
    return midnight(date(2026, month, day)) + timedelta(hours=hour)


def told(district: MediationDistrict, name: str = "gong", span: Span = MARCH) -> Figures:
    """Return the figures of ``span`` as the person called ``name`` reads them."""
    actor = district.actor(name)
    reach = reach_of(actor)
    assert reach
    with acting_as(actor):
        return figures_of(reach, span, NOW)


def asked(district: MediationDistrict, who: str = "cai", **more: Any) -> Case:
    """Return a dispute of 1 March, accepted on the 2nd, with Wu let in."""
    mediator = district.actor(who)
    case = applied(district, at=at(3, 1), **more).case
    if not more.get("offered"):
        assert step(case, "accept", mediator, at=at(3, 2))
    with acting_as(mediator):
        [wu] = [each for each in parties_of(case) if each.role == Party.Role.OTHER_SIDE]
    assert step(case, "invite", mediator, at=at(3, 2, 10), party=wu)
    return case


def begun(district: MediationDistrict, consent: datetime, who: str = "cai", **more: Any) -> Case:
    """Return a dispute in mediation; the last side agreed at ``consent``."""
    case, mediator = asked(district, who, **more), district.actor(who)
    if more.get("offered"):
        assert step(case, "agree", first(case), at=consent - DAY)
    assert step(case, "agree", other(case), at=consent)
    assert step(case, "appoint", mediator, at=consent + DAY / 24, mediators=[district.small.people[who]])
    assert step(case, "begin", mediator, at=consent + DAY / 12)
    return case


def in_writing(district: MediationDistrict) -> Case:
    """Consent on 3 March, in force on the 13th and confirmed; of two instalments one was paid in time, one on 1 May."""
    case, cai = begun(district, at(3, 3)), district.actor("cai")
    dues = [Due(date(2026, 3, 20), 100_000), Due(date(2026, 4, 20), 200_000)]
    assert clause(case, cai, at=at(3, 12), dues=dues)
    assert do(case, "draft_agreement", cai, at=at(3, 12), **WORDS)
    by_both(case, at(3, 12))
    by_committee(case, district, date(2026, 3, 13), at(3, 13))
    for who in (first(case), other(case)):
        assert do(case, "ask_confirmation", who, at=at(3, 14))
    assert do(case, "prepare_confirmation", cai, at=at(3, 14), **PREPARED)
    assert do(case, "file_confirmation", cai, at=at(3, 16), on=date(2026, 3, 16))
    assert do(case, "record_docketing", cai, at=at(3, 17), on=date(2026, 3, 17), number="1")
    ruled = date(2026, 4, 1)
    assert do(case, "record_ruling", cai, at=at(4, 1), on=ruled, number="2", served_on=ruled)
    for part, on in zip(owed(case), (date(2026, 3, 19), date(2026, 5, 1)), strict=True):
        assert do(case, "confirm_performance", first(case), at=at(on.month, on.day), instalment=part.key, on=on)
    return case


def oral(district: MediationDistrict) -> Case:
    """Wages, with the labour committee: consent on 3 March, oral agreement on the 8th, nothing performed."""
    case, lao = begun(district, at(3, 3), "lao", category=district.wages), district.actor("lao")
    assert clause(case, lao, at=at(3, 7))
    assert do(case, "conclude_orally", lao, at=at(3, 8), on=date(2026, 3, 8), **WORDS)
    return case


def rated(case: Case, when: datetime, *scores: int) -> None:
    for who, score in zip((first(case), other(case)), scores, strict=False):
        assert step(case, "rate", who, at=when, score=score)


def by_hand(district: MediationDistrict) -> None:
    """Seven disputes of March.

    | | came | answers | end | days | rated |
    |---|---|---|---|---|---|
    | 1 | web | yes, yes | in writing, 13 March | 10 | |
    | 2 | offered | yes, yes | not settled, 25 March | 20 | 4, 5 |
    | 3 | telephone | yes, yes | ended by Wu, 20 April | 48 | 5 |
    | 4 | web, wages | yes, yes | oral, 8 March | 5 | |
    | 5 | web | yes, no | never begun | | 2 |
    | 6 | web | yes | passed up, open | | |
    | 7 | web | yes | passed up and down, open | | |
    """
    cai = district.actor("cai")
    in_writing(district)
    case = begun(district, at(3, 5), offered=True, how="", by=cai)
    assert do(case, "close_unsettled", cai, at=at(3, 25), reason="分歧太大", ways="可以起诉")
    rated(case, at(3, 26), 4, 5)
    case = begun(district, at(3, 3), channel=Channel.PHONE)
    assert step(case, "end", other(case), at=at(4, 20))
    rated(case, at(4, 21), 5)
    oral(district)
    case = asked(district)
    assert step(case, "refuse", other(case), at=at(3, 10))
    rated(case, at(3, 11), 2)
    case = applied(district, at=at(3, 1)).case
    assert step(case, "pass_up", cai, at=at(3, 4), reason="疑难")
    case = applied(district, at=at(3, 1)).case
    assert step(case, "pass_up", cai, at=at(3, 4), reason="疑难")
    assert step(case, "pass_down", district.actor("su"), at=at(3, 5), unit=district.community, reason="熟悉情况")


# ── who reads what ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["su", "cai", "zu", "lao", "guo", "chen", "east", "hot", "grid", "ma", "lead", "audit"]
)
def test_members_windows_other_units_and_auditors_read_no_figures(district, name):
    assert reach_of(district.actor(name)) is None


def test_every_figure_is_the_one_worked_out_by_hand(district):
    by_hand(district)
    figures = told(district)
    whole = figures.whole
    assert [whole[way] for way in ("web", "phone", "desk", "offered", "referred")] == [5, 1, 0, 1, 0]
    assert (whole["said_yes"], whole["said_no"]) == (6 + 5, 1)
    assert (whole["begin"], whole["refuse"], whole["never_begun"]) == (4, 1, 1)
    assert [whole[end] for end in ("take_effect", "conclude_orally", "close_unsettled", "end")] == [1, 1, 1, 0]
    assert (whole.settled, whole.ended, whole.settlement, whole["in_month"]) == (2, 3, 66.7, 3)
    # 5, 10 and 20 days: nine tenths lie at 10 + 0.8 × 10.
    assert figures.days == Days(10.0, 18.0, 3)
    assert (whole["pass_up"], whole["pass_down"]) == (2, 1)
    assert [whole[f"clause_{name}"] for name in ("kept", "late", "broken", "young")] == [1, 1, 1, 0]
    assert (whole.performance, whole["agreement_kept"], whole["agreement_broken"]) == (66.7, 1, 1)
    assert [whole[name] for name in ("filed", "filed_in_time", "confirmed", "ruled_in_time")] == [1, 1, 1, 1]
    assert (whole["rated_first"], whole["points_first"], whole.rating("first")) == (2, 6, None)
    april = told(district, span=Span(2026, 4))
    assert (april.whole["end"], april.whole["in_month"], april.days) == (1, 0, Days(48.0, 48.0, 1))
    year = told(district, span=Span(2026)).whole
    assert (year["rated_first"], year.rating("first"), year.rating("others")) == (3, 3.7, None)
    assert (year.settled, year.ended) == (2, 4)

    own = told(district, "chu")
    assert (own.whole.came, own.whole.settled, own.whole["said_yes"]) == (5, 1, 8)
    assert [row.name for row in by_unit(own)] == [district.community.name]
    assert told(district, "geng").whole == whole

    levels = {row.name: (row.tally.came, row.tally.settled) for row in by_level(figures)}
    assert list(levels.values()) == [(5, 1), (1, 0), (1, 1)]
    topics = {row.name: (row.tally.ended, row.days) for row in by_topic(figures)}
    assert topics[district.wages.name] == (1, Days(5.0, 5.0, 1))
    assert topics[district.leak.name] == (2, Days(15.0, 19.0, 2))

    _public(district)


def _public(district: MediationDistrict) -> None:
    """The public is told the same in whole groups; the last month is not."""
    year = public_figures.compute(2026, midnight(date(2026, 11, 1)))
    exact = {"came": 7, "begin": 4, "unsettled": 2, "in_month": 3, "later": 1, "short": 2, "middle": 1, "long": 1}
    assert {name: year.counts[name] for name in exact} == {name: in_groups(number) for name, number in exact.items()}
    shown = {line.code: line.value for part in parts_of(year) for line in part.lines}
    assert (shown["came"], shown["begin"], shown["oral"], shown["settled"]) == ("6", "3", "<3", "–")
    assert public_figures.compute(2026, midnight(date(2026, 3, 1))).counts["came"].small


def test_a_single_committee_is_not_compared_and_nothing_costs_by_the_row(district):
    by_hand(district)
    reach, actor = Reach(district.actor("gong")), district.actor("gong")
    with (
        acting_as(actor),
        CaptureQueriesContext(
            connection,
        ) as asked_for,
    ):
        document, _found = overview(reach, MARCH, NOW)
    statements = [each for each in asked_for if each["sql"].startswith(("SELECT", "WITH"))]
    assert len(statements) <= 26
    assert document.sheet("units") is not None
    lao = sheets(told(district), compares=False)
    assert "units" not in {each.code for each in lao}
    for sheet in document.sheets:
        assert all(len(row.values) == len(sheet.heads) - 1 for row in sheet.rows), sheet.code


# ── both sides of midnight ────────────────────────────────────────────────────────────────────────


def test_a_month_begins_and_ends_at_the_districts_midnight(district):
    second = timedelta(seconds=1)
    for instant in (MARCH.since - second, MARCH.since, MARCH.until - second, MARCH.until):
        applied(district, at=instant)
    assert [told(district, span=Span(2026, month)).whole.came for month in (2, 3, 4)] == [1, 2, 1]


@pytest.mark.parametrize(("today", "young"), [(date(2026, 6, 5), 1), (date(2026, 6, 6), 0)])
def test_an_agreement_is_judged_on_its_ninetieth_day(district, today, young):
    # In force on 8 March: the ninetieth day after is 6 June.
    oral(district)
    actor = district.actor("gong")
    with acting_as(actor):
        whole = figures_of(Reach(actor), MARCH, midnight(today) + timedelta(hours=12)).whole
    assert (whole["clause_young"], whole["clause_broken"]) == (young, 1 - young)
    assert (whole["agreement_young"], whole["agreement_broken"]) == (young, 1 - young)
    assert timezone.localdate(MARCH.since) == date(2026, 3, 1)
