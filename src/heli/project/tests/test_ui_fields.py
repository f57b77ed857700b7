"""Form fields: label, hint and error are tied to the control."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override


class Sample(forms.Form):
    text = forms.CharField(label="Text", help_text="What?", widget=forms.Textarea, max_length=20)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    place = forms.CharField(label="Place")
    agree = forms.BooleanField(label="Agree", help_text="In full")
    photo = forms.FileField(label="Photo", required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    token = forms.CharField(widget=forms.HiddenInput)


def show(source: str, form: forms.Form) -> str:
    with override("en"):
        return Template("{% load heli_ui %}" + source).render(Context({"form": form}))


def test_hint_error_and_counter_describe_the_control() -> None:
    html = show("{% ui_field form.text %}", Sample({}))
    described = re.search(r'<textarea[^>]*aria-describedby="([^"]+)"', html)
    assert described
    assert described.group(1).split() == ["id_text_hint", "id_text_error", "id_text_count"]
    assert all(f'id="{name}"' in html for name in described.group(1).split())
    assert 'aria-invalid="true"' in html


def test_a_long_text_counts_down_and_is_not_cut() -> None:
    html = show("{% ui_field form.text %}", Sample())
    assert 'data-counter="20"' in html
    assert "maxlength" not in html


def test_choices_stand_in_a_fieldset_with_their_question() -> None:
    html = show("{% ui_field form.kind %}", Sample({"kind": "b"}))
    assert html.count("<fieldset") == html.count("</fieldset>") == 1
    assert re.search(r'<input[^>]*value="b"[^>]*checked', html)
    assert html.count("<label") == 2


def test_an_option_of_a_field_becomes_an_attribute() -> None:
    html = show('{% ui_field form.place autocomplete="off" data_near="1" %}', Sample())
    assert 'autocomplete="off"' in html
    assert 'data-near="1"' in html


@pytest.mark.parametrize(
    ("name", "sign"), [("agree", "form-check-label"), ("photo", "data-file-drop"), ("token", "hidden")]
)
def test_each_widget_has_its_component(name: str, sign: str) -> None:
    assert sign in show(f"{{% ui_field form.{name} %}}", Sample())


def test_the_summary_links_to_every_wrong_field() -> None:
    html = show("{% ui_errors form %}", Sample({"token": "t"}))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["id_text", "id_kind_0", "id_place", "id_agree"]
    fields = show("{% ui_form form %}", Sample({"token": "t"}))
    assert all(f'id="{target}"' in fields for target in targets)


def test_nothing_wrong_gives_no_summary() -> None:
    assert show("{% ui_errors form %}", Sample()).strip() == ""


def test_named_fields_only_and_named_fields_left_out() -> None:
    assert "id_place" not in show('{% ui_form form exclude="place" %}', Sample())
    only = show('{% ui_form form fields="place" %}', Sample())
    assert "id_place" in only
    assert "id_text" not in only


def test_what_people_wrote_is_escaped() -> None:
    html = show("{% ui_field form.place %}", Sample({"place": '"><script>'}))
    assert "<script>" not in html


UNITS = [("Departments", [("1", "Water"), ("2", "Roads")]), ("Companies", [("3", "Gas")])]


class Grouped(forms.Form):
    units = forms.MultipleChoiceField(label="Units", choices=UNITS, widget=forms.CheckboxSelectMultiple)


def test_choices_in_groups_open_where_something_is_chosen() -> None:
    html = show("{% ui_field form.units %}", Grouped({"units": ["3"]}))
    departments, companies = html.split("<details")[1:]
    assert "open" not in departments.split(">")[0]
    assert companies.split(">")[0].endswith(" open")
    assert re.search(r'<input[^>]*value="3"[^>]*checked', companies)
    assert "Gas" not in departments
    assert html.count('type="checkbox"') == 3


def test_the_summary_leads_to_the_first_group() -> None:
    form = Grouped({})
    assert 'href="#id_units_0"' in show("{% ui_errors form %}", form)
    assert show("{% ui_field form.units %}", form).count('id="id_units_0"') == 1
