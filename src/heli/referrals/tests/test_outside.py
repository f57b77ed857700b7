"""Outside bodies: the signed package, and the API by which a body reaches its own referrals and nothing else."""

import io
import json
import zipfile
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from heli.access import limits
from heli.access.reads import reads_of
from heli.audit.signing import public_key
from heli.cases.models import Case, Event
from heli.papers.packages import faults_of
from heli.petitions.tests.people import accepted
from heli.referrals.models import Partner, PartnerKind, PartnerToken, Referral
from heli.referrals.package import content_of, package_of
from heli.referrals.passable import items_of
from heli.referrals.tests.people import from_court, referred
from heli.referrals.tokens import CALLS, make, revoke

pytestmark = pytest.mark.django_db
LIST = "/api/partner/referrals"


def asking(key):
    return Client(headers={"authorization": f"Bearer {key}"} if key else {})


def post(client, address, **body):
    return client.post(address, json.dumps({"key": str(uuid4()), **body}), content_type="application/json")


@pytest.fixture
def court(district):
    return make(district.partners["court"], "区法院审判管理系统", by=district.actor("ma"))


@pytest.fixture
def police(district):
    return make(district.partners["police"], "警务平台", by=district.actor("ma"))


@pytest.fixture
def sent(district):
    source = accepted(district.petitions)
    items = [each for each in items_of(source) if each.key in ("told", "contact")]
    return referred(district, source, "court", by="ma", items=items)


# ── who ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", ["", "x" * 43])
def test_without_a_key_nothing_is_read_or_written(district, sent, key):
    client = asking(key)
    assert client.get(LIST).status_code == 401
    assert client.get(f"{LIST}/{sent.reference}").status_code == 401
    assert post(client, f"{LIST}/{sent.reference}/accept").status_code == 401
    assert Referral.objects.get(pk=sent.pk).responded_at is None


def test_the_key_of_another_body_finds_nothing(sent, police):
    client = asking(police)
    assert client.get(LIST).json() == {"referrals": [], "before": None}
    missing = client.get(f"{LIST}/7K3M-Q9TX-C")
    for address in (f"{LIST}/{sent.reference}", f"{LIST}/{sent.reference}/package"):
        answer = client.get(address)
        assert (answer.status_code, answer.json()) == (404, missing.json())
    for step in ("accept", "refuse", "result", "recall", "messages"):
        facts = {"reason": "无", "outcome": "settled", "result": "无", "text": "无"}
        assert post(client, f"{LIST}/{sent.reference}/{step}", **facts).status_code == 404


def test_a_matter_itself_is_none_of_a_body_s_referrals(sent, court):
    source = sent.referral.source
    assert asking(court).get(f"{LIST}/{source.reference}").status_code == 404
    assert asking(court).get(f"/api/cases/{source.reference}").status_code == 404
    assert asking(court).get(f"/api/cases/{sent.reference}").status_code == 404


def test_a_revoked_key_opens_nothing(district, court):
    assert asking(court).get(LIST).status_code == 200
    revoke(PartnerToken.objects.select_related("partner").get(), by=district.actor("ma"))
    assert asking(court).get(LIST).status_code == 401
    assert court not in str(PartnerToken.objects.values())


def test_a_body_that_is_not_active_any_more_is_let_in_no_more(district, court):
    Partner.objects.filter(pk=district.partners["court"].pk).update(active=False)
    assert asking(court).get(LIST).status_code == 401


def test_who_calls_too_often_waits(district, court):
    token = PartnerToken.objects.get()
    for _turn in range(CALLS.windows[0][0]):
        assert not limits.take(CALLS, str(token.pk))
    assert asking(court).get(LIST).status_code == 429


# ── to and fro ────────────────────────────────────────────────────────────────────────────────────


def test_a_body_accepts_and_returns_its_result(sent, court):
    client = asking(court)
    assert [row["reference"] for row in client.get(LIST).json()["referrals"]] == [sent.reference]
    key = str(uuid4())
    for _again in range(2):
        assert post(client, f"{LIST}/{sent.reference}/accept", key=key).json()["state"] == "in_work"
    answer = post(client, f"{LIST}/{sent.reference}/result", outcome="settled", result="已调解结案。")
    assert (answer.json()["state"], answer.json()["outcome"]) == ("returned", "settled")
    steps = Event.objects.filter(case=sent).order_by("id").values_list("step", flat=True)
    assert list(steps) == ["offer", "note_acceptance", "note_result"]
    source = Case.objects.get(pk=sent.referral.source_id)
    told = Event.objects.filter(case=source, step="note_referral").values_list("facts__happened", flat=True)
    assert list(told) == ["accepted", "returned"]
    assert post(client, f"{LIST}/{sent.reference}/result", outcome="settled", result="再次").status_code == 403


