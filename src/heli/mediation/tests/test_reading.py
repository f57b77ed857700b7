"""What sides and mediators read first on their pages: no dead links, no word that frightens, no list in vain."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from heli.cases.models import Case
from heli.mediation.agreeing import Due
from heli.mediation.apply_form import topics
from heli.mediation.tests.agreed import concluded, do, wu
from heli.mediation.tests.people import MediationDistrict, applied, mediated
from heli.mediation.tests.test_agreement_pages import numbers, officer, side

pytestmark = pytest.mark.django_db
CODE_OF_THE_LAST = "您最近邀请的一方的编号和查询码"
JOINT, PRIVATE = "共同调解室：各方都能看到", "单独调解室：只有您和调解员"


def asked(district: MediationDistrict) -> Case:
    """Return a dispute whose other side was asked and has not answered, with a mediator named."""
    case, cai = applied(district).case, district.actor("cai")
    assert do(case, "accept", cai)
    assert do(case, "invite", cai, party=wu(case))
    assert do(case, "appoint", district.actor("chu"), mediators=[district.small.people["cai"]])
    return case


def test_the_code_of_a_side_is_offered_to_whoever_invited_it(district: MediationDistrict) -> None:
    case = asked(district)
    url = f"/desk/mediation/{case.reference}/code/"
    for name, there in (("chu", False), ("cai", True)):
        desk = officer(district, name)
        assert (CODE_OF_THE_LAST in desk.get(f"/desk/cases/{case.reference}/").content.decode()) is there, name
        assert desk.get(url).status_code == (200 if there else 404), name


def test_who_is_asked_may_refuse_before_anything_else(district: MediationDistrict) -> None:
    number = numbers(asked(district))[1]
    page = side(number).get(f"/track/{number}/").content.decode()
    steps = [page.index(f"/track/{number}/{step}/") for step in ("agree", "refuse", "wish_mediator")]
    assert steps == sorted(steps)
    assert JOINT not in page
    assert PRIVATE in page
    assert "最迟调解完毕" in page
    assert "最迟答复日期" not in page


def test_in_the_talks_the_rooms_come_first(district: MediationDistrict) -> None:
    case = mediated(district)
    for number in numbers(case):
        page = side(number).get(f"/track/{number}/").content.decode()
        assert page.index(JOINT) < page.index("您在调解中的权利")
        assert page.index(JOINT) < page.index("参加调解的人")


def test_what_falls_due_today_is_not_called_overdue(district: MediationDistrict, monkeypatch) -> None:
    today = timezone.localdate()
    case = concluded(district, today, dues=[Due(today, 300_000)])
    number = numbers(case)[0]
    for now, late in ((today, False), (today + timedelta(days=1), True)):
        monkeypatch.setattr(timezone, "localdate", lambda *_each, now=now: now)
        page = side(number).get(f"/track/{number}/").content.decode()
        assert ("已逾期" in page, "待履行" in page) == (late, not late)
        assert page.index(f"/track/{number}/ask_confirmation/") < page.index(f"/track/{number}/go_to_court/")


def test_topics_of_mediation_stand_before_all_others(district: MediationDistrict) -> None:
    leak = district.leak
    parent = leak.parent
    assert parent
    parent.families = ["mediation"]
    parent.save()
    found = [each.serves_alone("mediation") for each in topics()]
    assert any(found)
    assert found == sorted(found, reverse=True)
    assert Client().get("/mediation/apply/", {"key": str(uuid4())}).status_code == 200
