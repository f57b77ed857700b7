"""Earlier private talks stay with those who heard them, until the side itself opens them to whoever is named later."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.audit.models import Entry
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.mediation.earlier import hidden_since, newcomers, say_earlier
from heli.mediation.models import Mediating
from heli.mediation.offers import answer
from heli.mediation.room_models import EarlierTalks
from heli.mediation.rooms import readable_item
from heli.mediation.tests.agreed import wu
from heli.mediation.tests.people import MediationDistrict, first, mediated, other, step
from heli.mediation.tests.test_room_pages import browser, officer
from heli.mediation.tests.test_rooms import room, said, visible
from heli.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(district: MediationDistrict) -> Case:
    """Cai heard both sides in private and was replaced by Chu."""
    case = mediated(district)
    said(case, first(case), "李的底线", private=True)
    said(case, other(case), "吴的底线", private=True)
    said(case, district.actor("cai"), "对吴说", private=True, of=2)
    assert step(case, "appoint", district.actor("chu"), mediators=[district.small.people["chu"]], reason="换人")
    return case


def naming(case: Case) -> Mediating:
    return Mediating.objects.get(case=case, until__isnull=True)


def opened(case: Case, who: Actor, *, allowed: bool = True) -> None:
    assert say_earlier(room(case, who, private=True), naming(case).pk, allowed=allowed)


def test_nobody_opens_the_talks_of_another(district, case) -> None:
    cai, chu = district.actor("cai"), district.actor("chu")
    theirs = room(case, chu, private=True, of=0)
    assert isinstance(say_earlier(theirs, naming(case).pk, allowed=True), Denied)
    row = {"case": case, "mediating": naming(case), "allowed": True, "at": timezone.now()}
    forged = [(chu, None), (cai, None), (first(case), wu(case)), (other(case), None), (district.actor("gong"), None)]
    for who, party in forged:
        with pytest.raises(ProgrammingError, match="row-level security"), acting_as(who), transaction.atomic():
            EarlierTalks.objects.create(**row, party=party, by=who.key)
    with pytest.raises(ProgrammingError, match="row-level"), acting_as(first(case)), transaction.atomic():
        EarlierTalks.objects.create(**row, party=None, by=other(case).key)
    assert visible(case, chu) == set()


def test_each_side_opens_its_own_and_closes_it_again(district, case) -> None:
    chu = district.actor("chu")
    assert [(each.mediating.user, each.allowed) for each in newcomers(room(case, first(case), private=True))] == [
        (district.small.people["chu"], False)
    ]
    assert hidden_since(room(case, chu, private=True, of=0)) == naming(case).since
    opened(case, other(case))
    assert visible(case, chu) == {"吴的底线", "对吴说"}
    opened(case, first(case))
    assert visible(case, chu) == {"李的底线", "吴的底线", "对吴说"}
    assert hidden_since(room(case, chu, private=True, of=0)) is None
    opened(case, other(case), allowed=False)
    assert visible(case, chu) == {"李的底线"}
    with pytest.raises(DatabaseError), acting_as(SYSTEM), transaction.atomic():
        EarlierTalks.objects.filter(case=case).delete()


def test_it_holds_for_this_naming_and_for_nobody_else(district, case) -> None:
    opened(case, first(case))
    cai, chu = district.small.people["cai"], district.small.people["chu"]
    assert step(case, "appoint", district.actor("chu"), mediators=[chu, cai], reason="两人")
    assert visible(case, district.actor("cai")) == set()
    assert visible(case, district.actor("chu")) == {"李的底线"}
    assert step(case, "appoint", district.actor("chu"), mediators=[cai], reason="换人")
    assert step(case, "appoint", district.actor("chu"), mediators=[chu], reason="再换")
    assert visible(case, district.actor("chu")) == set()


def test_an_offer_told_before_is_not_answered_or_read_by_its_number(district, case) -> None:
    with acting_as(SYSTEM):
        case.refresh_from_db()
    assert step(case, "appoint", district.actor("chu"), mediators=[district.small.people["cai"]], reason="x")
    offer = said(case, first(case), "最低两千", private=True, kind="offer", amount=200000)
    assert step(case, "appoint", district.actor("chu"), mediators=[district.small.people["chu"]], reason="y")
    chu = room(case, district.actor("chu"), private=True, of=0)
    assert readable_item([chu], offer.pk) is None
    assert not answer(chu, offer, agrees=True, side=chu.side)


def test_it_is_on_record_and_the_mediator_is_told(district, case) -> None:
    Notice.objects.all().delete()
    opened(case, first(case))
    opened(case, first(case))
    with acting_as(SYSTEM):
        verbs = Entry.objects.filter(chain=f"rooms/{case.reference}", verb="room_open").values_list("actor", flat=True)
        assert list(verbs) == [f"resident:{case.reference}"]
    assert [each.to_user_id for each in Notice.objects.all()] == [district.small.people["chu"].pk]


def test_the_page_of_the_side_has_the_switch_and_no_other_page(district, case) -> None:
    page = browser(case.reference)
    private = f"/mediation/rooms/{case.reference}/private/"
    address = f"/mediation/rooms/{case.reference}/earlier/{naming(case).pk}/"
    assert address in page.get(private).content.decode()
    assert "/earlier/" not in page.get(f"/mediation/rooms/{case.reference}/").content.decode()
    desk = officer(district, "chu")
    shown = desk.get(f"/desk/mediation/{case.reference}/rooms/0/").content.decode()
    assert "李的底线" not in shown
    assert "/earlier/" not in shown
    stranger = browser(f"{case.reference}-3")
    assert stranger.post(address.replace(case.reference, f"{case.reference}-3"), {"allowed": "yes"}).status_code == 404
    assert Client().post(address, {"allowed": "yes"}).status_code == 404
    assert page.post(address, {"allowed": "yes"}).headers["Location"] == private
    assert "李的底线" in desk.get(f"/desk/mediation/{case.reference}/rooms/0/").content.decode()


def sent(client: Client, path: str, body: dict[str, bool]) -> Any:
    return client.post(path, body, content_type="application/json")


def test_the_api_has_it_for_the_side_alone(district, case) -> None:
    page, path = browser(case.reference), f"/api/mediation/{case.reference}/earlier"
    [row] = page.get(path).json()
    assert (row["id"], row["allowed"]) == (naming(case).pk, False)
    assert officer(district, "chu").get(path).status_code == 404
    assert sent(officer(district, "chu"), f"{path}/{row['id']}", {"allowed": True}).status_code == 404
    assert sent(page, f"{path}/{row['id']}", {}).status_code == 422
    assert sent(page, f"{path}/{uuid4().int % 10**9}", {"allowed": True}).status_code == 403
    assert sent(page, f"{path}/{row['id']}", {"allowed": True}).json()[0]["allowed"] is True
    assert visible(case, district.actor("chu")) == {"李的底线"}
