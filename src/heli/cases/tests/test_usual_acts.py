"""Acts that every kind of case takes from `heli.cases.usual`: what stands there fits together."""

import inspect
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heli.access.actors import resident
from heli.access.roles import Role
from heli.cases.kinds import kinds
from heli.cases.models import Case
from heli.cases.step_forms import PhoneField
from heli.cases.usual import actions as usual
from heli.cases.usual import steps
from heli.cases.usual.data_forms import WithdrawConsentForm
from heli.cases.usual.forms import FORMS
from heli.cases.usual.rules import GUARDS, may_urge
from heli.kernel.decisions import Denied
from heli.kernel.procedures import Instrument, Procedure, State
from heli.organizations.settings import district as settings_of_district
from heli.service_requests.kind import KIND
from heli.service_requests.tests.district import build, reported

STANDARD = Instrument("A standard", statutory=False)
GIVEN = {"case", "by", "act"}


class Small(Procedure):
    code = "small"
    running = State("Open")
    urge = steps.urge(running.stay(), STANDARD.article("1"))
    record_work = steps.record_work(running.stay(), STANDARD.article("2"), label="Write it down", by=(Role.INTAKE,))
    correct_contact = steps.correct_contact(running.stay())


@pytest.fixture
def town(db):
    return build()


@pytest.fixture
def case(town) -> Case:
    return reported(town).case


@pytest.mark.parametrize("name", ["ma", "lead", "audit", "admin"])
def test_nobody_but_the_person_and_those_who_take_in_ask_to_hurry(town, case, name):
    assert isinstance(usual.urge(case, by=town.actor(name)), Denied)
    assert Case.objects.get(pk=case.pk).urged_at is None


def test_who_asks_to_hurry_is_refused_until_the_time_has_passed_and_not_after(case):
    hours, now = settings_of_district().urge_hours, timezone.now()
    with CaptureQueriesContext(connection) as asked:
        assert may_urge(case, resident(case.reference), {})
        case.urged_at = now - timedelta(hours=hours) + timedelta(minutes=1)
        assert isinstance(may_urge(case, resident(case.reference), {}), Denied)
        case.urged_at = now - timedelta(hours=hours)
        assert may_urge(case, resident(case.reference), {})
    assert not [each for each in asked if "cases_" in each["sql"] or "service_requests_" in each["sql"]]


def test_asking_to_hurry_is_kept_and_moves_nothing_under_those_at_work(case):
    seen = case.version
    event = usual.urge(case, by=resident(case.reference), text="请快些")
    kept = Case.objects.get(pk=case.pk)
    assert (kept.urged_at, kept.version) == (event.at, seen)
    assert case.urged_at == event.at
    assert isinstance(usual.urge(kept, by=resident(case.reference)), Denied)


def test_a_procedure_gets_the_acts_that_it_declares_and_no_other():
    assert set(usual.usual_for(Small)) == {"urge", "record_work", "correct_contact"}


def test_a_procedure_may_word_and_allot_an_act_otherwise():
    assert (str(Small.record_work.label), Small.record_work.by) == ("Write it down", (Role.INTAKE,))
    assert str(Small.record_work.done) == str(KIND.procedure.step("record_work").done)
    assert Small.urge is not KIND.procedure.step("urge")
    assert str(Small.correct_contact.basis.instrument.name) == str(steps.PERSONAL_INFORMATION.name)


def test_each_act_has_a_step_and_each_form_and_guard_an_act():
    declared = {
        name for name, made in inspect.getmembers(steps, inspect.isfunction) if made.__module__ == steps.__name__
    }
    assert declared - {"_step"} == set(usual.ACTIONS)
    assert set(FORMS) | set(GUARDS) <= set(usual.ACTIONS)
    assert all(action.__name__ == name for name, action in usual.ACTIONS.items())


@pytest.mark.parametrize("step", sorted(usual.ACTIONS))
def test_a_form_asks_for_what_the_act_takes(step):
    parameters = inspect.signature(usual.ACTIONS[step]).parameters.items()
    asked = set(FORMS[step].base_fields) - {"key", "version"} if step in FORMS else set()
    needed = {name for name, each in parameters if each.default is inspect.Parameter.empty} - GIVEN
    assert needed <= asked <= {name for name, _each in parameters}


def test_every_kind_has_an_act_for_each_usual_step_it_declares():
    for kind in kinds():
        assert set(usual.usual_for(kind.procedure)) <= set(kind.actions)


@pytest.mark.parametrize("public", [True, False])
def test_only_what_is_public_can_be_taken_out_of_the_register(case, public):
    case.public = public
    form = WithdrawConsentForm({"publication": "on"}, case=case, actor=resident(case.reference))
    assert ("publication" in form.fields) is public
    assert form.is_valid() is public


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("　１３８ ００００ ０００１ ", "138 0000 0001"), ("12345", "12345"), ("+86 21-5555", "+86 21-5555")],
)
def test_a_phone_number_is_kept_in_plain_digits(typed, kept):
    assert PhoneField().clean(typed) == kept
