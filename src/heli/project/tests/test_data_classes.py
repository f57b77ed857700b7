from heli.kernel.data_classes import DataClass, DataClasses, joined
from heli.people.models import Contact
from heli.project.data_protection.declared import check_data_classes, declared, problems

ALL = "id name phone email language"


def ids(**classes):
    return {each.id for each in problems(Contact, joined([DataClasses(**{"why": "x", "kept": "y"} | classes)]))}


def test_every_field_of_every_model_has_one_class():
    assert check_data_classes() == []


def test_a_contacts_phone_is_personal():
    assert declared(Contact).classes["phone"] == DataClass.PERSONAL


def test_a_field_without_a_class_is_refused():
    assert "heli.D001" in ids(internal="id language", personal="name email")


def test_a_class_of_no_field_is_refused():
    assert "heli.D002" in ids(internal=f"{ALL} shoe_size")


def test_two_classes_are_refused():
    assert "heli.D003" in ids(internal=ALL, personal="phone")


def test_personal_data_need_a_reason_and_an_end():
    assert "heli.D004" in ids(internal="id", personal="name phone", why="")


def test_parents_and_children_declare_together():
    both = joined([DataClasses(public="a"), DataClasses(personal="b", why="w", kept="k")])
    assert (dict(both.classes), both.guarded, both.why) == ({"a": "public", "b": "personal"}, ["b"], "w")
