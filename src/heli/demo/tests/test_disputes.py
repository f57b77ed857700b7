"""Disputes of the demo district: every state is there, both sides acted, dates are exact, nobody mediated unasked."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Assignment, Case, Event
from heli.cases.parties import is_code
from heli.cases.recomputing import date_faults
from heli.demo.cast import Cast
from heli.demo.disputes import tell_disputes
from heli.demo.founding import found
from heli.demo.management.commands.demo_accounts import examples
from heli.demo.personas import personas
from heli.kernel.references import split_own
from heli.mediation.committees import committee_for
from heli.mediation.models import Committee, Level
from heli.mediation.offers import DECLINED, OPEN
from heli.mediation.offers import standings as standings_of_offers
from heli.mediation.procedure import MediationProcedure
from heli.mediation.questions import QUESTIONS, questions_for
from heli.mediation.room_models import RoomItem
from heli.mediation.rooms import rooms_of
from heli.mediation.roster import WARN_BEFORE, standings
from heli.mediation.session_models import Session
from heli.mediation.sides import all_agree, mediates, sides_of
from heli.organizations.models import Category
from heli.places.models import Area
from heli.places.revisions import forget
from heli.referrals.models import Referral

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def refused(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """The disputes of a new district, told once for this file and rolled back after it; yields the refusals."""
    now = timezone.now()
    settings = override_settings(HELI_REVISION_SECONDS=60.0, MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with settings, django_db_blocker.unblock(), transaction.atomic():
        refused = tell_disputes(found(now=now, say=lambda part: None), now)
        with acting_as(SYSTEM):
            yield refused
        transaction.set_rollback(True)
    forget()


def test_no_course_was_refused(refused: list[str]) -> None:
    assert refused == []


def test_every_state_is_there(refused: list[str]) -> None:
    declared = {state.name for state in MediationProcedure.states()} - {"not_confirmed"}
    assert declared - set(Case.objects.values_list("state", flat=True)) == set()


def test_turns_on_the_way_are_there(refused: list[str]) -> None:
    turns = {
        "apply", "offer", "accept", "turn_away", "invite", "agree", "refuse", "appoint", "begin", "pass_up",
        "pass_down", "extend", "suspend", "resume", "report_risk", "end", "close_unsettled", "apply_anew", "rate",
        "withdraw", "record_work", "add_clause", "draft_agreement", "conclude_orally", "sign", "sign_as_mediator",
        "seal", "report_performance", "confirm_performance", "contest_performance", "follow_up", "report_breach",
        "go_to_court",
        "ask_confirmation", "prepare_confirmation", "file_confirmation", "record_docketing", "record_ruling",
        "call_session", "ask_move", "move_session", "record_session", "note_talk", "wish_mediator", "ask_replacement",
        "check_identity", "file_dossier", "refer", "note_referral", "consent_session",
    }  # fmt: skip
    assert turns <= set(Event.objects.values_list("step", flat=True))


def test_mediation_has_its_personas_and_both_sides_can_be_tried(refused: list[str]) -> None:
    found = [each for each in personas() if "ediat" in each.post]
    assert len({each.username for each in found}) == len(found) == 7
    shown = [each for each in examples() if each["state"] == "mediation.in_mediation"]
    assert len(shown) == 2
    assert all(is_code(each["reference"], each["code"]) for each in shown)


def test_it_is_mediated_at_all_levels_and_of_all_kinds(refused: list[str]) -> None:
    assert set(Committee.objects.values_list("level", flat=True)) == set(Level.values)
    assert {Level.GROUP, Level.COMMITTEE, Level.STREET, Level.DISTRICT} & set(
        Case.objects.values_list("dispute__level", flat=True)
    )
    assert Case.objects.filter(dispute__passed__gt=1).exists()
    codes = set(Case.objects.values_list("category__code", flat=True))
    assert all(any(code.startswith(begins) for code in codes) for begins in QUESTIONS)


def test_no_committee_lacks_what_the_law_asks_for(refused: list[str]) -> None:
    today = timezone.localdate()
    found = standings(Committee.objects.select_related("unit"), today)
    assert sum(bool(each.term) for each in found) == Committee.objects.filter(level__gte=Level.COMMITTEE).count()
    warned = [each for each in found if each.warnings]
    assert [each.committee.unit.code for each in warned] == ["mediation-002001"]
    assert today < warned[0].term.ends < today + WARN_BEFORE  # type: ignore[union-attr]


def test_rooms_hold_what_each_side_said_and_nobody_else_reads_the_private_ones(refused: list[str]) -> None:
    number = next(each["reference"] for each in examples() if each["state"] == "mediation.in_mediation")
    case = Case.objects.get(reference=split_own(number)[0])
    kinds = set(RoomItem.objects.filter(case=case).values_list("kind", "private"))
    assert kinds >= {("words", False), ("words", True), ("exhibit", True), ("offer", False)}
    leader = next(each for each in Cast().of_unit(case.unit_id or 0) if not mediates(case, each))
    assert rooms_of(case, leader) == []
    stands = standings_of_offers(RoomItem.objects.filter(case=case), sides_of(case))
    assert sorted(each.state for each in stands.values()) == [DECLINED, DECLINED, OPEN]


def test_sessions_are_held_and_to_come_with_help_for_the_weaker_side(refused: list[str]) -> None:
    sessions = Session.objects.all()
    assert sessions.filter(held_at__isnull=False).exclude(record="").count() >= 6
    assert all(each.at > timezone.now() for each in sessions.filter(held_at__isnull=True))
    assert sessions.filter(held_at__isnull=True).count() >= 4
    assert sessions.exclude(interpreter="").exists()
    assert sessions.exclude(support="").exists()


def test_disputes_were_referred_and_came_back(refused: list[str]) -> None:
    made = Referral.objects.filter(source__dispute__isnull=False)
    assert {each.partner.kind for each in made} >= {"court", "petitions", "police", "arbitration", "other"}
    assert made.filter(returned_at__isnull=False, case__closed_at__isnull=False).count() >= 4
    assert made.filter(case__closed_at__isnull=True).exists()


def test_what_was_answered_was_asked(refused: list[str]) -> None:
    for case in Case.objects.filter(dispute__isnull=False).select_related("dispute", "category"):
        assert set(case.dispute.answers) <= {each.code for each in questions_for(case.category.code)}, case.title


def test_nobody_is_mediated_unasked(refused: list[str]) -> None:
    begun = (
        Case.objects.filter(procedure="mediation", events__step="begin", closed_at__isnull=True)
        .exclude(state="inviting")
        .distinct()
    )
    assert begun.exists()
    assert all(all_agree(case) for case in begun)


def test_each_has_one_owner(refused: list[str]) -> None:
    for case in Case.objects.filter(dispute__isnull=False):
        owners = Assignment.objects.filter(case=case, kind="handling", until__isnull=True)
        assert [each.unit_id for each in owners] == [case.unit_id] * min(1, case.dispute.passed)


def test_every_place_has_a_committee(refused: list[str]) -> None:
    topic = Category.objects.get(code="med.neighbour.leak")
    for area in Area.objects.filter(level="town"):
        assert committee_for(area, topic).level == Level.STREET


def test_every_date_follows_from_the_history(refused: list[str]) -> None:
    assert [fault for case in Case.objects.order_by("pk") for fault in date_faults(case)] == []


def test_nothing_lies_ahead_and_nothing_goes_back(refused: list[str]) -> None:
    assert not Event.objects.filter(at__gt=timezone.now()).exists()
    for case in Case.objects.order_by("pk"):
        times = list(Event.objects.filter(case=case).order_by("pk").values_list("at", flat=True))
        assert times == sorted(times), case.reference
