"""The dossier: who may have it, what it must hold, that nothing said in private is in it, that it can be checked."""

import json
from io import BytesIO
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
from heli.kernel.decisions import Denied
from heli.mediation.binding import archive, bind
from heli.mediation.dossier import entries, lacking, material
from heli.mediation.filing import Document, filed
from heli.mediation.rooms import Laid, lay, rooms_of
from heli.mediation.tests.agreed import do, wu
from heli.mediation.tests.people import MediationDistrict, applied, first, mediated, step
from heli.papers.packages import faults_of

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


def test_the_archive_is_made_again_byte_by_byte_and_its_list_is_signed(district: MediationDistrict) -> None:
    case = whole(district)
    client, pages = client_of(district, "cai"), ("dossier_pdf", "dossier_zip")
    answers = [client.get(reverse(f"mediation_desk:{page}", args=[case.reference])) for page in pages]
    assert [each.status_code for each in answers] == [200, 200]
    again = client.get(reverse("mediation_desk:dossier_zip", args=[case.reference]))
    with ZipFile(BytesIO(again.content)) as pack, ZipFile(BytesIO(answers[1].content)) as before:
        assert pack.namelist() == before.namelist()
        # The whole is put together anew each time, so its hash and the signature over that differ.
        anew = {"dossier.pdf", "manifest.json", "manifest.sig"}
        assert all(pack.read(name) == before.read(name) for name in set(pack.namelist()) - anew)
        assert {each["name"] for each in json.loads(pack.read("parts.json"))["parts"]} < set(pack.namelist())
    for each in (again, answers[1]):
        assert faults_of(each.content, public_key(), kind="dossier") == []
    with pikepdf.open(BytesIO(answers[0].content)) as found:
        assert len(found.pages) >= 6
    event = filed(case)
    assert event is not None
    assert reads_of(case.reference).count() >= 3


def test_the_page_names_what_is_missing_and_links_to_it(district: MediationDistrict) -> None:
    case = closed(district)
    page = client_of(district, "cai").get(reverse("mediation_desk:dossier", args=[case.reference])).content.decode()
    assert reverse("workbench:step", args=[case.reference, "check_identity"]) in page
    assert (
        client_of(district, "cai").get(reverse("mediation_desk:dossier_pdf", args=[case.reference])).status_code == 404
    )
