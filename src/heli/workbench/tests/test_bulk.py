"""Acts on many: each case by its own right, nothing half done, nothing twice, and everybody told why."""

from uuid import uuid4

import pytest
from django.urls import reverse

from heli.audit.models import Entry
from heli.cases.models import Case, Event
from heli.cases.usual import actions as usual
from heli.kernel.references import new_reference
from heli.service_requests import actions
from heli.service_requests.opening import REPORTER, Report, report
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench import bulk_pages
from heli.workbench.bulk import MOST, choices_in
from heli.workbench.tests.desk import dispatched, in_hand, signed_in

QUEUE = reverse("workbench:queue")


def address(step):
    return reverse("workbench:bulk", args=[step])


def chosen(*cases):
    return [f"{case.reference}|{case.version}" for case in cases]


def act(client, step, cases, **more):
    return client.post(address(step), {"case": chosen(*cases), "sent": "yes", "key": str(uuid4()), **more})


def refused(answer):
    return {each.reference: each.reason for each in answer.context["refused"]}


def handlers(*cases):
    return list(
        Case.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk").values_list("handler", flat=True)
    )


@pytest.mark.parametrize("name", ["wang", "waterlead", "west"])
def test_cases_of_others_are_missing(district, name):
    case, before = in_hand(district), Event.objects.count()
    client = signed_in(district, name)
    for step, more in (("assign", {"member": district.people["mo"].pk}), ("supervise", {"note": "快"})):
        answer = act(client, step, [case], **more)
        assert refused(answer) == {case.reference: "There is no matter with this number."}
        assert case.title not in answer.content.decode()
    assert Event.objects.count() == before


def test_who_may_not_take_steps_is_refused_and_who_lacks_the_role_reads_so(district):
    case = in_hand(district)
    assert act(signed_in(district, "admin"), "assign", [case]).status_code == 403
    answer = act(signed_in(district, "audit"), "record_work", [case], note="看过")
    assert "role" in refused(answer)[case.reference]
    assert signed_in(district, "ma").post(address("complete"), {"case": chosen(case)}).status_code == 404


def test_a_leader_assigns_many_at_once_and_not_twice(district):
    cases = [in_hand(district), dispatched(district)]
    client, data = signed_in(district, "lead"), {"member": district.people["mo"].pk, "key": str(uuid4())}
    for _time in range(2):
        answer = act(client, "assign", cases, **data)
        assert [each.reference for each in answer.context["done"]] == [case.reference for case in cases]
    assert handlers(*cases) == [district.people["mo"].pk] * 2
    assert Event.objects.filter(step="assign").count() == 2
    assert Entry.objects.filter(verb="assign", actor=f"staff:{district.people['lead'].pk}").count() == 2


def test_nobody_of_another_unit_is_assigned(district):
    case = in_hand(district)
    answer = act(signed_in(district, "lead"), "assign", [case], member=district.people["wang"].pk)
    assert answer.status_code == 422
    assert handlers(case) == [district.people["ma"].pk]


def test_what_cannot_go_stays_and_says_why_while_the_rest_goes(district):
    ready, moved, far = reported(district).case, reported(district).case, dispatched(district)
    data = {"case": chosen(ready, moved, far), "sent": "yes", "key": str(uuid4()), "unit": district.water.pk}
    actions.dispatch(moved, by=district.actor("chen"), unit=district.roads)
    answer = signed_in(district, "east").post(address("dispatch"), data, headers={"accept-language": "zh-hans"})
    assert [each.reference for each in answer.context["done"]] == [ready.reference]
    assert set(refused(answer)) == {moved.reference, far.reference}
    assert "“已派遣”" in refused(answer)[far.reference] or "状态" in refused(answer)[far.reference]
    ready.refresh_from_db()
    assert (ready.state, ready.unit_id) == ("dispatched", district.water.pk)


def test_somebody_was_faster(district):
    case = in_hand(district)
    data = {"case": chosen(case), "sent": "yes", "key": str(uuid4()), "member": district.people["mo"].pk}
    usual.assign(case, by=district.actor("lead"), member=district.people["lead"])
    answer = signed_in(district, "lead").post(address("assign"), data)
    assert "This case has moved on" in refused(answer)[case.reference]
    assert handlers(case) == [district.people["lead"].pk]


