"""The lines of a list of matters, and choices that are written once."""

from cProfile import Profile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from django import forms
from django.utils.translation import override

from heli.project.ui.lines import lines
from heli.project.ui.marks import lamp_mark, status_mark, when_mark
from heli.project.ui.selects import render_select
from heli.workbench.choices import Choices, offered

AT = datetime(2020, 3, 4, 2, 0, tzinfo=UTC)
WICKED = "<b>\"&'"
LINE_CALLS = 350
HARMLESS = "&lt;b&gt;&quot;&amp;&#x27;"


@dataclass(frozen=True)
class Line:
    """A line of which every text can be chosen."""

    reference: str = "A1"
    version: int = 1
    url: str = "/desk/cases/A1/"
    title: str = "路灯"
    category: str = "照明"
    place: str = ""
    state: str = "处理中"
    tone: str = "progress"
    unit: str = ""
    handler: str = ""
    opened_at: datetime = AT
    due_at: datetime | None = None
    warn_at: datetime | None = None
    closed_at: datetime | None = None
    waits_for_person: bool = False
    confidential: bool = False
    followers: int = 0
    css: str = field(default="")


def test_every_text_of_a_line_is_escaped() -> None:
    texts = ("reference", "url", "title", "category", "place", "state", "unit", "handler", "css")
    for name in texts:
        shown = lines([replace(Line(), **{name: WICKED})])  # type: ignore[arg-type]
        assert HARMLESS in shown, name
        assert "<b>" not in shown, name
        assert shown.count("<tr") == 1


def test_a_line_tells_what_is_particular_and_nothing_else() -> None:
    with override("en"):
        plain = lines([Line()])
        special = lines([replace(Line(), confidential=True, followers=2, waits_for_person=True, unit="Lamps")])
    assert "confidential" not in plain
    assert "merged" not in plain
    assert plain.count("–</td>") == 2
    assert "2 merged reports" in special
    assert "confidential" in special
    assert "Clock stopped" in special
    assert special.count("–</td>") == 1


def test_a_closed_line_tells_the_day_and_an_open_one_its_lamp() -> None:
    with override("en"):
        closed = lines([replace(Line(), closed_at=AT, due_at=AT)])
        late = lines([replace(Line(), due_at=AT, warn_at=AT)])
    assert "4 March 2020</time></td>" in closed
    assert "lamp" not in closed
    assert "lamp-bad" in late


def test_the_same_state_and_moment_are_told_in_the_language_of_each_reader() -> None:
    with override("zh-hans"):
        assert "2020年3月4日" in when_mark(AT, "date")
        assert "没有时限" in lamp_mark(None)
        assert 'title="到期：2020年3月4日 10:00"' in lamp_mark(AT)
        assert "截止 2020年3月4日 10:00" in lamp_mark(AT, show_date=True)
        assert "保密" in lines([replace(Line(), confidential=True)])
    with override("en"):
        assert "4 March 2020" in when_mark(AT, "date")
        assert "No time limit" in lamp_mark(None)
    assert HARMLESS in status_mark(WICKED)


class Form(forms.Form):
    """One select."""

    topic = forms.ChoiceField(required=False)


def written(choices: Choices, chosen: str) -> str:
    form = Form({"topic": chosen})
    field: forms.ChoiceField = form.fields["topic"]  # type: ignore[assignment]
    field.choices = choices
    return render_select(form["topic"], {})


def test_kept_choices_are_written_for_each_chosen_value_and_escaped() -> None:
    choices = Choices([("1", WICKED), ("group", [("2", "two")])])
    assert '<option value="1" selected>' + HARMLESS in written(choices, "1")
    assert '<option value="2" selected>two' in written(choices, "2")
    assert '<option value="1" selected>' in written(choices, "1")
    other = Choices([("1", "another text")])
    assert "another text" in written(other, "1")


def test_choices_are_made_anew_for_another_source_and_another_language() -> None:
    source = object()
    with override("en"):
        first = offered("test", source, lambda: [(1, "one")])
        assert offered("test", source, lambda: [(2, "two")]) is first
        assert [label for _value, label in first] == ["All", "one"]
        assert [label for _value, label in offered("test", object(), lambda: [(2, "two")])] == ["All", "two"]
    with override("zh-hans"):
        assert [label for _value, label in offered("test", source, lambda: [(1, "一")])] == ["全部", "一"]


def test_a_line_costs_few_calls_of_python_when_its_page_is_looked_at_again() -> None:
    """Calls are counted, for time depends on the machine; the same lines from a template take several times as many."""
    rows = [replace(Line(), due_at=AT, warn_at=AT, reference=f"A{number}") for number in range(50)]
    lines(rows)
    profile = Profile()
    profile.runcall(lines, rows)
    assert sum(entry.callcount for entry in profile.getstats()) <= 50 * LINE_CALLS
