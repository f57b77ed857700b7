"""The national code tables, in both forms."""

from pathlib import Path

import pytest

from heli.imports.divisions import Discarded, Division, Tier, below, read_divisions
from heli.imports.source import SourceError

TREE = """version,code,name,level,type,parent_code,sort_order
v1,110101,东城区,3,市辖区,11,0
v1,11,北京市,1,直辖市,,0
v1,资料暂缺,某省,1,省,,0
v1,110101001,东华门街道,4,街道,110101,0
v1,110101001,又一街道,4,街道,110101,0
v1,120101001,孤儿街道,4,街道,120101,0
"""


def folder_in(tmp_path: Path) -> Path:
    (tmp_path / "x_provinces.csv").write_text('code,name\n33,"浙江省"\n')
    (tmp_path / "x_cities.csv").write_text('code,name,provinceCode\n3301,"杭州市",33\n')
    (tmp_path / "x_areas.csv").write_text('code,name,cityCode,provinceCode\n330110,"余杭区",3301,33\n')
    (tmp_path / "x_streets.csv").write_text(
        'code,name,areaCode,provinceCode,cityCode\n330110005,"五常街道",330110,33,3301\n'
    )
    return tmp_path


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="provinces"):
        list(read_divisions(tmp_path))
    path = tmp_path / "tree.csv"
    path.write_text("code,name\n11,北京市\n")
    with pytest.raises(SourceError, match="level"):
        list(read_divisions(path))


def test_a_folder_of_levels(tmp_path: Path) -> None:
    found = list(read_divisions(folder_in(tmp_path)))
    assert found[-1] == Division("330110005", "五常街道", Tier.STREET, "330110")
    assert [each.code for each in below((each for each in found if isinstance(each, Division)), "330110")] == [
        "330110",
        "330110005",
    ]


def test_a_tree_with_parents_and_what_is_discarded(tmp_path: Path) -> None:
    path = tmp_path / "tree.csv"
    path.write_text(TREE)
    found = list(read_divisions(path))
    assert [each.name for each in found if isinstance(each, Division)] == ["北京市", "东城区", "东华门街道"]
    assert [each.line for each in found if isinstance(each, Discarded)] == [4, 6, 7]
