"""The dossier: who may have it, what it must hold, that nothing said in private is in it, that it can be checked."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.access.reads import reads_of
from heli.audit.signing import public_key
from heli.cases.models import Case
from heli.cases.parties import Named, add_parties
from heli.cases.people_models import Party
from heli.cases.personal import erase_contact
from heli.kernel.decisions import Denied
from heli.mediation.binding import archive, bind
from heli.mediation.dossier import entries, lacking, material
from heli.mediation.filing import Document, content_of, filings
from heli.mediation.paper_kinds import JOINT
from heli.mediation.referring import items as passable
from heli.mediation.rooms import Laid, lay, rooms_of
from heli.mediation.tests.agreed import do, owed, wu
from heli.mediation.tests.people import MediationDistrict, applied, first, mediated, other, step
from heli.mediation.tests.test_confirmation import filed as court_filed
from heli.papers.kinds import known
from heli.papers.packages import faults_of
from heli.people.models import Contact
from heli.retention.erasing import erase
from heli.retention.models import Kind

pytestmark = pytest.mark.django_db


def closed(district: MediationDistrict) -> Case:
    case = mediated(district)
    assert do(case, "record_work", district.actor("cai"), note="到现场查看了漏水点。", for_resident=True)
    assert step(case, "close_unsettled", district.actor("cai"), reason="谈不拢。", ways="可以起诉。")
    return case


def identified(case: Case, district: MediationDistrict) -> None:
    for party in (None, wu(case)):
        assert do(case, "check_identity", district.actor("cai"), party=party, document=Document.CARD, told=True)


def whole(district: MediationDistrict) -> Case:
    case = closed(district)
    identified(case, district)
    assert do(case, "file_dossier", district.actor("cai"))
    return case


def client_of(district: MediationDistrict, name: str) -> Client:
    found = Client()
    found.force_login(district.small.people[name])
    return found


def test_others_neither_file_nor_fetch_it(district: MediationDistrict) -> None:
    case = closed(district)
    identified(case, district)
    for who in (*(district.actor(name) for name in ("su", "zu", "lao", "ma", "chen")), first(case)):
        assert isinstance(do(case, "file_dossier", who), Denied)
    assert do(case, "file_dossier", district.actor("cai"))
    for name in ("su", "lao", "ma"):
        for page in ("dossier", "dossier_pdf", "dossier_zip"):
            assert client_of(district, name).get(
                reverse(f"mediation_desk:{page}", args=[case.reference])
            ).status_code in (403, 404)


def test_it_is_not_filed_before_the_end_nor_while_something_is_missing(district: MediationDistrict) -> None:
    case = mediated(district)
    assert isinstance(do(case, "file_dossier", district.actor("cai")), Denied)
    case = closed(district)
    denied = do(case, "file_dossier", district.actor("cai"))
    assert isinstance(denied, Denied)
    assert [each.code for each in lacking(case, timezone.now())] == ["identity"]
    assert do(case, "check_identity", district.actor("cai"), party=None, document=Document.CARD)
    assert isinstance(do(case, "file_dossier", district.actor("cai")), Denied), "the other side's is missing"
    identified(case, district)
    assert do(case, "file_dossier", district.actor("cai"))
    assert isinstance(do(case, "file_dossier", district.actor("cai")), Denied)


def test_what_never_began_needs_no_more_than_its_application(district: MediationDistrict) -> None:
    case = applied(district).case
    assert step(case, "turn_away", district.actor("cai"), reason="属于行政争议。", where="可以申请行政复议。")
    assert do(case, "file_dossier", district.actor("cai"))


def test_nothing_said_in_private_is_in_it(district: MediationDistrict) -> None:
    case = mediated(district)
    with acting_as(first(case)):
        private = next(each for each in rooms_of(case, first(case)) if each.private)
    assert lay(private, Laid(kind="words", text="底线是金丝雀一千元"), key=uuid4())
    assert step(case, "close_unsettled", district.actor("cai"), reason="谈不拢。", ways="可以起诉。")
    identified(case, district)
    with acting_as(SYSTEM):
        texts = [text for each in entries(material(case, timezone.now())) for text in each.texts]
        bound = bind(case, timezone.now())
    assert any("单独谈话" in text for text in texts)
    assert "金丝雀" not in "".join(texts) + bound.listed
    with ZipFile(BytesIO(archive(bound))) as pack:
        assert not [name for name in pack.namelist() if "金丝雀".encode() in pack.read(name)]


def fetched(case: Case, district: MediationDistrict, suffix: str = "") -> list[bytes]:
    client = client_of(district, "cai")
    answers = [
        client.get(reverse(f"mediation_desk:{page}", args=[case.reference]) + suffix)
        for page in ("dossier_pdf", "dossier_zip")
    ]
    assert [each.status_code for each in answers] == [200, 200]
    return [each.content for each in answers]


def test_the_archive_is_kept_byte_by_byte_and_its_list_is_signed(district: MediationDistrict) -> None:
    case = whole(district)
    pdf, package = fetched(case, district)
    assert fetched(case, district, "?number=1") == [pdf, package]
    assert faults_of(package, public_key(), kind="dossier") == []
    with ZipFile(BytesIO(package)) as pack:
        assert {each["name"] for each in json.loads(pack.read("parts.json"))["parts"]} < set(pack.namelist())
    with pikepdf.open(BytesIO(pdf)) as found:
        assert len(found.pages) >= 6
    assert reads_of(case.reference).count() >= 4
    url = reverse("mediation_desk:dossier_zip", args=[case.reference])
    for number in ("0", "2", "999"):
        assert client_of(district, "cai").get(f"{url}?number={number}").status_code == 404


def test_it_stays_as_it_was_filed_when_sides_change_and_contacts_go(district: MediationDistrict) -> None:
    case = whole(district)
    before = fetched(case, district)
    with acting_as(SYSTEM):
        add_parties(case, [Named(Party.Role.THIRD, Contact(name="后来的人"))])
        Party.objects.filter(pk=wu(case).pk).update(role=Party.Role.AGENT)
    erase_contact(case, other(case))
    assert fetched(case, district) == before


def test_its_bytes_go_when_the_dispute_is_erased(
    district: MediationDistrict, django_capture_on_commit_callbacks: Any
) -> None:
    case = whole(district)
    [row] = filings(case)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(case, Kind.CONTACT, by="system", basis="period")
    assert content_of(row) is None
    url = reverse("mediation_desk:dossier_zip", args=[case.reference])
    assert client_of(district, "cai").get(url).status_code == 404


def test_what_a_court_does_afterwards_is_filed_anew_and_both_stay(district: MediationDistrict) -> None:
    case, cai = court_filed(district), district.actor("cai")
    [part] = owed(case)
    assert do(case, "confirm_performance", first(case), instalment=part.key, on=timezone.localdate())
    identified(case, district)
    assert do(case, "file_dossier", cai)
    one = fetched(case, district)
    assert isinstance(do(case, "file_dossier", cai), Denied)
    today = timezone.localdate()
    assert do(case, "record_ruling", cai, on=today, number="（2026）裁1号", served_on=today)
    assert do(case, "file_dossier", cai)
    assert fetched(case, district, "?number=1") == one
    assert fetched(case, district, "?number=2") == fetched(case, district) != one


INQUIRY: dict[str, Any] = {"place": "人民路12号", "asked": "楼下邻居", "found": "天花板有水渍。"}


def test_inquiries_are_recorded_by_the_committee_alone_and_belong_into_it(district: MediationDistrict) -> None:
    case, today = mediated(district), timezone.localdate()
    for who in (first(case), other(case), district.actor("su"), district.actor("ma")):
        assert isinstance(do(case, "record_inquiry", who, on=today, **INQUIRY), Denied)
    assert isinstance(
        do(case, "record_inquiry", district.actor("cai"), on=today + timedelta(days=1), **INQUIRY), Denied
    )
    assert do(case, "record_inquiry", district.actor("cai"), on=today, **INQUIRY)
    with acting_as(SYSTEM):
        line = next(each for each in entries(material(case, timezone.now())) if each.code == "inquiry")
        assert [each.kind for each in line.papers] == ["mediation_inquiry"]
        shown = {each.paper.paper.kind for each in passable(case) if each.paper}
    assert "mediation_inquiry" not in shown | JOINT
    kind = known("mediation_inquiry")
    assert kind
    assert not kind.to_person


def test_the_page_names_what_is_missing_and_links_to_it(district: MediationDistrict) -> None:
    case = closed(district)
    page = client_of(district, "cai").get(reverse("mediation_desk:dossier", args=[case.reference])).content.decode()
    assert reverse("workbench:step", args=[case.reference, "check_identity"]) in page
    assert (
        client_of(district, "cai").get(reverse("mediation_desk:dossier_pdf", args=[case.reference])).status_code == 404
    )
