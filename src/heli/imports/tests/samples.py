"""Small files and layouts made up for the tests, and where the shared real data lie."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heli.imports.examine import Examiner, Limits, Request, examine_file
from heli.imports.layout import Layout
from heli.imports.layout_file import load
from heli.imports.reasons import Reason
from heli.imports.rows import Rejected
from heli.imports.source import Source

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
REPOSITORY = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("HELI_SHARED", REPOSITORY.parent / "shared")) / "data"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the real data are not here: set HELI_SHARED to the folder that holds data/"
)

LAYOUT = """
title = "街道台账"
kind = "{kind}"
encoding = "{encoding}"
zone = "Asia/Shanghai"
coordinates = "wgs84"
dates = ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d"]
not_used = ["姓名"]

[columns]
source_id = "编号"
opened = "上报时间"
closed = "办结时间"
status = "状态"
category = "类别"
text = "内容"
title = "标题"
point = "坐标"
reply = "答复"
replied = "答复时间"

[states]
"待办" = "open"
"处理中" = "in_progress"
"已办结" = "closed"
"重复" = "duplicate"
"""

HEADER = ("编号", "上报时间", "办结时间", "状态", "类别", "标题", "内容", "坐标", "答复", "答复时间", "姓名")
GOOD = {
    "编号": "A1",
    "上报时间": "2026-03-01 08:30:00",
    "办结时间": "2026-03-05 10:00:00",
    "状态": "已办结",
    "类别": "路灯",
    "标题": "路灯不亮",
    "内容": "文一路口路灯不亮已三天。",
    "坐标": "(30.28, 120.01)",
    "答复": "已更换灯泡。",
    "答复时间": "2026-03-05 10:00:00",
    "姓名": "",
}


def layout_in(folder: Path, *, kind: str = "csv", encoding: str = "detect") -> Layout:
    """Write the sample layout into ``folder`` and load it."""
    path = folder / "ledger.toml"
    path.write_text(LAYOUT.format(kind=kind, encoding=encoding), encoding="utf-8")
    return load(str(path))


def csv_of(*rows: dict[str, str]) -> str:
    """Return CSV text with the sample header; each row is the good row with changes."""
    lines = [",".join(HEADER)]
    for row in rows:
        cells = {**GOOD, **row}
        lines.append(",".join(f'"{cells[name]}"' for name in HEADER))
    return "\n".join(lines) + "\n"


def examined(
    path: Path, layout: Layout, limits: Limits | None = None
) -> tuple[list[Request], list[Rejected], Examiner]:
    """Examine a whole file: the requests, the rejections, the examiner."""
    examiner = Examiner(layout, limits or Limits(now=NOW))
    found = list(examine_file(Source(path), examiner))
    taken = [each for each in found if isinstance(each, Request)]
    return taken, [each for each in found if isinstance(each, Rejected)], examiner


def examined_csv(
    folder: Path, *rows: dict[str, str], limits: Limits | None = None
) -> tuple[list[Request], list[Rejected], Examiner]:
    """Examine a UTF-8 CSV file made of ``rows``."""
    path = folder / "ledger.csv"
    path.write_text(csv_of(*rows), encoding="utf-8")
    return examined(path, layout_in(folder), limits)


def reasons(rejected: list[Rejected]) -> list[Reason]:
    """Return the reasons of ``rejected``, in order."""
    return [each.reason for each in rejected]
