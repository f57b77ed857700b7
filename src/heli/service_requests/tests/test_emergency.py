"""Emergency access: one case, some hours, two people, everything on record; its clock is set by the test."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from heli.access.actors import staff
from heli.access.models import EmergencyAccess
from heli.audit.models import Entry
from heli.cases.emergency import ask, decide, late, often, recent
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.notices.models import Notice
from heli.organizations.models import Duty, Post
from heli.people.models import User
from heli.portal.reads import reads_of
from heli.service_requests.tests.district import BEGIN, build, reported

pytestmark = pytest.mark.django_db

WHY = "当事人在现场情绪激动，需要马上了解前情以便劝解"
SECOND = timedelta(seconds=1)


def actor(district, name, at=None):
    at = at or timezone.now()
    return staff(district.people[name], date(2026, 6, 1), at=at)


def asked(district, case, who="wang", **more):
    facts = {"ground": "danger", "reason": WHY, "hours": 2, **more}
    return ask(case.reference, by=actor(district, who), **facts)


def opens(case, who) -> bool:
    assert not Case.objects.visible_to(who).filter(pk=case.pk).exists(), "it is in a list"
    return Case.objects.readable_by(who).filter(pk=case.pk).exists()


def signed_in(district, name):
    client = Client()
    client.force_login(district.people[name])
    return client


class TestRefused:
    @pytest.mark.parametrize(
        "facts",
        [
            {"reason": ""},
            {"reason": "   急   "},
            {"reason": "x" * 19},
            {"ground": "curiosity"},
            {"hours": 5},
            {"hours": 0},
        ],
    )
    def test_without_ground_reason_or_measure(self, district, facts):
        assert isinstance(asked(district, reported(district).case, **facts), Denied)
        assert not EmergencyAccess.objects.exists()

    def test_whom_the_case_concerns_is_answered_like_for_a_missing_one(self, district):
        case = reported(district, about=district.water, category=district.attitude).case
        missing = ask("7K3MQ9TXC", by=actor(district, "wang"), ground="danger", reason=WHY, hours=1)
        assert str(asked(district, case)) == str(missing)
        assert not Entry.objects.filter(verb__startswith="emergency").exists()

    def test_who_is_concerned_later_has_no_access_any_more(self, district):
        case = reported(district).case
        assert not isinstance(asked(district, case), Denied)
        Case.objects.filter(pk=case.pk).update(excluded_units=[district.water.pk])
        assert not opens(case, actor(district, "wang"))

    def test_the_same_person_twice(self, district):
        Post.objects.create(user=district.people["wang"], unit=district.centre, duty=Duty.LEADER, since=BEGIN)
        row = EmergencyAccess(
            reference=reported(district).case.reference, user=district.people["wang"], unit=district.water,
            ground="danger", reason=WHY, hours=1, beforehand=False, asked_at=timezone.now(),
        )  # fmt: skip
        row.save()
        outcome = decide(row.pk, by=actor(district, "wang"), confirm=True)
        assert isinstance(outcome, Denied)
        with pytest.raises(IntegrityError), transaction.atomic():
            EmergencyAccess.objects.filter(pk=row.pk).update(decided_by=row.user)

    def test_who_is_neither_auditor_nor_leader_of_the_centre(self, district):
        row = asked(district, reported(district).case)
        assert all(
            isinstance(decide(row.pk, by=actor(district, name), confirm=True), Denied)
            for name in ("chen", "lead", "waterlead", "admin", "hot")
        )
        assert recent(actor(district, "waterlead"), timezone.now()) == []


class TestGranted:
    def test_it_ends_at_the_second(self, district):
        case = reported(district).case
        row = asked(district, case)
        assert row.until == row.asked_at + timedelta(hours=2)
        assert opens(case, actor(district, "wang", row.until - SECOND))
        assert not opens(case, actor(district, "wang", row.until))
        assert not opens(case, actor(district, "waterlead", row.asked_at))

    def test_a_confidential_case_opens_with_the_confirmation(self, district):
        case = reported(district, confidential=True).case
        row = asked(district, case)
        assert not opens(case, actor(district, "wang"))
        at = row.asked_at + timedelta(hours=3)
        done = decide(row.pk, by=actor(district, "audit"), confirm=True, at=at)
        assert done.until == at + timedelta(hours=2)
        assert opens(case, actor(district, "wang", at))
        assert isinstance(decide(row.pk, by=actor(district, "audit"), confirm=False), Denied)

    def test_a_confirmation_that_must_come_before_comes_within_a_day(self, district):
        row = asked(district, reported(district, confidential=True).case)
        at = row.asked_at + timedelta(hours=24)
        assert isinstance(decide(row.pk, by=actor(district, "audit"), confirm=True, at=at), Denied)
        assert late(row, at)
        assert not late(row, at - SECOND)

    def test_a_refusal_ends_it(self, district):
        case = reported(district).case
        row = asked(district, case)
        assert opens(case, actor(district, "wang"))
        decide(row.pk, by=actor(district, "audit"), confirm=False)
        assert not opens(case, actor(district, "wang"))

    def test_everybody_is_told_and_it_is_in_the_chain(self, district):
        case = reported(district).case
        row = asked(district, case)
        decide(row.pk, by=actor(district, "audit"), confirm=True)
        told = Notice.objects.filter(key__startswith="emergency.")
        assert told.filter(to_contact=case.contact).count() == 2
        assert told.filter(to_unit=case.unit).exists()
        assert told.filter(to_duty=Duty.AUDITOR).exists()
        verbs = Entry.objects.filter(chain=case.reference, verb__startswith="emergency").order_by("seq")
        assert list(verbs.values_list("verb", flat=True)) == ["emergency.ask", "emergency.confirmed"]
        assert "供水公司" in [each["who"] for each in reads_of(case.reference)]

    def test_four_in_thirty_days_are_shown(self, district):
        rows = [asked(district, reported(district).case) for _number in range(3)]
        assert often(recent(actor(district, "audit"), timezone.now())) == set()
        rows.append(asked(district, reported(district).case))
        found = recent(actor(district, "audit"), timezone.now())
        assert (len(found), often(found)) == (4, {district.people["wang"].pk})


class TestPages:
    def test_from_asking_to_the_case_and_its_confirmation(self, district):
        case = reported(district).case
        client, page = signed_in(district, "wang"), reverse("workbench:case", args=[case.reference])
        assert client.get(page).status_code == 404
        values = {"reference": case.reference, "ground": "danger", "reason": WHY, "hours": "1"}
        assert client.post(reverse("workbench:emergency"), {**values, "reason": "急"}).status_code == 422
        assert client.post(reverse("workbench:emergency"), values).status_code == 302
        assert client.get(page).status_code == 200
        assert Entry.objects.filter(chain=f"reads/{case.reference}", verb="read").count() == 1
        for name in ("queue", "search", "export"):
            page_of_many = client.get(reverse(f"workbench:{name}"), {"q": "路灯"})
            assert case.title not in page_of_many.getvalue().decode()
        assert client.get(reverse("workbench:emergency_review")).status_code == 403
        auditor = signed_in(district, "audit")
        assert case.reference in auditor.get(reverse("workbench:emergency_review")).content.decode()
        row = EmergencyAccess.objects.get()
        auditor.post(reverse("workbench:emergency_decision", args=[row.pk]), {"decision": "refuse"})
        assert client.get(page).status_code == 404

    def test_a_page_left_open_is_no_read_again_and_again(self, district):
        case = reported(district).case
        asked(district, case)
        wang, presence = signed_in(district, "wang"), reverse("workbench:presence", args=[case.reference])
        assert wang.post(presence).status_code == 200
        assert not Entry.objects.filter(chain=f"reads/{case.reference}").exists()
        assert wang.get(reverse("workbench:case", args=[case.reference])).status_code == 200
        assert Entry.objects.filter(chain=f"reads/{case.reference}").count() == 1

    def test_the_side_bar_leads_only_those_to_the_list_to_whom_it_opens(self, district):
        review, desk = reverse("workbench:emergency_review"), reverse("workbench:home")
        people = district.people
        people["top"] = User.objects.create_user("top", name="Top")
        Post.objects.create(user=people["top"], unit=district.centre, duty=Duty.LEADER, since=BEGIN)
        shown = set()
        for name in ("ma", "lead", "waterlead", "chen", "admin", "audit", "top"):
            client = signed_in(district, name)
            if review in {line.get("url") for line in client.get(desk).context["navigation"]}:
                shown.add(name)
            assert (client.get(review).status_code == 200) == (name in shown), name
        assert shown == {"audit", "top"}


class EmergencyMachine(RuleBasedStateMachine):
    """Asking, deciding and time passing in any order; the model is a plain dictionary."""

    @initialize(confidential=st.booleans())
    def begin(self, confidential):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.case = reported(self.district, confidential=confidential).case
        self.now, self.model, self.row = timezone.now(), None, None
        self.beforehand = confidential

    def teardown(self):
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @rule(hours=st.integers(0, 5), reason=st.sampled_from([WHY, "x" * 19, "x" * 20]))
    def asks(self, hours, reason):
        by = actor(self.district, "wang", self.now)
        outcome = ask(self.case.reference, by=by, ground="danger", reason=reason, hours=hours, at=self.now)
        busy = self.model and (self.is_open() or self.waits())
        assert isinstance(outcome, Denied) == (not 1 <= hours <= 4 or len(reason) < 20 or bool(busy))
        if not isinstance(outcome, Denied):
            self.beforehand |= self.unconfirmed()
            until = None if self.beforehand else self.now + timedelta(hours=hours)
            self.row = outcome
            self.model = {"asked": self.now, "until": until, "hours": hours, "decided": None}

    @rule(who=st.sampled_from(["audit", "wang", "chen", "lead"]), confirm=st.booleans())
    def decides(self, who, confirm):
        if self.model is None:
            return
        outcome = decide(self.row.pk, by=actor(self.district, who, self.now), confirm=confirm, at=self.now)
        may = who == "audit" and self.model["decided"] is None and (not self.beforehand or self.waits())
        assert isinstance(outcome, Denied) != may
        if may:
            self.model["decided"] = confirm
            if confirm and self.beforehand:
                self.model["until"] = self.now + timedelta(hours=self.model["hours"])

    @rule(seconds=st.sampled_from([1, 3599, 3600, 7200, 86399, 86400]))
    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)

    def waits(self):
        fresh = self.now < self.model["asked"] + timedelta(hours=24)
        return self.beforehand and self.model["decided"] is None and fresh

    def unconfirmed(self):
        """What came to nothing, or was not confirmed in time, makes the next request wait for a second person."""
        late = self.model is not None and self.now >= self.model["asked"] + timedelta(hours=24)
        return self.model is not None and (self.model["decided"] is False or (self.model["decided"] is None and late))

    def is_open(self):
        until = self.model["until"]
        return until is not None and self.now < until and self.model["decided"] is not False

    @invariant()
    def it_is_open_exactly_when_the_model_says_so(self):
        if hasattr(self, "case"):
            expected = bool(self.model) and self.is_open()
            assert opens(self.case, actor(self.district, "wang", self.now)) == expected


def test_no_order_of_asking_deciding_and_waiting_opens_more():
    EmergencyMachine.district = build()
    limits = settings(
        max_examples=15, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck),
        database=None, derandomize=True,
    )  # fmt: skip
    run_state_machine_as_test(EmergencyMachine, settings=limits)
