"""The annual report of art. 41: who writes and issues it, figures against a set worked by hand, frozen once issued."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heli.audit.models import Entry
from heli.cases.conflicts import Concerned
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.organizations.days import midnight
from heli.petitions import actions, advice, annual, deciding
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.annual_figures import annual_figures, folded
from heli.petitions.annual_models import TEXTS, AnnualDraft, AnnualReport
from heli.petitions.arrangements import save as arrange
from heli.petitions.reach import Reach
from heli.petitions.tests.people import OPINION, accepted, filed
from heli.petitions.tests.test_advice import suggested
from heli.petitions.tests.test_overview_pages import counted, page, supervised

pytestmark = pytest.mark.django_db
PAGES = "/desk/petition-work/annual/"
THIS = timezone.localdate().year
LAST = THIS - 1
WORDS = {**dict.fromkeys(TEXTS, ""), "situation": "全年平稳。\n无重大事项。"}
IN_LAST = midnight(date(LAST, 6, 1))


def figures(district, year: int = THIS, *, at: datetime | None = None):
    return annual_figures(Reach(district.actor("xu")), year, at or timezone.now())


def issue(district, *, by: str = "zhou", **more):
    return annual.issue(LAST, by=district.actor(by), **{"seen": annual.draft_of(LAST).version, **more})


def about_roads(district, times: int) -> None:
    for _each in range(times):
        filed(district, procedure=AccusationProcedure, concerned=Concerned(units=frozenset({district.roads.pk})))


@pytest.mark.parametrize("name", ["chen", "east", "ma", "lead", "waterlead", "hot", "grid", "qi", "audit"])
def test_nobody_else_opens_writes_or_issues_it(client, district, name):
    for path in ("", f"{LAST}/", f"{LAST}/1/", f"{LAST}/1/zh.pdf"):
        assert page(client, district, name, f"annual/{path}").status_code == 403
    for path in (f"{LAST}/", f"{LAST}/issue/"):
        assert client.post(PAGES + path, {**WORDS, "seen": 0}).status_code == 403
    assert isinstance(annual.save(LAST, WORDS, seen=0, by=district.actor(name)), Denied)
    assert isinstance(issue(district, by=name), Denied)
    assert not AnnualDraft.objects.exists()


def test_who_coordinates_writes_and_only_the_leader_issues(district):
    assert annual.save(LAST, WORDS, seen=0, by=district.actor("xu"))
    assert isinstance(issue(district, by="xu"), Denied)
    assert issue(district)
    verbs = Entry.objects.filter(verb__startswith="petition_annual.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["petition_annual.save", "petition_annual.issue"]


def test_the_figures_are_those_of_a_set_worked_by_hand(district):
    for outcome in ("supported", "not_supported", "not_supported"):
        assert deciding.decide(accepted(district), by=district.actor("ma"), **{**OPINION, "outcome": outcome})
    entrusted = filed(district).case
    day = timezone.localdate() + timedelta(days=20)
    assert actions.entrust(entrusted, by=district.actor("xu"), unit=district.roads, report_by=day)
    assert actions.answer_supervision(supervised(district), by=district.actor("ma"), text="已约谈。")
    filed(district, many=False)
    for taken in ("wholly", "not"):
        made = suggested(district).case
        assert advice.answer_suggestion(made, by=district.actor("ma"), taken=taken, text="见附件。")
    assert suggested(district, aim="policy")
    found = figures(district)
    assert found["registered"] == 6
    assert [line["number"] for line in found["kinds"]] == [6, 0, 0]
    assert found["moves"] == {"forward": 4, "entrust": 1, "report_upward": 0, "supervise": 1}
    assert found["manners"] == [{"manner": "挂牌督办", "number": 1}]
    assert found["answered"] == {"met": 1, "missed": 0, "late": 0, "waiting": 0}
    assert found["limits"]["forwarding"] == {"met": 5, "missed": 0, "late": 0}
    results = {name: number for name, number in found["results"].items() if number}
    assert results == {"supported": 1, "not_supported": 2}
    assert found["advice"]["improve"] == {"made": 2, "taken_back": 0, "wholly": 1, "in_part": 0, "not": 1}
    assert found["advice"]["policy"]["made"] == 1
    assert found["advice"]["account"]["made"] == 0
    assert [line["number"] for line in found["handed"]] == [5]


@pytest.mark.parametrize(("offset", "year"), [(timedelta(0), THIS), (timedelta(microseconds=-1), LAST)])
def test_a_year_begins_at_midnight_and_not_before(district, offset, year):
    case = filed(district).case
    Case.objects.filter(pk=case.pk).update(opened_at=midnight(date(THIS, 1, 1)) + offset)
    assert {each: figures(district, each)["registered"] for each in (LAST, THIS)} == {
        LAST: int(year == LAST), THIS: int(year == THIS),
    }  # fmt: skip


def test_an_organ_is_named_from_the_arranged_number_on_and_never_below_three(district):
    about_roads(district, 2)
    assert figures(district)["complained"] == []
    about_roads(district, 1)
    assert figures(district)["complained"] == []
    arrange({"complaints_named": 3})
    (named,) = figures(district)["complained"]
    assert (named["name"]["zh"], named["number"]) == (district.roads.name, 3)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([9, 4, 2, 1], [9, 4, 3]),
        ([9, 4, 1], [9, 5]),
        ([9, 2, 2], [9, 4]),
        ([1], ["<3"]),
        ([2, 1], [3]),
        ([3], [3]),
        ([], []),
    ],
)
def test_small_numbers_stand_together_and_cannot_be_worked_out(numbers, shown):
    rows = [({"zh": str(place), "en": str(place)}, number) for place, number in enumerate(numbers)]
    assert [line["number"] for line in folded(rows)] == shown


def test_a_year_is_issued_from_its_last_midnight_on(district):
    end = midnight(date(THIS, 1, 1))
    assert isinstance(issue(district, at=end - timedelta(microseconds=1)), Denied)
    assert issue(district, at=end)


def test_what_was_issued_stays_and_a_correction_is_a_new_issue_that_says_what(district):
    filed(district, at=IN_LAST)
    first = issue(district)
    assert (first.number, first.content["figures"]["registered"]) == (f"P{LAST}-1", 1)
    assert isinstance(issue(district, correction="无"), Denied)
    assert annual.save(LAST, WORDS, seen=0, by=district.actor("xu"))
    assert isinstance(issue(district), Denied)
    second = issue(district, correction="补充总体情况。")
    kept = AnnualReport.objects.get(issue=1)
    assert (kept.content, kept.digest) == (first.content, annual.digest_of(kept.content))
    assert (second.issue, second.content["texts"]["situation"]) == (2, WORDS["situation"])
    for change in (lambda rows: rows.update(issued_name="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(AnnualReport.objects.filter(issue=1))


def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost(client, district):
    assert annual.save(LAST, WORDS, seen=0, by=district.actor("xu"))
    client.force_login(district.small.people["xia"])
    late = client.post(f"{PAGES}{LAST}/", {"seen": 0, "situation": "另一稿"})
    assert (late.status_code, "另一稿" in late.content.decode()) == (422, True)
    assert annual.draft_of(LAST).situation == WORDS["situation"]
    assert isinstance(issue(district, seen=0), Denied)


def test_it_is_written_issued_and_taken_on_the_pages(client, district):
    page(client, district, "zhou", "annual/")
    assert client.post(f"{PAGES}{LAST}/", {**WORDS, "seen": 0}).status_code == 302
    assert "全年平稳" in client.get(f"{PAGES}{LAST}/").content.decode()
    assert client.post(f"{PAGES}{THIS}/issue/", {"seen": 0}).status_code == 422
    made = client.post(f"{PAGES}{LAST}/issue/", {"seen": 1})
    assert made.url == f"{PAGES}{LAST}/1/"
    told = client.get(made.url, headers={"accept-language": "zh-hans"}).content.decode()
    assert "无重大事项" in told
    assert "数量不代表其有过错" in told
    assert f"P{LAST}-1" in client.get(PAGES).content.decode()
    assert client.get(f"{PAGES}{LAST - 9}/").status_code == 404
    assert client.get(f"{made.url}fr.pdf").status_code == 404
    for language in ("zh", "en"):
        pdf = client.get(f"{made.url}{language}.pdf").content
        assert pdf[:5] == b"%PDF-"
        assert pdf == client.get(f"{made.url}{language}.pdf").content
        assert client.get(f"{made.url}{language}.xlsx").content[:2] == b"PK"
    assert Entry.objects.filter(verb="export_petition_annual").count() == 6


def test_figures_and_page_cost_the_same_however_much_there_is(client, district):
    def fill() -> None:
        supervised(district)
        about_roads(district, 3)
        assert suggested(district)

    fill()
    page(client, district, "xu", f"annual/{THIS}/")
    with CaptureQueriesContext(connection) as few:
        page(client, district, "xu", f"annual/{THIS}/")
    fill()
    with CaptureQueriesContext(connection) as many:
        page(client, district, "xu", f"annual/{THIS}/")
    assert counted(many) == counted(few)
    assert counted(many) < 28
    reach = Reach(district.actor("xu"))
    with CaptureQueriesContext(connection) as figures_alone:
        annual_figures(reach, THIS, timezone.now())
    assert counted(figures_alone) == 11
