"""The rooms by the API: who finds which, what is written where, and where files come from."""

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.audit.models import Entry
from heli.cases.codes import secret
from heli.cases.models import Case
from heli.cases.parties import let_in
from heli.kernel.references import query_code_for
from heli.mediation.tests.agreed import wu
from heli.mediation.tests.people import MediationDistrict, applied, mediated, step
from heli.mediation.tests.test_room_pages import PDF, STAFF, officer
from heli.mediation.tests.test_rooms import visible
from heli.papers import serving

pytestmark = pytest.mark.django_db
FILES = "files.example.test"


@pytest.fixture
def case(district: MediationDistrict) -> Case:
    return mediated(district)


class Side:
    """A side that calls with number and query code, without any session."""

    def __init__(self, number: str, code: str) -> None:
        self.number, self._code = number, code

    def ask(self, method: str, path: str, body: Any = None, number: str = "", **more: Any) -> Any:
        address = f"/api/mediation/{number or self.number}/{path}"
        kind = {} if body is None else {"content_type": "application/json"}
        sent = None if body is None else json.dumps(body)
        headers = {"X-Query-Code": self._code, "Accept-Language": "zh-CN"}
        return getattr(Client(), method)(address, sent, headers=headers, **kind, **more)

    def write(self, room: str, text: str, **more: Any) -> Any:
        return self.ask("post", f"rooms/{room}/messages", {"text": text, **more})


@pytest.fixture
def li(case: Case) -> Side:
    """The first side; its code is that of the application, given anew."""
    with acting_as(SYSTEM):
        return Side(*_first(case))


def _first(case: Case) -> tuple[str, str]:
    opening = case.events.earliest("id")
    assert opening.key
    return case.reference, query_code_for(secret(), opening.key)


@pytest.fixture
def wu_side(case: Case) -> Side:
    with acting_as(SYSTEM):
        return Side(f"{case.reference}-2", let_in(wu(case), uuid4()))


def told(answer: Any) -> list[str]:
    return [each["text"] for each in answer.json()["items"]]


def test_nobody_but_sides_and_present_mediators_finds_a_room(district, case, li) -> None:
    li.write("private", "李的底线")
    for name in (each for each in STAFF if each in district.small.people):
        client = officer(district, name)
        for path in ("rooms", "rooms/joint", "rooms/private-0", "rooms/private"):
            answer = client.get(f"/api/mediation/{case.reference}/{path}")
            assert answer.status_code in {403, 404}, (name, path)
        sent = client.post(
            f"/api/mediation/{case.reference}/rooms/joint/messages", {"text": "x"}, content_type="application/json"
        )
        assert sent.status_code in {403, 404}, name
    for wrong in (Side(case.reference, "WRONG-CODE"), Side(case.reference, "")):
        assert wrong.ask("get", "rooms").status_code == 404
        assert wrong.write("joint", "x").status_code == 404
    assert visible(case, district.actor("cai")) == {"李的底线"}


def test_the_code_of_another_matter_or_side_opens_its_own_rooms_alone(district, case, li, wu_side) -> None:
    foreign = applied(district)
    stranger = Side(foreign.case.reference, foreign.code)
    assert stranger.ask("get", "rooms", number=case.reference).status_code == 404
    li.write("private", "李的底线")
    assert wu_side.ask("get", "rooms/private", number=case.reference).status_code == 404
    assert told(wu_side.ask("get", "rooms/private")) == []
    for room in ("private-0", "private-2", "nothing", f"private-{wu(case).pk}"):
        assert wu_side.ask("get", f"rooms/{room}").status_code == 404, room


def test_what_is_sent_lies_where_its_address_says(district, case, li, wu_side) -> None:
    listed = li.ask("get", "rooms").json()
    assert [each["name"] for each in listed["rooms"]] == ["joint", "private"]
    assert [each["you"] for each in listed["sides"]] == [True, False]
    key = str(uuid4())
    first, again = (li.write("private", "只给调解员", key=key) for _time in range(2))
    assert (first.status_code, first.json()["id"]) == (201, again.json()["id"])
    li.write("joint", "给所有人")
    assert told(wu_side.ask("get", "rooms/joint")) == ["给所有人"]
    cai = officer(district, "cai")
    rooms = [each["name"] for each in cai.get(f"/api/mediation/{case.reference}/rooms").json()["rooms"]]
    assert rooms == ["joint", "private-0", f"private-{wu(case).pk}"]
    shown = [told(cai.get(f"/api/mediation/{case.reference}/rooms/{each}")) for each in rooms]
    assert shown == [["给所有人"], ["只给调解员"], []]
    with acting_as(SYSTEM):
        verbs = list(Entry.objects.filter(chain=f"rooms/{case.reference}").values_list("verb", flat=True))
    assert verbs.count("room_read") == 4
    assert verbs.count("room_write") == 2


def test_a_page_of_somebody_else_cannot_write_with_a_session(district, case) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(district.small.people["cai"])
    address = f"/api/mediation/{case.reference}/rooms/joint/messages"
    assert client.post(address, {"text": "x"}, content_type="application/json").status_code == 403
    assert visible(case, district.actor("cai")) == set()


