"""An agreement and the court: both sides ask together on phones, the file is fetched, the ruling shows its windows."""

from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.audit.signing import public_key
from heli.cases.codes import secret
from heli.cases.models import Clock
from heli.cases.parties import let_in
from heli.kernel.references import own_number, query_code_for
from heli.mediation.court_package import KIND
from heli.mediation.tests.agreed import concluded, wu
from heli.mediation.tests.people import MediationDistrict
from heli.papers.packages import faults_of
from tests.test_agreement_walk import arrive, snap, town  # noqa: F401  a fixture
from tests.walking import Screens, go, look, open_step, take_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ask(page: Page, number: str) -> None:
    """Ask the court for confirmation, on one's own page."""
    page.goto(f"/track/{number}/ask_confirmation/")
    look(page)
    go(page, page.get_by_role("main").locator("form [type=submit]").first)
    expect(page).to_have_url(f"{page.url.split('/track/')[0]}/track/{number}/")


def test_two_sides_go_to_court_together(screens: Screens, town: MediationDistrict) -> None:  # noqa: F811
    today = timezone.localdate()
    case = concluded(town, today)
    with acting_as(SYSTEM):
        opening = case.events.earliest("id")
        assert opening.key
        codes = query_code_for(secret(), opening.key), let_in(wu(case), uuid4())
    numbers = case.reference, own_number(case.reference, 2)
    phones, desk = (screens.phone(), screens.phone()), screens.desk(town.small.people["cai"])
    for page, number, code in zip(phones, numbers, codes, strict=True):
        arrive(page, number, code)
        ask(page, number)
    desk.goto(f"/desk/cases/{case.reference}/")
    form = open_step(desk, "prepare_confirmation")
    for name in ("courts", "status", "special", "property", "invited", "intermediate"):
        form.locator(f"[name={name}][value=no]").check(force=True)
    form.locator("[name=ground][value=committee]").check(force=True)
    form.locator("[name=court]").fill("合安区人民法院")
    go(desk, form.locator(".actions [type=submit]").first)
    snap(desk, "court-prepared")
    answer = desk.request.get(f"/desk/mediation/{case.reference}/court.zip")
    assert answer.ok
    assert faults_of(answer.body(), public_key(), kind=KIND) == []
    assert len(ZipFile(BytesIO(answer.body())).namelist()) > 3
    desk.goto(f"/desk/cases/{case.reference}/")
    take_step(desk, "file_confirmation", on=f"{today:%Y-%m-%d}")
    take_step(desk, "record_docketing", on=f"{today:%Y-%m-%d}", number="（2026）调确1号")
    ruling = {"on": f"{today:%Y-%m-%d}", "served_on": f"{today:%Y-%m-%d}", "number": "（2026）裁1号"}
    take_step(desk, "record_ruling", **ruling)
    look(desk)
    assert Clock.objects.filter(case=case, limit="objecting", stopped_at__isnull=True).exists()
    for page, number in zip(phones, numbers, strict=True):
        page.goto(f"/track/{number}/")
        expect(page.get_by_text("（2026）裁1号").first).to_be_visible()
        expect(page.get_by_text("异议").first).to_be_visible()
    snap(phones[0], "court-side")
    look(phones[0])