def test_a_court_appoints_online(district, court):
    Partner.objects.create(kind=PartnerKind.MEDIATION, name="区调解中心", unit=district.helpers)
    body = {
        "key": str(uuid4()),
        "to": "mediation",
        "topic": district.petitions.wages.code,
        "question": "请就合同纠纷组织调解。",
        "way": "appointed",
        "their_number": "（2026）诉前调字第1号",
        "person": {"name": "王某", "phone": "13900000001"},
        "other_sides": [{"name": "某公司", "phone": "0571-5550000"}],
        "consent": {"how": "in_writing", "by": "双方", "on": timezone.localdate().isoformat()},
    }
    first, again = (post(asking(court), LIST, **body).json() for _turn in range(2))
    assert first == again
    assert (first["state"], first["direction"]) == ("assigned", "in")
    case = Case.objects.select_related("contact", "referral").get(reference=first["reference"])
    assert (case.unit_id, case.contact.name, case.parties.count()) == (district.helpers.pk, "王某", 1)
    assert post(asking(court), LIST, **{**body, "key": str(uuid4()), "topic": "nothing"}).status_code == 422
    without = {**body, "key": str(uuid4()), "consent": {"how": "by_law", "ground": "某法"}}
    assert post(asking(court), LIST, **without).status_code == 422
    assert post(asking(court), f"{LIST}/{case.reference}/accept").status_code == 403, "what it sent others answer"
    assert post(asking(court), f"{LIST}/{case.reference}/recall", reason="当事人撤诉。").json()["state"] == "recalled"


def test_what_a_court_sent_by_letter_it_follows_by_its_key(district, court):
    case = from_court(district)
    assert asking(court).get(f"{LIST}/{case.reference}").json()["their_number"] == "（2026）诉前调字第12号"


# ── the package ───────────────────────────────────────────────────────────────────────────────────


def test_the_package_is_whole_signed_and_the_same_each_time(sent, tmp_path):
    package = package_of(sent)
    assert package == package_of(sent)
    assert faults_of(package, public_key()) == []
    box = zipfile.ZipFile(io.BytesIO(package))
    told = json.loads(box.read("referral.json"))
    assert told["person"]["name"] == "李"
    assert box.read("letter.pdf").startswith(b"%PDF")
    file = tmp_path / "package.zip"
    file.write_bytes(package)
    call_command("verify_package", file)
    file.write_bytes(_changed(package, "referral.json", b"{}"))
    with pytest.raises(CommandError, match="changed"):
        call_command("verify_package", file)


@pytest.mark.parametrize(
    ("path", "data", "word"),
    [
        ("referral.json", b"{}", "changed"),
        ("letter.pdf", None, "missing"),
        ("files/more.txt", b"more", "not in the manifest"),
        ("manifest.json", b"{}", "signature"),
    ],
)
def test_whatever_is_changed_in_a_package_is_found(sent, path, data, word):
    assert any(word in fault for fault in faults_of(_changed(package_of(sent), path, data), public_key()))


def test_what_is_no_package_and_another_s_key_are_found(sent):
    assert faults_of(b"nothing", public_key())
    assert faults_of(package_of(sent), bytes(32))


def _changed(package, path, data):
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as box, zipfile.ZipFile(kept, "w") as out:
        files = {name: box.read(name) for name in box.namelist()} | {path: data}
        for name, content in files.items():
            if content is not None:
                out.writestr(name, content)
    return kept.getvalue()


def test_discipline_is_told_number_and_question_alone(district):
    case = referred(district, accepted(district.petitions), "discipline", by="ma", summary="")
    assert set(content_of(case)) == {"number", "from", "to", "question"}


def test_reading_a_package_is_on_record(sent, court):
    before = reads_of(sent.reference).count()
    answer = asking(court).get(f"{LIST}/{sent.reference}/package")
    assert answer.status_code == 200
    assert faults_of(answer.content, public_key()) == []
    assert reads_of(sent.reference).count() == before + 1
