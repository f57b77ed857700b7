"""Group, village, street, district and back: who has the dispute is seen by both sides on phones at each moment."""

import pytest
from playwright.sync_api import Page, expect

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Assignment, Case, Paper
from heli.kernel.references import own_number
from heli.mediation.models import Mediating
from heli.mediation.tests.people import MediationDistrict
from tests.test_agreement_walk import arrive, in_mediation, snap, town  # noqa: F401  a fixture
from tests.walking import Screens, go, look, open_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: Who passes it on, from which committee, by which step, and where it is then.
WAY = (
    ("zu", "pass_up", "人民路社区调委会"),
    ("cai", "pass_up", "东街道调委会"),
    ("su", "pass_up", "区矛盾纠纷调解中心"),
)


def owner(case: Case) -> str:
    """Return the one unit that has the dispute now."""
    case.refresh_from_db()
    [row] = Assignment.objects.filter(case=case, kind="handling", until__isnull=True)
    assert row.unit_id == case.unit_id
    assert case.unit
    return str(case.unit.name)


def passed_down(page: Page, case: Case, unit: str, reason: str) -> None:
    """Pass the dispute down to ``unit`` from the page of the committee that has it."""
    page.goto(f"/desk/cases/{case.reference}/")
    form = open_step(page, "pass_down")
    form.locator("[name=unit]").select_option(label=unit)
    form.locator("[name=reason]").fill(reason)
    go(page, form.locator(".actions [type=submit]").first)


def seen_by_both(phones: tuple[Page, Page], numbers: tuple[str, str], unit: str) -> None:
    """Both sides read on their own page which committee answers now."""
    for page, number in zip(phones, numbers, strict=True):
        page.goto(f"/track/{number}/")
        expect(page.get_by_role("main").get_by_text(unit).first).to_be_visible()


def test_a_dispute_climbs_from_the_group_to_the_district_and_comes_back(
    screens: Screens,
    town: MediationDistrict,  # noqa: F811
) -> None:
    case, first_code, other_code = in_mediation(town)
    numbers = case.reference, own_number(case.reference, 2)
    phones = screens.phone(), screens.phone()
    arrive(phones[0], numbers[0], first_code)
    arrive(phones[1], numbers[1], other_code)
    papers = Paper.objects.filter(case=case).count()
    cai = screens.desk(town.small.people["cai"])
    passed_down(cai, case, "人民路调解小组", "就地由小组先谈。")
    assert owner(case) == "人民路调解小组"
    seen_by_both(phones, numbers, "人民路调解小组")
    for name, step, unit in WAY:
        desk = screens.desk(town.small.people[name])
        desk.goto(f"/desk/cases/{case.reference}/")
        form = open_step(desk, step)
        form.locator("[name=reason]").fill("双方分歧较大，需要上一级调解。")
        go(desk, form.locator(".actions [type=submit]").first)
        expect(desk.locator(".message-success")).to_be_visible()
        assert owner(case) == unit
        assert not Mediating.objects.filter(case=case, until__isnull=True).exists()
        # Whoever passed it on moves it no more.
        desk.goto(f"/desk/cases/{case.reference}/")
        assert not desk.locator("#act a[href$='/pass_up/'], #step-form[action$='/pass_up/']").count()
    seen_by_both(phones, numbers, "区矛盾纠纷调解中心")
    snap(phones[1], "levels-other-side")
    look(phones[1])
    guo = screens.desk(town.small.people["guo"])
    guo.goto(f"/desk/cases/{case.reference}/")
    expect(guo.get_by_text("楼上卫生间漏水").first).to_be_visible()
    expect(guo.get_by_text("就地由小组先谈。").first).to_be_visible()
    look(guo)
    passed_down(guo, case, "人民路社区调委会", "事实已清楚，就地调解更方便。")
    assert owner(case) == "人民路社区调委会"
    seen_by_both(phones, numbers, "人民路社区调委会")
    with acting_as(SYSTEM):
        assert Paper.objects.filter(case=case).count() >= papers
