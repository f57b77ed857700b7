"""No field, list, score or block on a person: whoever petitions, books or applies is nowhere weighed or gathered.

The Regulation on Petition Work asks for matters to be solved, never for people to be marked. What hangs on a person's
row is written out here, so that whatever else shall hang on it is first talked about.
"""

import re

from django.apps import apps
from django.db.models import Model

from heli.people.models import Contact
from heli.reception.models import Visitor

#: What points at a person: one matter, one visit, one letter each. Nothing gathers several under one person.
POINTS_AT = {
    Contact: {"cases.Case.contact", "cases.Party.contact", "notices.Notice.to_contact"},
    Visitor: {"reception.Appointment.visitor", "reception.Ticket.visitor"},
}
MARKS = re.compile(
    r"score|rank|risk|black|block|ban(ned|s)?$|credit|danger|abnormal|vexat|trouble|malic|suspic|watch|flag|repeat"
    r"|grade|points|offen[cd]|penal|stab(le|ility)|nuisance|trust|honest|behavio|habit|profile|tag"
)
#: Words in the names of fields that mark no person: whom a clause owes, and what a side thinks of the mediation.
MEANT_OTHERWISE = {"mediation.Clause.creditor", "mediation.Satisfaction.score"}


def models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("heli.")]


def test_nothing_gathers_what_belongs_to_one_person():
    for model, allowed in POINTS_AT.items():
        relations = [each for each in model._meta.get_fields(include_hidden=True) if each.auto_created]
        found = {f"{each.related_model._meta.label}.{each.field.name}" for each in relations if each.is_relation}
        assert found == allowed


def test_no_field_and_no_table_marks_anybody():
    names = {f"{model._meta.label}.{each.name}" for model in models() for each in model._meta.local_concrete_fields}
    names |= {model._meta.label for model in models()}
    last = {name: name.rsplit(".", 1)[-1].lower() for name in names}
    assert {name for name, word in last.items() if MARKS.search(word)} == MEANT_OTHERWISE


def test_a_mark_would_be_found():
    for name in ("risk_level", "blacklisted", "score", "is_flagged", "repeat_count", "banned", "trust", "tags"):
        assert MARKS.search(name)
