"""The funds' pages: who enters, what they show, what they cost."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from heli.access.actors import resident
from heli.access.reads import reads_of
from heli.audit.models import Entry as AuditEntry
from heli.audit.tests.tampering import as_owner
from heli.cases.models import Case
from heli.funds.models import BudgetLine, Entry, Fund, FundApplication, Statement
from heli.funds.tests.office import YUAN, applied, brought_to, take
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted, person, stranger

BOOK = "/desk/funds/books/hardship/"


def desk(office, name, language="zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(office.district.people[name])
    return client


def form(office, **changes):
    return {
        "key": str(uuid4()), "fund": office.fund.pk, "need": "medical", "amount": "8,000.50", "text": "家人住院",
        "name": "李", "phone": "138 0000 0000", "consent": "on", **changes,
    }  # fmt: skip


# ── the books ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("who", "status"), [("lead", 404), ("ma", 404), ("chen", 403), ("hot", 403), ("clerk", 200)])
def test_books_of_others_are_a_missing_page(office, who, status):
    for path in ("", "ledger.csv", "statements/"):
        assert desk(office, who).get(BOOK + path).status_code == status


@pytest.mark.parametrize("who", ["clerk", "audit", "lead"])
def test_only_the_leader_of_the_office_posts_by_hand(office, who):
    entry = Entry.objects.get()
    for path in ("post/", "budget/", f"entries/{entry.pk}/reverse/"):
        answer = desk(office, who).post(BOOK + path, {"reason": "x"})
        assert answer.status_code in (403, 404), path
    assert Entry.objects.count() == 1


def test_the_leader_opens_a_budget_and_allots_money_to_it(office):
    head = desk(office, "head")
    answer = head.post(f"{BOOK}budget/", {"year": "2026", "name": "助学", "name_en": "Education"})
    assert answer.status_code == 302
    line = BudgetLine.objects.get(name="助学")
    what = {"line": line.pk, "movement": "allot", "amount": "5,000", "reference": "财〔2〕", "reason": "追加"}
    assert head.post(f"{BOOK}post/", what).status_code == 302
    line.refresh_from_db()
    assert line.free == 5_000 * YUAN
    answer = head.post(f"{BOOK}post/", {**what, "movement": "cut", "amount": "5000.01"})
    assert answer.status_code == 422
    assert "余额不足" in answer.content.decode()
    entry = Entry.objects.get(line=line)
    assert head.post(f"{BOOK}entries/{entry.pk}/reverse/", {"reason": "文号有误"}).status_code == 302
    line.refresh_from_db()
    assert line.free == 0


def test_what_a_step_posted_is_not_reversed_by_hand(office):
    case = brought_to(office, "half_approved")
    entry = Entry.objects.get(case=case)
    assert desk(office, "head").post(f"{BOOK}entries/{entry.pk}/reverse/", {"reason": "x"}).status_code == 404


def test_the_ledger_turns_page_by_page_and_costs_the_same(office):
    shown = desk(office, "head")
    shown.get(BOOK)
    with counted() as few:
        shown.get(BOOK)
    for _ in range(4):
        case = brought_to(office, "payable")
        assert take(case, "withdraw", resident(case.reference))
    with counted() as many:
        first = shown.get(BOOK)
    assert len(many) <= len(few) + 2
    assert len(many) <= 14
    rows = first.context["rows"]
    assert len(rows) == Entry.objects.count() == 13
    assert rows[0]["entry"].pk > rows[-1]["entry"].pk


def test_an_older_page_begins_where_the_newer_ended(office, monkeypatch):
    monkeypatch.setattr("heli.funds.desk_views.SIZE", 2)
    brought_to(office, "payable")
    brought_to(office, "half_approved")
    shown = desk(office, "clerk")
    first = shown.get(BOOK)
    second = shown.get(first.context["older"])
    seen = [row["entry"].pk for answer in (first, second) for row in answer.context["rows"]]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 4


def test_a_balance_that_is_not_the_sum_is_told(office):
    assert "不一致" not in desk(office, "clerk").get(BOOK).content.decode()
    with as_owner():
        BudgetLine.objects.filter(pk=office.line.pk).update(paid=5)
    assert "不一致" in desk(office, "clerk").get(BOOK).content.decode()


def test_the_file_holds_every_entry_and_no_name_of_the_person(office):
    case = brought_to(office, "payable")
    answer = desk(office, "clerk").get(f"{BOOK}ledger.csv")
    body = b"".join(answer.streaming_content).decode()
    assert body.count("\n") == 1 + Entry.objects.count()
    assert case.reference in body
    for told in ("李", "6222", "住院", "13800000000"):
        assert told not in body
    assert AuditEntry.objects.filter(chain="exports", verb="export_fund").exists()


# ── applying ──────────────────────────────────────────────────────────────────────────────────────


def test_a_resident_applies_and_finds_the_receipt(office):
    client = stranger()
    page = client.get("/funds/apply/")
    assert "本区生活确有困难的信访人" in page.content.decode()
    what = form(office)
    answer = client.post("/funds/apply/", what)
    assert answer.status_code == 302
    case = Case.objects.get(procedure="fund_application")
    assert answer["Location"] == f"/track/{case.reference}/receipt/"
    assert (case.unit, case.centre, case.confidential, case.public) == (office.unit, office.unit, True, False)
    assert FundApplication.objects.get(pk=case.pk).asked == 800_050
    assert client.post("/funds/apply/", what).status_code == 302
    assert Case.objects.count() == 1
    assert client.get(answer["Location"]).status_code == 200
    assert "8,000.50" in client.get(f"/track/{case.reference}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"consent": ""}, "不同意则无法核实需求"),
        ({"amount": "0"}, ""),
        ({"amount": "12.345"}, ""),
        ({"amount": "50000.01"}, "最多 50,000.00 元"),
        ({"phone": "x"}, "电话号码"),
        ({"fund": "999"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(office, changes, said):
    answer = stranger().post("/funds/apply/", form(office, **changes))
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "家人住院" in body
    assert said in body
    assert not Case.objects.exists()


def test_a_fund_that_takes_none_is_not_offered(office):
    Fund.objects.update(active=False)
    assert "目前没有资金受理申请" in stranger().get("/funds/apply/").content.decode()
    assert stranger().post("/funds/apply/", form(office)).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("grid", 403), ("admin", 403), ("audit", 403), ("hot", 200), ("ma", 200)])
def test_who_may_apply_for_somebody(office, who, status):
    assert desk(office, who).get("/desk/funds/apply/").status_code == status


def test_an_officer_applies_for_somebody_from_a_matter_they_see(office):
    matter = reported(office.district).case
    hot, what = desk(office, "hot"), form(office, channel="counter")
    hidden = applied(office).case
    assert hot.post("/desk/funds/apply/", {**what, "matter": hidden.reference}).status_code == 422
    answer = hot.post("/desk/funds/apply/", {**what, "matter": matter.reference})
    assert answer.status_code == 200
    case = Case.objects.get(pk__gt=hidden.pk)
    assert answer.context["code"]
    assert case.links.get().other == matter
    assert case.fund_application.by_officer
    again = hot.post("/desk/funds/apply/", {**what, "matter": matter.reference})
    assert again.context["code"] == answer.context["code"]


def test_the_person_names_the_account_on_their_page(office):
    case = brought_to(office, "granted")
    client = person(case)
    page = client.get(f"/track/{case.reference}/name_account/")
    assert page.status_code == 200
    wrong = {"key": str(uuid4()), "holder": "李某", "bank": "工行", "number": "12ab"}
    assert client.post(f"/track/{case.reference}/name_account/", wrong).status_code == 422
    right = {**wrong, "number": "6222 0202 0011 2233 445"}
    assert client.post(f"/track/{case.reference}/name_account/", right).status_code == 302
    case.refresh_from_db()
    assert case.state == "payable"
    assert "6222020200112233445" not in client.get(f"/track/{case.reference}/").content.decode()


def test_the_person_reads_what_came_back(office, receipt):
    case = brought_to(office, "ordered")
    paid = {"amount": 8_000 * YUAN, "bank_reference": "T1", "receipt": [receipt()]}
    assert take(case, "record_payment", office.actor("sun"), **paid)
    assert "退回金额" not in person(case).get(f"/track/{case.reference}/").content.decode()
    back = {"bank_reference": "T2", "reason": "退款"}
    assert take(case, "record_return", office.actor("sun"), amount=500 * YUAN, **back)
    page = person(case).get(f"/track/{case.reference}/").content.decode()
    assert "500.00" in page.partition("退回金额（元）")[2]


def test_after_the_last_word_the_person_reads_what_else_there_is(office):
    case = brought_to(office, "refused_for_good")
    assert "可向民政部门申请临时救助" in person(case).get(f"/track/{case.reference}/").content.decode()


# ── the case page ─────────────────────────────────────────────────────────────────────────────────


def test_the_case_page_shows_the_money_within_its_budget(office):
    plain, case = reported(office.district).case, brought_to(office, "payable")
    clerk, chen = desk(office, "clerk"), desk(office, "chen")
    for client, each in ((clerk, case), (chen, plain)):
        client.get(f"/desk/cases/{each.reference}/")
    with counted() as usual:
        assert chen.get(f"/desk/cases/{plain.reference}/").status_code == 200
    with counted() as ours:
        body = clerk.get(f"/desk/cases/{case.reference}/").content.decode()
    assert len(ours) <= len(usual) + 5
    for told in ("8,000.00", "李**", "**** 3445", "Liu", "Head"):
        assert told in body
    assert "6222020200112233445" not in body


@pytest.mark.parametrize("who", ["ma", "lead"])
def test_the_account_is_a_missing_page_to_others(office, who):
    case = brought_to(office, "payable")
    assert desk(office, who).post(f"/desk/funds/payee/{case.reference}/", {"purpose": "paying"}).status_code == 404
    assert not reads_of(case.reference).exists()


def test_the_account_is_shown_for_a_purpose_and_on_record(office):
    case = brought_to(office, "payable")
    clerk, path = desk(office, "clerk"), f"/desk/funds/payee/{case.reference}/"
    assert "6222020200112233445" not in clerk.get(path).content.decode()
    assert clerk.post(path, {}).status_code == 422
    assert not reads_of(case.reference).exists()
    answer = clerk.post(path, {"purpose": "paying"})
    assert "6222020200112233445" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert reads_of(case.reference).count() == 1
    seen = person(case).get(f"/track/{case.reference}/reads/").content.decode()
    assert "支付" in seen


# ── arranging ─────────────────────────────────────────────────────────────────────────────────────


def test_the_administrator_arranges_funds_on_record_and_sees_no_books(office):
    admin = desk(office, "admin")
    assert admin.get(BOOK).status_code == 403
    what = {
        "code": "livelihood", "name": "民生基金", "kind": "livelihood", "unit": office.unit.pk,
        "topic": office.fund.topic_id, "who_may": "困难居民", "leader_above": "", "most": "3000", "active": "on",
    }  # fmt: skip
    assert admin.post("/desk/funds/arrange/new/", what).status_code == 302
    made = Fund.objects.get(code="livelihood")
    assert (made.leader_above, made.most) == (0, 3_000 * YUAN)
    assert AuditEntry.objects.filter(verb="fund.create").exists()
    assert admin.post("/desk/funds/arrange/livelihood/", {**what, "code": "other", "most": ""}).status_code == 302
    made.refresh_from_db()
    assert (made.code, made.most) == ("livelihood", None)


# ── reconciling ───────────────────────────────────────────────────────────────────────────────────


def test_a_statement_is_matched_and_what_differs_is_listed(office, receipt):
    case = brought_to(office, "ordered")
    assert take(
        case, "record_payment", office.actor("sun"), amount=8_000 * YUAN, bank_reference="T1", receipt=[receipt()]
    )
    at = Entry.objects.get(movement="pay").at
    text = f"日期,金额,流水号,对方\n{at:%Y-%m-%d},-8000.00,T1,李某\n{at:%Y/%m/%d},-12.00,T9,某\n"
    file = SimpleUploadedFile("a.csv", text.encode("gb18030"), "text/csv")
    for who, status in (("audit", 403), ("ma", 404), ("clerk", 302)):
        file.seek(0)
        assert desk(office, who).post(f"{BOOK}statements/take/", {"file": file}).status_code == status
    statement = Statement.objects.get()
    assert statement.lines.get(reference="T1").entry.case_id == case.pk
    page = desk(office, "clerk").get(f"{BOOK}statements/{statement.pk}/")
    assert [(row["reference"], str(row["where"])) for row in page.context["rows"]] == [("T9", "仅对账单中有")]
    file.seek(0)
    again = desk(office, "clerk").post(f"{BOOK}statements/take/", {"file": file})
    assert again.status_code == 422
    assert "已导入过" in again.content.decode()
