"""The schema of a step's body says of each field what the form takes."""

from django import forms

from heli.api.schemas import body_schema
from heli.cases.models import Case


class Example(forms.Form):
    one = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("group", [("b", "B")])], required=False)
    row = forms.ModelChoiceField(Case.objects.none())
    rows = forms.ModelMultipleChoiceField(Case.objects.none())


def test_a_choice_is_one_text_and_several_are_a_list_of_them() -> None:
    found = body_schema(Example())
    kept = ("type", "enum", "items")
    rows = found["properties"].items()
    shapes = {name: {key: each[key] for key in kept if key in each} for name, each in rows}
    assert shapes == {
        "one": {"type": "string", "enum": ["a", "b"]},
        "several": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
        "row": {"type": "integer"},
        "rows": {"type": "array", "items": {"type": "integer"}},
    }
    assert found["required"] == ["one", "row", "rows"]
