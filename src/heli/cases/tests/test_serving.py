"""Service of papers: who may read what and when, which day counts, what must be proved, what is kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from heli.access.actors import resident
from heli.access.context import acting_as
from heli.access.reads import reads_of
from heli.audit.models import Entry
from heli.cases.acts import Act
from heli.cases.models import Attachment, Case, Event, Paper, Service
from heli.cases.people_models import ElectronicConsent
from heli.cases.service_form import ServiceForm
from heli.cases.serving import (
    Delivery,
    can_serve,
    consents,
    give_consent,
    problems,
    record_service,
    served_at,
    service_of,
    withdraw_consent,
)
from heli.cases.tests.test_file_views import officer, visitor
from heli.kernel.calendar import WorkCalendar, load_facts
from heli.papers.issuing import issue
from heli.papers.models import PaperCounter
from heli.papers.tests.letters import GIVEN, opinion, registered
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.service_requests import actions
from heli.service_requests.procedure import ServiceRequestProcedure as P
from heli.service_requests.tests.district import District, build, reported

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(load_facts().days_off, load_facts().make_up_days, load_facts().loaded_years)
Method = Service.Method


@pytest.fixture
def district(settings, tmp_path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


@pytest.fixture
def kind():
    with registered(opinion()) as found:
        yield found


@pytest.fixture
def case(district) -> Case:
    return reported(district).case


def letter(case: Case, code: str = "test_opinion", at: datetime | None = None) -> Paper:
    given: dict[str, Any] = {"given": GIVEN, "unit_id": case.unit_id, "to": "李明"}
    at = at or timezone.now()
    return Paper.objects.create(case=case, paper=issue(code, case.reference, {"title": "灯"}, at=at, **given))


def attempt(
    paper: Paper, *, method: str = Method.MAIL, days_ago: int = 0, served: int | None = None, **more
) -> Service:
    """Keep a row on service as of ``days_ago`` days, with the event of a note."""
    now = timezone.now()
    event = Event.objects.filter(case=paper.case, service=None).first() or noted(paper.case)
    at = now - timedelta(days=served) if served is not None else None
    return Service.objects.create(
        case=paper.case, paper=paper, event=event, method=method, sent_at=now - timedelta(days=days_ago), served_at=at,
        recorded_at=now, **more,
    )  # fmt: skip


def noted(case: Case) -> Event:
    first = case.events.earliest("id")
    entry = Entry.objects.create(chain=case.reference, at=first.at, actor="x", verb="x", content="{}")
    return Event.objects.create(case=case, entry=entry, step="dispatch", to_state=case.state, at=first.at, actor="x")


def address(paper: Paper) -> str:
    return f"/papers/{paper.paper_id}.pdf"


# ── who may read it ──────────────────────────────────────────────────────────────────────────────


def test_strangers_other_residents_and_other_units_find_no_letter(case, district, kind):
    paper = letter(case)
    attempt(paper, served=0)
    others = (Client(), visitor(reported(district).case), officer(district, "wang"))
    assert [each.get(address(paper)).status_code for each in others] == [404, 404, 404]


def test_the_person_reads_it_only_once_it_has_reached_them(case, kind):
    paper, person = letter(case), visitor(case)
    assert person.get(address(paper)).status_code == 404
    attempt(paper)
    assert person.get(address(paper)).status_code == 404
    attempt(paper, served=0)
    assert person.get(address(paper)).status_code == 200


@pytest.mark.parametrize("method", [Method.ELECTRONIC, Method.PUBLIC_NOTICE])
def test_what_was_sent_to_their_page_or_made_public_they_read_at_once(case, kind, method):
    paper = letter(case)
    attempt(paper, method=method)
    assert visitor(case).get(address(paper)).status_code == 200


def test_a_letter_between_units_is_never_the_persons(case):
    with registered(opinion("between", to_person=False)):
        paper = letter(case, "between")
        attempt(paper, served=0)
        assert visitor(case).get(address(paper)).status_code == 404


def test_a_kind_that_nobody_declares_is_not_given_to_the_person(case):
    from_other = Paper.objects.create(case=case, paper=issue("undeclared", case.reference, {}, at=timezone.now()))
    assert visitor(case).get(address(from_other)).status_code == 404


def test_that_staff_read_the_name_on_it_is_on_record(case, district, kind):
    paper = letter(case)
    assert officer(district, "ma").get(address(paper)).status_code == 200
    assert [entry.actor for entry in reads_of(case.reference)] == [district.actor("ma").key]


# ── which day counts ─────────────────────────────────────────────────────────────────────────────

SENT = date(2026, 6, 1)


def counted(method: str, received: date | None, sent: date = SENT) -> str:
    found = served_at(method, sent_on=sent, received_on=received, calendar=CALENDAR, zone=ZONE)
    return found.astimezone(ZONE).isoformat() if found else ""


@pytest.mark.parametrize("method", [m for m in Method if m != Method.PUBLIC_NOTICE])
def test_the_day_that_the_proof_names_counts_and_none_without(method):
    assert counted(method, date(2026, 6, 3)) == "2026-06-03T00:00:00+08:00"
    assert counted(method, None) == ""


@pytest.mark.parametrize(
    ("published", "served"),
    [
        (date(2026, 6, 1), "2026-07-02"),  # 30 days from 2 June end with Wednesday 1 July
        (date(2026, 5, 5), "2026-06-05"),  # the last day is Thursday 4 June
        (date(2026, 6, 5), "2026-07-07"),  # the last day would be Sunday 5 July: Monday
        (date(2026, 9, 1), "2026-10-09"),  # 1 October and the days off behind it: Thursday 8 October
        (date(2028, 1, 31), "2028-03-02"),  # 29 February exists: the last day is 1 March
    ],
)
def test_public_notice_counts_when_thirty_days_have_passed(published, served):
    assert counted(Method.PUBLIC_NOTICE, None, published) == f"{served}T00:00:00+08:00"


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 1, 15, 59, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 16, 1, tzinfo=UTC), date(2026, 6, 2)),
    ],
)
def test_the_day_of_issue_is_the_districts_on_both_sides_of_midnight(case, kind, instant, day):
    paper = letter(case, at=instant)
    before = day - timedelta(days=1)
    for method in Method:
        told = {"method": method, "note": "n", "files": [object()]}
        wrong = problems(paper, Delivery(sent_on=before, **told), consented=True, today=date(2026, 6, 30))
        assert "sent_on" in wrong
        right = problems(paper, Delivery(sent_on=day, **told), consented=True, today=date(2026, 6, 30))
        assert "sent_on" not in right


# ── what must be proved ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("method", "more", "wrong"),
    [
        (Method.IN_PERSON, {}, {"received_on"}),
        (Method.IN_PERSON, {"received_on": SENT}, {"proof"}),
        (Method.MAIL, {}, set()),
        (Method.MAIL, {"received_on": SENT}, {"proof"}),
        (Method.MAIL, {"received_on": SENT - timedelta(days=1), "files": [object()]}, {"received_on"}),
        (Method.MAIL, {"received_on": date(2026, 7, 2), "files": [object()]}, {"received_on"}),
        (Method.LEFT, {"received_on": SENT, "files": [object()]}, {"note"}),
        (Method.OTHER_ORGAN, {}, {"note"}),
        (Method.ELECTRONIC, {"received_on": SENT, "note": "n"}, {"method"}),
        (Method.PUBLIC_NOTICE, {"note": "n"}, {"proof"}),
        (Method.PUBLIC_NOTICE, {"note": "n", "files": [object()], "received_on": SENT}, {"received_on"}),
    ],
)
def test_each_way_asks_for_its_proof(case, kind, method, more, wrong):
    paper = letter(case, at=datetime(2026, 6, 1, 1, tzinfo=UTC))
    delivery = Delivery(method=method, sent_on=SENT, **more)
    assert problems(paper, delivery, consented=False, today=date(2026, 7, 1)).keys() == wrong


def test_electronic_service_needs_a_consent_that_was_not_taken_back(case):
    person, day = resident(case.reference), date(2026, 6, 1)
    at = datetime(2026, 6, 1, 4, tzinfo=UTC)
    assert not consents(case, on=day)
    with acting_as(person):
        give_consent(case, how=ElectronicConsent.How.OWN_PAGE, by=person, at=at)
        give_consent(case, how=ElectronicConsent.How.OWN_PAGE, by=person, at=at)
        assert not consents(case, on=day - timedelta(days=1))
        assert consents(case, on=day)
        withdraw_consent(case, how=ElectronicConsent.How.OWN_PAGE, by=person, at=at + timedelta(days=2))
    assert [consents(case, on=day + timedelta(days=n)) for n in range(4)] == [True, True, False, False]
    verbs = Entry.objects.filter(chain=case.reference).order_by("seq").values_list("verb", flat=True)
    assert list(verbs)[1:] == ["consent.give", "consent.withdraw"]


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────


def test_the_first_that_holds_counts_and_what_was_corrected_does_not(case, kind):
    paper = letter(case)
    assert service_of(paper).counting is None
    vain = attempt(paper, days_ago=9)
    late = attempt(paper, days_ago=8, served=1)
    early = attempt(paper, days_ago=8, served=5)
    assert (service_of(paper).counting, service_of(paper).last) == (early, early)
    right = attempt(paper, days_ago=8, served=0, corrects=early)
    assert service_of(paper).counting == late
    assert service_of(paper).last == right
    assert vain.served_at is None


def test_nobody_changes_a_row_on_service(case, kind):
    attempt(letter(case))
    for change in (lambda: Service.objects.update(note="x"), lambda: Service.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_a_paper_of_another_case_is_refused(case, district, kind):
    other = letter(reported(district).case)
    today = timezone.localdate()
    delivery = Delivery(method=Method.MAIL, sent_on=today)
    assert not can_serve(case, other, delivery)
    with pytest.raises(ValueError, match="另一事项"):
        record_service(case, other, delivery, event=case.events.get())


# ── the step's form, and the step that issues ────────────────────────────────────────────────────


def form(case: Case, district: District, files=None, **typed) -> ServiceForm:
    return ServiceForm(typed, files or {}, case=case, actor=district.actor("ma"))


def test_the_form_puts_each_complaint_beside_its_field(case, district, kind):
    paper, today = letter(case), timezone.localdate()
    typed = {"paper": paper.pk, "method": "in_person", "sent_on": today + timedelta(days=1)}
    assert form(case, district, **typed).errors.keys() == {"sent_on", "received_on"}
    electronic = {**typed, "sent_on": today, "method": "electronic", "note": "n"}
    assert form(case, district, **electronic).errors.keys() == {"method"}
    assert form(case, district, **{**typed, "paper": 0}).errors.keys() >= {"paper"}


def test_what_the_form_says_is_recorded_with_its_proof(case, district, kind):
    paper, today = letter(case), timezone.localdate()
    typed = {"paper": paper.pk, "method": "in_person", "sent_on": today, "received_on": today}
    proof = store(upload(picture(), "slip.jpg"))
    filled = ServiceForm(typed, {"proof": [proof]}, case=case, actor=district.actor("ma"))
    assert filled.is_valid(), filled.errors
    facts = filled.facts()
    service = record_service(case, facts["paper"], facts["delivery"], event=case.events.get())
    assert (service.paper, timezone.localdate(service.served_at)) == (paper, today)
    assert facts["delivery"].files == [proof]


def issuing(case: Case, district: District, given):
    act = Act(papers={"test_opinion": given})
    return actions.dispatch(case, by=district.actor("east"), act=act, unit=district.roads)


def test_a_step_refuses_to_issue_what_lacks_its_legal_basis(case, district, kind, monkeypatch):
    monkeypatch.setattr(P.dispatch, "issues", ("test_opinion",))
    refused = issuing(case, district, {**GIVEN, "basis": ""})
    assert not refused
    assert "legal basis" in str(refused)
    case.refresh_from_db()
    assert (case.state, case.events.count()) == ("registered", 1)
    assert not PaperCounter.objects.exists()


def test_a_step_issues_a_letter_to_the_person_in_the_name_of_the_unit_that_acts(case, district, kind, monkeypatch):
    monkeypatch.setattr(P.dispatch, "issues", ("test_opinion",))
    assert issuing(case, district, GIVEN)
    paper = case.papers.order_by("id").last().paper
    assert (paper.unit.name, paper.number[:8], paper.addressee.name) == ("东街道综治中心", "信意〔2026〕", "李")
    assert not Attachment.objects.exists()
