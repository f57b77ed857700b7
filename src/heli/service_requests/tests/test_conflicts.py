"""A case is kept from everybody whom it concerns, and somebody is always left to answer for it."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from heli.access.actors import Actor, resident, staff
from heli.access.roles import excluded
from heli.cases.conflicts import Concerned, NobodyLeftError, answer_for
from heli.cases.declaring import settle
from heli.cases.finding import find
from heli.cases.models import Case, Event
from heli.cases.naming import named_in, people_called
from heli.cases.submitting import form_for, offered
from heli.cases.usual import actions as usual
from heli.cases.visibility import about
from heli.notices import inbox
from heli.notices.letters import render
from heli.notices.models import Channel, Delivery, Notice
from heli.notices.sending import send
from heli.organizations.arranging import save_unit
from heli.organizations.models import Duty, Post, Unit
from heli.organizations.responsibility import REVISION
from heli.places.revisions import bump
from heli.service_requests import actions
from heli.service_requests.desk_forms import IntakeForm
from heli.service_requests.kind import KIND
from heli.service_requests.procedure import ServiceRequestProcedure as P
from heli.service_requests.report_form import ReportForm
from heli.service_requests.tests.district import BEGIN, reported

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def complaint(district, **more):
    return reported(district, **{"category": district.attitude, "text": "有人态度很差", **more}).case


def seen(case, actor) -> bool:
    case.refresh_from_db()
    assert excluded(actor, case) == Case.objects.filter(about(actor), pk=case.pk).exists(), "rule and condition differ"
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def now_actor(district, name) -> Actor:
    return staff(district.people[name], TODAY())


def in_hand(district, **more):
    case = reported(district, **more).case
    assert actions.dispatch(case, by=district.actor("chen"), unit=district.roads)
    assert actions.accept(case, by=district.actor("ma"), member=district.people["ma"])
    return case


class TestWhoIsKeptOut:
    def test_an_officer_in_whatever_post(self, district):
        Post.objects.create(user=district.people["ma"], unit=district.centre, duty=Duty.AUDITOR, since=BEGIN)
        case = complaint(district, about_people=[district.people["ma"].pk])
        assert not seen(case, now_actor(district, "ma"))
        assert seen(case, now_actor(district, "audit"))

    def test_every_one_of_several_units(self, district):
        case = complaint(district, about=[district.roads, district.water])
        assert not any(seen(case, district.actor(name)) for name in ("lead", "ma", "wang", "waterlead"))
        assert case.unit == district.centre

    def test_whoever_stands_in_for_somebody_of_the_unit_or_for_the_officer(self, district):
        wang = district.people["wang"]
        day = {"since": TODAY() - timedelta(days=1), "until": TODAY() + timedelta(days=2)}
        Post.objects.create(user=wang, unit=district.roads, duty=Duty.LEADER, stands_for=district.people["lead"], **day)
        assert not seen(complaint(district, about=district.roads), now_actor(district, "wang"))
        case = complaint(district, about_people=[district.people["lead"].pk])
        assert excluded(now_actor(district, "wang"), case)
        assert not seen(case, now_actor(district, "wang"))

    def test_standing_in_gives_the_rights_of_the_post_for_its_days_only(self, district):
        case = in_hand(district)
        wang, begin = district.people["wang"], date(2026, 6, 1)
        Post.objects.create(
            user=wang, unit=district.roads, duty=Duty.LEADER, stands_for=district.people["lead"],
            since=begin, until=begin + timedelta(days=3),
        )  # fmt: skip
        assert not seen(case, staff(wang, begin - timedelta(days=1)))
        assert seen(case, staff(wang, begin))
        assert not seen(case, staff(wang, begin + timedelta(days=3)))

    def test_who_left_the_unit_after_the_complaint_and_not_who_left_it_before(self, district):
        for name, days in (("ma", 0), ("mo", 30)):
            post = Post.objects.get(user=district.people[name])
            post.until = TODAY() - timedelta(days=days) + timedelta(days=1 - bool(days))
            post.save()
            Post.objects.create(user=district.people[name], unit=district.centre, duty=Duty.AUDITOR, since=BEGIN)
        case = complaint(district, about=district.roads)
        later = TODAY() + timedelta(days=5)
        assert not seen(case, staff(district.people["ma"], later))
        assert seen(case, staff(district.people["mo"], later))

    def test_who_belonged_to_a_unit_that_was_dissolved(self, district):
        case = complaint(district, about=district.roads)
        district.roads.active = False
        district.roads.save()
        bump(REVISION)
        Post.objects.create(user=district.people["ma"], unit=district.centre, duty=Duty.AUDITOR, since=BEGIN)
        assert not seen(case, now_actor(district, "ma"))

    def test_whoever_worked_on_the_case_that_is_contested_but_not_who_passed_it_on(self, district):
        earlier = in_hand(district)
        case = complaint(district, contests=earlier.reference)
        assert case.excluded_people == [district.people["ma"].pk]
        assert not seen(case, district.actor("ma"))
        assert seen(case, district.actor("chen"))
        assert not complaint(district, contests="7K3M-Q9TX-C").excluded_people

    def test_a_unit_that_moves_below_or_away_stays_kept_out(self, district):
        case = complaint(district, about=district.roads)
        district.roads.parent = district.water
        save_unit(district.roads)
        district.water.refresh_from_db()
        district.centre.parent, moved = None, Unit.objects.get(pk=district.roads.pk)
        assert moved.path.startswith(district.water.path)
        assert not seen(case, district.actor("lead"))
        assert seen(case, district.actor("chen"))


class TestWhoAnswers:
    def test_the_topmost_unit_is_answered_for_by_oversight(self, district):
        case = complaint(district, about=district.centre)
        assert (case.unit, case.oversight) == (district.oversight, True)
        assert not any(seen(case, district.actor(name)) for name in ("chen", "audit", "east", "lead", "admin"))
        inspect = district.actor("inspect")
        assert seen(case, inspect)
        assert not seen(reported(district).case, inspect)
        assert Notice.objects.filter(reference=case.reference, to_unit=district.oversight).exists()
        assert not actions.dispatch(case, by=inspect, unit=district.water)
        assert actions.dispatch(case, by=inspect, unit=district.oversight)
        assert actions.accept(case, by=district.actor("inspector"))
        assert actions.complete(case, by=district.actor("inspector"), outcome="explained", answer="已谈话")
        assert actions.verify(case, by=inspect)

    def test_without_oversight_the_person_reads_who_else_takes_it(self, district):
        Unit.objects.filter(pk=district.oversight.pk).update(active=False)
        bump(REVISION)
        with pytest.raises(NobodyLeftError):
            answer_for(district.centre, "", Concerned(units=frozenset({district.centre.pk})))
        everybody = "、".join(person.name for person in district.people.values())
        data = {
            "text": "都不管",
            "category": district.attitude.pk,
            "place": "",
            "address": "路口",
            "about_people": everybody,
        }
        form = ReportForm(data)
        assert "12388" in str(form.errors["about"])

    def test_an_officers_unit_does_not_answer_and_what_they_lead_never(self, district):
        member = complaint(district, about_people=[district.people["ma"].pk])
        leader = complaint(district, about_people=[district.people["lead"].pk])
        assert {member.unit, leader.unit} == {district.centre}
        chen = district.actor("chen")
        assert actions.dispatch(member, by=chen, unit=district.roads)
        refusal = actions.dispatch(leader, by=chen, unit=district.roads)
        assert "回避" in str(refusal.reason)
        assert not actions.accept(member, by=district.actor("mo"), member=district.people["ma"])
        assert actions.accept(member, by=district.actor("mo"))

    def test_the_engine_refuses_whatever_form_was_used(self, district):
        case = complaint(district, about=district.roads)
        before = Event.objects.count()
        for step, facts in (("dispatch", {}), ("ask_assistance", {"task": "协助"})):
            outcome = KIND.actions[step](case, by=district.actor("chen"), unit=district.roads, **facts)
            assert not outcome
        assert Event.objects.count() == before

    def test_only_alike_cases_are_merged(self, district):
        case, other = complaint(district, about=district.roads), reported(district).case
        assert not actions.merge(case, by=district.actor("chen"), into=other)
        assert not actions.merge(other, by=district.actor("chen"), into=case)
        assert actions.merge(case, by=district.actor("chen"), into=complaint(district, about=district.roads))


class TestMessages:
    def test_rights_are_those_at_the_moment_of_sending(self, district):
        case = in_hand(district)
        for name in ("ma", "mo"):
            Notice.objects.create(
                key=name, channel=Channel.EMAIL, state=Delivery.PENDING, to_user=district.people[name],
                reference=case.reference, kind="service_request.urge.staff", created_at=timezone.now(),
            )  # fmt: skip
        assert usual.declare_conflict(case, by=district.actor("ma"), own=True, reason="当事人是亲属")
        mail.outbox.clear()
        send(["ma", "mo"])
        assert [each.to for each in mail.outbox] == [["mo@example.test"]]

    def test_the_inbox_forgets_what_concerns_its_reader(self, district):
        case = in_hand(district)
        actor = district.actor("ma")
        assert case.reference in {message.reference for message in inbox.page(actor)}
        assert usual.declare_conflict(case, by=district.actor("chen"), people=[actor.user_id], reason="被投诉")
        with CaptureQueriesContext(connection) as counted:
            assert case.reference not in {message.reference for message in inbox.page(actor)}
        assert len(counted) == 1


class TestFoundLater:
    def test_who_has_nothing_to_do_with_the_case_declares_nothing(self, district):
        case = in_hand(district)
        assert not usual.declare_conflict(case, by=district.actor("wang"), own=True, reason="x")
        refusal = usual.declare_conflict(case, by=district.actor("mo"), people=[district.people["ma"].pk], reason="x")
        assert "协调员" in str(refusal.reason)
        assert not usual.declare_conflict(case, by=district.actor("chen"), reason="没有指明")

    def test_a_handler_steps_aside_and_colleagues_go_on(self, district):
        case = in_hand(district)
        assert usual.declare_conflict(case, by=district.actor("ma"), own=True, reason="邻居")
        assert (case.unit, case.handler_id, case.state) == (district.roads, None, "in_hand")
        assert find(case.reference, district.actor("ma")) is None
        assert find(case.reference, district.actor("mo")) == case
        told = Notice.objects.filter(reference=case.reference, kind="service_request.declare_conflict.applicant")
        assert told.count() == 1

    def test_the_person_names_the_unit_and_the_one_above_takes_over(self, district):
        case = in_hand(district)
        person = resident(case.reference)
        assert "declare_conflict" in {step.name for step in offered(case, person)}
        form = form_for(case, P.declare_conflict, person, {"units": [district.roads.pk], "reason": "他们是一家"})
        assert form.is_valid(), form.errors
        assert "own" not in form.fields
        assert usual.declare_conflict(case, by=person, **form.facts())
        case.refresh_from_db()
        assert (case.unit, case.handler_id, case.confidential, case.public) == (district.centre, None, True, False)
        event = case.events.last()
        assert event.facts["from_unit"] == district.roads.pk
        assert case.assignments.get(kind="handling", until=None).unit == district.centre
        assert not any(seen(case, district.actor(name)) for name in ("lead", "ma", "mo"))

    def test_an_assisting_unit_leaves_as_well(self, district):
        case = in_hand(district)
        assert usual.ask_assistance(case, by=district.actor("ma"), unit=district.water, task="查水管")
        assert usual.declare_conflict(case, by=district.actor("audit"), units=[district.water], reason="被投诉")
        assert (case.assisting, case.unit) == ([], district.roads)
        assert not seen(case, district.actor("wang"))

    def test_nobody_is_left_without_somebody_who_answers(self, district):
        Unit.objects.filter(pk=district.oversight.pk).update(active=False)
        bump(REVISION)
        case = in_hand(district)
        refusal = usual.declare_conflict(case, by=resident(case.reference), units=[district.centre], reason="x")
        assert "12388" in str(refusal.reason)
        assert Case.objects.get(pk=case.pk).excluded_units == []

    def test_a_new_order_of_units_does_not_bring_it_back(self, district):
        case = complaint(district, about=district.roads)
        assert actions.dispatch(case, by=district.actor("chen"), unit=district.water)
        district.water.parent = district.roads
        save_unit(district.water)
        bump(REVISION)
        assert not seen(case, district.actor("wang"))
        assert settle() == 1
        case.refresh_from_db()
        assert case.unit == district.centre
        assert case.events.last().actor == "system"
        assert settle() == 0

    def test_the_auditors_are_told_once_a_day_where_nobody_is_left(self, district):
        case = complaint(district, about=district.roads)
        Post.objects.filter(duty=Duty.COORDINATOR).update(until=BEGIN + timedelta(days=1))
        bump(REVISION)
        assert settle() == 0
        assert settle() == 0
        told = Notice.objects.get(reference=case.reference, kind="service_request.unanswered.staff")
        assert told in inbox.for_actor(district.actor("audit"))
        assert told not in inbox.for_actor(district.actor("lead"))
        with translation.override("zh-hans"):
            assert "无人" in render(told, "zh-hans")[0]
        Case.objects.filter(pk=case.pk).update(excluded_people=[district.people["audit"].pk])
        assert told not in inbox.for_actor(district.actor("audit"))


class TestNames:
    def test_names_in_the_words_are_proposed_and_never_set(self, district):
        found = named_in("市政所的Mo Lead态度差")
        assert (found.units, {person.username for person in found.people}) == ((district.roads,), {"mo", "lead"})
        assert complaint(district, text="市政所的人态度差").excluded_units == []

    def test_the_intake_is_asked_once(self, district):
        data = {
            "text": "市政所的人态度差", "category": str(district.attitude.pk), "address": "路口", "channel": "phone",
        }  # fmt: skip
        form = IntakeForm(data, actor=district.actor("hot"))
        assert "市政所" in str(form.errors["about"])
        assert form["names_asked"].value() == "on"
        assert not IntakeForm({**data, "names_asked": "on"}, actor=district.actor("hot")).errors

    def test_a_title_may_follow_a_name_and_unknown_names_are_kept(self, district):
        people, unknown = people_called("Lead所长、赵不在")
        assert (people, unknown) == (frozenset({district.people["lead"].pk}), ["赵不在"])
