"""Petitions of the demo district: every state is there, dates are exact, the record holds, nobody accused reads."""

from collections.abc import Iterator
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.kinds import kinds, procedure_of
from heli.cases.models import Case, Channel, Event, Paper, Service
from heli.cases.people_models import Party
from heli.cases.recomputing import date_faults
from heli.demo.cast import Cast
from heli.demo.founding import found
from heli.demo.petitions import tell_petitions
from heli.kernel.procedures import Reach
from heli.notices.models import Delivery, Notice
from heli.organizations.models import Duty, Unit
from heli.petitions.models import Hearing, Opinion, Petition
from heli.petitions.procedure import PetitionProcedure
from heli.places.revisions import forget

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def refused(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """The petitions of a new district, told once for this file and rolled back after it; yields the refusals."""
    now = timezone.now()
    settings = override_settings(HELI_REVISION_SECONDS=60.0, MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with settings, django_db_blocker.unblock(), transaction.atomic():
        refused = tell_petitions(found(now=now, say=lambda part: None), now)
        with acting_as(SYSTEM):
            yield refused
        transaction.set_rollback(True)
    forget()


def test_no_course_was_refused(refused: list[str]) -> None:
    assert refused == []


def test_every_state_of_every_kind_is_there(refused: list[str]) -> None:
    seen = set(Case.objects.values_list("procedure", "state"))
    claims = next(kind.procedure for kind in kinds() if kind.procedure.code == "petition_claim")
    assert {state.name for state in claims.states()} == {
        state for procedure, state in seen if procedure == "petition_claim"
    }
    assert {("petition_suggestion", "replied"), ("petition_suggestion", "in_hand")} <= seen
    assert {("petition_report", "answered"), ("petition_report", "in_hand"), ("petition_report", "forwarded")} <= seen


def test_every_channel_and_sort_of_petitioner_is_there(refused: list[str]) -> None:
    wanted = {Channel.WEB, Channel.PHONE, Channel.LETTER, Channel.FAX, Channel.VISIT, Channel.ABOVE, Channel.COUNTER}
    assert set(Case.objects.values_list("channel", flat=True)) == wanted
    wanted_roles = {Party.Role.REPRESENTATIVE, Party.Role.AGENT, Party.Role.OTHER_SIDE}
    assert set(Party.objects.values_list("role", flat=True)) == wanted_roles
    assert Petition.objects.filter(spoken=True).exists()
    assert Petition.objects.exclude(interpreter="").exists()
    assert Petition.objects.exclude(from_above="").exists()


def test_turns_on_the_way_are_there(refused: list[str]) -> None:
    steps = set(Event.objects.values_list("step", flat=True))
    own = {step.name for step in PetitionProcedure.steps() if step.move.reach is not Reach.ANYWHERE} - {
        "pass_down", "assign", "ask_assistance", "report_assistance", "record_work", "add_information", "urge",
    }  # fmt: skip
    assert own <= steps
    claims = next(kind.procedure for kind in kinds() if kind.procedure.code == "petition_claim")
    assert {step.name for step in claims.steps() if step.name not in PetitionProcedure.parts} <= steps
    assert set(Service.objects.values_list("method", flat=True)) == {"electronic", "mail", "in_person", "public_notice"}
    assert set(Opinion.objects.values_list("outcome", flat=True)) >= {"supported", "explained", "not_supported"}
    assert Hearing.objects.filter(held_at__isnull=True).exists()
    assert Hearing.objects.exclude(published="").exists()


def test_every_date_follows_from_the_history(refused: list[str]) -> None:
    assert [fault for case in Case.objects.order_by("pk") for fault in date_faults(case)] == []


def test_nothing_lies_ahead_and_nothing_goes_back(refused: list[str]) -> None:
    assert not Event.objects.filter(at__gt=timezone.now()).exists()
    for case in Case.objects.order_by("pk"):
        times = list(Event.objects.filter(case=case).order_by("pk").values_list("at", flat=True))
        assert times == sorted(times), case.reference


def test_record_papers_and_history_say_the_same(refused: list[str]) -> None:
    call_command("audit_verify", files=True, stdout=StringIO())
    assert Paper.objects.filter(paper__kind="petition_registration").count() == Case.objects.count()


def test_no_letter_of_the_past_waits_to_be_sent(refused: list[str]) -> None:
    assert not Notice.objects.filter(state=Delivery.PENDING, channel="email").exists()


def test_units_that_are_accused_read_nothing(refused: list[str]) -> None:
    cast = Cast()
    accused = Case.objects.filter(procedure="petition_report").exclude(excluded_units=[])
    assert accused.exists()
    for case in accused:
        for unit in Unit.objects.filter(pk__in=case.excluded_units):
            for actor in cast.of_unit(unit.pk):
                assert not Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def test_every_adverse_end_leaves_the_person_a_step(refused: list[str]) -> None:
    for case in Case.objects.filter(closed_at__isnull=False):
        procedure = procedure_of(case)
        state = procedure.state(case.state)
        person = {"applicant"}
        own = [step for step in procedure.steps() if person & {str(role) for role in step.by} and step.leaves(state)]
        assert own or not state.adverse, case.state


def test_the_petition_office_has_somebody_who_coordinates_all(refused: list[str]) -> None:
    cast = Cast()
    office = Unit.objects.get(code="petitions")
    coordinator = cast.holder(office.pk, Duty.COORDINATOR, Random(1))
    assert Case.objects.visible_to(coordinator).count() == Case.objects.count()
