"""Without network: what residents and those who work outside write is kept on the device and sent once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from heli.cases.models import Attachment, Case
from heli.papers.models import StoredFile
from heli.papers.tests.samples import picture
from heli.project.tests.test_styleguide_browser import PHONE, violations
from heli.service_requests import actions
from heli.service_requests.tests.district import District, build
from heli.workbench.tests.desk import in_hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  return found;
}"""


@pytest.fixture
def town(settings, tmp_path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_OFFLINE = True
    return build()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[Page]:
    """A phone without the worker, which would send in the background what a test cuts on the page."""
    context = browser.new_context(locale="zh-CN", viewport=PHONE, service_workers="block")
    yield context.new_page()
    context.close()


def photos(folder: Path, number: int) -> list[str]:
    """Return the paths of so many pictures, each of another size."""
    paths = [folder / f"{each}.jpg" for each in range(number)]
    for each, path in enumerate(paths):
        path.write_bytes(picture(size=(40 + each, 30)))
    return [str(path) for path in paths]


def settled(page: Page, address: str) -> None:
    """Open a page and wait until the worker has kept what it keeps."""
    page.goto(address)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => Boolean(navigator.serviceWorker.controller)")


def write(page: Page, text: str) -> None:
    page.get_by_label("什么事？").fill(text)
    page.locator("#id_other").select_option(label="路灯故障")
    page.locator("#id_place").select_option(label="e1区域")


def state(page: Page) -> Locator:
    """What the list says of each thing that is kept."""
    return page.locator(".kept-item .chip")


def online(context: BrowserContext, page: Page) -> None:
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")


def cut(page: Page, path: str, how: Callable[[Route], Any]) -> list[str]:
    """Let the first request to ``path`` go as ``how`` says, and list what it was."""
    seen: list[str] = []

    def once(route: Route) -> None:
        if route.request.method != "POST" or seen:
            route.continue_()
        else:
            seen.append(route.request.url)
            how(route)

    page.context.route(f"**{path}", once)
    return seen


def test_a_report_written_without_network_goes_out_once(
    phone: Page, live_server: LiveServer, town: District, tmp_path: Path
) -> None:
    home, context = live_server.url, phone.context
    settled(phone, f"{home}/report/")
    context.set_offline(True)
    phone.goto(f"{home}/report/")
    expect(phone.get_by_text("现在没有网络").first).to_be_visible()
    assert violations(phone) == []
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("请至少填写")).to_be_visible()
    write(phone, "人民路口的路灯不亮")
    phone.locator("#id_photos").set_input_files(photos(tmp_path, 2))
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("网络恢复后自动发送")).to_be_visible()
    # The browser is closed and opened again; two tabs hear at once that the network is back.
    phone.close()
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto(f"{home}/device/")
        expect(state(tab)).to_have_text("等待网络")
    assert violations(first) == []
    context.set_offline(False)
    for tab in (first, second):
        tab.evaluate("dispatchEvent(new Event('online'))")
    for tab in (first, second):
        expect(state(tab)).to_have_text("已发送", timeout=20_000)
    case = Case.objects.get()
    for words in (case.reference, "市政所", "人民路口的路灯不亮"):
        expect(first.locator(".kept-item")).to_contain_text(words)
    assert Attachment.objects.count() == StoredFile.objects.count() == 2
    first.get_by_role("button", name="全部删除").click()
    first.get_by_role("button", name="确定，继续").click()
    expect(first.get_by_text("本设备上没有任何记录")).to_be_visible()
    expect(second.get_by_text("本设备上没有任何记录")).to_be_visible()


def test_a_connection_that_breaks_loses_and_doubles_nothing(
    plain_phone: Page, live_server: LiveServer, town: District, tmp_path: Path
) -> None:
    """Cut while the second photo goes, then busy, then cut after the server has taken the report."""
    phone = plain_phone
    phone.goto(f"{live_server.url}/report/")
    write(phone, "人民路口的路灯不亮")
    phone.locator("#id_photos").set_input_files(photos(tmp_path, 2))
    sent: list[int] = []

    def photo(route: Route) -> None:
        sent.append(1)
        route.abort() if len(sent) == 2 else route.continue_()

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.context.route("**/sending/photos/", photo)
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("网络恢复后自动发送")).to_be_visible()
    expect(phone.get_by_text("已收到")).to_have_count(1)
    busy = cut(phone, "/report/", lambda route: route.fulfill(status=503, body="busy"))
    phone.goto(f"{live_server.url}/device/")
    expect(phone.get_by_text("照片 2 张，其中已收到 2 张")).to_be_visible()
    assert (len(busy), len(sent), Case.objects.count()) == (1, 3, 0)
    phone.context.unroute("**/report/")
    lost = cut(phone, "/report/", lose_the_answer)
    phone.get_by_role("button", name="立即发送").click()
    expect(phone.get_by_text("现在没有网络，稍后会自动发送。")).to_be_visible()
    assert (len(lost), Case.objects.count()) == (1, 1)
    phone.context.clear_cookies()
    phone.get_by_role("button", name="立即发送").click()
    expect(phone.locator(".kept-item")).to_contain_text(Case.objects.get().reference)
    assert (len(sent), StoredFile.objects.count(), Attachment.objects.count()) == (3, 2, 2)


