"""Importing divisions and boundaries into the territory."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import box, mapping

from heli.audit.models import Entry
from heli.imports.tests.samples import SHARED, needs_shared
from heli.imports.tests.test_divisions import folder_in
from heli.places.coordinates import wgs84_to_gcj02
from heli.places.models import Area, Level
from heli.places.territory import territory

pytestmark = pytest.mark.django_db


def divisions(folder: Path, root: str = "330110") -> None:
    call_command("import_divisions", folder, root=root, valid_from="2026-01-01")


def boundaries(path: Path, **options: Any) -> None:
    call_command("import_boundaries", path, **{"level": "town", "valid_from": "2026-01-01", **options})


def file_of(folder: Path, *features: tuple[str, Any]) -> Path:
    path = folder / "areas.geojson"
    raw = [{"type": "Feature", "properties": {"name": name}, "geometry": mapping(shape)} for name, shape in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": raw}), encoding="utf-8")
    return path


def test_a_root_that_is_not_in_the_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        divisions(folder_in(tmp_path), root="110101")


def test_a_second_district_is_refused(tmp_path: Path) -> None:
    Area.objects.create(code="990101", name="合安区", level=Level.DISTRICT, path="990101/", valid_from=date(2020, 1, 1))
    with pytest.raises(CommandError, match="990101"):
        divisions(folder_in(tmp_path))


def test_divisions_twice_are_there_once(tmp_path: Path) -> None:
    for _again in range(2):
        divisions(folder_in(tmp_path))
    assert list(Area.objects.values_list("path", "level")) == [
        ("330110/", "district"),
        ("330110/330110005/", "town"),
    ]
    assert Entry.objects.filter(chain="territory").count() == 2


def test_a_boundary_finds_its_area_by_name(tmp_path: Path) -> None:
    divisions(folder_in(tmp_path))
    for _again in range(2):
        boundaries(file_of(tmp_path, ("五常街道", box(120, 30, 120.1, 30.1))))
    area = Area.objects.get(level=Level.TOWN)
    assert area.geometry
    found = territory().find(30.05, 120.05)
    assert found == area


def test_a_name_nobody_knows_is_left_out_unless_it_may_be_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    divisions(folder_in(tmp_path))
    path = file_of(tmp_path, ("新镇", box(120, 30, 120.1, 30.1)))
    boundaries(path)
    assert "新镇" in capsys.readouterr().out
    assert Area.objects.count() == 2
    boundaries(path, create=True)
    made = Area.objects.get(name="新镇")
    assert (made.parent and made.parent.code, made.path) == ("330110", f"330110/{made.code}/")


def test_a_redrawn_boundary_ends_the_old_one_on_the_day(tmp_path: Path) -> None:
    divisions(folder_in(tmp_path))
    boundaries(file_of(tmp_path, ("五常街道", box(120, 30, 120.1, 30.1))))
    boundaries(file_of(tmp_path, ("五常街道", box(120, 30, 120.2, 30.1))), valid_from="2026-07-01")
    old, new = Area.objects.filter(level=Level.TOWN).order_by("valid_from")
    assert (old.valid_until, new.valid_from, new.valid_until) == (date(2026, 7, 1), date(2026, 7, 1), None)
    assert (old.code, old.path) == (new.code, new.path)


def test_a_shifted_file_is_refused_with_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outline = box(117.3, 28.2, 117.6, 28.5)
    shifted = box(*wgs84_to_gcj02((117.3, 28.2)), *wgs84_to_gcj02((117.6, 28.5)))
    reference = file_of(tmp_path, ("县", outline)).rename(tmp_path / "outline.geojson")
    path = file_of(tmp_path, ("县", shifted))
    with pytest.raises(CommandError):
        boundaries(path, level="district", reference=reference, create=True)
    assert "--from gcj02" in capsys.readouterr().out
    assert not Area.objects.exists()
    boundaries(path, level="district", reference=reference, create=True, system="gcj02")
    assert Area.objects.get().longitude == pytest.approx(117.45, abs=0.001)


@needs_shared
def test_yuhang_from_codes_and_polygons(capsys: pytest.CaptureFixture[str]) -> None:
    divisions(SHARED / "divisions")
    boundaries(SHARED / "boundaries" / "yuhang_streets.geojson")
    towns = Area.objects.filter(level=Level.TOWN)
    assert towns.count() == towns.exclude(geometry=None).count() == 12


@needs_shared
def test_yiyang_has_three_names_that_the_codes_do_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    divisions(SHARED / "divisions", root="361126")
    county = SHARED / "boundaries" / "yiyang_county_datav.geojson"
    boundaries(SHARED / "boundaries" / "yiyang_townships.geojson", reference=county)
    out = capsys.readouterr().out
    assert out.count("--create") == 3
    assert "--reference-from gcj02" in out
    assert Area.objects.filter(level=Level.TOWN).exclude(geometry=None).count() == 14
