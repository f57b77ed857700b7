"""Rooms: who reads and writes which, and that nobody else ever sees a word; asked of the code and of the database."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from heli.access.actors import NOBODY, SYSTEM, Actor
from heli.access.context import acting_as
from heli.access.reads import reads_of
from heli.audit.models import Entry
from heli.audit.tests.tampering import as_owner
from heli.cases.engine import KeyTaken
from heli.cases.models import Case
from heli.cases.parties import Named, add_parties, let_in
from heli.cases.people_models import Party
from heli.cases.tests.test_row_security import forget_what_was_written
from heli.kernel.decisions import Denied
from heli.mediation.offers import accepted_terms, answer, standings
from heli.mediation.room_models import OfferAnswer, RoomItem
from heli.mediation.rooms import Laid, Room, lay, own_private_item, read, rooms_of, show
from heli.mediation.sides import sides_of
from heli.mediation.tests.people import MediationDistrict, first, mediated, other, step
from heli.notices.models import Notice
from heli.papers.models import StoredFile
from heli.people.keys import destroy_key
from heli.people.models import Contact

pytestmark = pytest.mark.django_db
STAFF = ("gong", "geng", "guo", "su", "chu", "zu", "lao", "ma", "chen", "hot", "audit", "lead", "inspect", "admin")


@pytest.fixture
def case(district: MediationDistrict) -> Case:
    return mediated(district)


def room(case: Case, who: Actor, *, private: bool, of: int = 0) -> Room:
    """Return the room that ``who`` enters: the joint one, or their own; a mediator's is that of the side ``of``."""
    with acting_as(who):
        found = [each for each in rooms_of(case, who) if each.private is private]
    return next(each for each in found if each.side is None or each.own is not None or each.side.number == of)


def said(case: Case, who: Actor, text: str, *, private: bool, of: int = 0, **more) -> RoomItem:
    what = Laid(**{"kind": "words", "text": text, **more})
    item = lay(room(case, who, private=private, of=of), what, key=uuid4())
    assert isinstance(item, RoomItem), item
    return item


def visible(case: Case, who: Actor) -> set[str]:
    """Return what the database itself shows ``who`` of the rooms of ``case``."""
    forget_what_was_written()
    with acting_as(who):
        return {each.text for each in RoomItem.objects.filter(case=case).select_related("key")}


def filled(case: Case, cai: Actor) -> None:
    said(case, first(case), "先生私语", private=True)
    said(case, other(case), "吴方私语", private=True)
    said(case, cai, "调解员对李", private=True, of=0)
    said(case, cai, "调解员对吴", private=True, of=2)
    said(case, first(case), "大家都看", private=False)


def test_nobody_of_the_staff_but_the_mediator_enters_a_room(district, case) -> None:
    filled(case, district.actor("cai"))
    others = [district.actor(name) for name in STAFF if name in district.small.people]
    assert len(others) > 10
    for who in (*others, NOBODY):
        with acting_as(who):
            assert rooms_of(case, who) == []
        assert visible(case, who) == set(), who


def test_each_side_reads_its_own_room_and_the_joint_one_and_the_mediator_all(district, case) -> None:
    cai = district.actor("cai")
    filled(case, cai)
    assert visible(case, first(case)) == {"先生私语", "调解员对李", "大家都看"}
    assert visible(case, other(case)) == {"吴方私语", "调解员对吴", "大家都看"}
    assert len(visible(case, cai)) == 5
    texts = [each.text for each in read(room(case, other(case), private=True))]
    assert texts == ["调解员对吴", "吴方私语"]
    assert [each.text for each in read(room(case, other(case), private=False))] == ["大家都看"]


def test_whoever_is_proved_for_the_engine_alone_reads_nothing(district, case) -> None:
    """Acts name their case as proved; that opens the case and no room."""
    filled(case, district.actor("cai"))
    for who in (district.actor("chu"), NOBODY, other(case)):
        forget_what_was_written()
        with acting_as(who, on=[case.reference, f"{case.reference}-2"]):
            seen = {each.text for each in RoomItem.objects.filter(case=case).select_related("key")}
        assert "先生私语" not in seen, who


def test_a_replaced_mediator_reads_nothing_and_the_new_one_no_earlier_private_talk(district, case) -> None:
    filled(case, district.actor("cai"))
    assert step(case, "appoint", district.actor("chu"), mediators=[district.small.people["chu"]], reason="换人")
    assert visible(case, district.actor("cai")) == set()
    assert visible(case, district.actor("chu")) == {"大家都看"}
    said(case, first(case), "换人之后", private=True)
    assert visible(case, district.actor("chu")) == {"大家都看", "换人之后"}


def test_a_third_side_reads_what_is_joint_alone(district, case) -> None:
    filled(case, district.actor("cai"))
    with acting_as(SYSTEM):
        [third] = add_parties(case, [Named(Party.Role.THIRD, Contact(name="物业公司"))])
        let_in(third, uuid4())
    assert visible(case, other(case, 3)) == {"大家都看"}


