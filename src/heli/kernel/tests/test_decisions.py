"""Yes, or no with a reason."""

from collections.abc import Iterator

from heli.kernel.decisions import Allowed, Decision, Denied, all_of


def test_refusal_is_false_and_says_why() -> None:
    assert not Denied("too late")
    assert str(Denied("too late")) == "too late"


def test_permission_is_true() -> None:
    assert Allowed()


def test_first_refusal_counts_and_ends_the_questions() -> None:
    def asked() -> Iterator[Decision]:
        yield Allowed()
        yield Denied("first")
        raise AssertionError("asked on after a refusal")

    assert all_of(asked()) == Denied("first")


def test_nothing_against_it() -> None:
    assert all_of([]) == all_of([Allowed()]) == Allowed()
