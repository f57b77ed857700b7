"""Due dates follow from the history alone; a date that somebody has changed does not pass."""

from datetime import timedelta

import pytest

from heli.cases.models import Case, Clock
from heli.cases.recomputing import date_faults
from heli.service_requests.tests.pairs import WAYS, Stage

pytestmark = pytest.mark.django_db


def test_stored_dates_are_those_of_the_history_in_every_state(district):
    stage = Stage(district)
    for state in WAYS:
        case, _other = stage.case_in(state)
        assert list(date_faults(case)) == []


def test_a_changed_date_is_found(district):
    case, _other = Stage(district).case_in("in_hand")
    clock = Clock.objects.filter(case=case, main=True).get()
    Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at + timedelta(days=1))
    assert any("due_at" in text for text in date_faults(case))


def test_a_changed_date_on_the_case_is_found(district):
    case, _other = Stage(district).case_in("in_hand")
    Case.objects.filter(pk=case.pk).update(due_at=case.due_at + timedelta(days=1))
    assert list(date_faults(Case.objects.get(pk=case.pk)))
