"""`python -I -m heli.papers.examining pdfs|archives`: examine the document on standard input."""

import codecs
import json
import sys
from importlib import import_module

from heli.papers.examining.cell import lock_in
from heli.papers.examining.verdicts import Reason, Refused

#: Of archives' names and of XML; what is not loaded before the process is locked in cannot be loaded later.
_CODECS = ("cp437", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "gb18030", "gbk", "gb2312")


def main() -> None:
    """Load what this kind of document needs, lock this process in, and only then read and judge."""
    examine = import_module(f"heli.papers.examining.{sys.argv[1]}").examine
    for name in _CODECS:
        codecs.lookup(name)
    lock_in()
    try:
        answer = {"kind": examine(sys.stdin.buffer.read()).value}
    except Refused as refusal:
        answer = {"refused": refusal.reason.value}
    except (MemoryError, RecursionError):
        answer = {"refused": Reason.TOO_MUCH.value}
    except Exception as fault:  # noqa: BLE001  whatever a hostile file makes a parser raise is the file's fault
        sys.stderr.write(repr(fault))
        answer = {"refused": Reason.DAMAGED.value}
    sys.stdout.write(json.dumps(answer))


main()
