"""Class 11: names of files lead out of their folder (CVE-2026-58, CVE-2021-28658 and their like elsewhere)."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heli.papers.tests.hostile import REFUSED, corpus
from heli.papers.tests.samples import picture
from heli.papers.uploads import UploadRefused, store
from heli.service_requests.tests.district import build, square
from heli.service_requests.tests.visiting import filled, stranger
from heli.workbench.tests.desk import signed_in
from tests.security.test_sec_10_uploads import here

pytestmark = pytest.mark.django_db

NAMES = (
    "../../outside.jpg", "..\\..\\outside.jpg", "/etc/x/outside.jpg", "C:\\outside.jpg", "\\\\host\\share\\outside.jpg",
    "....//outside.jpg", "%2e%2e%2foutside.jpg", "outside.jpg/../../x", "outside.jpg\x00.png", "．．／outside.jpg",
    "~/outside.jpg", "con.jpg", ".", "..", "a" * 300 + ".jpg",
)  # fmt: skip


def beside(folder: Path) -> set[str]:
    """Return every file below the folder that holds the one for uploads."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_under_the_hash_of_its_bytes_whatever_it_is_called(name, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    upload = SimpleUploadedFile("x.jpg", picture())
    upload._name = name
    stored = store(upload)
    assert beside(tmp_path)
    for path in beside(tmp_path):
        assert path.startswith(f"files/{stored.digest[:2]}/{stored.digest}"), path
    assert not {"/", "\\", "\x00"} & set(stored.name)
    assert stored.name.strip(".")


@pytest.mark.parametrize("name", ["../../outside.jpg", "..\\outside.jpg"])
def test_so_is_one_that_comes_with_a_report(name, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    district = build()
    upload = SimpleUploadedFile("x.jpg", picture())
    upload._name = name
    assert stranger().post("/report/", {**filled(district), "photos": upload}).status_code == 302
    assert {path.split("/")[0] for path in beside(tmp_path)} == {"files"}
    assert not [path for path in beside(tmp_path) if "outside" in path]


def test_archives_with_ways_out_or_links_in_them_are_refused_and_unpacked_nowhere(settings, tmp_path, monkeypatch):
    monkeypatch.setattr("heli.papers.sniffing.examine", here)
    settings.MEDIA_ROOT = tmp_path / "files"
    leading = [each for each in corpus() if any(word in each.label for word in ("path", "link", "slip", "outside"))]
    assert len([each for each in leading if each.expected == REFUSED]) >= 5
    for sample in leading:
        if sample.expected == REFUSED:
            with pytest.raises(UploadRefused):
                store(SimpleUploadedFile(sample.name, sample.content))
    assert beside(tmp_path) == set()


def test_the_name_of_a_file_of_boundaries_is_no_path(tmp_path, monkeypatch):
    district = build()
    monkeypatch.chdir(tmp_path)
    feature = {"type": "Feature", "properties": {"name": "e1g1区域"}, "geometry": square(120, 30.2, 0.1)}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    upload = SimpleUploadedFile("x.geojson", text.encode())
    upload._name = "../../outside.geojson"
    data = {"file": upload, "level": "grid", "valid_from": "2027-01-01", "system": "wgs84", "do": "check"}
    answer = signed_in(district, "admin").post(reverse("imports:boundaries"), data)
    assert (answer.status_code, beside(tmp_path)) == (200, set())
