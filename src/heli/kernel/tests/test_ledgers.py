"""Accounts of public money: what can never happen to them, whatever is tried."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.kernel.ledgers import (
    BETWEEN,
    Account,
    Balances,
    Movement,
    Posting,
    balanced,
    complete_groups,
    may_post,
    postings,
    reversed_,
    summed,
    unequal,
)

MOVES = st.tuples(st.sampled_from(sorted(BETWEEN)), st.integers(1, 50))
TRIED = st.lists(st.tuples(MOVES, st.integers(0, 60)), max_size=60)


def told(tried):
    """Post what may be posted; now and then take an earlier entry back."""
    balances, kept = Balances(), []
    for (movement, fen), number in tried:
        entry = reversed_(kept[number % len(kept)]) if number < 12 and kept else postings(movement, fen)
        if may_post(balances, entry):
            balances, kept = balances.after(entry), [*kept, entry]
    return balances, kept


@given(TRIED)
@settings(max_examples=150, deadline=None)
def test_no_sequence_of_entries_overdraws_an_account(tried):
    balances, kept = told(tried)
    assert balances.sound
    assert min(balances.free, balances.reserved, balances.granted, balances.paid) >= 0
    assert balances.came_back <= balances.paid
    assert all(balanced(entry) for entry in kept)


@given(TRIED)
@settings(max_examples=100, deadline=None)
def test_a_balance_is_the_sum_of_its_postings(tried):
    balances, kept = told(tried)
    rows = [(each.account.value, each.fen) for entry in kept for each in entry]
    assert summed(rows) == balances
    assert unequal({each.value: balances.of(each) for each in Account}, rows) == {}


@given(TRIED)
@settings(max_examples=100, deadline=None)
def test_the_budget_is_what_is_free_bound_granted_or_gone(tried):
    b, _kept = told(tried)
    assert b.budget == b.free + b.reserved + b.granted_in_all - b.came_back


@given(MOVES)
def test_a_reversal_restores_what_was(move):
    before = Balances(source=-300, free=60, reserved=60, granted=60, paid=120, returned=0)
    entry = postings(*move)
    assert before.after(entry).after(reversed_(entry)) == before


@pytest.mark.parametrize("fen", [0, -1])
def test_an_entry_moves_something(fen):
    with pytest.raises(ValueError, match="above zero"):
        postings(Movement.ALLOT, fen)


def test_what_does_not_balance_is_refused():
    assert not may_post(Balances(), [Posting(Account.FREE, 5)])
    assert not may_post(Balances(), [])
    assert not may_post(Balances(), [Posting(Account.FREE, 0), Posting(Account.SOURCE, 0)])


def test_nothing_is_reserved_that_is_not_free():
    b = Balances().after(postings(Movement.ALLOT, 100))
    assert may_post(b, postings(Movement.RESERVE, 100))
    assert not may_post(b, postings(Movement.RESERVE, 101))


def test_no_more_comes_back_than_was_paid():
    b = Balances(source=-100, free=40, paid=60)
    assert b.sound
    assert may_post(b, postings(Movement.RETURN, 60))
    assert not may_post(b, postings(Movement.RETURN, 61))


def test_a_budget_is_not_cut_below_what_is_bound():
    b = Balances(source=-100, free=40, reserved=60)
    assert may_post(b, postings(Movement.CUT, 40))
    assert not may_post(b, postings(Movement.CUT, 41))


@given(st.lists(st.integers(1, 1000), max_size=20))
def test_totals_grow_by_whole_groups(amounts):
    count, total = complete_groups(amounts, 3)
    assert count % 3 == 0
    assert 0 <= len(amounts) - count < 3
    assert total == sum(amounts[:count])


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_two_looks_never_differ_by_fewer_than_a_group(amounts):
    before, _ = complete_groups(amounts[:-1], 3)
    after, _ = complete_groups(amounts, 3)
    assert after - before in (0, 3)
