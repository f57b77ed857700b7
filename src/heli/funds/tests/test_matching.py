"""What a bank says and what the ledger says: nothing is matched twice, nothing is explained away."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.funds.matching import Item, matches
from heli.funds.statements import StatementError, read

DAY = date(2026, 6, 1)
ITEMS = st.lists(
    st.builds(
        lambda days, fen, reference: (DAY + timedelta(days=days), fen, reference),
        st.integers(0, 20),
        st.sampled_from([-500, -300, 300]),
        st.sampled_from(["", "A", "B", "C"]),
    ),
    max_size=8,
)


def numbered(rows):
    return [Item(number, *row) for number, row in enumerate(rows)]


@given(ITEMS, ITEMS)
@settings(max_examples=200, deadline=None)
def test_each_line_proves_one_entry_of_the_same_amount(lines, entries):
    lines, entries = numbered(lines), numbered(entries)
    found = matches(lines, entries)
    assert len(set(found.values())) == len(found)
    for line, entry in found.items():
        assert lines[line].fen == entries[entry].fen
        assert lines[line].reference in ("", entries[entry].reference)


def test_a_number_that_differs_is_never_explained_away():
    assert matches([Item(1, DAY, -500, "A")], [Item(1, DAY, -500, "B")]) == {}


def test_without_a_number_only_what_is_clear_is_matched():
    one = [Item(1, DAY, -500, "")]
    assert matches(one, [Item(7, DAY + timedelta(days=7), -500, "B")]) == {1: 7}
    assert matches(one, [Item(7, DAY + timedelta(days=8), -500, "B")]) == {}
    assert matches(one, [Item(7, DAY, -500, "B"), Item(8, DAY, -500, "C")]) == {}


def test_a_statement_is_read_as_banks_write_it():
    text = '\ufeff交易日期,摘要,发生额,交易流水号\n20260601,付款,"-8,000.00",\'T1\n2026/06/02,退款,300,\n,,,\n'
    rows = read(text.encode())
    assert [(row.day, row.fen, row.reference) for row in rows] == [
        (DAY, -800_000, "T1"), (DAY + timedelta(days=1), 30_000, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "date,amount\n", "date,amount\n2026-06-01,1.005\n", "date,amount\n2026-06-01,0\n",
             "date,amount\n2026-06-01,9e999999\n",
             "date,amount\n2026-13-01,5\n", "date,amount\n2026-06-01,NaN\n", "date,amount\n2026-06-01,1e99\n"],
)  # fmt: skip
def test_what_is_no_statement_is_refused(text):
    with pytest.raises(StatementError):
        read(text.encode())
