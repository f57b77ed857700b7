"""The pages of papers' texts, and papers on the page of a case."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heli.access.permissions import ARRANGE, GRANTS
from heli.audit.models import Entry
from heli.cases.models import Paper, Service
from heli.papers.issuing import issue
from heli.papers.models import PaperTemplate
from heli.papers.tests.letters import BODY, GIVEN, opinion, registered
from heli.service_requests.tests.district import District, build, reported

pytestmark = pytest.mark.django_db
PAGE = "/desk/manage/papers/test_opinion/"


@pytest.fixture
def district(settings, tmp_path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


@pytest.fixture(autouse=True)
def kind():
    with registered(opinion()) as found:
        yield found


def desk(district: District, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(district.people[name])
    return client


def typed(**changes: object) -> dict[str, object]:
    return {"heading": "意见书", "heading_en": "", "body": BODY, "note": "clearer", "seen": 0, **changes}


def test_nobody_but_administrators_reads_or_writes_texts(district):
    for name in ("ma", "lead", "chen", "grid", "audit"):
        client = desk(district, name)
        asked = [client.get(path).status_code for path in ("/desk/manage/papers/", PAGE, f"{PAGE}0/")]
        sent = [client.post(path, typed()).status_code for path in (PAGE, f"{PAGE}preview/", f"{PAGE}0/force/")]
        assert {*asked, *sent} == {403}, name
    assert [duty for duty, granted in GRANTS.items() if ARRANGE in granted] == ["administrator"]
    assert not PaperTemplate.objects.exists()


def test_a_receipt_and_what_there_is_not_have_no_text_to_edit(district):
    client = desk(district, "admin")
    for code in ("receipt", "nothing"):
        assert client.get(f"/desk/manage/papers/{code}/").status_code == 404


def test_a_text_goes_from_draft_to_force_on_record(district):
    client = desk(district, "admin")
    assert "The shipped text" in client.get("/desk/manage/papers/").content.decode()
    saved = client.post(PAGE, typed(body=f"新增一段。\n{BODY}"))
    assert saved["Location"] == f"{PAGE}1/"
    compared = client.get(f"{PAGE}1/").content.decode()
    assert "<ins>新增一段。</ins>" in compared
    assert client.post(f"{PAGE}1/force/").status_code == 302
    assert PaperTemplate.objects.get(in_force=True).version == 1
    verbs = Entry.objects.filter(actor=district.actor("admin").key).values_list("verb", flat=True)
    assert {"papertemplate.create", "papertemplate.in_force"} <= set(verbs)
    assert client.get(f"{PAGE}7/").status_code == client.post(f"{PAGE}7/force/").status_code == 404


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (BODY.replace("{{ remedy }}", ""), "Every such paper must say: {{ remedy }}"),
        (BODY + "{{ password }}", "There is no such placeholder: {{ password }}"),
        (BODY + "{% now %}", "There is a single brace."),
    ],
)
def test_an_unsound_text_is_refused_in_words_and_stays_typed(district, body, told):
    answer = desk(district, "admin").post(PAGE, typed(body=body))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not PaperTemplate.objects.exists()


def test_who_was_slower_is_told_and_keeps_what_was_typed(district):
    client = desk(district, "admin")
    client.post(PAGE, typed())
    answer = client.post(PAGE, typed(body=BODY + "\n我的段落。"))
    assert answer.status_code == 422
    assert "我的段落。" in answer.content.decode()


def test_the_preview_follows_what_is_typed(district):
    client = desk(district, "admin")
    part = client.post(f"{PAGE}preview/", typed(body=f"看这里。\n{BODY}"), headers={"hx-request": "true"})
    assert "看这里。" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert client.post(f"{PAGE}preview/", typed(show="1")).status_code == 200
    pdf = client.post(f"{PAGE}preview/", typed(pdf="1"))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.post(f"{PAGE}preview/", typed(pdf="1", body="{{ x }}")).status_code == 422


def test_markup_in_a_text_is_only_text(district):
    client = desk(district, "admin")
    part = client.post(f"{PAGE}preview/", typed(body=f"<script>x</script>\n{BODY}"), headers={"hx-request": "true"})
    assert "<script>x" not in part.content.decode()


def test_the_page_of_a_case_says_how_it_stands_with_service_and_costs_no_more(district):
    case = reported(district).case
    more = {"at": case.opened_at, "given": GIVEN, "unit_id": district.roads.pk, "to": "李"}
    client, page = desk(district, "chen"), f"/desk/cases/{case.reference}/"
    client.get(page)
    with CaptureQueriesContext(connection) as before:
        client.get(page)
    rows = [
        Paper.objects.create(case=case, paper=issue("test_opinion", case.reference, {"title": "灯"}, **more))
        for _number in range(3)
    ]
    assert "Not served yet" in client.get(page).content.decode()
    told = {"method": "mail", "sent_at": case.opened_at, "recorded_at": case.opened_at, "recorded_by": "x"}
    Service.objects.create(case=case, paper=rows[0], event=case.events.get(), served_at=case.opened_at, **told)
    with CaptureQueriesContext(connection) as after:
        shown = client.get(page).content.decode()
    assert len(after) == len(before)
    for words in ("Written opinion", "信意〔", "By mail", "Served"):
        assert words in shown
