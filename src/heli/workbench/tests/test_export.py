"""The list as a file: only what is visible, without personal data, harmless in a spreadsheet, on record."""

import csv
import io
import json

import pytest
from django.urls import reverse

from heli.access.keyed import keyed
from heli.audit.models import Entry
from heli.kernel.cells import safe_cell
from heli.service_requests.tests.district import reported
from heli.workbench.export import masked
from heli.workbench.tests.desk import dispatched, signed_in

EXPORT = reverse("workbench:export")


def taken(client, **query):
    """The lines of the file, without the byte order mark."""
    content = b"".join(client.get(EXPORT, query).streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_other_units_get_an_empty_file(district):
    case = dispatched(district)
    assert len(taken(signed_in(district, "wang"), tab="open")) == 1
    assert [line[0] for line in taken(signed_in(district, "ma"), tab="open")[1:]] == [case.reference]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", " ="])
def test_no_cell_is_a_formula(start):
    assert safe_cell(f"{start}HYPERLINK(1)").startswith("'")
    assert safe_cell("路灯") == "路灯"


def test_a_title_that_is_a_formula_is_disarmed(district):
    reported(district, text='=HYPERLINK("http://evil.test")', title='=HYPERLINK("http://evil.test")')
    assert taken(signed_in(district, "east"), tab="open")[1][1].startswith("'=")


def test_personal_data_stay_out(district):
    reported(district, text="请打我电话13812345678，身份证11010519491231002X", title="请打我电话13812345678")
    text = "".join(map("".join, taken(signed_in(district, "east"), tab="open")))
    for secret in ("13812345678", "11010519491231002X", "13800000000", "li@example.test", "李"):
        assert secret not in text


@pytest.mark.parametrize(
    ("text", "left"), [("打13812345678", "打***"), ("a.b@c.cn 收", "*** 收"), ("3号楼 2026年", "3号楼 2026年")]
)
def test_masking_leaves_what_points_to_nobody(text, left):
    assert masked(text) == left


def test_who_took_what_is_on_record(district):
    taken(signed_in(district, "east"), tab="open", q="路灯")
    entry = Entry.objects.get(chain="exports")
    assert entry.actor == f"staff:{district.people['east'].pk}"
    assert json.loads(entry.content)["data"] == {"tab": "open", "q": keyed("exported words", "路灯")}
    assert "路灯" not in str(entry.content)


def test_five_files_a_day_and_the_sixth_is_told_when(district):
    client = signed_in(district, "east")
    for _file in range(5):
        assert client.get(EXPORT, {"tab": "open"}).headers["Content-Type"].startswith("text/csv")
    answer = client.get(EXPORT, {"tab": "open"}, follow=True)
    assert "24" in next(str(message) for message in answer.context["messages"])
    assert Entry.objects.filter(chain="exports").count() == 5
    assert len(taken(signed_in(district, "west"), tab="open")) == 1
