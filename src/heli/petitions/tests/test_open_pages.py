"""What anybody reads of petition work: nothing of a person, nothing of one or two, on the right side of midnight."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from heli.cases.models import Case, Clock, Event
from heli.insight.public_years import PublicYear, year_asked
from heli.insight.small_counts import in_groups
from heli.organizations.days import midnight
from heli.petitions import arrangements, deciding, hearings, public_figures
from heli.petitions.law import arranged
from heli.petitions.local_items import items
from heli.petitions.models import Hearing, Opinion, Outcome, Petition
from heli.petitions.public_figures import compute, public_year
from heli.petitions.public_lines import parts_of
from heli.petitions.published import latest
from heli.petitions.tests.people import (
    OPINION,
    PetitionDistrict,
    answered,
    electronically,
    filed,
    last_paper,
    li,
    reviewed,
)
from heli.service_requests.tests.visiting import counted, person, stranger

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = "经听证，原复查意见事实清楚，予以维持。"


@pytest.fixture(autouse=True)
def _fresh():
    public_figures.forget()


def told(year: PublicYear) -> dict[str, str]:
    """Return the figures as they are shown, by code."""
    return {line.code: line.value for part in parts_of(year) for line in part.lines}


def made(**numbers: int) -> PublicYear:
    """Return a year with these counts."""
    names = ["registered", "in_time", "late", "unit_good", "unit_other", "office_good", "office_other"]
    names += [*map(str, public_figures.RESULTS), "review_upheld", "review_changed"]
    names += ["re_review_upheld", "re_review_changed"]
    counts = {name: in_groups(numbers.get(name, 0)) for name in names}
    return PublicYear(2026, midnight(date(2026, 7, 1)), counts)


def published(district: PetitionDistrict, text: str = WORDS) -> Case:
    """Return a claim whose re-review opinion was published after a hearing."""
    case = reviewed(district)
    assert deciding.ask_re_review(case, by=li(case), reason="仍不服")
    called: dict[str, Any] = {
        "at": timezone.now() + 5 * DAY,
        "place": "听证室",
        "chair": "周",
        "topic": "工资",
        "participants": "李",
    }
    assert hearings.open_hearing(case, by=district.actor("xu"), **called)
    said: dict[str, Any] = {"participants": "李", "record": "陈述", "conclusion": "事实清楚"}
    assert hearings.close_hearing(case, by=district.actor("xu"), **said)
    assert deciding.decide_re_review(case, by=district.actor("xu"), **{**OPINION, "outcome": "upheld"})
    paper = last_paper(case, "re_review_opinion")
    delivery = electronically(case, district)
    assert deciding.serve_re_review(case, by=district.actor("xu"), paper=paper, delivery=delivery)
    assert hearings.publish_outcome(case, by=district.actor("xu"), text=text)
    return case


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


def test_one_or_two_are_never_told():
    for number in (0, 1, 2):
        year = made(registered=number, supported=number)
        assert told(year)["registered"] == told(year)["supported"] == told(year)["opinions"] == "<3"


def test_two_looks_differ_by_nothing_or_by_whole_groups():
    looks = [made(registered=number).counts["registered"].value for number in range(30)]
    assert {after - before for before, after in pairwise(looks)} == {0, 3}


def test_shares_stand_from_twenty_on_and_follow_from_groups_alone():
    assert told(made(in_time=17, late=5))["in_time"] == "–"
    # 18 and 3, as shown; of 20 and 4 it would be 83.
    assert told(made(in_time=20, late=4))["in_time"] == "86%"
    assert told(made(unit_good=23, office_good=10, office_other=13))["unit_good"] == "100%"
    assert told(made(unit_good=23, office_good=10, office_other=13))["office_good"] == "43%"


def test_a_year_ends_at_the_districts_midnight(district):
    case, border = filed(district).case, midnight(date(2026, 1, 1))
    for at, first, second in ((border - timedelta(seconds=1), 1, 0), (border, 0, 1)):
        Case.objects.filter(pk=case.pk).update(opened_at=at)
        found = [
            Case.objects.filter(
                procedure__in=public_figures.CODES, opened_at__gte=midnight(date(year, 1, 1)),
                opened_at__lt=midnight(date(year + 1, 1, 1)),
            ).count()
            for year in (2025, 2026)
        ]  # fmt: skip
        assert found == [first, second]
    for _number in range(3):
        Case.objects.filter(pk=filed(district).case.pk).update(opened_at=border - timedelta(seconds=1))
    assert compute(2025, border).counts["registered"].value == 3
    assert compute(2026, midnight(date(2026, 2, 1))).counts["registered"].small


def test_the_present_year_grows_by_whole_months_alone(district):
    last, first = midnight(date(2026, 7, 1)) - timedelta(seconds=1), midnight(date(2026, 7, 1))
    for _number in range(3):
        Case.objects.filter(pk=filed(district).case.pk).update(opened_at=datetime(2026, 6, 15, tzinfo=UTC))
    assert public_year(2026, last).counts["registered"].small
    assert public_year(2026, first).counts["registered"].value == 3
    assert public_year(2026, first).last == date(2026, 6, 30)
    assert not public_year(2026, midnight(date(2026, 1, 31))).begun
    assert year_asked("1066", date(2026, 7, 1)) == year_asked("x", date(2026, 7, 1)) == 2026


def test_a_limit_counts_in_the_year_of_its_last_day_once_and_for_good(district):
    case, due = answered(district), midnight(date(2026, 1, 1))
    clock = Clock.objects.filter(case=case, limit="deciding")

    def cells(until: date) -> list[tuple[int, int]]:
        raw = [public_figures._limits(midnight(date(year, 1, 1)), midnight(until)) for year in (2025, 2026)]
        return [(each["in_time"], each["late"]) for each in raw]

    clock.update(due_at=due, stopped_at=due - timedelta(seconds=1))
    assert cells(date(2026, 3, 1)) == [(0, 0), (1, 0)]
    clock.update(due_at=due - DAY, stopped_at=None)
    assert cells(date(2026, 3, 1)) == [(0, 1), (0, 0)]
    clock.update(stopped_at=due + 20 * DAY)
    assert cells(date(2026, 3, 1)) == [(0, 1), (0, 0)]


def test_results_reviews_and_ratings_are_counted_apart(district):
    case, at = answered(district), datetime(2026, 3, 3, tzinfo=UTC)
    first = Opinion.objects.get(case=case)
    assert first.outcome == Outcome.NOT_SUPPORTED
    within = {"gte": at - 900 * DAY, "lt": timezone.now() + 900 * DAY}
    assert public_figures._opinions(within)["not_supported"] == 1
    assert public_figures._opinions(within)["review_changed"] == 0
    assert deciding.ask_review(case, by=li(case), reason="不服")
    assert deciding.decide_review(case, by=district.actor("guan"), **{**OPINION, "outcome": "changed"})
    counts = public_figures._opinions(within)
    assert (counts["not_supported"], counts["review_changed"], counts["review_upheld"]) == (1, 1, 0)
    Petition.objects.filter(pk=case.pk).update(rating_unit=2, rating_office=5, rated_at=at)
    ratings = public_figures._ratings(within)
    assert ratings == {"unit_good": 0, "unit_other": 1, "office_good": 1, "office_other": 0}


def test_page_and_table_name_nobody_and_show_no_single_petition(district):
    case = answered(district)
    Case.objects.filter(pk=case.pk).update(opened_at=midnight(date(timezone.localdate().year - 1, 5, 5)))
    for path in ("/petitions/figures/", "/petitions/figures.csv"):
        answer = stranger("en").get(path, {"year": timezone.localdate().year - 1})
        body = answer.content.decode()
        assert answer.status_code == 200
        assert ("&lt;3" if path.endswith("/") else "<3") in body
        for name in (case.reference, "李", district.roads.name, district.roads.label, district.wages.name):
            assert name not in body
        assert "no measure of anything" in body


def test_figures_cost_the_same_however_much_there_is(district):
    answered(district)
    page = f"/petitions/figures/?year={timezone.localdate().year - 1}"
    stranger().get(page)
    costs = []
    for _round in range(2):
        public_figures.forget()
        with counted() as statements:
            stranger().get(page)
        costs.append(len(statements))
        answered(district)
    assert costs[0] == costs[1] <= 6


# ── published opinions ────────────────────────────────────────────────────────────────────────────


def test_nothing_stands_there_before_it_is_published(district):
    body = stranger("en").get("/petitions/opinions/").content.decode()
    assert "No opinion has been published yet" in body
    case = reviewed(district)
    assert not hearings.publish_outcome(case, by=district.actor("xu"), text=WORDS)
    assert WORDS not in stranger().get("/petitions/opinions/").content.decode()
    for wrong in (
        f"/petitions/opinions/{uuid4()}/",
        f"/petitions/opinions/?before={uuid4()}",
        "/petitions/opinions/?before=1",
    ):
        assert stranger().get(wrong).status_code == 404


def test_a_published_opinion_stands_at_an_address_that_leads_to_no_case(district):
    case = published(district)
    key = Hearing.objects.get(case=case).public_key
    assert isinstance(key, UUID)
    page = f"/petitions/opinions/{key}/"
    assert f'href="{page}"' in stranger().get("/petitions/opinions/").content.decode()
    at = Hearing.objects.get(case=case).published_at
    assert at
    for path in (page, "/petitions/opinions/", "/petitions/opinions/feed.atom"):
        body = stranger().get(path).content.decode()
        assert WORDS in body
        for told_of in (case.reference, "李", "听证室", "陈述", "13800000000", at.strftime("%H:%M:%S")):
            assert told_of not in body
    assert page in person(case).get(f"/track/{case.reference}/").content.decode()


def test_the_feed_tells_the_day_alone(district):
    case = published(district)
    Hearing.objects.filter(case=case).update(published_at=datetime(2026, 5, 4, 16, 30, tzinfo=UTC))
    body = stranger().get("/petitions/opinions/feed.atom").content.decode()
    # Half past midnight of the fifth in the district.
    assert "<updated>2026-05-05T00:00:00+08:00</updated>" in body


def test_the_list_turns_without_loss_and_costs_no_more_for_more(district):
    case = published(district)
    row = Hearing.objects.get(case=case)
    stranger().get("/petitions/opinions/")
    with counted() as one:
        stranger().get("/petitions/opinions/")
    at, first = row.published_at, row.public_key
    assert at
    spare = Event.objects.filter(case=case).exclude(pk__in=(row.called_event_id, row.held_event_id))
    keys = [first]
    # Two at the same instant: the order holds all the same.
    for number, event in enumerate(spare[:4]):
        row.pk, row.called_event, row.held_event = None, event, None
        row.public_key, row.published_at, row.published = uuid4(), at - (number // 2 + 1) * DAY, f"第{number}号意见"
        row.save(force_insert=True)
        keys.append(row.public_key)
    stranger().get("/petitions/opinions/")
    with counted() as many:
        stranger().get("/petitions/opinions/")
    assert len(many) == len(one) <= 4
    seen, before = [], None
    while page := latest(2, before=before):
        seen += [each.key for each in page]
        before = page[-1].key
    assert seen == [keys[0], keys[2], keys[1], keys[4], keys[3]]


# ── arrangements ──────────────────────────────────────────────────────────────────────────────────


def test_every_item_stands_there_once_with_todays_value(district):
    found = items(arrangements.arrangements())
    assert [each.number for each in found] == list(range(1, 15))
    body = stranger("en").get("/petitions/arrangements/").content.decode()
    assert "These are local arrangements, not law" in body
    assert [f'id="item-{number}"' in body for number in range(1, 16)] == [True] * 14 + [False]
    arrangements.save({"study_days": 47})
    assert "47 natural days" in stranger("en").get("/petitions/arrangements/").content.decode()
    assert str(arranged(7).article)


def test_simple_matters_stand_there_only_where_the_district_uses_them(district):
    (item,) = (each for each in items(arrangements.Arrangements()) if each.number == 9)
    (used,) = (each for each in items(arrangements.Arrangements(simple_matters=True)) if each.number == 9)
    assert "10" in used.value
    assert "10" not in item.value


@pytest.mark.parametrize("page", ["/petition/", "/help/", "/procedures/petition_claim/"])
def test_other_pages_lead_there(district, page):
    body = stranger().get(page).content.decode()
    for address in ("/petitions/arrangements/", "/petitions/figures/", "/petitions/opinions/"):
        assert f'href="{address}"' in body
