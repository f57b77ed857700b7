"""Public totals: they add up, and tell of nobody."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from heli.funds.models import FundApplication
from heli.funds.tests.office import YUAN, brought_to
from heli.funds.totals import protected, totals
from heli.service_requests.tests.visiting import counted, stranger


def test_fewer_than_three_grants_show_no_amount(office):
    brought_to(office, "granted")
    brought_to(office, "payable")
    (total,) = totals()
    assert (total.budget, total.granted.number, total.granted.amount) == (100_000 * YUAN, "<3", "–")
    assert (total.paid.number, total.paid.amount) == ("0", "0.00")
    body = stranger().get("/funds/totals/").content.decode()
    assert "100,000.00" in body
    assert "16,000" not in body
    assert "8,000.00" not in body


def test_three_grants_are_shown_and_a_fourth_is_not_yet(office):
    for _ in range(3):
        brought_to(office, "granted")
    before = stranger().get("/funds/totals.csv").content
    assert "24000.00" in before.decode()
    brought_to(office, "granted")
    assert stranger().get("/funds/totals.csv").content == before


@given(st.lists(st.integers(1, 10**7), max_size=12))
def test_two_looks_tell_of_no_single_amount(amounts):
    looks = [protected(amounts[:number]) for number in range(len(amounts) + 1)]
    for before, after in pairwise(looks):
        assert after.count - before.count in (0, 3)
        assert (after.fen == before.fen) or after.count > before.count


def test_totals_cost_no_more_for_more_grants(office):
    stranger().get("/funds/totals/")
    with counted() as few:
        stranger().get("/funds/totals/")
    brought_to(office, "granted")
    with counted() as many:
        stranger().get("/funds/totals/")
    assert len(many) == len(few) <= 5


def test_nobody_is_named(office):
    case = brought_to(office, "payable")
    FundApplication.objects.update(granted_at="2026-05-01T00:00Z")
    for path in ("/funds/totals/", "/funds/totals.csv"):
        body = stranger().get(path).content.decode()
        for told in (case.reference, "李", "住院"):
            assert told not in body
