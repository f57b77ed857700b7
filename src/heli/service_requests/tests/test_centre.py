"""A unit that coordinates a case in place of the coordination centres: who sees it, acts in it, is told, counts it."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heli.access.actors import HeldPost, resident, staff
from heli.access.context import acting_as
from heli.access.roles import Role, holds
from heli.audit.models import Entry
from heli.audit.tests.tampering import as_owner
from heli.cases import emergency
from heli.cases.conflicts import Answer, Concerned, NobodyLeftError, answer_for
from heli.cases.engine import open_case
from heli.cases.kinds import kinds
from heli.cases.linking import merge_into
from heli.cases.models import Case
from heli.cases.tallies import Tally
from heli.cases.telling import addressees, centre_of
from heli.cases.upkeep import fold_tallies
from heli.cases.usual import actions as usual
from heli.insight.counts import open_cells, tallied
from heli.insight.scope import Scope
from heli.kernel.decisions import Denied
from heli.notices.models import Notice
from heli.organizations.models import Duty, Post, Unit, UnitKind
from heli.organizations.responsibility import REVISION
from heli.people.models import Contact
from heli.places.revisions import bump
from heli.reports.scopes import About, covers
from heli.service_requests import actions
from heli.service_requests.models import ServiceRequest
from heli.service_requests.opening import Report, opening_of
from heli.service_requests.procedure import ServiceRequestProcedure
from heli.service_requests.tests.district import BEGIN, District, build, petition_office, reported

pytestmark = pytest.mark.django_db
OFFICES = (Role.COORDINATOR, Role.DISTRICT_CENTRE, Role.INTAKE, Role.GRID_WORKER)


@pytest.fixture
def district() -> District:
    found = build()
    petition_office(found)
    Post.objects.create(user=found.people["mo"], unit=found.centre, duty=Duty.LEADER, since=BEGIN)
    return found


@pytest.fixture
def office(district: District) -> Unit:
    return Unit.objects.get(kind=UnitKind.PETITION_OFFICE)


def opened(district, office, *, by="window", **more) -> Case:
    """Open a case that the petition office coordinates, in a grid of the east, as the window of the office."""
    contact = Contact(name="李", phone="13800000000", email="li@example.test")
    what = Report(
        text="征地补偿有争议", category=district.lamps, area=district.grid, latitude=30.25, longitude=120.05,
        contact=contact, **more,
    )  # fmt: skip
    kind = next(each for each in kinds() if each.procedure is ServiceRequestProcedure)
    opening = replace(opening_of(what), centre=office, public=False)
    case = open_case(kind, ServiceRequestProcedure.report, opening, by=district.actor(by), key=uuid4()).case
    ServiceRequest.objects.create(case=case)
    return case


def sees(actor, case) -> bool:
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


class TestWhoSees:
    @pytest.mark.parametrize("name", ["chen", "east", "west", "hot", "grid", "admin", "wang", "inspect", "inspector"])
    def test_the_centres_of_the_place_do_not_and_hold_no_role(self, district, office, name):
        case, actor = opened(district, office), district.actor(name)
        assert not sees(actor, case)
        assert holds(actor, [role for role in Role if role != Role.APPLICANT], case) is None

    def test_the_leader_of_the_district_does_not_though_every_unit_stands_below(self, district, office):
        case = opened(district, office)
        Case.objects.filter(pk=case.pk).update(unit=district.water)
        assert not sees(replace(district.actor("mo"), posts=(post_in(district.centre, Duty.LEADER),)), case)
        assert sees(replace(district.actor("mo"), posts=(post_in(district.centre, Duty.LEADER),)), plain(district))

    def test_who_opened_it_at_a_desk_of_the_district_keeps_seeing_it_and_acts_in_nothing(self, district, office):
        case, hot = opened(district, office, by="hot"), district.actor("hot")
        assert sees(hot, case)
        assert holds(hot, OFFICES, case) is None

    def test_a_territory_of_the_office_gives_it_no_case_of_the_place(self, district, office):
        case = plain(district)
        for name in ("xin", "window", "xinlead", "xinma"):
            actor = district.actor(name)
            assert {post.area_path for post in actor.posts} == {""}
            assert not sees(actor, case)
            assert holds(actor, OFFICES, case) is None
            assert not covers(actor, About(place=district.east.path))

    def test_the_office_coordinates_takes_in_and_its_leader_looks_on(self, district, office):
        case = opened(district, office)
        xin, window, leader = (district.actor(name) for name in ("xin", "window", "xinlead"))
        assert all(sees(actor, case) for actor in (xin, window, leader))
        assert [holds(xin, [role], case) for role in OFFICES[:2]] == list(OFFICES[:2])
        assert holds(window, OFFICES, case) == Role.INTAKE
        assert holds(leader, OFFICES, case) is None
        assert not sees(district.actor("xinma"), case)
        assert set(Case.objects.visible_to(xin)) == {case}

    def test_another_office_of_the_kind_does_not(self, district, office):
        other = Unit.objects.create(code="other", name="乙", kind=UnitKind.PETITION_OFFICE, path="999/")
        assert not sees(
            replace(district.actor("xin"), posts=(post_in(other, Duty.COORDINATOR),)), opened(district, office)
        )

    def test_handling_and_assisting_unit_leaders_above_auditor_and_resident_as_ever(self, district, office):
        case = opened(district, office)
        Case.objects.filter(pk=case.pk).update(assisting=[district.water.pk])
        case.refresh_from_db()
        station = Unit.objects.create(code="s", name="站", kind=UnitKind.STATION, parent=district.roads, path="")
        station.path = f"{district.roads.path}{station.pk}/"
        station.save()
        bump(REVISION)
        for name in ("ma", "lead", "wang", "audit"):
            assert sees(district.actor(name), case), name
        assert sees(resident(case.reference), case)
        assert holds(district.actor("lead"), list(Role), case) == Role.HANDLING_UNIT
        Case.objects.filter(pk=case.pk).update(unit=station, assisting=[])
        assert sees(district.actor("lead"), case)
        assert not sees(district.actor("ma"), case)

    def test_oversight_where_it_was_given_it(self, district, office):
        case = opened(district, office)
        case.oversight = True
        case.save()
        inspect = district.actor("inspect")
        assert sees(inspect, case)
        assert holds(inspect, [Role.DISTRICT_CENTRE], case)
        assert sees(district.actor("xin"), case)


def post_in(unit, duty) -> HeldPost:
    return HeldPost(unit.pk, unit.path, unit.kind, duty, "")


def plain(district) -> Case:
    return reported(district).case


class TestTheCentreItselfIsConcerned:
    def test_the_unit_above_coordinates_in_its_place(self, district, office):
        about = Concerned(units=frozenset({office.pk}))
        answer = answer_for(office, district.grid.path, about, centre=office)
        assert answer == Answer(district.centre, oversight=False, centre=district.centre)
        assert answer_for(district.roads, "", about, centre=office) == replace(answer, unit=district.roads)

    def test_oversight_where_nobody_above_is_free(self, district, office):
        about = Concerned(frozenset({office.pk}), frozenset({district.people["chen"].pk}))
        answer = answer_for(district.roads, "", about, centre=office)
        assert (answer.unit, answer.oversight) == (district.oversight, True)
        Unit.objects.filter(pk=district.oversight.pk).update(active=False)
        bump(REVISION)
        with pytest.raises(NobodyLeftError):
            answer_for(district.roads, "", about, centre=office)

    def test_the_coordination_centre_is_no_last_resort_while_the_office_is_free(self, district, office):
        about = Concerned(units=frozenset({district.roads.pk}))
        assert answer_for(district.roads, district.grid.path, about, centre=office).unit == office
        assert answer_for(district.roads, district.grid.path, about).unit == district.centre

    def test_found_while_it_runs_it_is_taken_from_the_office(self, district, office):
        case = opened(district, office)
        assert usual.declare_conflict(case, by=district.actor("audit"), units=[office], reason="投诉信访局")
        case.refresh_from_db()
        assert (case.centre_id, case.unit_id) == (district.centre.pk, district.roads.pk)
        assert not any(sees(district.actor(name), case) for name in ("xin", "xinlead", "window", "grid"))
        assert sees(district.actor("chen"), case)
        assert not sees(district.actor("east"), case)

    def test_no_step_gives_it_to_a_centre_that_it_concerns(self, district, office):
        case = opened(district, office, about=(district.water,))
        barred = Case.objects.get(pk=case.pk)
        assert isinstance(actions.dispatch(barred, by=district.actor("xin"), unit=district.water), Denied)


class TestWhoIsTold:
    def test_the_office_and_no_centre_of_the_place(self, district, office):
        case = opened(district, office)
        for role in (Role.COORDINATOR, Role.DISTRICT_CENTRE):
            assert [(each["to_unit_id"], each["to_duty"]) for each in addressees(case, role)] == [
                (office.pk, Duty.COORDINATOR)
            ]
        told = Notice.objects.filter(reference=case.reference).exclude(to_unit=None)
        assert set(told.values_list("to_unit_id", flat=True)) <= {office.pk, district.roads.pk}

    def test_oversight_in_its_place_and_nobody_whom_it_concerns(self, district, office):
        case = opened(district, office)
        case.excluded_units = [office.pk]
        assert addressees(case, Role.COORDINATOR) == addressees(case, Role.DISTRICT_CENTRE) == []
        case.oversight = True
        assert centre_of(case) == district.oversight.pk
        assert addressees(case, Role.DISTRICT_CENTRE)[0]["to_unit_id"] == district.oversight.pk


def leave_indexes(cursor, *kept):
    """Drop the other indexes until the test ends: on so few rows any of them is as good to the planner."""
    cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'cases_case'")
    for (name,) in cursor.fetchall():
        if not any(part in name for part in (*kept, "_key", "_uniq")):
            cursor.execute(f'DROP INDEX "{name}"')


class TestWhatIsCounted:
    def states(self, actor, **more):
        return sum(tallied(Scope(actor, **more), "state").values())

    def open(self, scope):
        return sum(cell.open for cell in open_cells(scope, timezone.now()))

    def test_no_counter_tells_the_centres_of_it(self, district, office):
        plain(district)
        opened(district, office)
        opened(district, office, by="hot")
        expected = {"chen": 1, "hot": 2, "xin": 2, "audit": 3, "east": 1, "lead": 3, "wang": 0}
        for name, number in expected.items():
            scope = Scope(district.actor(name))
            assert (self.states(scope.actor), self.open(scope)) == (number, number), name
        fold_tallies()
        assert self.states(district.actor("chen")) == 1
        assert sorted(Tally.objects.values_list("centre_id", "count"), key=str) == [(office.pk, 2), (None, 1)]

    def test_what_concerns_the_counter_is_taken_off_once(self, district, office):
        plain(district)
        case = opened(district, office, by="hot")
        Case.objects.filter(pk=case.pk).update(excluded_people=[district.people["hot"].pk])
        assert self.states(district.actor("hot")) == 1

    def test_a_case_that_changes_its_centre_is_counted_there(self, district, office):
        case = plain(district)
        Case.objects.filter(pk=case.pk).update(centre=office)
        assert self.states(district.actor("chen")) == 0
        assert self.states(district.actor("audit")) == 1

    def test_what_is_shared_leaves_it_out_and_the_public_counts_what_is_public(self, district, office):
        case = opened(district, office)
        for name in ("audit", "lead", "chen"):
            assert self.open(Scope(district.actor(name), shared=True)) == 0
        assert self.states(None) == 0
        Case.objects.filter(pk=case.pk).update(public=True)
        assert self.states(None) == self.open(Scope(None)) == 1

    def test_counting_for_the_whole_district_reads_the_index_alone(self, district, office):
        plain(district)
        opened(district, office)
        since = timezone.now()
        cases = Case.objects.visible_to(district.actor("chen")).order_by()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        with as_owner(), connection.cursor() as cursor:
            leave_indexes(cursor, "facts", "centre", "pkey")
        asked = {
            "cases_open_facts": cases.open().values("area_path", "state", "unit_id", "category_id", "due_at"),
            "cases_opened_facts": cases.filter(opened_at__gte=since).values("area_path", "category_id", "unit_id"),
            "cases_closed_facts": cases.filter(closed_at__gte=since).values("area_path", "category_id", "unit_id"),
        }
        for index, rows in asked.items():
            assert f"Index Only Scan using {index}" in rows.explain(), index


class TestInTheEngine:
    def test_the_record_and_the_receipt_name_the_office(self, district, office):
        case = opened(district, office)
        assert Case.objects.get(pk=case.pk).centre == office
        entry = Entry.objects.filter(chain=case.reference).earliest("seq")
        assert f'"centre":{office.pk}' in entry.content.replace(" ", "")
        with acting_as(district.actor("xin")):
            assert case.papers.get().paper.content["issuer"] == office.name

    def test_the_office_dispatches_what_the_district_may_not(self, district, office):
        case = opened(district, office)
        assert isinstance(actions.dispatch(case, by=district.actor("chen"), unit=district.water), Denied)
        assert not isinstance(actions.dispatch(case, by=district.actor("xin"), unit=district.water), Denied)

    def test_its_page_names_the_office_and_answers_the_centre_of_the_place_like_a_missing_one(self, district, office):
        client, page = Client(), reverse("workbench:case", args=[opened(district, office).reference])
        for name, status in (("chen", 404), ("east", 404), ("xin", 200)):
            client.force_login(district.people[name])
            answer = client.get(page)
            assert answer.status_code == status, name
        assert office.name in {fact["value"] for fact in answer.context["facts"]}

    def test_cases_of_two_centres_are_not_merged(self, district, office):
        one, other = opened(district, office), plain(district)
        for pair in ((one, other), (other, one)):
            assert isinstance(merge_into(*pair, at=timezone.now(), dry=True), Denied)
        assert merge_into(one, opened(district, office), at=timezone.now(), dry=True) is None

    def test_an_emergency_access_is_confirmed_by_nobody_who_does_not_see_the_case(self, district, office):
        case = opened(district, office)
        row = emergency.ask(
            case.reference, by=district.actor("wang"), ground="danger", hours=1,
            reason="当事人在现场情绪激动，需要马上了解前情以便劝解",
        )  # fmt: skip
        leader = staff(district.people["mo"], timezone.localdate())
        leader = replace(leader, posts=tuple(post for post in leader.posts if post.of_district))
        assert emergency.recent(leader, timezone.now()) == []
        assert isinstance(emergency.decide(row.pk, by=leader, confirm=True), Denied)
        assert not isinstance(emergency.decide(row.pk, by=district.actor("audit"), confirm=True), Denied)
