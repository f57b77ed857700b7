"""The self-check of declared procedures names every kind of defect."""

from datetime import date
from typing import Any

import pytest

from heli.kernel.periods import days
from heli.kernel.procedures import Instrument, Limit, Procedure, State, Step, each, opens
from heli.kernel.renderings import Words, mermaid, rows

LAW = Instrument("Standard", statutory=False)


def sound() -> dict[str, object]:
    """Return the parts of a small sound procedure."""
    answer = Limit("Answer", days(5), LAW.article("1"), main=True, ladder=("unit",))
    window = Limit("Object", days(30), LAW.article("2"), of_person=True)
    begun = State("Begun", "We have it.", runs=(answer,))
    refused = State("Refused", "Refused.", runs=(window,), adverse=True, final=True)
    begin = Step("Begin", opens(begun), by=("person",), basis=LAW.article("1"), done="Begun")
    refuse = Step("Refuse", begun.to(refused), by=("unit",), basis=LAW.article("1"), done="Refused")
    object_ = Step("Object", refused.to(begun), by=("person",), basis=LAW.article("2"), within=window, done="Objected")
    return {
        "answer": answer, "window": window, "begun": begun, "refused": refused,
        "begin": begin, "refuse": refuse, "object": object_,
    }  # fmt: skip


def problems(**changes: object) -> list[str]:
    parts = {name: part for name, part in (sound() | changes).items() if part is not None}
    made: Any = type(
        "Made",
        (Procedure,),
        {"code": "made", "law": LAW, "in_force_from": date(2026, 1, 1), "person": ("person",), **parts},
    )
    return [str(problem) for problem in made.problems()]


def test_a_sound_procedure_has_no_problems():
    assert problems() == []


def test_an_adverse_state_needs_a_next_step_for_the_person():
    assert "refused: adverse state without a next step for the person" in problems(object=None)


def test_an_unreachable_state_is_named():
    lost = State("Lost", "Lost.", final=True)
    assert "lost: unreachable state" in problems(lost=lost)


def test_a_dead_end_is_named():
    parts = sound()
    stuck = State("Stuck", "Stuck.", runs=(parts["answer"],))
    to_it = Step("Go", parts["begun"].to(stuck), by=("unit",), basis=LAW.article("1"), done="Gone")
    assert "stuck: dead end" in problems(**parts, stuck=stuck, go=to_it)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"basis": None}, "refuse: no ground"),
        ({"by": ()}, "refuse: nobody may take it"),
        ({"done": ""}, "refuse: does not say what was done"),
    ],
)
def test_a_step_says_on_what_ground_who_and_what(change, expected):
    parts = sound()
    words = {"by": ("unit",), "basis": LAW.article("1"), "done": "Refused"} | change
    parts["refuse"] = Step("Refuse", parts["begun"].to(parts["refused"]), **words)
    assert expected in problems(**parts)


def test_an_open_state_needs_a_clock_and_a_limit_a_ladder():
    bare = State("Bare", "Bare.")
    assert "bare: open state in which no limit runs" in problems(bare=bare)
    silent = Limit("Silent", days(1), LAW.article("1"))
    assert "silent: nobody is told when the limit nears its end" in problems(silent=silent)
    assert "silent: limit never runs" in problems(silent=silent)


def test_a_window_must_run_where_the_step_begins():
    parts = sound()
    late = Step(
        "Late", each(parts["begun"]).stay(), by=("person",), basis=LAW.article("1"), within=parts["window"], done="Late"
    )
    assert "late: limit window does not run in begun" in problems(**parts, late=late)


def test_there_is_exactly_one_main_limit():
    parts = sound()
    parts["answer"].main = False
    assert "made: needs exactly one main limit" in problems(**parts)


def test_the_table_and_the_chart_name_every_move():
    made = type("Made", (Procedure,), {"code": "made", **sound()})
    words = Words(str, lambda limit: str(limit.period), lambda reach: reach.value, str.title, ", ")
    lines = list(rows(made, words))
    assert [line.step for line in lines] == ["Begin", "Refuse", "Object"]
    assert lines[2].cells()[:5] == ("Refused", "Object", "Begun", "person", "≤ Object (30 days)")
    assert "begun --> refused: Refuse" in mermaid(made)
