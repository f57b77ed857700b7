"""What a device sends later: once, with its photos one by one, by nobody but whoever wrote it."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heli.access import limits
from heli.cases.models import Attachment, Case
from heli.papers.cleaning import KEPT, remove_receipts, remove_unclaimed
from heli.papers.models import FileReceipt, StoredFile
from heli.papers.tests.samples import picture
from heli.service_requests import actions
from heli.service_requests.tests.district import reported
from heli.workbench.tests.desk import in_hand, signed_in, step_of

REPORT, FIELD_REPORT = reverse("service_requests:report"), reverse("request_desk:field_report")
PHOTOS, TOKEN = reverse("cases:photos"), reverse("cases:token")
DEVICE = {"accept": "application/json", "accept-language": "en"}


def written(district, **more):
    """What a resident's device has kept."""
    values = {"key": str(uuid4()), "text": "井盖松动", "category": district.lamps.pk, "place": district.grid.parent_id}
    return {**values, "asked": "on", **more}


def sent(client, address, values):
    answer = client.post(address, values, headers=DEVICE)
    return answer.status_code, answer.json()


def put(client, key, content=None, field="photos", **more):
    file = SimpleUploadedFile("p.jpg", content or picture(), "image/jpeg")
    return client.post(PHOTOS, {"key": key, "field": field, "file": file, **more}, headers=DEVICE)


def test_a_report_is_answered_with_what_stands_on_its_receipt(client, town):
    status, body = sent(client, REPORT, written(town))
    case = Case.objects.get()
    assert (status, body["state"], body["url"]) == (200, "received", reverse("portal:receipt", args=[case.reference]))
    facts = body["facts"]
    assert (facts["reference"], facts["unit"]) == (case.reference, "Roads")
    assert facts["due"][:10] == timezone.localtime(case.due_at - timedelta(seconds=1)).date().isoformat()
    assert facts["code"] in client.get(body["url"]).content.decode()


def test_sent_again_without_a_session_it_is_the_same_report_with_the_same_code(client, town):
    values = written(town)
    first, second = sent(client, REPORT, values), sent(Client(), REPORT, values)
    assert first[1]["facts"] == second[1]["facts"]
    assert Case.objects.count() == 1


def test_a_key_alone_is_worth_no_code(client, town):
    values = written(town)
    sent(client, REPORT, values)
    status, body = sent(Client(), REPORT, {**values, "text": "别的事"})
    assert (status, body["state"]) == (409, "refused")
    assert "facts" not in body
    assert Case.objects.count() == 1


def test_what_is_wrong_is_told_in_words(client, town):
    status, body = sent(client, REPORT, written(town, category="", text=""))
    assert (status, body["state"]) == (422, "refused")
    assert any("what happened" in words for words in body["words"])


def test_likely_duplicates_are_asked_about_where_somebody_watches(client, town):
    reported(town, publish_text=True)
    values = written(town, text="人民路口的路灯不亮", latitude="30.25", longitude="120.05")
    status, body = sent(client, REPORT, {**values, "asked": ""})
    assert (status, body) == (200, {"state": "asks"})
    assert sent(client, REPORT, values)[1]["state"] == "received"


@pytest.fixture
def narrow(settings, monkeypatch):
    """One report an hour, one more in a flood, and one photo."""
    settings.HELI_REPORTS_AN_HOUR = 1
    for name in ("FLOOD", "PHOTOS"):
        monkeypatch.setattr(limits, name, 1)


def test_a_flood_is_told_when_to_come_again(client, town, narrow):
    assert {sent(client, REPORT, written(town))[0] for _ in range(2)} == {200}
    answer = client.post(REPORT, written(town), headers=DEVICE)
    assert (answer.status_code, answer.json()["state"]) == (429, "later")
    assert int(answer["Retry-After"]) > 0
    assert Case.objects.count() == 2


def test_a_photo_gets_a_receipt_and_the_same_bytes_the_same_one(client, town):
    key, content = str(uuid4()), picture()
    first, again = put(client, key, content), put(client, key, content)
    assert (first.status_code, first.json()) == (201, again.json())
    assert (first.json()["sha256"], first.json()["size"]) == (sha256(content).hexdigest(), len(content))
    assert StoredFile.objects.count() == 1
    other = put(client, key, content, field="after")
    assert other.json()["id"] != first.json()["id"]


def test_photos_are_named_by_their_receipts_and_taken_once(client, town):
    values = written(town)
    number = put(client, values["key"]).json()["id"]
    named = {**values, "received_photos": [number, number]}
    assert sent(client, REPORT, named)[1]["state"] == "received"
    assert sent(Client(), REPORT, named)[1]["state"] == "received"
    assert Attachment.objects.count() == 1


def test_a_receipt_serves_its_own_submission_and_its_own_sender_alone(client, town):
    strangers = put(client, str(uuid4())).json()["id"]
    status, body = sent(client, REPORT, {**written(town), "received_photos": strangers})
    assert (status, body) == (422, {"state": "resend", "lost": [strangers]})
    values = written(town)
    officers = put(signed_in(town, "grid"), values["key"]).json()["id"]
    assert sent(client, REPORT, {**values, "received_photos": officers})[1]["lost"] == [officers]
    assert not Case.objects.exists()


