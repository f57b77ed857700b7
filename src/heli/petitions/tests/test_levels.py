"""A claim through its three levels: opinion, review, re-review with a hearing, and what is left afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from heli.cases.acts import Act
from heli.cases.models import Case, Clock, Link
from heli.petitions import actions, deciding, hearings
from heli.petitions.models import Hearing, Opinion
from heli.petitions.tests.people import OPINION, accepted, answered, electronically, filed, last_paper, li, reviewed

pytestmark = pytest.mark.django_db


def test_another_unit_and_the_coordination_centre_cannot_decide(district):
    case = accepted(district)
    for name in ("wang", "chen", "guan", "xu"):
        assert not deciding.decide(case, by=district.actor(name), **OPINION)
    assert case.state == "in_hand"


def test_the_unit_that_decided_does_not_review(district):
    case = answered(district)
    assert deciding.ask_review(case, by=li(case), reason="不服")
    assert case.unit == district.government
    assert not deciding.decide_review(case, by=district.actor("ma"), **{**OPINION, "outcome": "upheld"})
    assert not deciding.decide_review(case, by=district.actor("xu"), **{**OPINION, "outcome": "upheld"})
    assert deciding.decide_review(case, by=district.actor("guan"), **{**OPINION, "outcome": "upheld"})


def test_the_opinion_says_what_the_law_wants_and_names_the_body_above(district):
    case = answered(district)
    opinion = Opinion.objects.get(case=case)
    assert opinion.body == district.government.name
    text = str(last_paper(case, "opinion").paper.content)
    for part in (
        case.petition.request,
        OPINION["findings"],
        OPINION["opinion"],
        OPINION["ground"],
        "30日内",
        opinion.body,
    ):
        assert part in text


def test_a_review_asked_for_in_time_runs_thirty_days(district):
    case = answered(district)
    assert deciding.ask_review(case, by=li(case), reason="不服")
    clock = Clock.objects.get(case=case, limit="reviewing")
    assert (clock.amount, clock.unit) == (30, "days")
    assert case.due_at == clock.due_at


def test_only_the_hearing_in_re_review_stops_the_clock(district):
    case = reviewed(district)
    assert deciding.ask_re_review(case, by=li(case), reason="仍不服")
    assert case.petition.outside_body
    at = timezone.now() + timedelta(days=5)
    called = {"at": at, "place": "听证室", "chair": "周", "topic": "工资", "participants": "李"}
    assert hearings.open_hearing(case, by=district.actor("xu"), **called)
    assert Clock.objects.get(case=case, limit="re_reviewing").paused_at
    said = {"participants": "李", "record": "陈述……", "conclusion": "事实清楚"}
    assert hearings.close_hearing(case, by=district.actor("xu"), **said)
    assert Clock.objects.get(case=case, limit="re_reviewing").paused_at is None
    held = Hearing.objects.filter(case=case)
    assert held.get().held_at
    for name in ("record", "participants", "conclusion"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            held.update(**{name: "改动"})


def test_after_the_last_opinion_new_facts_are_a_petition_of_their_own(district):
    case = reviewed(district)
    assert deciding.ask_re_review(case, by=li(case), reason="仍不服")
    assert deciding.decide_re_review(case, by=district.actor("xu"), **{**OPINION, "outcome": "upheld"})
    paper = last_paper(case, "re_review_opinion")
    delivery = electronically(case, district)
    assert deciding.serve_re_review(case, by=district.actor("xu"), paper=paper, delivery=delivery)
    assert case.state == "concluded"
    assert not deciding.ask_re_review(case, by=li(case), reason="再次")
    assert actions.bring_new_facts(case, by=li(case), act=Act(key=uuid4()), text="新的证据", request="重新处理")
    new = Case.objects.exclude(pk=case.pk).get()
    assert new.state == "registered"
    assert Link.objects.filter(case=new, other=case).exists()


def test_what_is_filed_is_registered_first_and_seen_by_the_office_alone(district):
    case = filed(district).case
    assert (case.state, case.unit, case.centre, case.public) == ("registered", district.office, district.office, False)
    seen = {name for name in ("chen", "east", "ma", "grid", "hot", "xu", "zhou", "audit")
            if Case.objects.visible_to(district.actor(name)).exists()}  # fmt: skip
    assert seen == {"xu", "zhou", "audit"}
