"""Layouts: what is wrong is named with its line."""

from pathlib import Path

import pytest

from heli.imports.layout import Kind, LayoutError, SourceState
from heli.imports.layout_file import SHIPPED, load
from heli.imports.tests.samples import LAYOUT


def broken(folder: Path, old: str, new: str) -> str:
    text = LAYOUT.format(kind="csv", encoding="utf-8")
    assert old in text
    path = folder / "ledger.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        load(str(path))
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('kind = "csv"', 'kind = "ods"', 3, "ods"),
        ('"utf-8"', '"latin-1"', 4, "latin-1"),
        ("Asia/Shanghai", "Asia/Atlantis", 5, "Atlantis"),
        ('"wgs84"', '"mars"', 6, "mars"),
        ('"%Y-%m-%d"', '"%d.%m."', 7, "%d.%m."),
        ("not_used", "notused", 8, "notused"),
        ("text =", "words =", 16, "words"),
        ('"编号"', "7", 11, "source_id"),
        ('"in_progress"', '"busy"', 24, "busy"),
        ('text = "内容"', "", 10, "text"),
        ("[states]", '[categories]\n"路灯" = 3\n[states]', 23, "name"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, word: str) -> None:
    message = broken(tmp_path, old, new)
    assert "ledger.toml" in message
    assert f"line {line}" in message or f"第 {line} 行" in message
    assert word in message


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    assert "line 3" in broken(tmp_path, 'kind = "csv"', "kind = csv")


def test_an_unknown_layout_lists_those_shipped() -> None:
    with pytest.raises(LayoutError, match=r"chicago311.*messages_replied.*nyc311"):
        load("atlantis311")


def test_a_layout_name_cannot_leave_its_folder() -> None:
    with pytest.raises(LayoutError):
        load("../layouts/chicago311")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_layouts_are_sound_and_bilingual(path: Path) -> None:
    layout = load(path.stem)
    assert layout.title
    assert layout.title_en
    assert all(hint.name and hint.name_en for hint in layout.categories.values())


def test_the_writer_of_a_message_is_never_read() -> None:
    layout = load("messages_replied")
    assert "留言用户" not in layout.wanted
    assert layout.kind is Kind.CSV
    assert layout.states == {"answered": SourceState.CLOSED}