def test_a_draft_comes_back_and_a_shared_device_keeps_nothing(
    phone: Page, live_server: LiveServer, town: District, tmp_path: Path
) -> None:
    address = f"{live_server.url}/report/"
    settled(phone, address)
    write(phone, "人民路口的路灯不亮")
    phone.locator("#id_photos").set_input_files(photos(tmp_path, 1))
    phone.wait_for_timeout(900)
    phone.goto(address)
    phone.get_by_role("button", name="接着填写").click()
    expect(phone.get_by_label("什么事？")).to_have_value("人民路口的路灯不亮")
    expect(phone.locator(".file-item")).to_have_count(1)
    # The server refuses, its page shows all that was typed, and the next try is the same submission.
    phone.get_by_label("电话").fill("电话")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("这不像电话号码").first).to_be_visible()
    phone.get_by_label("电话").fill("13800000000")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", name="您的诉求已经收到")).to_be_visible()
    assert (Case.objects.count(), Attachment.objects.count(), StoredFile.objects.count()) == (1, 1, 1)
    phone.goto(f"{live_server.url}/device/")
    expect(phone.get_by_text("本设备上没有任何记录")).to_be_visible()
    kept = phone.evaluate(KEPT)
    assert [path for path in kept if not path.startswith(("/static/heli/", "/offline/"))] == []
    phone.goto(address)
    phone.get_by_text("这不是我的设备").click()
    write(phone, "井盖松动")
    phone.wait_for_timeout(900)
    phone.goto(f"{live_server.url}/device/")
    expect(phone.get_by_text("本设备上没有任何记录")).to_be_visible()


def test_who_works_outside_reports_a_result_without_network(
    phone: Page, live_server: LiveServer, town: District, client: Any, tmp_path: Path
) -> None:
    """Also: somebody else moved the case meanwhile, and signing out removes the day's list."""
    case, other = in_hand(town), in_hand(town)
    client.force_login(town.people["ma"])
    name = client.session.session_key
    phone.context.add_cookies([{"name": "heli_session", "value": name, "url": live_server.url}])
    settled(phone, f"{live_server.url}/desk/field/")
    phone.reload()
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/desk/field/")
    expect(phone.get_by_text("这是上次联网时的清单")).to_be_visible()
    assert violations(phone) == []
    for each in (case, other):
        phone.goto(f"{live_server.url}/desk/field/")
        phone.locator(".kept-item", has_text=each.reference).get_by_role("link", name="报告办理结果").click()
        phone.get_by_text("已解决", exact=True).click()
        phone.get_by_label("给诉求人的答复").fill("已更换灯泡")
        phone.locator("input[name=photos]").set_input_files(photos(tmp_path, 1))
        phone.get_by_role("button", name="报告办理结果").click()
        expect(phone.get_by_text("网络恢复后自动发送")).to_be_visible()
    # Meanwhile somebody asks the resident about the other one.
    assert actions.ask_information(other, by=town.actor("ma"), question="哪一盏？")
    phone.goto(f"{live_server.url}/device/")
    online(phone.context, phone)
    expect(state(phone).filter(has_text="已发送")).to_be_visible(timeout=20_000)
    expect(state(phone).filter(has_text="需要您处理")).to_be_visible(timeout=20_000)
    case.refresh_from_db()
    assert (case.state, Attachment.objects.get(case=case).purpose) == ("completed", "after")
    phone.locator(".kept-item", has_text=other.reference).get_by_role("button", name="打开").click()
    expect(phone.get_by_text("您打开之后，别人已经处理过本事项")).to_be_visible()
    expect(phone.get_by_text("已更换灯泡")).to_be_visible()
    phone.goto(f"{live_server.url}/desk/field/")
    phone.locator(".bar-account summary").click()
    phone.get_by_role("button", name="退出登录").click()
    expect(phone).to_have_url(f"{live_server.url}/")
    phone.context.set_offline(True)
    phone.goto(f"{live_server.url}/desk/field/")
    expect(phone.get_by_text("本机没有今天的清单")).to_be_visible()
    phone.goto(f"{live_server.url}/device/")
    expect(phone.get_by_text("等填写人重新登录后发送。")).to_be_visible()
    expect(phone.get_by_text(other.reference)).to_have_count(0)
