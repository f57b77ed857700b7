"""A kind of letter for tests, registered for the length of one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from heli.papers import kinds
from heli.papers.kinds import PaperField, PaperKind

BODY = (
    "你提出的“{{ title }}”（编号{{ reference }}）收悉。\n{{ facts }}\n经研究：{{ opinion }}\n依据：{{ basis }}\n"
    "联系电话：{{ unit_phone }}\n{{ remedy }}"
)
FIELDS = (
    PaperField("facts", "facts", "经查，情况属实。"),
    PaperField("opinion", "opinion", "予以支持。"),
    PaperField("basis", "legal basis", "《信访工作条例》第三十二条"),
    PaperField("remedy", "remedy", "如不服本意见，可以自收到之日起30日内请求复查。"),
)
GIVEN = {
    "facts": "经查，路灯损坏。",
    "opinion": "三日内修复。",
    "basis": "《条例》第三十二条",
    "remedy": "可以自收到之日起30日内请求复查。",
}


def opinion(code: str = "test_opinion", **more: Any) -> PaperKind:
    """Return a numbered letter with a remedy that must stay."""
    declared = {"title": "Written opinion", "heading": "处理意见书", "mark": "信意", "numbered": True, **more}
    return PaperKind(code, body=BODY, fields=FIELDS, required=("remedy", "basis"), **declared)


@contextmanager
def registered(kind: PaperKind) -> Iterator[PaperKind]:
    """Make ``kind`` known within the block."""
    kinds.register(kind)
    try:
        yield kind
    finally:
        kinds.forget(kind.code)
