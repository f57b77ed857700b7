"""Pages of a dispute with everything on them fit a phone in English, where words run longest, and are accessible."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.acts import Act
from heli.cases.models import Case
from heli.cases.parties import let_in
from heli.kernel.references import own_number
from heli.mediation.models import Committee
from heli.mediation.rooms import Laid, lay, rooms_of
from heli.mediation.roster_models import Mediator, Seat, Term
from heli.mediation.sessions import call_session
from heli.mediation.tests.agreed import WORDS, clause, do, owed, text_of, wu
from heli.mediation.tests.people import MediationDistrict, build_for_mediation, first, mediated, other
from heli.papers.tests.samples import picture
from heli.papers.uploads import store
from heli.project.tests.test_styleguide_browser import PHONE
from tests.walking import Screens, go, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(settings, tmp_path) -> MediationDistrict:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    town = build_for_mediation()
    committee = Committee.objects.get(unit=town.community)
    Term.objects.create(committee=committee, since=timezone.localdate() - timedelta(days=30), how="elected", women=1)
    for name, role in (("chu", "head"), ("cai", "member")):
        user = town.small.people[name]
        Seat.objects.create(committee=committee, user=user, role=role, since=timezone.localdate())
        Mediator.objects.create(
            user=user, fields=["med.neighbour", "med.property"], languages=["sign", "dialect", "en"], shown=True,
            hours="周二、周四 9:00–17:00", hours_en="Tuesdays and Thursdays 9:00–17:00, Saturday mornings",
        )  # fmt: skip
    return town


def talked(town: MediationDistrict) -> Case:
    """Return a dispute with words in its rooms, an offer, a session on record and one to come."""
    case, cai = mediated(town, support="需要手语翻译"), town.actor("cai")
    assert do(case, "check_identity", cai, party=None, document="居民身份证", told=True)
    for actor, place, facts in (
        (first(case), 1, {"kind": "words", "text": "三月发现天花板有水印。"}),
        (other(case), 0, {"kind": "words", "text": "下水管老化，愿意修。"}),
        (cai, 0, {"kind": "offer", "text": "十五日内修好。", "amount": 240_000, "valid_until": timezone.localdate()}),
    ):
        assert lay(rooms_of(case, actor)[place], Laid(**facts), key=uuid4())
    held: dict[str, Any] = {
        "minutes": 90,
        "place": "人民路社区调解室",
        "support": "社区工作人员陪同",
        "guests": "两位老邻居",
    }
    for days in (1, 5):
        called = call_session(case, by=cai, at=timezone.now() + timedelta(days=days), act=Act(key=uuid4()), **held)
        assert called
        if days == 1:
            said = "双方到场查看了检测报告，各自说明损失和修复的打算。"
            assert do(case, "record_session", cai, came=[0], record=said, agreed="防水由楼上重做。", next_step="再议")
    return case


def settled(town: MediationDistrict) -> Case:
    """Return a dispute whose agreement is signed by all, and of which a receipt lies there."""
    case, cai = talked(town), town.actor("cai")
    assert clause(case, cai)
    assert do(case, "draft_agreement", cai, **WORDS)
    for who, name in ((first(case), "李女士"), (other(case), "吴先生")):
        assert do(case, "sign", who, digest=text_of(case).digest, name=name, consent=True)
    assert do(case, "sign_as_mediator", cai, digest=text_of(case).digest)
    assert do(case, "seal", town.actor("chu"), on=timezone.localdate())
    receipt, today = store(SimpleUploadedFile("receipt.jpg", picture()), by="resident"), timezone.localdate()
    part = owed(case)[0].key
    assert do(case, "report_performance", other(case), instalment=part, on=today, receipts=[receipt])
    return case


def each_fits(page: Page, *addresses: str) -> None:
    """Open the pages one by one and look at them, with all that is folded unfolded."""
    for address in addresses:
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.evaluate("document.querySelectorAll('main details').forEach((each) => each.open = true)")
        look(page)


def arrive(page: Page, number: str, code: str) -> None:
    """Open one's matter with number and query code."""
    page.goto("/track/")
    page.fill("[name=reference]", number)
    page.fill("[name=code]", code)
    go(page, page.get_by_role("main").locator("form [type=submit]").first)


@pytest.mark.parametrize("made", [talked, settled])
def test_pages_of_a_dispute_fit_a_phone_in_english(screens: Screens, town: MediationDistrict, made: Any) -> None:
    case = made(town)
    with acting_as(SYSTEM):
        code = let_in(wu(case), uuid4())
    number = own_number(case.reference, 2)
    side, desk = screens.phone(language="en"), screens.desk(town.small.people["cai"], PHONE, "en")
    arrive(side, number, code)
    each_fits(side, f"/track/{number}/", f"/mediation/rooms/{number}/")
    each_fits(desk, f"/desk/cases/{case.reference}/", f"/desk/mediation/{case.reference}/dossier/")


def test_pages_around_disputes_fit_a_phone_in_english(screens: Screens, town: MediationDistrict) -> None:
    case = talked(town)
    each_fits(screens.phone(language="en"), "/mediation/committees/")
    desk = screens.desk(town.small.people["cai"], PHONE, "en")
    each_fits(desk, "/desk/mediation/sessions/", f"/desk/mediation/{case.reference}/rooms/0/")
    each_fits(screens.desk(town.small.people["geng"], PHONE, "en"), "/desk/mediation/mediators/")
