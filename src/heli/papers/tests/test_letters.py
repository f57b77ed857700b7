"""Letters: frozen words, numbers without gaps, the same bytes, and whose name they bear."""

import threading
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection, transaction

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.organizations.models import Unit, UnitKind
from heli.organizations.responsibility import REVISION
from heli.papers import templates
from heli.papers.issuing import Incomplete, example, forget_addressees, issue
from heli.papers.models import Addressee, IssuedPaper, PaperCounter
from heli.papers.rendering import render
from heli.papers.templates import TemplateText, add_version, put_in_force
from heli.papers.tests.letters import BODY, GIVEN, opinion, registered
from heli.papers.tests.test_rendering import pages
from heli.places.revisions import bump

AT = datetime(2026, 6, 15, 2, tzinfo=UTC)
FACTS = {"reference": "7K3M-Q9TX-C", "title": "路灯不亮", "basis": "《服务标准》3.1", "district": "合安区"}


@pytest.fixture
def kind():
    with registered(opinion()) as found:
        yield found


@pytest.fixture
def unit(db) -> Unit:
    made = Unit.objects.create(code="roads", name="市政所", kind=UnitKind.DEPARTMENT)
    bump(REVISION)
    return made


def issued(unit: Unit, at: datetime = AT, **more: Any) -> IssuedPaper:
    asked: dict[str, Any] = {"given": GIVEN, "unit_id": unit.pk, "to": "李明", **more}
    return issue("test_opinion", "7K3M-Q9TX-C", FACTS, at=at, **asked)


def test_what_the_law_asks_for_is_the_steps_to_say(kind, unit):
    lacking = {name: value for name, value in GIVEN.items() if name != "basis"}
    with pytest.raises(Incomplete, match="legal basis"):
        issued(unit, given=lacking)
    assert not PaperCounter.objects.exists()


def test_it_freezes_words_number_version_and_unit(kind, unit):
    add_version(kind, TemplateText(0, "意见书", "", "新：" + BODY), by="x", by_name="", note="n")
    put_in_force(kind, 1, by="x")
    paper = issued(unit)
    put_in_force(kind, 0, by="x")
    assert (paper.number, paper.version, paper.unit) == ("信意〔2026〕第1号", 1, unit)
    words = [each["text"] for each in paper.content["paragraphs"]]
    assert words[0] == "新：你提出的“路灯不亮”（编号7K3M-Q9TX-C）收悉。"
    assert not any("联系电话" in each for each in words)
    assert paper.content["paragraphs"][-1] == {"text": GIVEN["remedy"], "boxed": True}
    assert paper.content["issuer"] == "市政所"


def test_the_same_bytes_each_time_and_for_keeping(kind, unit):
    paper = IssuedPaper.objects.get(pk=issued(unit).pk)
    pdf = render(paper)
    assert {sha256(render(paper)).hexdigest() for _ in range(2)} == {sha256(pdf).hexdigest()}
    assert b"pdfaid:conformance>A" in pdf
    assert pages(pdf) == 1


def test_a_long_letter_goes_over_pages(kind):
    text = TemplateText(0, "意见书", "", BODY + "\n" + "很长的段落。" * 900 + "\n{{ remedy }}" * 9)
    pdf = render(example(kind, text, at=AT))
    assert pages(pdf) > 2
    assert b"pdfaid:part>2" in pdf


@pytest.mark.parametrize("text", ['#panic() #read("/etc/passwd") *粗* $x$ \\ `', "x" * 300, "a\u202eb", "= 标题\n- 表"])
def test_words_of_people_are_only_words(kind, unit, text):
    assert b"pdfaid:part>2" in render(issued(unit, given={**GIVEN, "facts": text}))


def test_the_name_is_sealed_and_goes_with_the_contact(kind, unit):
    paper = issued(unit)
    assert "李明" not in str(paper.content)
    assert Addressee.objects.get(paper=paper).name == "李明"
    with_name = render(paper)
    forget_addressees(paper.reference)
    assert Addressee.objects.get(paper=paper).name == ""
    assert render(paper) != with_name


def test_a_letter_between_units_bears_the_units_name_in_its_words(unit):
    with registered(opinion("between", to_person=False)):
        paper = issue("between", "7K3M-Q9TX-C", FACTS, at=AT, given=GIVEN, unit_id=unit.pk, to="供水公司")
    assert paper.content["to"] == "供水公司"
    assert not Addressee.objects.exists()


def test_numbers_begin_anew_with_the_districts_year(kind, unit):
    before, after = datetime(2026, 12, 31, 15, 59, tzinfo=UTC), datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert [issued(unit, at).number for at in (before, before, after)] == [
        "信意〔2026〕第1号", "信意〔2026〕第2号", "信意〔2027〕第1号",
    ]  # fmt: skip


def test_each_unit_and_kind_counts_for_itself(kind, unit):
    other = Unit.objects.create(code="water", name="供水公司", kind=UnitKind.COMPANY)
    with registered(opinion("second", mark="另")):
        found = [issued(unit).number, issued(other).number]
        found.append(issue("second", "x", FACTS, at=AT, given=GIVEN, unit_id=unit.pk).number)
    assert found == ["信意〔2026〕第1号", "信意〔2026〕第1号", "另〔2026〕第1号"]


@pytest.mark.django_db(transaction=True)
def test_at_once_there_is_neither_a_gap_nor_a_number_twice(kind):
    unit = Unit.objects.create(code="roads", name="市政所", kind=UnitKind.DEPARTMENT)

    def work(number: int) -> None:
        try:
            with acting_as(SYSTEM):
                for turn in range(3):
                    one(undone=(number + turn) % 3 == 0)
        finally:
            connection.close()

    def one(*, undone: bool) -> None:
        with transaction.atomic():
            issued(unit, to="")
            transaction.set_rollback(undone)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = sorted(IssuedPaper.objects.values_list("number", flat=True))
    assert kept == sorted(f"信意〔2026〕第{number}号" for number in range(1, 9))


def test_issuing_costs_few_statements(kind, unit, django_assert_num_queries):
    issued(unit)
    templates.in_force(kind)
    with django_assert_num_queries(2):
        issued(unit, to="")
