"""Only whole segments match."""

from hypothesis import given
from hypothesis import strategies as st

from heli.kernel.paths import lies_in, whole

segments = st.lists(st.text("0123456789ab", min_size=1, max_size=3), min_size=1, max_size=4)


def path(parts):
    return "".join(f"{part}/" for part in parts)


def test_a_number_is_not_the_beginning_of_a_longer_one():
    assert not lies_in("1/20/", "1/2/")
    assert not lies_in("1/20/", "1/2")
    assert not lies_in("1/20", "1/2")


def test_nothing_lies_in_an_empty_path():
    assert not lies_in("1/2/", "")
    assert not lies_in("", "")


@given(segments, segments)
def test_a_path_lies_in_another_where_its_segments_begin_with_those(inner, outer):
    assert lies_in(path(inner), path(outer)) == (inner[: len(outer)] == outer)


@given(segments)
def test_an_open_last_segment_means_the_same(parts):
    assert whole(path(parts).rstrip("/")) == path(parts)
    assert lies_in(path(parts), path(parts).rstrip("/"))