def test_nobody_writes_in_the_name_or_the_room_of_another(district, case) -> None:
    with acting_as(SYSTEM):
        party = Party.objects.get(case=case, side=2)
    shared = {"case": case, "kind": "words", "at": timezone.now(), "submission": uuid4()}
    forged: list[tuple[Actor, dict[str, Any]]] = [
        (first(case), {"private": True, "party": party, "author": None, "from_mediator": False}),
        (first(case), {"private": True, "party": party, "author": party, "from_mediator": False}),
        (first(case), {"private": False, "author": party, "from_mediator": False}),
        (first(case), {"private": False, "from_mediator": True}),
        (district.actor("chu"), {"private": False, "from_mediator": True}),
        (district.actor("cai"), {"private": False, "from_mediator": False}),
        (other(case), {"private": True, "from_mediator": False}),
    ]
    for who, row in forged:
        with pytest.raises(ProgrammingError, match="row-level security"), acting_as(who), transaction.atomic():
            RoomItem.objects.create(**shared, **row, by=who.key, text="x")
    with pytest.raises(ProgrammingError, match="row-level"), acting_as(first(case)), transaction.atomic():
        RoomItem.objects.create(**shared, private=False, from_mediator=False, by=other(case).key, text="x")


def test_what_was_said_is_never_changed_or_removed(district, case) -> None:
    item = said(case, first(case), "原话", private=True)
    for who in (first(case), district.actor("cai"), other(case), SYSTEM):
        for change in ({"private": False}, {"at": timezone.now()}, {"by": "x"}):
            with pytest.raises(DatabaseError), acting_as(who), transaction.atomic():
                RoomItem.objects.filter(pk=item.pk).update(**change)
    with pytest.raises(DatabaseError), acting_as(SYSTEM), transaction.atomic():
        RoomItem.objects.filter(pk=item.pk).delete()
    with pytest.raises(IntegrityError), acting_as(first(case)), transaction.atomic():
        RoomItem.objects.filter(pk=item.pk).update(text="")


def test_a_dump_shows_no_word_and_no_amount(district, case) -> None:
    said(case, first(case), "绝密之词", private=True, kind="offer", amount=7654321)
    with as_owner(), connection.cursor() as cursor, acting_as(SYSTEM):
        cursor.execute("SELECT row_to_json(i)::text FROM mediation_roomitem i")
        rows = "".join(row[0] for row in cursor.fetchall())
    assert rows
    assert "7654321" not in rows
    assert "绝密之词" not in rows
    assert "绝密之词".encode().hex() not in rows


def test_the_system_can_make_it_unreadable(district, case) -> None:
    item = said(case, first(case), "会被遗忘", private=True)
    with acting_as(SYSTEM):
        assert item.key_id
        destroy_key(item.key_id)
    assert visible(case, first(case)) == {""}


def test_a_file_is_a_number_outside_its_room(district, case) -> None:
    file = stored_picture()
    item = said(case, first(case), "收据", private=True, kind="exhibit", file=file)
    kept = StoredFile.objects.get(pk=file.pk)
    assert (kept.claimed, kept.name) == (True, f"{item.pk}.jpg")
    assert item.file_name == "secret-receipt.jpg"


def stored_picture() -> StoredFile:
    return StoredFile.objects.create(
        digest="0" * 64, name="secret-receipt.jpg", content_type="image/jpeg", size=10, uploaded_at=timezone.now(),
        state="clean",
    )  # fmt: skip


def test_evidence_is_private_first_and_shown_by_its_owner_for_good(district, case) -> None:
    in_joint = room(case, first(case), private=False)
    assert isinstance(lay(in_joint, Laid(kind="exhibit", text="合同"), key=uuid4()), Denied)
    item = said(case, first(case), "合同", private=True, kind="exhibit")
    assert "合同" not in visible(case, other(case))
    for who, own in ((other(case), True), (district.actor("cai"), False)):
        assert own_private_item(room(case, who, private=True), item.pk) is None, own
    mine = room(case, first(case), private=True)
    found = own_private_item(mine, item.pk)
    assert found
    assert show(mine, found)
    assert "合同" in visible(case, other(case))
    assert [each.text for each in read(room(case, other(case), private=False))] == ["合同"]
    with pytest.raises(DatabaseError), acting_as(first(case)), transaction.atomic():
        RoomItem.objects.filter(pk=item.pk).update(shown_at=None)


def test_the_mediator_cannot_show_what_a_side_told_them(district, case) -> None:
    item = said(case, first(case), "底牌", private=True, kind="offer")
    with acting_as(district.actor("cai")):
        assert RoomItem.objects.filter(pk=item.pk).update(shown_at=timezone.now()) == 0
    assert "底牌" not in visible(case, other(case))