def test_an_offer_is_made_answered_and_countered(district, case, li, wu_side) -> None:
    made = li.ask("post", "rooms/joint/offers", {"text": "付三千", "amount": "3000.5"})
    assert (made.status_code, made.json()["amount"]) == (201, "3000.50")
    number = made.json()["id"]
    assert li.ask("post", f"items/{number}/answer", {"agrees": True}).status_code == 403
    assert wu_side.ask("post", f"items/{number}/answer", {}).status_code == 422
    countered = wu_side.ask("post", "rooms/joint/offers", {"text": "付两千", "amount": "2000", "counters": number})
    assert countered.json()["counters"] == number
    answered = wu_side.ask("post", f"items/{number}/answer", {"agrees": False})
    assert (answered.status_code, answered.json()["standing"]) == (200, "declined")
    assert wu_side.ask("post", f"items/{number}/answer", {"agrees": True}).status_code == 403
    wrong = li.ask("post", "rooms/joint/offers", {"text": "", "amount": "viel"})
    assert (wrong.status_code, set(wrong.json()["errors"])) == (422, {"text", "amount"})
    client = officer(district, "cai")
    noted = client.post(
        f"/api/mediation/{case.reference}/items/{countered.json()['id']}/answer", {"agrees": True, "side": 0},
        content_type="application/json",
    )  # fmt: skip
    assert noted.json()["standing"] == "accepted"


def laid(side: Side, text: str = "付款收据") -> Any:
    upload = SimpleUploadedFile("收据.pdf", PDF, content_type="application/pdf")
    address = f"/api/mediation/{side.number}/rooms/private/exhibits"
    return Client().post(address, {"text": text, "file": upload}, headers={"X-Query-Code": side._code})


def test_evidence_is_private_until_its_owner_shows_it(district, case, li, wu_side) -> None:
    piece = laid(li)
    assert (piece.status_code, piece.json()["can_show"]) == (201, True)
    number, file = piece.json()["id"], piece.json()["file"]
    assert (file["name"], file["url"]) == ("收据.pdf", f"/api/mediation/{li.number}/items/{number}/file")
    for path, method in ((f"items/{number}/file", "get"), (f"items/{number}/show", "post")):
        assert wu_side.ask(method, path, None if method == "get" else {}).status_code == 404, path
    address = f"/api/mediation/{case.reference}/items/{number}/show"
    assert officer(district, "cai").post(address, {}, content_type="application/json").status_code == 404
    assert b"".join(li.ask("get", f"items/{number}/file").streaming_content)[:5] == b"%PDF-"
    assert li.ask("post", f"items/{number}/show", {}).json()["shown_at"]
    assert wu_side.ask("get", f"items/{number}/file").status_code == 200
    assert told(wu_side.ask("get", "rooms/joint")) == ["付款收据"]
    joint = Client().post(
        f"/api/mediation/{li.number}/rooms/joint/exhibits", {"text": "x"}, headers={"X-Query-Code": li._code}
    )
    assert joint.status_code == 403


def test_rooms_of_an_ended_matter_are_read_and_not_written(district, case, li) -> None:
    li.write("joint", "留下的话")
    assert step(case, "close_unsettled", district.actor("cai"), reason="x", ways="y")
    assert li.ask("get", "rooms").json()["rooms"][0]["closed"]
    assert li.write("joint", "太晚").status_code == 403
    assert told(li.ask("get", "rooms/joint")) == ["留下的话"]


def test_with_a_host_for_files_pieces_come_from_there(case, li, wu_side, settings) -> None:
    number = laid(li).json()["id"]
    settings.HELI_FILES_HOST, settings.ALLOWED_HOSTS = FILES, ["testserver", FILES]
    assert wu_side.ask("get", f"items/{number}/file").status_code == 404
    client = Client()
    session = client.session
    session["cases"] = [case.reference]
    session.save()
    for led in (
        li.ask("get", f"items/{number}/file"),
        client.get(f"/mediation/rooms/{case.reference}/file/{number}/"),
    ):
        split = urlsplit(led["Location"])
        assert (led.status_code, "no-store" in led["Cache-Control"], split.netloc) == (302, True, FILES)
        given = Client().get(split.path, headers={"Host": FILES})
        assert (given.status_code, given["Content-Security-Policy"]) == (200, serving.POLICY)
        assert (given["Content-Disposition"], bool(given.cookies)) == (f'attachment; filename="{number}.pdf"', False)


def test_a_signed_address_opens_a_piece_of_its_own_case_alone(district, case, li, settings) -> None:
    laid(li)
    settings.HELI_FILES_HOST, settings.ALLOWED_HOSTS = FILES, ["testserver", FILES]
    with acting_as(SYSTEM):
        pk = case.room_items.get().file_id
    foreign = applied(district).case.reference
    own = case.reference
    for kind, reference, status in (("room", own, 200), ("room", foreign, 404), ("file", own, 404)):
        token = urlsplit(serving.elsewhere(kind, pk, reference)["Location"]).path
        assert Client().get(token, headers={"Host": FILES}).status_code == status, (kind, reference)
