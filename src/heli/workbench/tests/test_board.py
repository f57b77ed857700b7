"""The dispatch board: whose it is, one click, all at once, and two coordinators at once."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from heli.cases.models import Event
from heli.cases.usual import actions as usual
from heli.service_requests import actions
from heli.service_requests.kind import KIND
from heli.service_requests.opening import REPORTER, Report, report
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.tests.desk import dispatched, signed_in

BOARD = reverse("workbench:dispatch")


def send(case):
    return reverse("workbench:send", args=[case.reference])


def form(case, unit):
    return {"key": str(uuid4()), "version": case.version, "unit": unit.pk}


def test_other_territories_and_duties_cannot_dispatch(district):
    case = reported(district).case
    assert signed_in(district, "west").post(send(case), form(case, district.roads)).status_code == 404
    for name in ("ma", "hot", "audit"):
        assert signed_in(district, name).post(send(case), form(case, district.roads)).status_code == 403
    assert signed_in(district, "west").get(BOARD).context["lines"] == []


def test_a_line_names_the_owner_and_the_reason(district):
    reported(district)
    (line,) = signed_in(district, "east").get(BOARD).context["lines"]
    assert line.plain
    assert line.proposed_id == district.roads.pk
    assert "Streets" in line.reason


def test_one_click_dispatches(district):
    case = reported(district).case
    answer = signed_in(district, "east").post(send(case), form(case, district.water))
    assert answer["Location"] == BOARD
    case.refresh_from_db()
    assert (case.state, case.unit_id) == ("dispatched", district.water.pk)


def test_a_row_answers_for_itself(district):
    case = reported(district).case
    answer = signed_in(district, "east").post(send(case), form(case, district.roads), headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "was sent to Roads" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_second_coordinator_reads_that_the_first_was_faster(district):
    case = reported(district).case
    stale = form(case, district.water)
    signed_in(district, "east").post(send(case), form(case, district.roads))
    answer = signed_in(district, "chen").post(send(case), stale, headers={"hx-request": "true"})
    assert "This case has moved on" in answer.content.decode()
    assert Event.objects.filter(case=case, step="dispatch").count() == 1


def test_what_a_unit_returned_is_not_sent_on_unseen(district):
    case = reported(district).case
    for act, who, more in (("dispatch", "east", {"unit": district.roads}), ("send_back", "ma", {"reason": "不属我处"})):
        assert KIND.actions[act](case, by=district.actor(who), **more)
    case.refresh_from_db()
    sent = {"key": str(uuid4()), "case": f"{case.reference}|{case.version}|{district.roads.pk}"}
    signed_in(district, "east").post(reverse("workbench:send_all"), sent)
    assert Event.objects.filter(case=case, step="dispatch").count() == 1


def test_chosen_cases_go_to_their_proposed_units_once(district):
    cases = [reported(district).case for _ in range(3)]
    chosen = [f"{case.reference}|{case.version}|{district.roads.pk}" for case in cases]
    client, address = signed_in(district, "east"), reverse("workbench:send_all")
    data = {"key": str(uuid4()), "case": [*chosen, "0000-0000-0|1|1"]}
    for _ in range(2):
        assert client.post(address, data).status_code == 302
    assert Event.objects.filter(step="dispatch").count() == 3


def test_a_returned_case_is_not_sent_back_unseen(district):
    case = dispatched(district)
    actions.send_back(case, by=district.actor("ma"), reason="物业的灯")
    (line,) = signed_in(district, "east").get(BOARD).context["lines"]
    assert not line.plain
    assert line.returned["note"] == "物业的灯"


def test_what_came_with_very_many_others_is_looked_at_before_it_is_sent_on(district):
    for many in (True, False):
        report(
            Report(text="路灯不亮", category=district.lamps, area=district.grid, many=many), by=REPORTER, key=uuid4()
        )
    client = signed_in(district, "east")
    answer = client.get(BOARD)
    assert [(line.many, line.plain, line.returned) for line in answer.context["lines"]] == [
        (True, False, None),
        (False, True, None),
    ]
    assert answer.content.decode().count("It came with very many others from one connection.") == 1
    first = answer.context["lines"][0].row.url
    assert "It came with very many others from one connection." in client.get(first).content.decode()


def test_what_needs_a_look_of_its_own_is_not_sent_on_together_with_others(district):
    several = Report(text="路灯不亮", category=district.lamps, area=district.grid, many=True)
    cases = [
        report(several, by=REPORTER, key=uuid4()).case,
        reported(district, category=district.attitude, about=district.roads).case,
        reported(district).case,
    ]
    chosen = [f"{case.reference}|{case.version}|{district.water.pk}" for case in cases]
    data = {"key": uuid4(), "case": chosen}
    told = signed_in(district, "chen").post(reverse("workbench:send_all"), data, follow=True)
    assert [event.case for event in Event.objects.filter(step="dispatch")] == cases[2:]
    assert told.content.decode().count("is not sent on together with others") == 2


def test_a_contested_case_waits_for_the_district_alone(district):
    case = dispatched(district)
    actions.send_back(case, by=district.actor("ma"), reason="不归我")
    actions.dispatch(case, by=district.actor("east"), unit=district.water)
    actions.contest(case, by=district.actor("wang"), reason="也不归我")
    assert signed_in(district, "east").get(BOARD).context["lines"] == []
    (line,) = signed_in(district, "chen").get(BOARD).context["lines"]
    assert line.step.name == "impose"


def test_the_load_of_every_unit_that_one_may_send_to(district):
    reported(district)
    old = dispatched(district, at=timezone.now() - timedelta(days=20))
    loads = {load["unit"]: load for load in signed_in(district, "east").get(BOARD).context["loads"]}
    assert set(loads) >= {"Roads", "Water"}
    assert (loads["Roads"]["open"], loads["Roads"]["late"], loads["Roads"]["week"]) == (2, 1, 1)
    assert (loads["Water"]["open"], loads["Water"]["week"]) == (0, 0)
    assert [load["unit"] for load in loads.values() if load["proposed"]] == ["Roads"]
    elsewhere = {load["unit"]: load["open"] for load in signed_in(district, "west").get(BOARD).context["loads"]}
    assert elsewhere.get("Roads", 0) == 0
    assert old.is_open


def test_a_place_on_the_map_names_its_line(district):
    case = reported(district).case
    (point,) = signed_in(district, "east").get(reverse("workbench:dispatch_map")).json()["features"]
    assert point["properties"]["reference"] == case.reference


def test_likely_duplicates_are_hinted_at(district):
    reported(district), reported(district)
    lines = signed_in(district, "east").get(BOARD).context["lines"]
    assert [line.alike[0]["reference"] for line in lines] == [lines[1].row.reference, lines[0].row.reference]


def test_the_board_costs_at_most_eight_statements(district):
    for _ in range(4):
        reported(district)
    client = signed_in(district, "east")
    client.get(BOARD)
    with counted() as statements:
        assert len(client.get(BOARD).context["lines"]) == 4
    assert len(statements) <= 8, "\n".join(statements)


def test_names_in_what_a_person_wrote_are_shown_to_whoever_sends_it_on(district):
    case = reported(district, text="市政所的Mo Lead态度差").case
    plain = reported(district).case
    lines = {line.row.reference: line for line in signed_in(district, "east").get(BOARD).context["lines"]}
    named = lines[case.reference].named
    assert all(name in named for name in ("Roads", "Mo", "Lead"))
    assert lines[plain.reference].named == ""
    declare = reverse("workbench:step", args=[case.reference, "declare_conflict"])
    assert declare in signed_in(district, "east").get(BOARD).content.decode()
    for name, shown in (("east", True), ("chen", True), ("audit", True)):
        page = signed_in(district, name).get(reverse("workbench:case", args=[case.reference]))
        assert ("Named in the words" in page.content.decode()) is shown
    assert case.excluded_units == case.excluded_people == []


def test_names_are_not_shown_again_once_it_is_kept_from_them(district):
    case = reported(district, text="市政所的Mo态度差").case
    usual.declare_conflict(case, by=district.actor("east"), units=[district.roads], people=[], reason="被投诉")
    (line,) = signed_in(district, "east").get(BOARD).context["lines"]
    assert line.named == "Mo"


def test_who_works_on_the_case_is_not_asked_about_names(district):
    case = dispatched(district, text="市政所的Mo态度差")
    assert (
        "Named in the words"
        not in signed_in(district, "ma").get(reverse("workbench:case", args=[case.reference])).content.decode()
    )
