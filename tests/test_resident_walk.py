"""A resident's way on a phone, in Chinese: report, receipt, follow, confirm, rate; with scripts and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from heli.cases.models import Case
from heli.project.tests.test_styleguide_browser import PHONE, too_wide
from heli.service_requests import actions
from heli.service_requests.tests.district import District, build, reported
from tests.walking import on_screens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(settings, tmp_path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


@pytest.fixture
def screen(request: pytest.FixtureRequest) -> ViewportSize:
    return getattr(request, "param", PHONE)


@pytest.fixture
def phone(browser: Browser, screen: ViewportSize) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport=screen)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def numbers(page: Page) -> tuple[str, str]:
    """Read reference and query code off the receipt."""
    expect(page.get_by_role("heading", name="您的诉求已经收到")).to_be_visible()
    expect(page.locator(".query-value")).to_have_count(2)
    reference, code = page.locator(".query-value").all_text_contents()
    return reference, code


def handle(town: District, reference: str) -> None:
    """Let the officers do their part."""
    case = Case.objects.get(reference=reference)
    assert actions.dispatch(case, by=town.actor("east"), unit=town.roads)
    assert actions.accept(case, by=town.actor("ma"), member=town.people["ma"])
    assert actions.complete(case, by=town.actor("ma"), outcome="solved", answer="已更换灯泡")
    assert actions.verify(case, by=town.actor("east"))


def follow(page: Page, address: str, reference: str, code: str) -> None:
    """Come back later, on a device that knows nothing."""
    page.context.clear_cookies()
    page.goto(address)
    page.get_by_role("link", name="查询我的事项").click()
    page.get_by_label("编号").fill(reference.lower())
    page.get_by_label("查询码").fill(code)
    page.get_by_role("main").get_by_role("button", name="查询").click()
    expect(page.get_by_text("已更换灯泡").first).to_be_visible()


def confirm_and_rate(page: Page) -> None:
    page.get_by_role("link", name="认可：已经解决", exact=True).click()
    page.get_by_role("button", name="认可：已经解决").click()
    page.get_by_role("link", name="评价").click()
    for group in ("办理过程", "办理结果"):
        page.get_by_role("group", name=group).get_by_text("非常满意").click()
    page.get_by_role("button", name="评价").click()
    expect(page.get_by_text("您的评价：")).to_be_visible()


@pytest.mark.parametrize(("width", "display"), [(320, ""), (390, "large.contrast")])
def test_long_dates_stay_on_small_screens_and_in_large_text(
    browser: Browser, live_server: LiveServer, town: District, width: int, display: str
) -> None:
    opened = reported(town)
    handle(town, opened.case.reference)
    context = browser.new_context(locale="en", viewport={"width": width, "height": 700}, base_url=live_server.url)
    context.add_cookies([{"name": "heli_display", "value": display, "url": live_server.url}])
    page = context.new_page()
    page.goto("/track/")
    page.fill("[name=reference]", opened.case.reference)
    page.fill("[name=code]", opened.code)
    page.press("[name=code]", "Enter")
    expect(page.get_by_text("Answer at the latest")).to_be_visible()
    wide = {}
    for address in (page.url, f"{page.url}receipt/", "/wall/public/"):
        page.goto(address)
        wide[address] = too_wide(page)
    context.close()
    assert not any(wide.values()), wide


@on_screens(PHONE)
def test_from_report_to_rating(phone: Page, live_server: LiveServer, town: District) -> None:
    phone.goto(live_server.url)
    phone.get_by_role("link", name="反映问题").last.click()
    phone.get_by_label("什么事？").press_sequentially("人民路口的路灯不亮")
    expect(phone.get_by_label("路灯故障")).to_be_checked()
    phone.get_by_label("或者选择所在社区").select_option(label="e1区域")
    phone.get_by_role("button", name="提交").click()
    reference, code = numbers(phone)
    phone.reload()
    assert numbers(phone) == (reference, code)
    handle(town, reference)
    follow(phone, live_server.url, reference, code)
    confirm_and_rate(phone)
    assert Case.objects.get().state == "closed"


def test_the_same_way_without_scripts(plain_phone: Page, live_server: LiveServer, town: District) -> None:
    page = plain_phone
    page.goto(f"{live_server.url}/report/")
    page.get_by_label("什么事？").fill("人民路口的路灯不亮")
    page.get_by_label("或者选择所在社区").select_option(label="e1区域")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_label("路灯故障")).to_be_checked()
    assert page.get_by_label("什么事？").input_value() == "人民路口的路灯不亮"
    page.get_by_role("button", name="提交").click()
    reference, code = numbers(page)
    handle(town, reference)
    follow(page, live_server.url, reference, code)
    confirm_and_rate(page)
    assert Case.objects.get().state == "closed"


def test_a_pin_on_the_map_finds_its_grid(drawing_browser: Browser, live_server: LiveServer, town: District) -> None:
    phone = drawing_browser.new_page(locale="zh-CN", viewport=PHONE)
    phone.goto(f"{live_server.url}/report/")
    where = phone.locator("[data-map=pick]")
    where.scroll_into_view_if_needed()
    expect(where).to_have_attribute("data-state", "ready", timeout=30_000)
    where.locator("canvas").click(position={"x": 180, "y": 250})
    expect(where.locator("[role=status]")).to_have_attribute("data-tone", "good")
    assert phone.input_value("#id_latitude")
    phone.close()


def test_likely_duplicates_show_while_filling_in(phone: Page, live_server: LiveServer, town: District) -> None:
    earlier = reported(town, publish_text=True).case
    phone.goto(f"{live_server.url}/report/")
    phone.get_by_label("什么事？").press_sequentially("人民路口的路灯不亮")
    expect(phone.get_by_label("路灯故障")).to_be_checked()
    phone.get_by_label("或者选择所在社区").select_option(label="e1区域")
    expect(phone.get_by_text("可能已经有人反映过了")).to_be_visible()
    phone.get_by_role("link", name="人民路口的路灯不亮").click()
    expect(phone).to_have_url(f"{live_server.url}/register/{earlier.reference}/")
