"""Suggestions to units: who makes them, who sees them, and the written answer that is due (art. 40)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from heli.cases.conflicts import Concerned
from heli.cases.models import Case, Clock, Event
from heli.kernel.decisions import Denied
from heli.petitions import advice
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.advice import Advice, suggest
from heli.petitions.advice_kind import panel_context
from heli.petitions.overview_models import UnitSuggestion
from heli.petitions.tests.people import PetitionDistrict, accepted, filed, last_paper

pytestmark = pytest.mark.django_db


def suggested(district: PetitionDistrict, *, by: str = "xu", **more):
    """Return what came of a suggestion to the unit for roads, its answer due in ten days."""
    what = {
        "aim": "improve",
        "title": "按月公示工资支付情况",
        "text": "多件信访事项反映工资支付不透明，建议按月公示。",
        "unit": district.roads,
        "category": district.wages,
        "answer_by": timezone.localdate() + timedelta(days=10),
        **more,
    }
    return suggest(Advice(**what), by=district.actor(by), key=uuid4())


@pytest.mark.parametrize("name", ["chen", "east", "ma", "lead", "qi", "zhou", "audit"])
def test_nobody_but_who_coordinates_petitions_makes_one(district, name):
    assert isinstance(suggested(district, by=name), Denied)
    assert not Case.objects.exists()


def test_only_the_office_and_the_unit_see_it(district):
    case = suggested(district).case
    seen = {name for name in ("chen", "east", "hot", "grid", "wang", "ma", "mo", "lead", "xu", "zhou")
            if Case.objects.visible_to(district.actor(name)).filter(pk=case.pk).exists()}  # fmt: skip
    assert seen == {"ma", "mo", "lead", "xu", "zhou"}
    assert (case.contact, case.public) == (None, False)


def test_the_day_set_is_the_last_day_of_the_answer(district):
    day = timezone.localdate() + timedelta(days=10)
    case = suggested(district, answer_by=day).case
    clock = Clock.objects.get(case=case)
    assert (clock.limit, timezone.localdate(clock.plain_due_at - timedelta(seconds=1))) == ("answering", day)
    assert clock.next_rung_at is not None
    paper = last_paper(case, "improvement_letter").paper
    assert district.roads.name in str(paper.content)


def test_the_unit_answers_and_the_office_may_ask_again(district):
    case = suggested(district).case
    for name in ("xu", "wang", "chen"):
        assert not advice.answer_suggestion(case, by=district.actor(name), taken="not", text="无")
    assert advice.answer_suggestion(case, by=district.actor("ma"), taken="in_part", text="自下月起公示。")
    assert (case.state, case.unit_suggestion.taken) == ("answered", "in_part")
    assert not advice.ask_again(case, by=district.actor("ma"), reason="无", answer_by=timezone.localdate())
    until = timezone.localdate() + timedelta(days=5)
    assert advice.ask_again(case, by=district.actor("xu"), reason="没有说明期限。", answer_by=until)
    assert UnitSuggestion.objects.get(case=case).taken == ""
    assert Clock.objects.filter(case=case, stopped_at__isnull=True).count() == 1
    answers = Event.objects.filter(case=case, step="answer_suggestion").values_list("facts__taken", flat=True)
    assert list(answers) == ["in_part"]


def test_the_unit_that_it_is_about_neither_gets_nor_sees_it(district):
    about = {"aim": "account", "about": district.roads}
    assert isinstance(suggested(district, **about), Denied)
    case = suggested(district, **about, unit=district.water).case
    assert not Case.objects.visible_to(district.actor("lead")).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(district.actor("wang")).filter(pk=case.pk).exists()


def test_petitions_behind_it_are_shown_to_whom_they_are_open(district):
    source = accepted(district)
    case = suggested(district, sources=[source], unit=district.water).case
    assert [row[0] for row in panel_context(case, district.actor("xu"))["sources"]] == [source.reference]
    assert panel_context(case, district.actor("wang"))["sources"] == []
    assert case.unit_suggestion.sources == 1


def test_what_is_drawn_from_an_accusation_goes_to_nobody_whom_it_is_about(district):
    about = Concerned(units=frozenset({district.roads.pk}))
    source = filed(district, procedure=AccusationProcedure, concerned=about).case
    assert isinstance(suggested(district, sources=[source]), Denied)
    case = suggested(district, sources=[source], unit=district.water).case
    seen = Case.objects.filter(pk=case.pk)
    assert not any(seen.visible_to(district.actor(name)).exists() for name in ("ma", "lead"))
    assert seen.visible_to(district.actor("wang")).exists()


def test_the_history_of_a_suggestion_cannot_be_rewritten(district):
    case = suggested(district).case
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(case=case).update(note="anders")
