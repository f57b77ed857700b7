"""Issuing: what stands in the files is what the wall counts, it stays, and a new issue says what changed."""

import csv
import io
import json
from datetime import date, timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from django.utils import translation

from heli.access.actors import SYSTEM
from heli.audit.models import Entry
from heli.insight import public as public_figures
from heli.insight.closed import closed_figures
from heli.insight.figures import compute
from heli.insight.periods import Length, Period
from heli.insight.scope import Scope
from heli.insight.tests.pictures import NOW, answered, at
from heli.kernel.decisions import Denied
from heli.papers import shelf
from heli.papers.models import StoredFile
from heli.reports import content as contents
from heli.reports import making, pdf
from heli.reports.definitions import labels
from heli.reports.document import document
from heli.reports.issuing import digest_of, issue
from heli.reports.models import Report, ReportFile
from heli.reports.scopes import About, covers
from heli.service_requests.tests.district import reported

WEEK = Period.of(Length.WEEK, date(2026, 6, 7))
MAY = Period.read(Length.MONTH, "2026-05")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def issued(district, about=About(), period=WEEK, **more):  # noqa: B008
    made = issue(about, period, by=district.actor("chen"), now=NOW, **more)
    assert isinstance(made, Report), made
    return made


def cells(xlsx, number):
    """Return the rows of one sheet as texts and numbers, read back from the bytes."""
    with ZipFile(io.BytesIO(xlsx)) as book:
        strings = [
            "".join(each.itertext()) for each in fromstring(book.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        ]
        sheet = fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        assert not list(sheet.iter(f"{SHEET}f"))
    return [
        [strings[int(cell[0].text)] if cell.get("t") == "s" else float(cell[0].text) for cell in row if len(cell)]
        for row in sheet.iter(f"{SHEET}row")
    ]


def test_an_issued_report_keeps_the_order_of_its_preview(picture):
    preview = document(contents.content_of(About(), WEEK, About().seen_by(picture.actor("chen")), NOW))
    kept = document(Report.objects.get(pk=issued(picture).pk).content)
    assert [sheet.code for sheet in kept.sheets] == [sheet.code for sheet in preview.sheets]
    assert [row.name for row in kept.sheets[0].rows] == [row.name for row in preview.sheets[0].rows]
    assert kept.sheets[0].rows[0].name == labels()["received"]


def test_the_running_week_cannot_be_issued(picture):
    outcome = issue(About(), Period.of(Length.WEEK, date(2026, 6, 10)), by=picture.actor("chen"), now=NOW)
    assert isinstance(outcome, Denied)
    assert isinstance(issue(About(), WEEK, by=SYSTEM, now=WEEK.end - timedelta(seconds=1)), Denied)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("name", "place", "roads", "whole"),
    [
        ("chen", True, True, True),
        ("audit", True, True, True),
        ("east", True, False, False),
        ("west", False, False, False),
        ("lead", False, True, False),
        ("waterlead", False, False, False),
        ("inspector", False, False, False),
        ("ma", False, False, False),
    ],
)
def test_who_sees_all_that_a_report_counts(district, name, place, roads, whole):
    actor = district.actor(name)
    assert covers(actor, About(place="d/e/")) is place
    assert covers(actor, About(unit=district.roads.pk)) is roads
    assert covers(actor, About()) is whole


def test_nonsense_is_no_scope(district):
    for text in ("", "place:", "place:d/x/", "unit:", "unit:0", "unit:987654", "unit:²", "x"):
        with pytest.raises(ValueError, match=r".*"):
            About.read(text)


def test_the_files_hold_the_figures_of_the_wall(picture, monkeypatch):
    """Spreadsheet read back, CSV, and the data handed to the compositor: those of the wall at the last instant."""
    wall = compute(Scope(picture.actor("lead"), period="week"), WEEK.end - timedelta(microseconds=1))
    received = sum(day.opened for day in wall.days[-7:])
    report = issued(picture, About(unit=picture.roads.pk))
    handed = {}
    monkeypatch.setattr(pdf, "typeset", lambda template, data, at: json.dumps(handed.update(data)).encode())
    making.drawn(report, "en", "pdf")
    figures = {label: text for label, text, *_more in handed["report"]["figures"]}
    key = cells(making.drawn(report, "en", "xlsx"), 1)
    table = {row[0]: row[1] for row in key[1:] if len(row) > 1}
    lines = list(csv.reader(io.StringIO(making.drawn(report, "en", "csv").decode("utf-8-sig"))))
    values = {(sheet, row, figure): value for sheet, row, figure, value in lines}
    assert (received, wall.answers.now.met, wall.answers.now.answered) == (1, 1, 2)
    assert figures["Cases received"] == str(received)
    assert table["Cases received"] == received
    assert values["Figures compared", "Cases received", WEEK.code] == str(received)
    assert (table["Answers in time"], table["Answers"]) == (wall.answers.now.met, wall.answers.now.answered)
    assert (figures["On time"], table["On time"]) == ("50.0%", 0.5)
    assert table["Median days to an answer"] == round(wall.median.now / timedelta(days=1), 2)
    assert (table["Content with the result"], table["Result rated 4 or 5"], table["Ratings of the result"]) == (
        0.5,
        1,
        2,
    )
    assert (wall.ratings.now.result, wall.ratings.now.result_rated) == (1, 2)


