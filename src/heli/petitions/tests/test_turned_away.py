"""Who was turned away objects within thirty days of the letter's receipt, as it says; a letter unread ends nothing."""

from datetime import date, datetime
from unittest.mock import patch

import pytest
from django.utils import timezone

from heli.cases.acts import Act
from heli.cases.models import Clock, Service
from heli.cases.recomputing import date_faults
from heli.cases.serving import Delivery
from heli.papers.models import StoredFile
from heli.petitions import actions, handling
from heli.petitions.tests.people import answered, electronically, filed, last_paper, li
from heli.portal.journey import journey

pytestmark = pytest.mark.django_db

GUIDED = {"way": 2, "path": "劳动仲裁", "body": "区劳动人事争议仲裁院", "reason": "属劳动争议"}


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def at(text: str):
    """Let it be ``text``, local time, for a while."""
    return patch.object(timezone, "now", lambda: moment(text))


def guided(district):
    """Return a claim that was led elsewhere on 1 June, with the letter."""
    with at("2026-06-01 10:00"):
        case = filed(district).case
        assert handling.guide(case, by=district.actor("xu"), **GUIDED)
        return case, last_paper(case, "path_notice")


def offered(case):
    return {step.name for step in journey(case.reference, li(case)).steps}


def test_while_the_letter_was_not_served_the_time_to_object_does_not_end(district):
    case, _letter = guided(district)
    with at("2026-08-20 09:00"):
        assert "contest_path" in offered(case)
        assert handling.contest_path(case, by=li(case), reason="不属仲裁")
    assert case.state == "registered"


def test_the_time_to_object_counts_from_the_service_of_the_letter(district):
    case, letter = guided(district)
    with at("2026-06-25 10:00"):
        delivery = electronically(case, district, on=date(2026, 6, 24))
        assert handling.serve_paper(case, by=district.actor("xu"), paper=letter, delivery=delivery)
    clock = Clock.objects.get(case=case, limit="contesting", stopped_at__isnull=True)
    assert clock.due_at == moment("2026-07-25 00:00")
    assert list(date_faults(case)) == []
    with at("2026-07-25 00:00"):
        assert "contest_path" not in offered(case)
        assert not handling.contest_path(case, by=li(case), reason="迟了")
    with at("2026-07-24 23:59:59"):
        assert "contest_path" in offered(case)
        assert handling.contest_path(case, by=li(case), reason="不属仲裁")


def test_a_second_service_neither_shortens_nor_begins_anew(district):
    case, letter = guided(district)
    for day in ("2026-06-24", "2026-06-30"):
        with at(f"{day} 10:00"):
            assert handling.serve_paper(
                case, by=district.actor("xu"), paper=letter, delivery=electronically(case, district)
            )
    assert Clock.objects.filter(case=case, limit="contesting").count() == 2
    assert Clock.objects.get(case=case, limit="contesting", stopped_at=None).due_at == moment("2026-07-25 00:00")


def test_a_record_of_service_that_named_too_early_a_day_gives_the_time_back(district):
    with at("2026-06-01 10:00"):
        case = answered(district)
    paper = last_paper(case, "opinion")
    wrong, proof = (
        Service.objects.get(paper=paper),
        StoredFile.objects.create(
            digest="0" * 64,
            name="p.jpg",
            content_type="image/jpeg",
            size=1,
            uploaded_by="t",
            uploaded_at=timezone.now(),
        ),
    )
    day = date(2026, 6, 12)
    right = Delivery(method=Service.Method.IN_PERSON, sent_on=day, received_on=day, files=[proof], corrects=wrong)
    with at("2026-06-15 10:00"):
        assert handling.serve_paper(case, by=district.actor("ma"), paper=paper, delivery=right)
    clock = Clock.objects.get(case=case, limit="asking_review", stopped_at__isnull=True)
    assert clock.due_at == moment("2026-07-14 00:00")
    assert list(date_faults(case)) == []


def test_no_petition_is_declined_for_being_the_same_as_itself_or_as_one_that_nobody_deals_with(district):
    case, other = filed(district).case, filed(district).case
    xu = district.actor("xu")
    assert not actions.decline_same(case, by=xu, other=case, reason="重复")
    assert actions.decline_same(other, by=xu, other=case, reason="重复")
    assert not actions.decline_same(case, by=xu, other=other, reason="重复")
    assert case.state == "registered"


def test_an_extension_asked_for_meanwhile_is_granted_within_the_thirty_days_of_all(district):
    """Whoever grants by a page that is older than the last extension goes by what holds now."""
    with at("2026-06-01 10:00"):
        case = filed(district).case
        assert actions.forward(case, by=district.actor("xu"), unit=district.roads)
        assert handling.accept(case, by=district.actor("ma"))
        stale = type(case).objects.select_related("petition").get(pk=case.pk)
        for_roads = {"by": district.actor("ma"), "reason": "复杂"}
        assert handling.request_extension(case, amount=20, **for_roads)
        assert handling.grant_extension(case, by=district.actor("lead"), amount=20, reason="复杂")
        assert handling.request_extension(case, amount=20, **for_roads)
        assert not handling.grant_extension(stale, by=district.actor("lead"), amount=20, reason="复杂", act=Act())
