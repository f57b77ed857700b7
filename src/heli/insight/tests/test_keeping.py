"""Figures are kept for a while, and only for the same question."""

from heli.insight.keeping import MOST, Kept


def test_computed_once():
    kept, calls = Kept[int](), []
    for _number in range(3):
        kept.get("a", lambda: calls.append(1) or 1)
    assert calls == [1]


def test_another_question_has_its_own_answer():
    kept = Kept[str]()
    assert [kept.get(name, lambda name=name: name) for name in "aba"] == ["a", "b", "a"]


def test_computed_anew_when_old():
    kept, calls = Kept[int](seconds=0), []
    for _number in range(2):
        kept.get("a", lambda: calls.append(1) or 1)
    assert calls == [1, 1]


def test_it_does_not_grow_without_end():
    kept = Kept[int]()
    for number in range(MOST + 50):
        kept.get(number, lambda: 1)
    assert len(kept._values) <= MOST
