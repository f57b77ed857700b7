"""Pages of the oversight of petition work: who opens them, what stands there, and what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heli.audit.models import Entry
from heli.cases import charges
from heli.cases.charge_models import HardCase
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock
from heli.petitions import actions, advice, closing
from heli.petitions.backlog import Wanted, backlog
from heli.petitions.models import Petition
from heli.petitions.overview_models import BacklogEntry
from heli.petitions.reach import Reach
from heli.petitions.supervising import supervisions
from heli.petitions.tests.people import accepted, answered, filed
from heli.petitions.tests.test_advice import suggested
from heli.workbench.times import times

pytestmark = pytest.mark.django_db
ROOT = "/desk/petition-work/"
OF_OFFICE = ("backlog/", "backlog.csv", "suggestions/new/")
ALL = ("", "figures.xlsx", "supervision/", "suggestions/", *OF_OFFICE)
DAY = timedelta(days=1)


def page(client, district, name: str, path: str):
    client.force_login(district.small.people[name])
    return client.get(ROOT + path)


def page_of(client, district, case: Case) -> str:
    client.force_login(district.small.people["xu"])
    return client.get(f"/desk/cases/{case.reference}/", headers={"accept-language": "en"}).content.decode()


def supervised(district) -> Case:
    case = accepted(district)
    answer_by = timezone.localdate() + 3 * DAY
    by = district.actor("xu")
    assert actions.supervise(case, by=by, note="请说明办理情况。", manner="挂牌督办", answer_by=answer_by)
    return case


def planned(case: Case, district, **more):
    what = {
        "reason": "money", "words": "企业已停产，正在筹措资金。", "path": "relief",
        "leader": district.small.people["lead"], "next_on": timezone.localdate() + 7 * DAY, **more,
    }  # fmt: skip
    return closing.plan_closing(case, by=district.actor("xu"), **what)


@pytest.mark.parametrize("name", ["chen", "east", "ma", "hot", "grid", "qi", "audit"])
def test_nobody_else_opens_any_of_them(client, district, name):
    assert [page(client, district, name, path).status_code for path in ALL] == [403] * len(ALL)


def test_a_leader_of_a_unit_opens_their_own_and_no_page_of_the_office(client, district):
    case = supervised(district)
    told = page(client, district, "lead", "supervision/").content.decode()
    assert case.reference in told
    assert case.reference not in page(client, district, "waterlead", "supervision/").content.decode()
    assert [page(client, district, "lead", path).status_code for path in OF_OFFICE] == [403] * 3


def test_the_office_reads_figures_on_page_and_as_workbook(client, district):
    answered(district)
    told = page(client, district, "zhou", "").content.decode()
    assert district.roads.name in told
    book = page(client, district, "zhou", "figures.xlsx")
    assert book.content[:2] == b"PK"
    assert Entry.objects.filter(verb="export_petition_figures").count() == 1


def test_a_supervision_waits_until_it_is_answered(district):
    case, reach, now = supervised(district), Reach(district.actor("xu")), timezone.now()
    (found,) = supervisions(reach, "open", now)
    assert (found.case_id, found.manner, found.answered) == (case.pk, "挂牌督办", False)
    assert [len(supervisions(reach, "late", at)) for at in (found.due_at - DAY / 86400, found.due_at)] == [0, 1]
    assert actions.answer_supervision(case, by=district.actor("ma"), text="已约谈企业。")
    assert supervisions(reach, "open", now) == []
    assert [each.answered for each in supervisions(reach, "answered", now)] == [True]


def test_an_old_matter_stands_in_the_backlog_from_its_day_on(district):
    case, reach, now = accepted(district), Reach(district.actor("xu")), timezone.now()
    for days, listed in ((timedelta(days=180), 1), (timedelta(days=180, seconds=-5), 0)):
        Petition.objects.filter(pk=case.pk).update(received_at=now - days)
        assert backlog(reach, Wanted(), now).count() == listed


def test_what_was_granted_and_not_carried_out_stands_there_however_new(district):
    answered(district)
    case, now = answered(district), timezone.now()
    Clock.objects.filter(case=case, limit="asking_review").update(limit="executing", due_at=now - DAY)
    (found,) = backlog(Reach(district.actor("xu")), Wanted(), now)
    assert (found.pk, found.broken) == (case.pk, True)


def test_only_the_office_plans_and_each_plan_stays(client, district):
    case, now = accepted(district), timezone.now()
    Petition.objects.filter(pk=case.pk).update(received_at=now - timedelta(days=400))
    what = {
        "reason": "money", "words": "无", "path": "relief", "leader": district.small.people["lead"],
        "next_on": timezone.localdate() + DAY,
    }  # fmt: skip
    for name in ("ma", "lead", "chen", "qi"):
        assert not closing.plan_closing(case, by=district.actor(name), **what)
    assert planned(case, district)
    assert planned(case, district, reason="policy", path="mediation")
    assert BacklogEntry.objects.filter(case=case).count() == 2
    reach = Reach(district.actor("xu"))
    assert [backlog(reach, Wanted(path=path), now).count() for path in ("mediation", "relief")] == [1, 0]
    assert [backlog(reach, Wanted(planned=each), now).count() for each in ("yes", "no")] == [1, 0]
    told = page(client, district, "xu", "backlog.csv").content.decode()
    assert "<State" not in told
    assert case.reference in told
    assert case.title not in told
    with pytest.raises(DatabaseError), transaction.atomic():
        BacklogEntry.objects.filter(case=case).update(words="anders")


def test_a_plan_and_the_page_of_hard_cases_name_one_leader(client, district):
    case, xu = accepted(district), district.actor("xu")
    Petition.objects.filter(pk=case.pk).update(received_at=timezone.now() - timedelta(days=400))
    assert planned(case, district)
    first = charges.hard_case_of(case)
    assert (first.leader, first.post) == (district.small.people["lead"], district.small.roads.name)
    assert planned(case, district, next_on=timezone.localdate() + 30 * DAY)
    again = charges.hard_case_of(case)
    assert (again.pk, again.next_on) == (first.pk, timezone.localdate() + 30 * DAY)
    day = timezone.localdate() + 3 * DAY
    other = charges.put_in_charge(case, district.small.people["xu"], post="局长", aim="化解", next_on=day, by=xu)
    assert isinstance(other, HardCase), other
    shown = page(client, district, "xu", "backlog/").content.decode()
    assert f">{district.small.people['xu'].name}<" in shown
    assert f">{district.small.people['lead'].name}<" not in shown
    assert planned(case, district)
    assert [each.leader for each in HardCase.objects.filter(case=case, ended_at=None)] == [first.leader]
    assert HardCase.objects.filter(case=case).count() == 3


def test_a_suggestion_is_made_on_the_page_and_listed_for_office_and_unit(client, district):
    client.force_login(district.small.people["xu"])
    source = accepted(district)
    body = {
        "aim": "improve", "unit": district.roads.pk, "category": district.wages.pk, "title": "公示工资",
        "text": "建议按月公示。", "sources": source.reference,
        "answer_by": (timezone.localdate() + 9 * DAY).isoformat(),
    }  # fmt: skip
    late = client.post(f"{ROOT}suggestions/new/", {**body, "answer_by": timezone.localdate().isoformat()})
    blamed = client.post(f"{ROOT}suggestions/new/", {**body, "aim": "account"})
    assert (late.status_code, blamed.status_code) == (422, 422)
    assert client.post(f"{ROOT}suggestions/new/", body).status_code == 302
    case = Case.objects.get(procedure="improvement_suggestion")
    assert client.get(f"/desk/cases/{case.reference}/").status_code == 200
    for name, seen in (("lead", True), ("waterlead", False), ("zhou", True)):
        assert (case.reference in page(client, district, name, "suggestions/").content.decode()) is seen


def test_a_suggestion_begins_on_the_page_of_a_petition_for_those_alone_who_make_one(client, district):
    case = accepted(district)
    way = f"/desk/petition-work/suggestions/new/?from={case.reference}"
    for name, offered in (("ma", False), ("lead", False), ("zhou", False), ("xu", True)):
        client.force_login(district.small.people[name])
        shown = client.get(f"/desk/cases/{case.reference}/")
        assert (way in shown.content.decode()) is offered, name
    assert f'value="{case.reference}"' in client.get(way).content.decode()


def test_a_suggestion_that_was_taken_back_is_not_called_a_reversed_entry(client, district):
    case = suggested(district).case
    assert advice.take_back(case, by=district.actor("xu"), reason="已另行沟通")
    client.force_login(district.small.people["xu"])
    told = client.get(f"{ROOT}suggestions/", headers={"accept-language": "zh-hans"}).content.decode()
    assert ("已撤回" in told, "已冲销" in told) == (True, False)


def test_the_time_of_a_person_is_over_and_never_overdue(client, district):
    case, chips = answered(district), []
    for due, over in ((timezone.now() - DAY, True), (timezone.now() + DAY, False)):
        Clock.objects.filter(case=case, limit="asking_review").update(due_at=due)
        (window,) = [each for each in times(kind_of(case), list(case.clocks.all())) if each.of_person and each.running]
        assert window.lapsed is over
        assert "late" not in [part.name for part in window.bar]
        chips.append(len(re.findall(r">\s*over\s*<", page_of(client, district, case))))
    assert chips[0] == chips[1] + 1


def counted(found: CaptureQueriesContext) -> int:
    """Return how many statements there were; whether reference data changed is asked once a while, not by row."""
    return len([each for each in found.captured_queries if "places_revision" not in each["sql"]])


@pytest.mark.parametrize("path", ["", "supervision/", "suggestions/", "backlog/"])
def test_a_page_costs_the_same_however_much_there_is(client, district, path):
    def fill() -> None:
        case = supervised(district)
        assert planned(case, district)
        Petition.objects.filter(pk=case.pk).update(received_at=timezone.now() - timedelta(days=400))
        assert suggested(district)
        filed(district)

    fill()
    page(client, district, "xu", path)
    with CaptureQueriesContext(connection) as few:
        page(client, district, "xu", path)
    fill()
    fill()
    with CaptureQueriesContext(connection) as many:
        page(client, district, "xu", path)
    assert counted(many) == counted(few)
    assert counted(many) < 25


def test_the_answer_of_a_unit_stands_in_the_list(client, district):
    case = suggested(district).case
    assert advice.answer_suggestion(case, by=district.actor("ma"), taken="wholly", text="已公示。")
    client.force_login(district.small.people["xu"])
    assert "采纳" in client.get(f"{ROOT}suggestions/", headers={"accept-language": "zh-hans"}).content.decode()