def test_every_table_adds_up_to_the_key_figures(picture):
    found = issued(picture).content["figures"]
    for name, rows in found["tables"].items():
        for code in ("received", "closed", "answered", "met", "open", "overdue"):
            assert sum(row["values"][code] for row in rows if row["level"] == 0) == found["key"][code][0], (name, code)
    assert sum(day[1] for day in found["days"]) == found["key"]["received"][0]


def test_complaints_about_a_unit_are_in_no_report(picture):
    month = Period.read(Length.MONTH, "2026-06")
    seen = contents.content_of(About(), month, About().seen_by(SYSTEM), NOW)
    every = closed_figures(Scope(SYSTEM), month).now.sums.received
    assert (seen["figures"]["key"]["received"][0], every) == (3, 4)


def test_files_are_made_once_kept_with_their_hash_and_on_record(picture):
    report = issued(picture)
    assert making.make(report.pk)
    assert making.make(report.pk)
    report.refresh_from_db()
    assert report.digest == digest_of(report.content)
    assert (report.state, report.done, report.files.count()) == ("issued", 6, 6)
    for each in report.files.select_related("file"):
        written = shelf.path_of(each.file.digest).read_bytes()
        assert sha256(written).hexdigest() == each.file.digest
        assert making.drawn(report, each.language, each.form) == written
        assert (each.form != "pdf") or (written.startswith(b"%PDF") and b"pdfaid" in written)
    entries = Entry.objects.filter(chain="reports").order_by("seq")
    assert [each.verb for each in entries] == ["report.issue", "report.files"]
    assert entries[0].actor == picture.actor("chen").key
    assert report.digest in entries[0].content


def test_a_failure_is_kept_tried_again_and_goes_on_where_it_stopped(picture, monkeypatch):
    report = issued(picture)
    with monkeypatch.context() as patch:
        patch.setattr(making, "xlsx_of", lambda *args, **more: 1 / 0)
        assert making.make(report.pk) is False
    report.refresh_from_db()
    assert (report.state, report.error, report.done, report.tries) == ("failed", "ZeroDivisionError", 1, 1)
    assert making.unfinished(NOW) == [report.pk]
    assert making.make(report.pk)
    assert (ReportFile.objects.count(), StoredFile.objects.filter(claimed=True).count()) == (6, 6)
    assert making.unfinished(NOW) == []


def test_the_same_report_is_not_issued_twice_and_a_correction_says_what_changed(picture):
    first = issued(picture)
    contents.forget()
    again = issue(About(), WEEK, by=picture.actor("audit"), now=NOW)
    assert isinstance(again, Denied)
    reported(picture, at=at(4))
    contents.forget()
    second = issued(picture)
    assert (first.issue, second.issue) == (1, 2)
    assert second.content["changes"][0][0] == "received"
    first.refresh_from_db()
    assert first.content["figures"]["key"]["received"][0] + 1 == second.content["figures"]["key"]["received"][0]
    with translation.override("en"):
        label, was, now = document(second.content, issue=2).changes[0]
    assert (label, int(now) - int(was)) == ("Cases received", 1)


def test_a_name_that_looks_like_a_formula_is_no_formula(picture):
    report = issued(picture)
    report.content["figures"]["tables"]["units"][0]["name"] = {"zh": "=1+1", "en": "=HYPERLINK(1)"}
    names = [row[0] for row in cells(making.drawn(report, "en", "xlsx"), 5)]
    assert "=HYPERLINK(1)" in names
    assert "'=HYPERLINK(1)" in making.drawn(report, "en", "csv").decode()


def test_the_public_report_is_of_a_month_and_protected(district):
    with translation.override("en"):
        for number in range(7):
            reported(district, at=at(20 + number))
        reported(district, at=at(20), category=district.attitude)
        assert isinstance(issue(About(), WEEK, by=district.actor("chen"), public=True, now=NOW), Denied)
        assert isinstance(issue(About(place="d/e/"), MAY, by=district.actor("chen"), public=True, now=NOW), Denied)
        report = issued(district, period=MAY, public=True)
    figures = report.content["figures"]
    received = figures["key"]["received"][0]
    assert received in (6, 9)
    assert sum(row["values"]["received"] for row in figures["tables"]["places"]) == received
    assert figures["key"]["received"][1:] == ["<3", "<3"]
    assert figures["key"]["on_time"] == figures["key"]["result"] == [None, None, None]
    text = making.drawn(report, "en", "csv").decode()
    assert "Street" in text
    assert "By unit" not in text


def test_a_count_of_two_is_told_nowhere(district):
    for _number in range(2):
        reported(district, at=at(20))
    report = issued(district, period=MAY, public=True)
    # Rounded by chance to nothing or to three, the same in the sum and in the table.
    told = report.content["figures"]["key"]["received"][0]
    assert told in ("<3", 3)
    assert {row["values"]["received"] for row in report.content["figures"]["tables"]["topics"]} == {told}


def test_a_share_is_given_from_enough_answers_on(district, monkeypatch):
    assert public_figures.FEWEST == 20
    monkeypatch.setattr(public_figures, "FEWEST", 2)
    for _number in range(3):
        answered(district, opened=20, done=18)
    report = issued(district, period=MAY, public=True)
    assert report.content["figures"]["key"]["on_time"][0] == 100
    assert report.content["figures"]["key"]["median"][0] == 3


def test_names_are_frozen_in_both_languages(picture):
    report = issued(picture, About(place="d/e/"))
    assert report.content["about"] == {"zh": "e区域", "en": "Area e"}
