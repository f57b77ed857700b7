"""Papers: the same content gives the same bytes, and no content can break or bend the page."""

import re
import threading
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from heli.papers.models import IssuedPaper
from heli.papers.rendering import kinds, render

FACTS = {
    "reference": "7K3M-Q9TX-C",
    "title": "人民路的路灯不亮",
    "category": "市政设施 / 路灯故障",
    "place": "东街道 人民路12号",
    "unit": "市政所",
    "unit_phone": "0571-5550101",
    "opened_at": "2026-09-29T03:05:00.123456+00:00",
    "due_at": "2026-10-12T16:00:00+00:00",
    "period": "5个工作日",
    "basis": "《服务标准》3.1",
    "reasons": ["最后一天是2026年10月12日。"],
    "says": "我们已收到您的诉求。",
    "next": {"label": "派遣", "due_at": "2026-09-30T16:00:00+00:00", "basis": "《服务标准》2.1"},
    "rights": [{"label": "提出异议", "period": "30日", "basis": "《服务标准》5.2"}],
    "site": "https://heli.example",
    "hotline": "12345",
    "district": "合安区",
    "issuer": "合安区综治中心",
}
AT = datetime(2026, 9, 29, 3, 5, 7, 123456, tzinfo=UTC)


def receipt(**changes: object) -> IssuedPaper:
    return IssuedPaper(kind="receipt", content={**FACTS, **changes}, digest="ab" * 32, issued_at=AT)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_an_unknown_kind_is_an_error():
    paper = IssuedPaper(kind="../receipt", content=FACTS, digest="ab" * 32, issued_at=AT)
    with pytest.raises(LookupError):
        render(paper)


def test_every_template_renders_with_few_facts():
    for kind in kinds():
        content = {"reference": "7K3M-Q9TX-C", "district": "合安区"}
        assert render(IssuedPaper(kind=kind, content=content, digest="ab" * 32, issued_at=AT)).startswith(b"%PDF-1.")


def test_the_same_bytes_each_time():
    assert len({sha256(render(receipt())).hexdigest() for _ in range(3)}) == 1


def test_other_facts_give_other_bytes():
    assert render(receipt()) != render(receipt(title="另一件事"))


def test_it_is_one_page_for_keeping_dated_at_the_issue():
    pdf = render(receipt())
    assert pages(pdf) == 1
    assert b"pdfaid:part>2" in pdf
    assert b"pdfaid:conformance>A" in pdf
    assert b"D:20260929030507Z" in pdf


@pytest.mark.parametrize(
    "text",
    [
        '#panic() #read("/etc/passwd") *粗* _斜_ $x$ \\ ` = 标题',
        '"; #include "x.typ"',
        "x" * 300,
        "很长的标题" * 60,
        "",
        "a\u202eb\u200b",
        "a\nb\n\nc",
    ],
)
def test_text_of_people_is_only_text(text):
    assert b"pdfaid:part>2" in render(receipt(title=text, place=text))


@pytest.mark.parametrize("text", ["路灯💡坏了", "𠮷野家", "ئۇيغۇر", "\ue000"])
def test_what_no_font_covers_still_gives_a_paper(text):
    assert render(receipt(title=text)).startswith(b"%PDF-1.7")


def test_threads_render_at_once():
    expected, found = render(receipt()), []
    threads = [threading.Thread(target=lambda: found.append(render(receipt()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4
