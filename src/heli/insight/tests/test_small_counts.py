"""Nobody can work out a count of one or two from what is published."""

from hypothesis import given
from hypothesis import strategies as st

from heli.insight.small_counts import BASE, protected, rounded, total

CELLS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=30)
SECRETS = [bytes([number]) * 16 for number in range(60)]


@given(CELLS, st.sampled_from(SECRETS))
def test_small_counts_are_never_written(cells, secret):
    shown = protected(cells, secret=secret, table="t")
    assert all(str(shown[key]) == "<3" for key, count in cells.items() if count < BASE)
    assert all(int(str(shown[key])) % BASE == 0 for key, count in cells.items() if count >= BASE)


@given(CELLS, st.sampled_from(SECRETS))
def test_subtraction_leads_back_to_a_rounded_cell_only(cells, secret):
    """Whatever is summed, the difference of two sums is a multiple of 3 that fits two counts or more."""
    shown = protected(cells, secret=secret, table="t")
    everything = total(list(shown.values())).value
    for key in cells:
        left = everything - total([count for other, count in shown.items() if other != key]).value
        assert left == shown[key].value
        assert len({count for count in range(50) if left in possible(count)}) > 1


def possible(count):
    return {count - count % BASE, count + -count % BASE}


@given(st.integers(0, 500), st.text(max_size=20), st.sampled_from(SECRETS))
def test_the_same_cell_always_rounds_the_same_and_near(count, cell, secret):
    first = rounded(count, cell=cell, secret=secret)
    assert first == rounded(count, cell=cell, secret=secret)
    assert abs(first.value - count) < BASE


def test_one_and_two_both_round_both_ways():
    for count in (1, 2):
        assert {rounded(count, cell="x", secret=secret).value for secret in SECRETS} == {0, 3}


def test_rounding_makes_small_arrears_neither_vanish_nor_grow():
    cells = dict.fromkeys(range(3000), 1)
    assert 2700 < total(list(protected(cells, secret=b"k", table="t").values())).value < 3300
