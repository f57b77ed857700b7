"""The real files, read and examined: whole where that takes a second, else a slice. Counts only, never texts."""

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from heli.imports.divisions import Division, read_divisions
from heli.imports.examine import Examiner, Limits, examine_file
from heli.imports.geojson import read_boundaries
from heli.imports.layout_file import load
from heli.imports.rows import Rejected
from heli.imports.source import Source
from heli.imports.surveying import gaps, overlaps, shift
from heli.imports.tests.samples import NOW, SHARED, needs_shared
from heli.places.coordinates import System

pytestmark = needs_shared


def counted(path: Path, layout: str, *, rows: int | None = None) -> tuple[Counter[str], Counter[str]]:
    """Return how many rows came to which end, and how many remarks of each kind there were."""
    ends: Counter[str] = Counter()
    remarks: Counter[str] = Counter()
    for each in islice(examine_file(Source(path), Examiner(load(layout), Limits(now=NOW))), rows):
        ends[each.reason.value if isinstance(each, Rejected) else "taken"] += 1
        if not isinstance(each, Rejected):
            remarks.update(remark.reason.value for remark in each.remarks)
    return ends, remarks


def test_chicago_slice() -> None:
    ends, _remarks = counted(SHARED / "311" / "chicago_sanitation_2011_2014.csv.gz", "chicago311", rows=2000)
    assert ends == {"taken": 2000}


def test_new_york() -> None:
    ends, remarks = counted(SHARED / "311" / "nyc_311_socrata_1000.json", "nyc311")
    assert ends == {"taken": 1000}
    assert remarks == {"no_coordinates": 12, "reply_before_opened": 16}


def test_messages_with_replies() -> None:
    assert counted(SHARED / "teddy2020c" / "messages_replied.csv", "messages_replied") == ({"taken": 2816}, {})


def test_messages_for_rising_topics() -> None:
    ends, _remarks = counted(SHARED / "teddy2020c" / "messages_hot.csv", "messages_hot")
    assert ends == {"taken": 4321, "long_text": 5}


def test_yuhang_is_sound() -> None:
    found = read_boundaries(SHARED / "boundaries" / "yuhang_streets.geojson")
    assert len(found.features) == 12
    assert not [*found.left_out, *found.mended, *overlaps(found.features), *gaps(found.features)]


def test_yiyang_overlaps_and_lies_beside_its_county() -> None:
    towns = read_boundaries(SHARED / "boundaries" / "yiyang_townships.geojson").features
    county = read_boundaries(SHARED / "boundaries" / "yiyang_county_datav.geojson").features[0].shape
    found = shift(towns, county)
    assert (len(towns), len(overlaps(towns))) == (17, 3)
    assert (found.east, found.north) == pytest.approx((0.0035, -0.0025), abs=0.0002)
    assert (found.areas_in, found.reference_in) == (System.WGS84, System.GCJ02)


def test_divisions_of_the_country() -> None:
    found = [each for each in read_divisions(SHARED / "divisions") if isinstance(each, Division)]
    assert Counter(each.tier.value for each in found) == {1: 31, 2: 342, 3: 2978, 4: 41_352}
