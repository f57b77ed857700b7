"""Importing requests: history, idempotence, what is refused, what the error file says."""

import csv
import io
import json
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from heli.audit.models import Entry
from heli.cases.models import Case, Clock, Event
from heli.imports.models import ImportedRow, ImportRun
from heli.imports.tests.samples import SHARED, csv_of, layout_in, needs_shared
from heli.kernel import chains
from heli.notices.models import Notice
from heli.organizations.models import Category
from heli.service_requests.models import ServiceRequest
from heli.service_requests.tests.district import District, build

# The writer sends chunks on a connection of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def district() -> District:
    return build()


def imported(path: Path, layout: str, **options: object) -> ImportRun:
    """Import ``path`` and return the run."""
    errors = path.with_name("errors.csv")
    call_command("import_requests", path, layout=layout, errors=errors, **options)
    return ImportRun.objects.latest("id")


def imported_csv(folder: Path, *rows: dict[str, str], **options: object) -> ImportRun:
    path = folder / "ledger.csv"
    path.write_text(csv_of(*rows), encoding="utf-8")
    layout_in(folder)
    return imported(path, str(folder / "ledger.toml"), **{"create_categories": True, **options})


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.rows, run.accepted, run.already_there, run.rejected


def test_without_a_district_nothing_begins(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        imported_csv(tmp_path, {})
    assert not ImportRun.objects.exists()


def test_a_closed_request_becomes_a_case_with_its_history(district: District, tmp_path: Path) -> None:
    run = imported_csv(tmp_path, {})
    case = Case.objects.get()
    assert counts(run) == (1, 1, 0, 0)
    assert (case.state, case.title, case.area, case.unit) == ("closed", "路灯不亮", district.grid, district.centre)
    assert case.opened_at == datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
    assert [(event.step, event.at) for event in case.events.order_by("id")] == [
        ("report", case.opened_at),
        ("take_over_closed", case.closed_at),
    ]
    assert ServiceRequest.objects.get(case=case).answer == "已更换灯泡。"
    assert case.search_text.startswith(case.reference.replace("-", "").lower())


def test_history_and_record_of_what_was_imported_say_the_same(district: District, tmp_path: Path) -> None:
    imported_csv(tmp_path, {})
    call_command("audit_verify", stdout=io.StringIO())


def test_the_chain_of_an_imported_case_holds(district: District, tmp_path: Path) -> None:
    imported_csv(tmp_path, {})
    entries = Entry.objects.filter(chain=Case.objects.get().reference).order_by("seq")
    kept = [chains.Entry(each.seq, each.content, bytes(each.digest)) for each in entries]
    assert len(kept) == 2
    assert chains.verify(kept) is None


def test_the_clock_of_a_closed_request_has_stopped_and_counts_as_it_was(district: District, tmp_path: Path) -> None:
    imported_csv(tmp_path, {}, {"编号": "A2", "办结时间": "2026-04-30 10:00:00"})
    clocks = Clock.objects.filter(limit="answering").order_by("id")
    assert [clock.met for clock in clocks] == [True, False]
    assert clocks[0].trace[0]["detail"]["at"] == "2026-03-01T08:30:00+08:00"


def test_an_open_request_waits_for_dispatch_and_wakes_nobody_about_the_past(district: District, tmp_path: Path) -> None:
    imported_csv(tmp_path, {"状态": "处理中", "办结时间": "", "答复": "", "答复时间": ""})
    case = Case.objects.get()
    answering, dispatching = Clock.objects.order_by("id")
    assert (case.state, case.closed_at, case.due_at) == ("registered", None, answering.due_at)
    assert (answering.started_at, answering.next_rung_at) == (case.opened_at, None)
    assert dispatching.started_at > answering.due_at
    assert not Notice.objects.exists()


def test_the_same_file_twice_adds_nothing(district: District, tmp_path: Path) -> None:
    rows = [{}, {"编号": "A2"}, {"编号": "A2"}, {"编号": "A3", "内容": ""}]
    assert counts(imported_csv(tmp_path, *rows)) == (4, 2, 0, 2)
    assert counts(imported_csv(tmp_path, *rows)) == (4, 0, 2, 2)
    assert Case.objects.count() == 2
    assert Event.objects.count() == 4


def test_an_overlapping_file_adds_only_what_is_new(district: District, tmp_path: Path) -> None:
    imported_csv(tmp_path, {}, {"编号": "A2"})
    assert counts(imported_csv(tmp_path, {"编号": "A2"}, {"编号": "A3"})) == (2, 1, 1, 0)
    assert sorted(ImportedRow.objects.values_list("source_id", flat=True)) == ["A1", "A2", "A3"]


@pytest.mark.parametrize("chunk", [1, 2, 7])
def test_the_size_of_the_chunks_makes_no_difference(district: District, tmp_path: Path, chunk: int) -> None:
    run = imported_csv(tmp_path, *({"编号": str(number % 6)} for number in range(9)), chunk=chunk)
    assert counts(run) == (9, 6, 0, 3)
    assert Case.objects.count() == 6


def test_the_error_file_speaks_the_readers_language(district: District, tmp_path: Path) -> None:
    bad = [{"编号": "", "内容": "一\n二"}, {"坐标": ""}, {"编号": "A2", "办结时间": "2025-01-01"}]
    imported_csv(tmp_path, *bad, language="en")
    rows = list(csv.reader((tmp_path / "errors.csv").open(encoding="utf-8-sig")))
    assert [row[:3] for row in rows[1:]] == [
        ["2", "编号", "rejected"],
        ["4", "坐标", "taken with a remark"],
        ["5", "办结时间", "rejected"],
    ]
    assert rows[3][3] == "The matter was closed before it was raised."


def test_a_place_outside_the_district_is_turned_away_unless_allowed(district: District, tmp_path: Path) -> None:
    far = {"坐标": "(41.8, -87.6)"}
    assert counts(imported_csv(tmp_path, far)) == (1, 0, 0, 1)
    assert counts(imported_csv(tmp_path, far, foreign=True)) == (1, 1, 0, 0)
    assert Case.objects.get().area is None


def test_unknown_categories_are_turned_away_unless_made(district: District, tmp_path: Path) -> None:
    rows = [{"类别": "路灯故障"}, {"编号": "A2", "类别": "井盖"}]
    assert counts(imported_csv(tmp_path, *rows, create_categories=False)) == (2, 1, 0, 1)
    assert counts(imported_csv(tmp_path, *rows)) == (2, 1, 1, 0)
    assert Case.objects.filter(category=district.lamps).count() == 1
    made = Category.objects.get(name="井盖")
    assert (made.active, made.parent and made.parent.name) == (False, "导入：街道台账")


def test_gbk_and_bad_rows_in_one_file(district: District, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    text = csv_of({}, {"编号": "A2", "标题": "a\0b"}, {"编号": "A3", "内容": "长" * 4001}, {"编号": "A4"})
    path.write_bytes(text.encode("gb18030"))
    layout_in(tmp_path)
    run = imported(path, str(tmp_path / "ledger.toml"), create_categories=True)
    assert counts(run) == (4, 2, 0, 2)
    assert Case.objects.filter(text="文一路口路灯不亮已三天。").count() == 2


def test_two_date_formats_are_named(district: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported_csv(tmp_path, {}, {"编号": "A2", "上报时间": "2026/3/1 8:30"})
    assert "%Y/%m/%d %H:%M: 1" in capsys.readouterr().out


def test_what_was_read_before_a_break_is_in(district: District, tmp_path: Path) -> None:
    layout_in(tmp_path, kind="json")
    path = tmp_path / "ledger.json"
    row = {"上报时间": "2026-03-01", "状态": "待办", "内容": "x", "类别": "路灯"}
    whole = json.dumps([{"编号": str(number), **row} for number in range(3)])
    path.write_text(whole[:-20])
    with pytest.raises(CommandError, match="3"):
        imported(path, str(tmp_path / "ledger.toml"), create_categories=True)
    run = ImportRun.objects.get()
    assert (run.accepted, run.finished_at, bool(run.error), Case.objects.count()) == (2, None, True, 2)


def test_resuming_needs_an_interrupted_run(district: District, tmp_path: Path) -> None:
    imported_csv(tmp_path, {})
    with pytest.raises(CommandError):
        imported_csv(tmp_path, {}, resume=True)


def test_a_missing_column_begins_nothing(district: District, tmp_path: Path) -> None:
    layout_in(tmp_path)
    path = tmp_path / "ledger.csv"
    path.write_text(csv_of({}).replace("内容", "详情", 1), encoding="utf-8")
    with pytest.raises(CommandError, match="内容"):
        imported(path, str(tmp_path / "ledger.toml"))
    assert "内容" in ImportRun.objects.get().error
    assert not Case.objects.exists()


@needs_shared
def test_new_york(district: District, tmp_path: Path) -> None:
    path = tmp_path / "nyc.json"
    shutil.copy(SHARED / "311" / "nyc_311_socrata_1000.json", path)
    run = imported(path, "nyc311", foreign=True, create_categories=True)
    assert counts(run) == (1000, 1000, 0, 0)
    assert Counter(Case.objects.values_list("state", flat=True)) == {"closed": 677, "registered": 323}
    assert Entry.objects.exclude(chain="imports").count() == Event.objects.count() == 1677
    assert Clock.objects.filter(limit="answering").count() == 1000


@needs_shared
def test_a_slice_of_the_messages(district: District, tmp_path: Path) -> None:
    lines = (SHARED / "teddy2020c" / "messages_replied.csv").read_text(encoding="utf-8")
    path = tmp_path / "messages.csv"
    rows = list(csv.reader(lines.splitlines(keepends=True)))[:301]
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    run = imported(path, "messages_replied", create_categories=True)
    assert counts(run) == (300, 300, 0, 0)
    assert ServiceRequest.objects.exclude(answer="").count() == 300
    assert not Case.objects.exclude(contact=None).exists()