def test_sent_twice_is_written_once(case) -> None:
    key, mine = uuid4(), room(case, first(case), private=True)
    rows = [lay(mine, Laid(kind="words", text="一次"), key=key) for _time in range(2)]
    assert len({each.pk for each in rows if isinstance(each, RoomItem)}) == 1
    assert visible(case, first(case)) == {"一次"}


def test_the_key_of_what_another_wrote_writes_and_tells_nothing(case) -> None:
    key, words = uuid4(), Laid(kind="words", text="只告诉调解员")
    assert isinstance(lay(room(case, other(case), private=True), words, key=key), RoomItem)
    for who, private in ((first(case), True), (first(case), False), (other(case), False)):
        with pytest.raises(KeyTaken):
            lay(room(case, who, private=private), Laid(kind="words", text="别的话"), key=key)
    assert visible(case, other(case)) == {"只告诉调解员"}


def test_rooms_open_with_the_talks_and_close_with_the_matter(district, case) -> None:
    mine = room(case, first(case), private=True)
    assert step(case, "close_unsettled", district.actor("cai"), reason="谈不拢。", ways="可以起诉。")
    assert isinstance(lay(mine, Laid(kind="words", text="太晚"), key=uuid4()), Denied)
    assert step(case, "apply_anew", first(case), reason="再谈。")
    assert isinstance(lay(mine, Laid(kind="words", text="太早"), key=uuid4()), Denied)


def test_offers_go_to_all_and_are_accepted_by_all(district, case) -> None:
    cai = district.actor("cai")
    offer = said(case, cai, "一次付清", private=False, kind="offer", amount=200050)
    with acting_as(cai):
        assert accepted_terms(case) == []
    assert answer(room(case, first(case), private=False), offer, agrees=True)
    assert not answer(room(case, first(case), private=False), offer, agrees=False)
    with acting_as(other(case)):
        assert accepted_terms(case) == []
    with acting_as(cai):
        [wu] = [side for side in sides_of(case) if side.number == 2]
    assert answer(room(case, cai, private=False), offer, agrees=True, side=wu)
    for who in (cai, first(case), other(case)):
        with acting_as(who):
            assert [(each.text, each.amount) for each in accepted_terms(case)] == [("一次付清", 200050)]
    with acting_as(district.actor("chu")):
        assert accepted_terms(case) == []


def test_nobody_answers_their_own_offer_or_one_told_in_private(district, case) -> None:
    own = said(case, first(case), "付五千", private=False, kind="offer")
    assert not answer(room(case, first(case), private=False), own, agrees=True)
    hidden = said(case, first(case), "最低两千", private=True, kind="offer")
    for who in (other(case), first(case)):
        assert not answer(room(case, who, private=False), hidden, agrees=True)


def test_an_offer_runs_out_at_the_end_of_its_last_day(case) -> None:
    last = date(2026, 6, 10)
    offer = said(case, first(case), "今天有效", private=False, kind="offer", valid_until=last)
    with acting_as(other(case)):
        sides = sides_of(case)
        assert standings([offer], sides, last)[offer.pk].state == "open"
        assert standings([offer], sides, last + timedelta(days=1))[offer.pk].state == "expired"
    after = datetime(2026, 6, 11, 0, 0, tzinfo=timezone.get_default_timezone())
    before = datetime(2026, 6, 10, 23, 59, tzinfo=timezone.get_default_timezone())
    theirs = room(case, other(case), private=False)
    assert not answer(theirs, offer, agrees=True, at=after)
    assert answer(theirs, offer, agrees=True, at=before)
    with acting_as(other(case)):
        assert OfferAnswer.objects.filter(item=offer.pk).count() == 1


def test_a_notice_says_only_that_something_is_new(district, case) -> None:
    Notice.objects.all().delete()
    said(case, first(case), "绝密之词", private=True)
    rows = list(Notice.objects.all())
    assert [each.to_user_id for each in rows] == [district.small.people["cai"].pk]
    assert all("绝密之词" not in str(each.values) for each in rows)
    said(case, district.actor("cai"), "回话", private=True, of=2)
    assert {each.reference for each in Notice.objects.exclude(pk__in=[row.pk for row in rows])} == {
        f"{case.reference}-2"
    }


def test_it_is_on_record_that_somebody_wrote_and_read_never_what(district, case) -> None:
    cai = district.actor("cai")
    said(case, first(case), "绝密之词", private=True)
    read(room(case, cai, private=True, of=0))
    with acting_as(SYSTEM):
        entries = list(Entry.objects.filter(chain=f"rooms/{case.reference}").order_by("seq"))
        everything = "".join(Entry.objects.values_list("content", flat=True))
        assert [(each.verb, each.actor) for each in entries] == [
            ("room_write", f"resident:{case.reference}"),
            ("room_read", cai.key),
        ]
        assert reads_of(case.reference).filter(actor=cai.key, content__contains='"purpose":"talks"').count() == 1
    assert "绝密之词" not in everything
    with acting_as(other(case)):
        assert not Entry.objects.filter(chain=f"rooms/{case.reference}").exists()
