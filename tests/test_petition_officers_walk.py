"""Officers with a petition in browsers: the handler, the reviewing unit, and the last hearing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from heli.cases.models import Case, Clock, Service
from heli.petitions import actions, deciding
from heli.petitions.models import Hearing, Opinion
from heli.petitions.tests.people import (
    OPINION,
    PetitionDistrict,
    answered,
    build_for_petitions,
    filed,
    li,
    reviewed,
)
from tests.walking import Screens, find_case, go, look, open_step, take_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {"findings": OPINION["findings"], "opinion": OPINION["opinion"], "ground": OPINION["ground"]}


@pytest.fixture
def town(transactional_db: None, settings, tmp_path: Path) -> PetitionDistrict:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    return build_for_petitions()


def enter(screens: Screens, town: PetitionDistrict, name: str, case: Case) -> Page:
    """Let somebody find a matter on their first page, and open it."""
    page = screens.desk(town.small.people[name])
    find_case(page, case.reference)
    return page


def by_hand(on: str) -> dict[str, str]:
    """Service in person, with the signed slip."""
    return {"method": Service.Method.IN_PERSON.value, "sent_on": on, "received_on": on, "proof": "slip.jpg"}


def called() -> dict[str, str]:
    """What calls a hearing in a week."""
    at = timezone.localtime() + timedelta(days=7)
    return {
        "at": at.strftime("%Y-%m-%dT10:00"),
        "place": "听证室",
        "chair": "周局长",
        "topic": "工资是否付清",
        "participants": "李 申请人\n公司代表 当事人",
    }


HELD = {"record": "双方陈述……", "conclusion": "工资条签名不是本人所写。"}


def test_a_handler_takes_a_petition_from_the_notice_to_the_service_of_the_opinion(
    screens: Screens, town: PetitionDistrict
) -> None:
    case = filed(town).case
    assert actions.forward(case, by=town.actor("xu"), unit=town.roads)
    today = timezone.localdate().isoformat()
    page = enter(screens, town, "ma", case)
    expect(page.locator(".case-side")).to_contain_text("书面告知接收情况以及处理途径和程序")
    look(page)
    take_step(page, "accept", member=str(town.small.people["ma"].pk))
    assert not Clock.objects.filter(case=case, limit="informing", stopped_at__isnull=True).exists()
    take_step(page, "serve_paper", **by_hand(today))
    assert Service.objects.get(case=case).paper.paper.kind == "acceptance_notice"
    take_step(page, "record_work", note="到公司查阅工资台账。")
    expect(page.get_by_text("到公司查阅工资台账。").first).to_be_visible()
    take_step(page, "call_hearing", **called())
    expect(page.get_by_text("听证室").first).to_be_visible()
    look(page)
    expect(open_step(page, "record_hearing").locator("[name=participants]")).to_have_value(called()["participants"])
    take_step(page, "record_hearing", **HELD)
    expect(page.get_by_text("工资条签名不是本人所写。").first).to_be_visible()
    take_step(page, "decide", outcome="not_supported", **WORDS)
    expect(page.get_by_text("不予支持。").first).to_be_visible()
    take_step(page, "serve_opinion", **by_hand(today))
    look(page)
    case.refresh_from_db()
    assert case.state == "answered"
    assert Clock.objects.get(case=case, limit="asking_review").stopped_at is None


def test_the_unit_above_reviews_and_its_own_opinion_is_served(screens: Screens, town: PetitionDistrict) -> None:
    case = answered(town)
    assert deciding.ask_review(case, by=li(case), reason="工资条不是我签的。")
    page = enter(screens, town, "guan", case)
    expect(page.get_by_text("工资条不是我签的。").first).to_be_visible()
    take_step(page, "decide_review", outcome="upheld", **{**WORDS, "opinion": "维持原处理意见。"})
    expect(page.get_by_text("维持原处理意见。").first).to_be_visible()
    look(page)
    take_step(page, "serve_review", method="electronic", received_on=timezone.localdate().isoformat(), note="短信回执")
    case.refresh_from_db()
    assert case.state == "reviewed"
    assert Opinion.objects.get(case=case, level="review").body


def test_the_last_hearing_stops_the_clock_and_its_outcome_is_published(
    screens: Screens, town: PetitionDistrict
) -> None:
    case = reviewed(town)
    assert deciding.ask_re_review(case, by=li(case), reason="仍不服。")
    page = enter(screens, town, "xu", case)
    take_step(page, "open_hearing", **called())
    assert Clock.objects.get(case=case, limit="re_reviewing").paused_at
    look(page)
    take_step(page, "close_hearing", **HELD)
    assert Clock.objects.get(case=case, limit="re_reviewing").paused_at is None
    take_step(page, "decide_re_review", outcome="upheld", **{**WORDS, "opinion": "维持复查意见。"})
    take_step(page, "serve_re_review", **by_hand(timezone.localdate().isoformat()))
    take_step(page, "publish_outcome", text="工资争议一案，维持复查意见。")
    look(page)
    phone = screens.phone()
    phone.goto("/petitions/opinions/")
    go(phone, phone.get_by_role("link", name="工资争议一案，维持复查意见。"))
    expect(phone.locator(".words")).to_have_text("工资争议一案，维持复查意见。")
    look(phone)
    case.refresh_from_db()
    assert case.state == "concluded"
    assert Hearing.objects.get(case=case).published_at