def test_what_must_be_looked_at_is_never_sent_in_bulk(district):
    flood = Report(text="路灯不亮", category=district.lamps, area=district.grid, many=True)
    many = report(flood, by=REPORTER, key=uuid4()).case
    about = reported(district, text="市政所的人不理人", about=district.water).case
    returned = dispatched(district)
    actions.send_back(returned, by=district.actor("ma"), reason="不归我")
    contested = dispatched(district)
    actions.send_back(contested, by=district.actor("ma"), reason="不归我")
    actions.dispatch(contested, by=district.actor("east"), unit=district.water)
    actions.contest(contested, by=district.actor("wang"), reason="也不归我")
    cases = [Case.objects.get(pk=case.pk) for case in (many, about, returned, contested)]
    answer = act(signed_in(district, "chen"), "dispatch", cases, unit=district.roads.pk)
    told = [refused(answer)[case.reference] for case in cases]
    for word, text in zip(("very many", "concerns", "returned", "cannot be taken"), told, strict=True):
        assert word in text
    assert not Event.objects.filter(step="dispatch", case__in=[many, about]).exists()


def test_first_it_is_shown_what_would_be_done(district):
    case, closed = in_hand(district), reported(district).case
    before = Event.objects.count()
    answer = signed_in(district, "lead").post(address("assign"), {"case": chosen(case, closed)})
    assert [each["row"].reference for each in answer.context["going"]] == [case.reference]
    assert [each["row"].reference for each in answer.context["staying"]] == [closed.reference]
    assert {str(label) for _value, label in answer.context["form"].fields["member"].choices} >= {"Ma", "Mo"}
    assert Event.objects.count() == before


def test_a_note_for_staff_alone_and_a_call_to_hurry(district):
    case = in_hand(district)
    assert act(signed_in(district, "ma"), "record_work", [case], note="").status_code == 422
    act(signed_in(district, "ma"), "record_work", [case], note="等配件", for_resident="on")
    assert Event.objects.get(step="record_work").note == ""
    act(signed_in(district, "hot"), "urge", [case], text="又来电")
    answer = act(signed_in(district, "hot"), "urge", [case])
    assert "already" in refused(answer)[case.reference]


def test_a_page_with_scripts_goes_on_part_by_part(district, monkeypatch):
    monkeypatch.setattr(bulk_pages, "AT_ONCE", 2)
    cases = [in_hand(district) for _ in range(3)]
    client, part = signed_in(district, "lead"), {"HX-Request": "true"}
    data = {"case": chosen(*cases), "sent": "yes", "key": str(uuid4()), "member": str(district.people["mo"].pk)}
    first = client.post(address("assign"), data, headers=part)
    assert first.context["later"] == chosen(cases[2])
    assert "2 of 3" in first.content.decode()
    rest = client.post(address("assign"), {**dict(first.context["kept"]), "case": first.context["later"]}, headers=part)
    assert "Done in 3 matters." in rest.content.decode()
    assert handlers(*cases) == [district.people["mo"].pk] * 3


def test_so_many_and_no_more(district):
    values = [f"{new_reference()}|1" for _ in range(MOST + 5)]
    assert [each.value for each in choices_in(["junk", values[0].lower(), *values])] == values[:MOST]
    assert signed_in(district, "ma").post(address("assign"), {"case": ["junk"]}).status_code == 302


def test_rows_can_be_chosen_only_where_something_can_be_done(district):
    dispatched(district)
    steps = {
        name: [many.step.name for many in signed_in(district, name).get(QUEUE, {"tab": "open"}).context["bulk"]]
        for name in ("lead", "ma", "east", "hot", "audit", "wang")
    }
    assert steps == {
        "lead": ["assign"], "ma": ["assign"], "east": ["supervise"], "hot": ["urge"], "audit": [], "wang": [],
    }  # fmt: skip
    assert 'name="case"' in signed_in(district, "ma").get(QUEUE, {"tab": "open"}).content.decode()
    assert 'name="case"' not in signed_in(district, "audit").get(QUEUE, {"tab": "open"}).content.decode()


def test_looking_at_many_costs_no_more_than_looking_at_one(district):
    client, costs = signed_in(district, "lead"), []
    cases = [in_hand(district)]
    client.post(address("assign"), {"case": chosen(*cases)})
    for _time in range(2):
        with counted() as statements:
            client.post(address("assign"), {"case": chosen(*cases)})
        costs.append(len(statements))
        cases += [in_hand(district), in_hand(district)]
    assert costs[0] == costs[1] <= 9
