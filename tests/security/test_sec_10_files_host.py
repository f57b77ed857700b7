"""Class 10: with a host of its own for files, what people sent never has the origin of the site, and no cookie goes."""

import subprocess
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.core import signing
from django.test import Client
from django.utils import timezone

from heli.cases.models import Attachment, Paper
from heli.papers import serving
from heli.papers.models import StoredFile
from heli.papers.tests.samples import docx, picture, upload
from heli.papers.uploads import store
from heli.service_requests.tests.district import build, reported
from heli.service_requests.tests.visiting import person, stranger
from heli.workbench.tests.desk import signed_in
from tests.security.test_sec_20_headers import run

pytestmark = pytest.mark.django_db
FILES = "files.example.test"


class Kept:
    """A case with a picture, a document and its receipt."""

    def __init__(self) -> None:
        self.district = build()
        self.case = reported(self.district).case
        event = self.case.events.get()
        for content, name in ((picture(), "a.jpg"), (docx(), "a.docx")):
            file = store(upload(content, name))
            Attachment.objects.create(case=self.case, event=event, file=file, purpose=Attachment.Purpose.REPORT)
        self.picture, self.document = (f"/files/{each.file_id}/" for each in Attachment.objects.order_by("id"))
        self.receipt = f"/papers/{Paper.objects.get(case=self.case).paper_id}.pdf"

    @property
    def addresses(self) -> list[str]:
        """All that is given out about the case."""
        return [self.picture, f"{self.picture}thumbnail/", self.document, self.receipt]


@pytest.fixture
def kept(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    found = Kept()
    settings.HELI_FILES_HOST = FILES
    settings.ALLOWED_HOSTS = ["testserver", FILES]
    return found


def there(address, client=None, **headers):
    """Ask the host of files."""
    split = urlsplit(address)
    return (client or Client()).get(split.path, headers={"Host": FILES, **headers})


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_who_may_not_see_the_case_gets_no_address(kept):
    for client in (stranger(), signed_in(kept.district, "west"), person(reported(kept.district).case)):
        for address in kept.addresses:
            assert client.get(address).status_code == 404


def test_who_may_is_led_to_the_other_host_and_given_the_file_without_a_cookie(kept):
    for address in kept.addresses:
        led = signed_in(kept.district, "east").get(address)
        assert (led.status_code, led["Cache-Control"]) == (302, "no-store")
        split = urlsplit(led["Location"])
        assert (split.scheme, split.netloc, split.query) == ("http", FILES, "")
        answer = there(led["Location"])
        assert answer.status_code == 200, address
        assert body(answer)
        assert not answer.cookies
        assert answer["Content-Security-Policy"] == serving.POLICY
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("inline" if address.startswith(kept.picture) else "attachment")


def test_an_address_ends_after_a_minute(kept, monkeypatch):
    address = person(kept.case).get(kept.picture)["Location"]
    assert there(address).status_code == 200
    later = (timezone.now() + timedelta(seconds=serving.LONGEST_SECONDS + 1)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert there(address).status_code == 404


def test_an_address_is_for_one_file_and_cannot_be_made(kept):
    address = person(kept.case).get(kept.picture)["Location"]
    token = address.rpartition("/")[2]
    other = signing.dumps(["file", kept.document.split("/")[2], kept.case.reference], salt="another")
    for made in (token[:-1], f"{token}x", other, "", "x", token.replace(":", "."), f"{token}/", f"../{token}"):
        assert there(f"http://{FILES}/f/{made}").status_code == 404, made


def test_that_host_gives_out_nothing_else(kept):
    client = signed_in(kept.district, "east")
    for path in (
        "/",
        "/desk/",
        "/track/",
        "/api/cases",
        "/healthz",
        "/static/heli/favicon.svg",
        "/f/",
        *kept.addresses,
    ):
        answer = there(path, client)
        assert (answer.status_code, answer.content, answer.cookies.output()) == (404, b"", ""), path
    for method in ("post", "put", "delete", "options"):
        assert getattr(Client(), method)("/track/", headers={"Host": FILES}).status_code == 405


def test_the_site_gives_out_no_signed_address(kept):
    address = urlsplit(person(kept.case).get(kept.picture)["Location"])
    assert Client().get(address.path).status_code == 404


def test_what_was_found_harmful_meanwhile_is_not_given_out(kept):
    address = person(kept.case).get(kept.document)["Location"]
    StoredFile.objects.update(state=StoredFile.State.REFUSED)
    assert there(address).status_code == 404


def test_the_setting_opens_the_policy_for_pictures_alone():
    code = "from heli.project.settings import security as s; print(s.ALLOWED_HOSTS, s.CONTENT_SECURITY_POLICY)"
    home = str(configured.HELI_HOME)
    without, with_it = (run(code, HELI_HOME=home, HELI_FILES_HOST=name) for name in ("", f"{FILES}:8443"))
    assert FILES not in without
    assert f"'{FILES}']" in with_it
    assert with_it.replace(f" {FILES}:8443", "").replace(f", '{FILES}'", "") == without
    assert f"img-src 'self' data: blob: {FILES}:8443;" in with_it


def test_a_signed_address_opens_its_own_case_alone(kept):
    foreign = reported(kept.district).case.reference
    for kind, address in (("file", kept.picture), ("paper", kept.receipt)):
        key = address.split("/")[2].removesuffix(".pdf")
        made = signing.dumps([kind, key, foreign], salt=serving.SALT)
        assert there(f"http://{FILES}/f/{made}").status_code == 404, kind


def test_the_name_of_the_site_cannot_be_that_of_the_files():
    with pytest.raises(subprocess.CalledProcessError) as refused:
        run("import heli.project.settings.security", HELI_HOSTS=f"site.example.test,{FILES}", HELI_FILES_HOST=FILES)
    assert "HELI_FILES_HOST must be another name" in refused.value.stderr