def test_photos_that_were_cleared_away_are_asked_for_again(client, town):
    values = written(town)
    number = put(client, values["key"]).json()["id"]
    StoredFile.objects.update(uploaded_at=timezone.now() - KEPT)
    remove_unclaimed()
    assert not FileReceipt.objects.exists()
    assert sent(client, REPORT, {**values, "received_photos": number})[1]["lost"] == [number]
    again = put(client, values["key"]).json()["id"]
    assert sent(client, REPORT, {**values, "received_photos": again})[1]["state"] == "received"
    FileReceipt.objects.update(at=timezone.now() - KEPT)
    assert remove_receipts() == 1
    assert Attachment.objects.count() == 1


def test_a_photo_that_is_none_is_refused_without_a_word_of_offices(client, town):
    answer = put(client, str(uuid4()), b"no picture at all \x00\x01")
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert "JPEG or PNG" in answer.json()["words"][0]
    assert ".docx" not in answer.json()["words"][0]
    assert not FileReceipt.objects.exists()


@pytest.mark.parametrize("bad", [{"key": "x"}, {"field": "a b"}, {"field": "x" * 41}, {"file": ""}])
def test_a_file_without_a_submission_is_refused(client, town, bad):
    file = SimpleUploadedFile("p.jpg", picture(), "image/jpeg")
    values = {"key": str(uuid4()), "field": "photos", "file": file, **bad}
    assert client.post(PHOTOS, values, headers=DEVICE).status_code == 422
    assert not StoredFile.objects.exists()


def test_a_submission_has_so_many_photos(client, town):
    key = str(uuid4())
    statuses = {put(client, key, picture(size=(20 + number, 20))).status_code for number in range(12)}
    assert statuses == {201}
    assert put(client, key, picture(size=(99, 20))).status_code == 422


def test_an_address_sends_so_many_photos(client, town, narrow):
    assert put(client, str(uuid4())).status_code == 201
    late = put(client, str(uuid4()))
    assert (late.status_code, late.json()["state"]) == (429, "later")


def test_the_token_says_whose_session_it_is(client, town):
    assert client.get(TOKEN).json()["who"] == ""
    one, other = (signed_in(town, name).get(TOKEN) for name in ("grid", "ma"))
    assert len({one.json()["who"], other.json()["who"], ""}) == 3
    assert "no-store" in one["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    token = strict.get(TOKEN).json()["token"]
    values = written(town)
    assert strict.post(REPORT, values, headers=DEVICE).status_code == 403
    assert strict.post(REPORT, {**values, "csrfmiddlewaretoken": token}, headers=DEVICE).status_code == 200


def test_what_was_seen_outside_and_solved_is_received_once(town):
    grid = signed_in(town, "grid")
    values = written(town, latitude="30.25", longitude="120.05", solved="on", answer="已拧紧")
    before = put(grid, values["key"]).json()["id"]
    after = put(grid, values["key"], field="after").json()["id"]
    values |= {"received_photos": before, "received_after": after}
    assert signed_in(town, "ma").post(FIELD_REPORT, values, headers=DEVICE).status_code == 403
    first, again = sent(grid, FIELD_REPORT, values), sent(signed_in(town, "grid"), FIELD_REPORT, values)
    assert [first[1]["state"], again[1]["state"]] == ["received", "received"]
    case = Case.objects.get()
    assert (case.state, case.events.count(), Attachment.objects.count()) == ("completed", 2, 2)


def test_a_result_is_reported_once_and_a_lost_race_is_told(town):
    case = in_hand(town)
    ma = signed_in(town, "ma")
    values = {"key": str(uuid4()), "version": case.version, "latest": 0, "outcome": "explained", "answer": "说明情况"}
    values["received_photos"] = put(ma, values["key"]).json()["id"]
    first, again = sent(ma, step_of(case, "complete"), values), sent(ma, step_of(case, "complete"), values)
    assert first == again
    assert (first[1]["state"], Case.objects.get().state) == ("received", "completed")
    assert actions.send_back_to_work(case, by=town.actor("east"), reason="再看看")
    late = {**values, "key": str(uuid4()), "received_photos": ""}
    status, body = sent(ma, step_of(case, "complete"), late)
    assert (status, body["state"]) == (409, "refused")
    page = ma.post(step_of(case, "complete"), late)
    assert page.status_code == 409
    assert "说明情况" in page.content.decode()
    assert late["key"] in page.content.decode()


def test_a_hidden_case_and_a_lost_session_are_no_case(town):
    case = in_hand(town)
    values = {"key": str(uuid4()), "outcome": "explained", "answer": "x"}
    wang = signed_in(town, "wang").post(step_of(case, "complete"), values, headers=DEVICE)
    assert wang.status_code == 404
    nobody = Client().post(step_of(case, "complete"), values, headers=DEVICE)
    assert nobody.status_code == 302
    assert Case.objects.get().state == "in_hand"
