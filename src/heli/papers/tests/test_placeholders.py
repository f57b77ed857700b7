"""Placeholders: strict, and blind to what is filled in."""

import pytest

from heli.papers.placeholders import Problems, filled, problems

ALLOWED = ("reference", "remedy", "phone")


@pytest.mark.parametrize(
    "text",
    [
        "{reference}",
        "{{ reference }",
        "{% if x %}",
        "{{ reference|safe }}",
        "{{ self.x }}",
        "{{ Reference }}",
        "{{}}",
        "}",
    ],
)
def test_whatever_is_no_placeholder_is_refused(text):
    assert problems(text, ALLOWED, ()).braces


def test_unknown_and_lacking_ones_are_named():
    found = problems("{{ reference }} {{ secret_key }}", ALLOWED, ("remedy",))
    assert found == Problems(unknown=("secret_key",), lacking=("remedy",))
    assert not problems("{{reference}} {{ remedy }}", ALLOWED, ("remedy",))


def test_words_of_people_never_become_a_placeholder():
    values = {"reference": "{{ remedy }} {% now %}", "remedy": "R"}
    assert filled("{{ reference }}|{{ remedy }}", values)[0]["text"] == "{{ remedy }} {% now %}|R"


def test_lines_are_paragraphs_and_a_line_without_any_value_is_left_out():
    text = "一\n\n电话：{{ phone }}\n{{ remedy }}"
    assert filled(text, {"remedy": "a\nb"}, boxed=("remedy",)) == [
        {"text": "一", "boxed": False},
        {"text": "a", "boxed": True},
        {"text": "b", "boxed": True},
    ]
